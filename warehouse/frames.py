"""What is in force as pandas frames: for the rules across units, and for last year's stocks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, Subquery, select

from schemas.columns import Kind
from schemas.fields import DTYPES
from schemas.forms import FORMS
from schemas.unit_facts import unit_facts
from warehouse.current import in_force_at
from warehouse.register import load_register
from warehouse.tables import fact_table, submission_form


def rows_in_force(
    connection: Connection,
    collection: str,
    forms: Iterable[str],
    units: Collection[str] | None = None,
    as_of: datetime | None = None,
) -> dict[str, pd.DataFrame]:
    """Form → its rows in force now or at `as_of`, of some units or of all.

    Columns: the form's fields in the dtypes of `schemas.fields.DTYPES` (personal numbers as keyed
    hashes, names NA), then `submission` and `row` (the sheet's row) as int64, then the register
    facts of `schemas.unit_facts`. Ordered by unit, submission and row; the index numbers the
    records, unique over all frames of one call.
    """
    source = in_force_at(collection, as_of)
    register = list(load_register(connection))
    facts = unit_facts(register).set_index(pd.Index([unit.code for unit in register]))
    frames: dict[str, pd.DataFrame] = {}
    start = 0
    for form in forms:
        frame = _frame(connection, form, source, units, facts)
        frame.index = pd.RangeIndex(start, start + len(frame))
        frames[form] = frame
        start += len(frame)
    return frames


def forms_in_force(
    connection: Connection, collection: str, units: Collection[str]
) -> dict[str, frozenset[str]]:
    """Unit → the forms that it has in force now, with rows or without."""
    source = in_force_at(collection)
    rows = connection.execute(
        select(source.c.unit_code, source.c.form).where(source.c.unit_code.in_(units))
    )
    forms: dict[str, set[str]] = {}
    for row in rows:
        forms.setdefault(row.unit_code, set()).add(row.form)
    return {unit: frozenset(codes) for unit, codes in forms.items()}


def sheet_of(
    connection: Connection, submission_id: int, form: str
) -> tuple[str, Mapping[str, str]]:
    """The sheet on which a submission has a form, and field → its cell (of a card) or column."""
    found = connection.execute(
        select(submission_form.c.sheet, submission_form.c.layout).where(
            submission_form.c.submission_id == submission_id, submission_form.c.form == form
        )
    ).one()
    return found.sheet, found.layout


def closings(connection: Connection, collection: str) -> dict[tuple[str, str], int | None]:
    """(unit, cohort) → the closing stock of pupils that is in force in a collection."""
    facts, source = fact_table("enrolment"), in_force_at(collection)
    rows = connection.execute(
        select(source.c.unit_code, facts.c.cohort, facts.c.closing)
        .join(facts, facts.c.submission_id == source.c.submission_id)
        .where(source.c.form == "enrolment")
    )
    return {(row.unit_code, row.cohort): row.closing for row in rows}


def _frame(
    connection: Connection,
    form: str,
    source: Subquery,
    units: Collection[str] | None,
    facts: pd.DataFrame,
) -> pd.DataFrame:
    query = _query(form, source)
    if units is not None:
        query = query.where(source.c.unit_code.in_(units))
    rows = connection.execute(query).all()
    # By column: a frame made from rows would have to guess its dtypes.
    names = [str(column.key) for column in query.selected_columns]
    lists = zip(*rows, strict=True) if rows else iter([()] * len(names))
    values = dict(zip(names, lists, strict=True))
    columns: dict[str, Any] = {
        # Names stay sealed: no rule needs them.
        column.name: _series(values.get(column.name, [None] * len(rows)), DTYPES[column.kind])
        for column in FORMS[form].columns
    }
    columns |= {name: _series(values[name], "int64") for name in ("submission", "row")}
    beside = facts.loc[list(values["unit"])].reset_index(drop=True)
    return pd.concat([pd.DataFrame(columns), beside], axis="columns")


def _query(form: str, source: Subquery) -> Select[Any]:
    table = fact_table(form)
    fields = [column for column in FORMS[form].columns if column.kind is not Kind.PERSON]
    return (
        select(
            *(table.c[column.name] for column in fields),
            table.c.submission_id.label("submission"),
            table.c.row,
            source.c.unit_code.label("unit"),
        )
        .select_from(source)
        .join(table, table.c.submission_id == source.c.submission_id)
        .where(source.c.form == form)
        .order_by(source.c.unit_code, table.c.submission_id, table.c.row)
    )


def _series(values: Sequence[Any], dtype: str) -> "pd.Series[Any]":
    return pd.Series(list(values), dtype=dtype)
