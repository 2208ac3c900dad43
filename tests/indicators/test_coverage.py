"""Who stands behind a figure, and what that makes of it."""

from datetime import datetime

from sqlalchemy import Engine

from indicators.computation import IndicatorValue, ValueStatus, compute, restate
from indicators.definitions import INDICATORS
from indicators.indicator import FigureKind
from indicators.quoting import Verdict
from tests.indicators.district import (
    BUREAU,
    CLOSED_NURSERY,
    COLLECTION,
    JUNIOR,
    NINE_YEAR,
    PRIMARY,
    PRIVATE_NURSERY,
    PUBLIC_NURSERY,
    REGISTER,
    at,
    returned,
    rows,
    send,
)
from warehouse.engine import reading, writing
from warehouse.releases import freeze, read_release
from warehouse.vault import Vault


def computed(engine: Engine, indicator: str, as_of: datetime | None = None) -> IndicatorValue:
    with reading(engine) as connection:
        [value] = compute(connection, COLLECTION, REGISTER, as_of, [INDICATORS[indicator]])
    return value


def guards(full_time: int) -> dict[str, int]:
    return {"guards_full_time": full_time}


def test_nothing_reported_is_not_zero(district: Engine) -> None:
    with reading(district) as connection:
        computed = compute(connection, COLLECTION, REGISTER)
    constants = [value for value in computed if value.kind is FigureKind.CONSTANT]
    assert {(value.text, value.status) for value in constants} == {
        ("4个", ValueStatus.FINAL),
        ("14天", ValueStatus.FINAL),
        ("4类", ValueStatus.FINAL),
    }
    values = [value for value in computed if value not in constants]
    assert {value.status for value in values} == {ValueStatus.NOT_COMPUTABLE}
    assert {value.value for value in values} == {None}
    assert {value.text for value in values} == {"—"}
    assert {value.reported_units for value in values} == {0}


def test_a_missing_unit_makes_a_total_provisional(district: Engine, vault: Vault) -> None:
    for unit in (PRIMARY, JUNIOR, PUBLIC_NURSERY, PRIVATE_NURSERY):
        send(district, vault, unit, rows("safety", guards(2)))
    value = computed(district, "guards_total")
    assert (value.text, value.status) == ("8人", ValueStatus.PROVISIONAL)
    assert (value.reported_units, value.expected_units, value.missing) == (4, 5, (NINE_YEAR,))


def test_a_returned_correction_leaves_the_figure_in_force_but_not_final(
    filed: Engine, vault: Vault
) -> None:
    send(filed, vault, PRIMARY, returned("safety"), hour=1)
    value = computed(filed, "guards_total")
    assert (value.text, value.status) == ("8人", ValueStatus.PROVISIONAL)
    assert value.missing == (PRIMARY,)
    send(filed, vault, PRIMARY, rows("safety", guards(3)), hour=2)
    value = computed(filed, "guards_total")
    assert (value.text, value.status) == ("9人", ValueStatus.FINAL)


def test_a_correction_of_one_form_touches_no_other(filed: Engine, vault: Vault) -> None:
    send(filed, vault, PRIMARY, rows("safety", guards(3)), hour=1)
    assert computed(filed, "guards_total").text == "9人"
    assert computed(filed, "evacuation_participants").text == "1340人次"


def test_a_figure_as_of_an_earlier_moment(filed: Engine, vault: Vault) -> None:
    send(filed, vault, PRIMARY, rows("safety", guards(3)), hour=5)
    assert computed(filed, "guards_total", at(4)).text == "8人"
    assert computed(filed, "guards_total", at(5)).text == "9人"
    assert computed(filed, "guards_total", at(-1)).status is ValueStatus.NOT_COMPUTABLE


def test_a_nil_answer_counts_as_reported(district: Engine, vault: Vault) -> None:
    for unit in (PRIMARY, JUNIOR, NINE_YEAR, PUBLIC_NURSERY, PRIVATE_NURSERY):
        send(district, vault, unit, rows("drills"))
    value = computed(district, "evacuation_drills")
    assert (value.text, value.status) == ("0场次", ValueStatus.FINAL)


