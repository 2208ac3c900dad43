"""One population a ratio: who has answered both sides, or all who owe, answered or not."""

import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Engine

from indicators.algebra import DaysCovered, Population
from indicators.computation import IndicatorValue, ValueStatus, by_unit, compute, compute_one
from indicators.coverage import Filings
from indicators.definitions import INDICATORS
from indicators.expressions import field
from indicators.indicator import Indicator
from indicators.lineage import explain
from indicators.quoting import Verdict
from indicators.ratios import share, share_of_owing
from schemas import offices
from schemas.units import RURAL, SCHOOL, Register, Unit
from tests.indicators.bureau import CODES
from tests.indicators.district import (
    BUREAU,
    COLLECTION,
    JUNIOR,
    NINE_YEAR,
    PRIMARY,
    PRIVATE_NURSERY,
    PUBLIC_NURSERY,
    REGISTER,
    full_returns,
    returned,
    rows,
    send,
    send_all,
)
from warehouse.engine import reading, writing
from warehouse.register import store_register
from warehouse.status import form_states
from warehouse.vault import Vault

UNITS = (PRIMARY, JUNIOR, NINE_YEAR, PUBLIC_NURSERY, PRIVATE_NURSERY)
SEED, SUBSETS = 2020, 40


def computed(engine: Engine, indicator: str, register: Register = REGISTER) -> IndicatorValue:
    with reading(engine) as connection:
        [value] = compute(connection, COLLECTION, register, indicators=[INDICATORS[indicator]])
    return value


def without(*units: str, form: str) -> dict[str, list]:
    """What is filed while some units' form has not come."""
    return {
        unit: [one for one in forms if not (unit in units and one.form == form)]
        for unit, forms in full_returns().items()
    }


# --- amounts: the same units above the line and below it


def test_amounts_of_two_reporters_are_joined_by_unit(district: Engine, vault: Vault) -> None:
    """The office's list has both schools; one of them has graduates in force."""
    send_all(district, vault, without(NINE_YEAR, form="enrolment"))
    value = computed(district, "compulsory_retention_rate")
    assert (value.numerator, value.denominator, value.text) == (190, 192, "98.96%")
    assert (value.status, value.missing) == (ValueStatus.PROVISIONAL, (NINE_YEAR,))


def test_a_school_that_the_list_leaves_out_stands_on_neither_side(
    filed: Engine, vault: Vault
) -> None:
    """And a row of nobody's code does not either: 190 + 48 of 192 and 9000 before."""
    listed = [
        {"school_code": JUNIOR, "entrants": 192},
        {"school_code": "3134009999", "entrants": 9000},
    ]
    send(filed, vault, BUREAU, rows("cohort_entrants", *listed), hour=1)
    value = computed(filed, "compulsory_retention_rate")
    assert (value.numerator, value.denominator) == (190, 192)


def test_the_last_accepted_form_counts_on_both_sides(filed: Engine, vault: Vault) -> None:
    send(filed, vault, NINE_YEAR, returned("enrolment"), hour=1)
    value = computed(filed, "compulsory_retention_rate")
    assert (value.numerator, value.denominator) == (238, 240)
    assert value.status is ValueStatus.PROVISIONAL


# --- shares of those who owe: a floor until everybody has answered


@pytest.mark.parametrize("indicator", ["cctv_coverage", "fire_equipment_coverage",
                                       "guard_coverage"])  # fmt: skip
def test_who_has_not_answered_has_not_said_yes(
    district: Engine, vault: Vault, indicator: str
) -> None:
    yes = {"guards_full_time": 1}
    for unit in UNITS[:-1]:
        send(district, vault, unit, rows("safety", yes))
    value = computed(district, indicator)
    assert (value.numerator, value.denominator, value.text) == (4, 5, "80.0%")
    assert (value.status, value.coverage.text) == (ValueStatus.PROVISIONAL, "已报 4/5")
    assert value.judgement.verdict is Verdict.DIFFERS
    send(district, vault, UNITS[-1], rows("safety", yes))
    value = computed(district, indicator)
    assert (value.text, value.status) == ("100.0%", ValueStatus.FINAL)
    assert value.judgement.verdict is Verdict.AGREES


