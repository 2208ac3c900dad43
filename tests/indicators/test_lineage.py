"""From a figure to its cells: they add up, and they are the right ones."""

from decimal import Decimal

import pytest
from sqlalchemy import Engine

from indicators.definitions import INDICATORS
from indicators.indicator import FigureKind
from indicators.lineage import Contribution, UnknownIndicator, explain
from schemas.scaled import in_units
from tests.indicators.district import (
    BUREAU,
    COLLECTION,
    JUNIOR,
    NINE_YEAR,
    PRIMARY,
    PRIVATE_NURSERY,
    PUBLIC_NURSERY,
    REGISTER,
    rows,
    send,
)
from warehouse.engine import reading
from warehouse.vault import Vault


def cells(engine: Engine, indicator: str) -> list[tuple[str, str, str, str]]:
    """(unit, cell, value, role) of each contribution."""
    with reading(engine) as connection:
        explanation = explain(connection, indicator, COLLECTION, REGISTER)
    return [(c.unit, c.cell, f"{c.value}", c.role) for c in explanation.contributions]


def test_a_total_lists_the_cells_of_each_unit(filed: Engine) -> None:
    with reading(filed) as connection:
        explanation = explain(connection, "guards_total", COLLECTION, REGISTER)
    assert explanation.computed.text == "8人"
    assert [(c.unit, c.file, c.sheet, c.cell, int(c.value)) for c in explanation.contributions] == [
        (unit, f"{unit}.xlsx", "平安校园", cell, value)
        for unit, full_time, part_time in (
            (PRIMARY, 2, 0),
            (JUNIOR, 2, 1),
            (NINE_YEAR, 2, 0),
            (PUBLIC_NURSERY, 1, 0),
            (PRIVATE_NURSERY, 0, 0),
        )
        for cell, value in (("D7", full_time), ("D8", part_time))
    ]


def test_the_cells_of_every_indicator_add_up(filed: Engine) -> None:
    with reading(filed) as connection:
        explanations = [explain(connection, name, COLLECTION, REGISTER) for name in INDICATORS]
    for explanation in explanations:
        computed = explanation.computed
        sums = {"numerator": Decimal(0), "denominator": Decimal(0)}
        for contribution in explanation.contributions:
            sums[contribution.role] += contribution.value
            assert contribution.cell and contribution.file and contribution.sheet
        if computed.kind is FigureKind.CONSTANT:
            assert explanation.contributions == ()
            continue
        measure = computed.indicator.measure
        assert sums == {
            "numerator": in_units(computed.numerator or 0, measure.scale),
            "denominator": in_units(computed.denominator or 0, measure.denominator_scale),
        }, computed.indicator.id


def test_a_count_names_the_cell_of_its_condition(filed: Engine) -> None:
    assert cells(filed, "evacuation_drills") == [
        (PRIMARY, "C5", "1", "numerator"),  # the fire drill in row 6 is no evacuation
        (JUNIOR, "C5", "1", "numerator"),
        (JUNIOR, "C6", "1", "numerator"),
        (PUBLIC_NURSERY, "C5", "1", "numerator"),
    ]


def test_a_repeated_child_is_listed_and_adds_nothing(filed: Engine) -> None:
    numbers = [cell for cell in cells(filed, "disabled_enrolled") if cell[1].startswith("F")]
    assert numbers == [
        (PRIMARY, "F5", "1", "numerator"),
        (JUNIOR, "F5", "1", "numerator"),
        (NINE_YEAR, "F5", "0", "numerator"),
    ]


def test_what_is_taken_off_has_a_minus(filed: Engine) -> None:
    assert cells(filed, "compulsory_retention_rate") == [
        (JUNIOR, "H6", "190", "numerator"),
        (JUNIOR, "B6", "0", "numerator"),  # 初中毕业: why the row counts
        (NINE_YEAR, "H7", "48", "numerator"),
        (NINE_YEAR, "B7", "0", "numerator"),
        (BUREAU, "D5", "195", "denominator"),
        (BUREAU, "E5", "5", "denominator"),
        (BUREAU, "B5", "0", "denominator"),  # whose row it is
        (BUREAU, "F5", "-8", "denominator"),
        (BUREAU, "B5", "0", "denominator"),
        (BUREAU, "D6", "50", "denominator"),
        (BUREAU, "E6", "0", "denominator"),
        (BUREAU, "B6", "0", "denominator"),
        (BUREAU, "F6", "-2", "denominator"),
        (BUREAU, "B6", "0", "denominator"),
    ]


def test_the_lowest_names_only_what_it_rests_on(filed: Engine) -> None:
    assert cells(filed, "epidemic_stock_weeks") == [
        (PRIMARY, "D6", "2300", "numerator"),
        (PRIMARY, "D10", "160", "denominator"),
    ]
    assert cells(filed, "party_teacher_platform_registration_rate")[:2] == [
        (PRIMARY, "D6", "17", "numerator"),
        (PRIMARY, "D4", "18", "denominator"),
    ]


def test_money_is_shown_in_yuan(filed: Engine) -> None:
    assert cells(filed, "epidemic_donations") == [
        (PRIMARY, "D15", "8650.50", "numerator"),
        (JUNIOR, "D15", "10000.00", "numerator"),
        (PUBLIC_NURSERY, "D15", "123.45", "numerator"),
    ]


def test_a_corrected_form_is_traced_to_the_correction(filed: Engine, vault: Vault) -> None:
    correction = rows("safety", {"guards_full_time": 4})
    send(filed, vault, PRIMARY, correction, hour=1, file="更正.xlsx")
    with reading(filed) as connection:
        explanation = explain(connection, "guards_total", COLLECTION, REGISTER)
    assert explanation.contributions[0] == Contribution(
        PRIMARY, "更正.xlsx", "平安校园", "D7", Decimal(4), "numerator", stated="4"
    )


def test_nothing_stands_behind_what_cannot_be_computed(district: Engine) -> None:
    assert cells(district, "guards_total") == []


def test_an_unknown_indicator_is_refused(district: Engine) -> None:
    with reading(district) as connection, pytest.raises(UnknownIndicator):
        explain(connection, "guards", COLLECTION, REGISTER)
