"""Whom a share speaks of: denominators come from the register, not from the list they judge."""

from datetime import date

from sqlalchemy import Engine

from indicators.computation import IndicatorValue, compute
from indicators.definitions import INDICATORS
from schemas import offices
from schemas.units import KINDERGARTEN, PRIVATE, URBAN, Register, Unit
from tests.indicators.bureau import CODES
from tests.indicators.district import (
    COLLECTION,
    JUNIOR,
    NINE_YEAR,
    PRIMARY,
    REGISTER,
    rows,
    send,
)
from warehouse.engine import reading, writing
from warehouse.register import store_register
from warehouse.vault import Vault


def computed(engine: Engine, indicator: str, register: Register = REGISTER) -> IndicatorValue:
    with reading(engine) as connection:
        [value] = compute(connection, COLLECTION, register, indicators=[INDICATORS[indicator]])
    return value


def test_children_of_a_kindergarten_that_is_not_inclusive_count_below_the_line_only(
    filed: Engine, vault: Vault
) -> None:
    private = Unit("1134000199", "蓝天幼儿园", KINDERGARTEN, "幼儿园", PRIVATE, URBAN, False, False,
                   date(1990, 9, 1))  # fmt: skip
    register = Register([*REGISTER, private])
    with writing(filed) as connection:
        store_register(connection, register)
    send(filed, vault, private.code, rows("preschool", {"children": 366}))
    value = computed(filed, "t_inclusive_coverage", register)
    assert (value.numerator, value.denominator, value.text) == (634, 1000, "63.4%")


def test_a_school_that_its_office_left_out_still_counts_below_the_line(
    filed: Engine, vault: Vault
) -> None:
    """An office that lists only the schools it has been to does not reach 100 %."""
    listed = rows("reopening", {"institution_number": PRIMARY, "kind": "学校"})
    send(filed, vault, CODES[offices.HEALTH], listed, hour=1)
    value = computed(filed, "health_instructor_coverage")
    assert (value.numerator, value.denominator, value.text) == (1, 3, "33.3%")


def test_a_list_with_strangers_does_not_reach_100_percent(filed: Engine, vault: Vault) -> None:
    """Three rows for three schools, and one of them is of no school of the register."""
    listed = [
        {"institution_number": number, "kind": "学校"} for number in (PRIMARY, JUNIOR, "3134009999")
    ]
    send(filed, vault, CODES[offices.HEALTH], rows("reopening", *listed), hour=1)
    value = computed(filed, "health_instructor_coverage")
    assert (value.numerator, value.denominator, value.text) == (2, 3, "66.7%")
    assert value.judgement.reason == "数值不符"
    listed[-1]["institution_number"] = NINE_YEAR
    send(filed, vault, CODES[offices.HEALTH], rows("reopening", *listed), hour=2)
    assert computed(filed, "health_instructor_coverage").judgement.reason == ""


def test_a_town_school_does_not_stand_in_for_a_rural_one(filed: Engine, vault: Vault) -> None:
    """A share below 100 % has no other guard: a target must not be met by the wrong schools."""
    finished_in_town = [
        {"school_code": PRIMARY, "completed": False},
        {"school_code": JUNIOR, "completed": True},
    ]
    send(filed, vault, CODES[offices.ICT], rows("smart_campus", *finished_in_town), hour=1)
    for indicator in ("rural_smart_school_share", "t_rural_smart_coverage"):
        value = computed(filed, indicator)
        assert (value.numerator, value.denominator, value.text) == (0, 1, "0.0%")


def test_a_private_school_does_not_stand_in_for_a_public_one(filed: Engine, vault: Vault) -> None:
    hired = [
        {"school_code": PRIMARY, "implemented": False},
        {"school_code": JUNIOR},
        {"school_code": NINE_YEAR},
    ]
    send(filed, vault, CODES[offices.PERSONNEL], rows("county_hiring", *hired), hour=1)
    value = computed(filed, "t_county_hire_coverage")
    assert (value.numerator, value.denominator, value.text) == (1, 2, "50.0%")


def test_what_an_office_states_changes_no_figure(filed: Engine, vault: Vault) -> None:
    def numbers() -> dict[str, tuple[int | None, int | None, int | None]]:
        with reading(filed) as connection:
            values = compute(connection, COLLECTION, REGISTER)
        return {v.indicator.id: (v.numerator, v.denominator, v.underway) for v in values}

    before = numbers()
    for office in (offices.ICT, offices.PRESCHOOL, offices.TRAINING, offices.BASIC_EDUCATION):
        stated = {"rate_name": "乡村智慧学校占比", "part": 7, "whole": 8, "stated": 8750}
        send(filed, vault, CODES[office], rows("stated_rates", stated), hour=1)
    assert numbers() == before