def test_a_task_force_of_those_who_reported_is_none_of_the_others(
    district: Engine, vault: Vault
) -> None:
    send(district, vault, PRIMARY, rows("epidemic", {}))
    value = computed(district, "campus_taskforce_coverage")
    assert (value.numerator, value.denominator, value.coverage.text) == (1, 5, "已报 1/5")


def test_a_form_that_never_comes_into_force_is_not_left_out(district: Engine, vault: Vault) -> None:
    send_all(district, vault, without(PRIMARY, form="safety"))
    send(district, vault, PRIMARY, returned("safety"), hour=1)
    value = computed(district, "guard_coverage")
    assert (value.denominator, value.status, value.missing) == (
        5,
        ValueStatus.PROVISIONAL,
        (PRIMARY,),
    )


def test_an_office_that_was_first_is_not_above_100_percent(district: Engine, vault: Vault) -> None:
    """Its ledger names five; one school has said that it is there. 300 % before."""
    send_all(district, vault, without(*UNITS[1:], form="profile"))
    everyone = [{"institution_number": unit} for unit in UNITS]
    send(district, vault, CODES[offices.HEALTH], rows("reopening", *everyone), hour=1)
    for indicator, parts in (
        ("health_instructor_coverage", (3, 3)),
        ("reopening_coverage", (5, 5)),
    ):
        value = computed(district, indicator)
        assert (value.numerator, value.denominator) == parts
        assert value.status is ValueStatus.PROVISIONAL


def test_a_school_closed_on_the_eve_of_the_stock_date_lifts_no_share(
    filed: Engine, vault: Vault
) -> None:
    """It did reopen in spring, and its office says so: 6 of 5 before, and final."""
    closed = Unit("2134000190", "旧小学", SCHOOL, "小学", "公办", RURAL, False, False,
                  date(1990, 9, 1), date(2020, 8, 31))  # fmt: skip
    register = Register([*REGISTER, closed])
    with writing(filed) as connection:
        store_register(connection, register)
    everyone = [{"institution_number": unit} for unit in (*UNITS, closed.code)]
    send(filed, vault, CODES[offices.HEALTH], rows("reopening", *everyone), hour=1)
    value = computed(filed, "reopening_coverage", register)
    assert (value.numerator, value.denominator, value.text) == (5, 5, "100.0%")
    assert value.status is ValueStatus.FINAL


def test_a_row_swapped_to_an_unknown_code_does_not_keep_its_place(
    filed: Engine, vault: Vault
) -> None:
    swapped = [{"institution_number": unit} for unit in (*UNITS[:-1], "1134009999")]
    send(filed, vault, CODES[offices.HEALTH], rows("reopening", *swapped), hour=1)
    value = computed(filed, "reopening_coverage")
    assert (value.numerator, value.denominator, value.text) == (4, 5, "80.0%")


def test_institutions_are_checked_against_the_ledger_that_lists_them(
    filed: Engine, vault: Vault
) -> None:
    """PX1 to PX3 are listed; PX9 is not, and makes no place good."""
    day = {"checked_on": date(2020, 4, 1)}
    checked = [{"institution_number": n, **day} for n in (*UNITS, "PX1", "PX2", "PX9")]
    send(filed, vault, CODES[offices.HEALTH], rows("reopening", *checked), hour=1)
    value = computed(filed, "reopening_check_coverage")
    assert (value.numerator, value.denominator, value.text) == (7, 8, "87.5%")


def test_a_child_at_no_school_of_the_register_is_not_enrolled(filed: Engine, vault: Vault) -> None:
    listed = [
        {"list_number": str(n), "school_code": code}
        for n, code in enumerate((PRIMARY, "无", "外地", PUBLIC_NURSERY, None))
    ]
    send(filed, vault, BUREAU, rows("registered_poor", *listed), hour=1)
    value = computed(filed, "registered_poor_enrolment_rate")
    assert (value.numerator, value.denominator) == (1, 5)


