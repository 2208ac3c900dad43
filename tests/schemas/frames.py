"""Typed frames from the few values that a sample names, in the dtypes that rules are given."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from schemas.columns import Column, Kind
from schemas.fields import DTYPES, decimals_column
from schemas.forms import FORMS
from schemas.raw_text import decimals_of_value
from schemas.rule import Frame, Record, Rule, Stage
from schemas.unit_facts import unit_facts
from schemas.unit_frame import unit_frame
from schemas.units import PUBLIC, SCHOOL, URBAN, Unit

A_SCHOOL = Unit(
    code="2134000101",
    name="示例小学",
    kind=SCHOOL,
    type="小学",
    nature=PUBLIC,
    area=URBAN,
    boarding=False,
    party_organisation=True,
    opened_on=pd.Timestamp("2000-09-01").date(),
)


def stored(column: Column) -> Any:
    """The column's example as it is held in frames."""
    if column.kind.is_number:
        return int(Decimal(column.example) * 10**column.kind.scale)
    if column.kind is Kind.FLAG:
        return column.example == "是"
    return column.example


def form_frame(code: str, rows: Sequence[Record], first_record: int = 0) -> Frame:
    """Rows of a form; what a row does not name is the example of a good return of a unit alone."""
    dtypes = {column.name: DTYPES[column.kind] for column in FORMS[code].columns}
    good = {column.name: stored(column) for column in FORMS[code].columns}
    dtypes |= {"submission": "int64", "row": "int64"}
    if code == "enrolment":
        dtypes["last_closing"] = "Int64"
        good["last_closing"] = None
    for column in FORMS[code].columns:
        if column.kind is Kind.PERCENT:
            dtypes[decimals_column(column.name)] = "Int64"
    records = [
        {**_written(code, {**good, **row}), "submission": number, "row": number + 4, **row}
        for number, row in enumerate(rows)
    ]
    facts = unit_facts([A_SCHOOL] * len(rows))
    frame = _typed(records, dtypes)
    for name in facts.columns.intersection(list({key for row in rows for key in row})):
        named = [row.get(name, old) for row, old in zip(rows, facts[name], strict=True)]
        facts[name] = pd.Series(named, dtype=facts[name].dtype)
    frame = pd.concat([frame, facts], axis="columns")
    return frame.set_axis(range(first_record, first_record + len(rows)), axis="index")


def _written(code: str, row: Record) -> dict[str, Any]:
    """The row with the decimals of its percentages, as a cell for numbers knows them."""
    decimals = {
        decimals_column(c.name): decimals_of_value(row[c.name], c.kind.scale)
        if row[c.name] is not None
        else None
        for c in FORMS[code].columns
        if c.kind is Kind.PERCENT
    }
    return {**decimals, **row}


def _typed(records: Sequence[Mapping[str, Any]], dtypes: Mapping[str, str]) -> Frame:
    return pd.DataFrame(
        {
            name: pd.to_datetime(pd.Series([record[name] for record in records])).astype(dtype)
            if dtype == DTYPES[Kind.DATE]
            else pd.Series([record[name] for record in records], dtype=dtype)
            for name, dtype in dtypes.items()
        }
    )


def unit_rows(rows: Sequence[Record]) -> Frame:
    """One row a submission; every value that a row does not name is NA, as of a form not held."""
    frame = unit_frame(unit_facts([A_SCHOOL] * len(rows)), {}, {})
    unknown = {name for row in rows for name in row} - set(frame.columns)
    assert not unknown, f"no such columns in a unit frame: {unknown}"
    for name in {name for row in rows for name in row}:
        values = [row.get(name, old) for row, old in zip(rows, frame[name], strict=True)]
        frame[name] = pd.Series(values, dtype=frame[name].dtype)
    return frame


def built_rows(rows: Sequence[Record]) -> Frame:
    """Rows as a district rule's builder makes them: numbers Int64, flags boolean, text string."""
    return pd.DataFrame(list(rows)).convert_dtypes()


def sample_frame(rule: Rule, rows: Sequence[Record]) -> Frame:
    if rule.stage is Stage.FORM:
        return form_frame(rule.form, rows)
    if rule.stage is Stage.UNIT:
        return unit_rows(rows)
    return built_rows(rows)