def test_a_form_that_its_unit_does_not_owe_counts_nowhere(filed: Engine, vault: Vault) -> None:
    send(filed, vault, CLOSED_NURSERY, rows("safety", guards(7)))
    value = computed(filed, "guards_total")
    assert (value.text, value.expected_units) == ("8人", 5)


def test_a_ratio_waits_for_the_office_behind_its_denominator(
    district: Engine, vault: Vault
) -> None:
    for unit in (PUBLIC_NURSERY, PRIVATE_NURSERY):
        send(district, vault, unit, rows("preschool", {"children": 100}))
    value = computed(district, "preschool_gross_enrolment")
    assert (value.value, value.status) == (None, ValueStatus.NOT_COMPUTABLE)
    assert value.missing == (BUREAU,)


def test_nothing_to_divide_by(district: Engine, vault: Vault) -> None:
    for unit in (PRIMARY, JUNIOR, NINE_YEAR, PUBLIC_NURSERY, PRIVATE_NURSERY):
        send(district, vault, unit, rows("safety", {"canteens": 0, "open_kitchens": 0}))
    value = computed(district, "open_kitchen_coverage")
    assert (value.numerator, value.denominator) == (0, 0)
    assert (value.value, value.status) == (None, ValueStatus.NOT_COMPUTABLE)


def test_no_unit_with_daily_use_sets_no_limit(district: Engine, vault: Vault) -> None:
    for unit in (PRIMARY, JUNIOR):
        send(district, vault, unit, rows("epidemic", {"masks": 100, "masks_daily": 0, "pupils": 9}))
    assert computed(district, "epidemic_stock_weeks").status is ValueStatus.NOT_COMPUTABLE
    send(district, vault, JUNIOR, rows("epidemic", {"masks": 140, "masks_daily": 10}), hour=1)
    value = computed(district, "epidemic_stock_weeks")
    assert (value.text, value.judgement.verdict) == ("2.0周", Verdict.DIFFERS)
    assert value.judgement.reason == "有 1 个单位分母填 0，算不出，不能认定每个单位都达到"
    nobody = {"masks": 0, "masks_daily": 0, "pupils": 0, "staff": 0}
    send(district, vault, PRIMARY, rows("epidemic", nobody), hour=2)
    assert computed(district, "epidemic_stock_weeks").judgement.verdict is Verdict.AGREES


def test_stocks_last_as_long_as_in_the_school_where_they_last_shortest(
    district: Engine, vault: Vault
) -> None:
    """Two weeks are promised to each of them: 1.6 weeks are no two weeks, and three are no fault."""
    send(district, vault, PRIMARY, rows("epidemic", {"masks": 1120, "masks_daily": 10}))

    def judged(masks: int, hour: int) -> tuple[str, Verdict, str]:
        send(
            district,
            vault,
            JUNIOR,
            rows("epidemic", {"masks": masks, "masks_daily": 10}),
            hour=hour,
        )
        value = computed(district, "epidemic_stock_weeks")
        return value.text, value.judgement.verdict, value.judgement.reason

    short = judged(112, 1)
    assert short == ("1.6周", Verdict.DIFFERS, "以最低单位计为 1.6周，够不上“两周”")
    nearly = judged(137, 2)  # 1.957
    assert nearly == ("2.0周", Verdict.DIFFERS, "以最低单位计为 1.96周，够不上“两周”")
    enough = judged(210, 3)
    assert enough == ("3.0周", Verdict.AGREES, "以最低单位计为 3.0周，各单位都不低于此数")


def test_a_floor_waits_for_everyone(district: Engine, vault: Vault) -> None:
    send(district, vault, JUNIOR, rows("epidemic", {"masks": 210, "masks_daily": 10}))
    value = computed(district, "epidemic_stock_weeks")
    assert (value.text, value.status) == ("3.0周", ValueStatus.PROVISIONAL)
    assert value.judgement.verdict is Verdict.DIFFERS
    assert value.judgement.reason == "应报单位尚未报齐，不能认定每个单位都达到"