def test_who_owes_and_has_not_answered_is_named_without_a_cell(
    district: Engine, vault: Vault
) -> None:
    for unit in UNITS[1:]:
        send(district, vault, unit, rows("safety", {}))
    with reading(district) as connection:
        explained = explain(connection, "cctv_coverage", COLLECTION, REGISTER)
        filings = Filings.read(connection, COLLECTION, REGISTER)
        shares = by_unit(connection, filings, INDICATORS["cctv_coverage"].measure)
    below = [c for c in explained.contributions if c.role == "denominator"]
    assert [(c.unit, c.file, c.cell, c.value) for c in below if not c.cell] == [
        (PRIMARY, "", "", Decimal(1))
    ]
    assert sum(c.value for c in below) == 5
    assert shares == {(0, unit): (int(unit != PRIMARY), 1) for unit in UNITS}


def test_a_share_says_of_whom_it_is(filed: Engine) -> None:
    value = computed(filed, "panic_button_coverage")
    assert value.scope == "公办单位（3 个，应报《平安校园》的共 5 个）"
    assert computed(filed, "cctv_coverage").scope == "全部中小学、幼儿园"


def test_of_whom_a_quotient_is_taken_is_declared() -> None:
    owing = {
        name
        for name, one in INDICATORS.items()
        if Population.OWING in {quotient.population for quotient in one.measure.quotients}
    }
    assert owing == {
        "xuexi_practice_coverage",
        "rural_smart_school_share",
        "cctv_coverage",
        "fire_equipment_coverage",
        "guard_coverage",
        "guard_standard_coverage",
        "panic_button_coverage",
        "campus_taskforce_coverage",
        "one_school_one_plan",
        "skill_training_coverage",
        "health_instructor_coverage",
        "reopening_check_coverage",
        "reopening_coverage",
        "t_rural_smart_coverage",
        "t_county_hire_coverage",
    }
    with pytest.raises(TypeError, match="one row a unit"):
        share("safety", field("cctv").is_true())
    with pytest.raises(TypeError, match="several rows"):
        share_of_owing("drills", field("kind").equals("疏散"))


# --- whatever has come so far


def above_100(
    connection: Connection, filings: Filings, indicators: Iterable[Indicator]
) -> set[str]:
    values = (compute_one(connection, filings, one, None) for one in indicators)
    return {v.indicator.id for v in values if v.exact is not None and v.exact > 100}


def test_no_part_is_above_its_whole_whatever_has_come(filed: Engine) -> None:
    chance = random.Random(SEED)  # noqa: S311
    parts = [one for one in INDICATORS.values() if one.measure.is_part_of_whole]
    with reading(filed) as connection:
        states = form_states(connection, COLLECTION.code)
        everything = Filings(COLLECTION, REGISTER, states)
        # The small district's net enrolment is above 100 % with everything in.
        assert above_100(connection, everything, parts) == {"preschool_net_enrolment"}
        parts = [one for one in parts if one.id != "preschool_net_enrolment"]
        for _ in range(SUBSETS):
            some = chance.sample(states, chance.randint(1, len(states)))
            assert above_100(connection, Filings(COLLECTION, REGISTER, some), parts) == set()


# --- days


def brute(events: Iterable[Mapping[str, date]]) -> int:
    """The different days, one by one."""
    return len(
        {
            one["starts_on"] + timedelta(days=n)
            for one in events
            for n in range((one["ends_on"] - one["starts_on"]).days + 1)
        }
    )


def test_a_day_counts_once_however_many_events_it_had(district: Engine, vault: Vault) -> None:
    chance = random.Random(SEED)  # noqa: S311
    party, office = CODES[offices.PARTY], INDICATORS["development_training_days"].measure
    assert isinstance(office, DaysCovered)
    for hour in range(12):
        events = []
        for number in range(chance.randint(1, 8)):
            start = date(2020, 3, 1) + timedelta(days=chance.randint(0, 25))
            end = start + timedelta(days=chance.choice((0, 0, 1, 2, 9)))
            events.append({"event_number": str(number), "kind": "发展对象培训班",
                           "starts_on": start, "ends_on": end})  # fmt: skip
        send(district, vault, party, rows("events", *events), hour=hour)
        with reading(district) as connection:
            explained = explain(connection, "development_training_days", COLLECTION, REGISTER)
        assert explained.computed.value == brute(events)
        assert sum(c.value for c in explained.contributions) == brute(events)
