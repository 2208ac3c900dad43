"""Every cell that a figure reads is cited, and what is cited gives the figure again."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from openpyxl.utils.cell import coordinate_from_string
from sqlalchemy import Engine

from indicators.algebra import Term
from indicators.compiling import cell_query
from indicators.computation import compute_one
from indicators.coverage import Filings
from indicators.definitions import INDICATORS
from indicators.expressions import AtLeast, Both, Condition
from indicators.lineage import Contribution, explain
from indicators.ratios import LowestQuotient
from schemas.columns import Blank
from schemas.standards import guards_required, standard
from tests.indicators.district import COLLECTION, REGISTER
from warehouse.engine import reading


def read_by(term: Term) -> set[tuple[str, str]]:
    """(form, field) of everything that a term's definition names, found apart from the product."""
    names = {*term.fields}
    if term.where is not None:
        names |= named_in(term.where)
    if term.unit_field:
        names.add(term.unit_field)
    if term.among is not None:
        names.add(term.among.field)
    return {(term.form.code, name) for name in names}


def named_in(condition: Condition) -> set[str]:
    match condition:
        case Both(left=left, right=right):
            return named_in(left) | named_in(right)
        case AtLeast(left=left, right=right):
            return {*left.fields, *right.fields}
    return {*condition.fields}


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_a_definition_names_all_that_it_reads(indicator) -> None:
    """What a query selects by is in `reads`, whatever kind of term it is."""
    for term in indicator.measure.summands:
        assert read_by(term) == {(term.form.code, name) for name in term.reads}


def test_each_field_read_is_cited_for_every_indicator(filed: Engine) -> None:
    left_out = set()
    with reading(filed) as connection:
        filings = Filings.read(connection, COLLECTION, REGISTER)
        for indicator in INDICATORS.values():
            measure = indicator.measure
            if not any(measure.summands) or isinstance(measure, LowestQuotient):
                continue
            if compute_one(connection, filings, indicator, None).numerator is None:
                continue
            cells = list(connection.execute(cell_query(measure, filings)))
            cited = {(cell.form, cell.field) for cell in cells}
            rows = {cell.form for cell in cells}
            for term in measure.summands:
                left_out |= {
                    (indicator.id, form, name)
                    for form, name in read_by(term) - cited
                    # A field that may stay blank has no cell to cite where it is blank.
                    if form in rows and term.form.column(name).blank is Blank.ERROR
                }
    # These rows are none: what is left over in the small district has nothing filed of it.
    assert left_out == set()


def by_row(contributions: tuple[Contribution, ...]) -> list[list[Contribution]]:
    """The cells of each row of a sheet, in the order of the sheet."""
    rows: dict[tuple[str, str, int], list[Contribution]] = defaultdict(list)
    for one in contributions:
        rows[one.file, one.sheet, coordinate_from_string(one.cell)[1]].append(one)
    return list(rows.values())


def contributions(engine: Engine, indicator: str) -> tuple[Contribution, ...]:
    with reading(engine) as connection:
        return explain(connection, indicator, COLLECTION, REGISTER).contributions


def test_both_rates_of_a_product_with_a_difference(filed: Engine) -> None:
    rows = by_row(contributions(filed, "public_funds_above_base"))
    assert [[(c.cell[0], c.stated, f"{c.value}") for c in row] for row in rows] == [
        [("E", "60", "3180.00"), ("G", "703.00", "0.00"), ("F", "650.00", "0.00")],
        [("E", "195", "7800.00"), ("G", "890.00", "0.00"), ("F", "850.00", "0.00")],
    ]
    again = sum(
        Decimal(pupils.stated) * (Decimal(standard.stated) - Decimal(base.stated))
        for pupils, standard, base in rows
    )
    assert again == Decimal("10980.00")


def test_both_days_of_a_duration(filed: Engine) -> None:
    rows = by_row(contributions(filed, "development_training_days"))
    assert [[c.stated for c in row] for row in rows] == [
        ["2020-05-08", "2020-05-06", "发展对象培训班"]
    ]
    last, first, _ = rows[0]
    days = date.fromisoformat(last.stated) - date.fromisoformat(first.stated)
    assert last.value == days.days + 1 == 3


def test_each_number_of_a_sum_of_several(filed: Engine) -> None:
    cells = contributions(filed, "guards_total")
    assert sum(Decimal(cell.stated) for cell in cells) == 8
    assert len(cells) == 2 * 5


def test_all_that_the_guards_due_are_reckoned_from(filed: Engine) -> None:
    """The standard, applied to the cells cited of each unit, gives the units that meet it."""
    with reading(filed) as connection:
        filings = Filings.read(connection, COLLECTION, REGISTER)
        measure = INDICATORS["guard_standard_coverage"].measure
        cells = list(connection.execute(cell_query(measure, filings)))
    held: dict[int, dict[str, int]] = defaultdict(dict)
    for cell in cells:
        if cell.role == "numerator":
            held[cell.submission_id][cell.field] = int(cell.stated)
    assert len(held) == 3  # units that meet it
    for numbers in held.values():
        due = guards_required(
            pd.Series([numbers["pupils"] + numbers["staff"]], dtype="Int64"),
            pd.Series([numbers["boarders"]], dtype="Int64"),
            standard("guard_staffing", COLLECTION.stock_date),
        )
        assert numbers["guards_full_time"] >= due.iloc[0]


def test_no_cell_of_a_person_is_shown(filed: Engine) -> None:
    for indicator in ("disabled_enrolled", "computer_contest_students", "yulu_students"):
        personal = [c for c in contributions(filed, indicator) if c.stated.startswith("G")]
        assert personal == []