def test_a_claim_of_all_waits_for_everyone(district: Engine, vault: Vault) -> None:
    kitchens = {"canteens": 1, "open_kitchens": 1}
    for unit in (PRIMARY, JUNIOR, PUBLIC_NURSERY, PRIVATE_NURSERY):
        send(district, vault, unit, rows("safety", kitchens))
    value = computed(district, "open_kitchen_coverage")
    assert (value.text, value.status) == ("100.0%", ValueStatus.PROVISIONAL)
    assert value.judgement.verdict is Verdict.DIFFERS
    assert value.judgement.reason == "应报单位尚未报齐，不能认定为全部"
    send(district, vault, NINE_YEAR, rows("safety", kitchens))
    assert computed(district, "open_kitchen_coverage").judgement.verdict is Verdict.AGREES
    send(district, vault, NINE_YEAR, returned("safety"), hour=1)  # its correction is awaited
    assert computed(district, "open_kitchen_coverage").judgement.verdict is Verdict.DIFFERS


def test_100_percent_needs_every_unit(district: Engine, vault: Vault) -> None:
    """Pooled, one school's surplus may hide another's gap."""
    send(district, vault, PRIMARY, rows("safety", {"canteens": 2, "open_kitchens": 1}))
    send(district, vault, JUNIOR, rows("safety", {"canteens": 1, "open_kitchens": 2}))
    value = computed(district, "open_kitchen_coverage")
    assert value.text == "100.0%"
    assert value.judgement.verdict is Verdict.DIFFERS
    assert value.judgement.reason == "有 1 个单位分子大于分母，不能认定"


def test_retention_is_compared_school_by_school_though_an_office_files_the_cohorts(
    filed: Engine, vault: Vault
) -> None:
    graduates = {"cohort": "初中毕业", "opening": 200, "graduated": 192}
    send(filed, vault, JUNIOR, rows("enrolment", graduates), hour=1)
    value = computed(filed, "compulsory_retention_rate")
    assert (value.numerator, value.denominator, value.text) == (240, 240, "100.00%")
    assert value.judgement.verdict is Verdict.AGREES
    surplus = rows("enrolment", graduates | {"graduated": 193})
    send(filed, vault, JUNIOR, surplus, hour=2)
    gap = rows("enrolment", {"cohort": "初中毕业", "opening": 50, "graduated": 47})
    send(filed, vault, NINE_YEAR, gap, hour=2)
    value = computed(filed, "compulsory_retention_rate")
    assert (value.text, value.judgement.verdict) == ("100.00%", Verdict.DIFFERS)


def test_a_claim_of_none_waits_for_everyone(filed: Engine, vault: Vault) -> None:
    assert computed(filed, "epidemic_cases").judgement.verdict is Verdict.AGREES
    send(filed, vault, JUNIOR, returned("epidemic"), hour=1)
    value = computed(filed, "epidemic_cases")
    assert (value.text, value.judgement.verdict) == ("0例", Verdict.DIFFERS)


def test_a_signed_claim_of_all_stays_refuted_by_the_unit_that_has_more_than_all(
    district: Engine, vault: Vault
) -> None:
    send(district, vault, PRIMARY, rows("safety", {"canteens": 2, "open_kitchens": 1}))
    send(district, vault, JUNIOR, rows("safety", {"canteens": 1, "open_kitchens": 2}))
    for unit in (NINE_YEAR, PUBLIC_NURSERY, PRIVATE_NURSERY):
        send(district, vault, unit, rows("safety", {"canteens": 0, "open_kitchens": 0}))
    value = computed(district, "open_kitchen_coverage")
    assert value.judgement.reason == "有 1 个单位分子大于分母，不能认定"
    with writing(district) as connection:
        freeze(connection, COLLECTION.code, [value.stored], made_by="统计员", made_at=at(2))
    with reading(district) as connection:
        (frozen,) = read_release(connection, COLLECTION.code, 1).values
    assert restate(frozen, value.quoted).judgement == value.judgement
