"""Facts into and out of the fact tables: fast, and with personal values protected on the way in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, delete

from schemas.columns import Kind
from schemas.forms import FORMS
from warehouse.tables import fact_table
from warehouse.vault import Place, Vault


def insert_facts(
    connection: Connection,
    vault: Vault,
    submission_id: int,
    form: str,
    rows: Sequence[int],
    columns: dict[str, list[Any]],
) -> None:
    """Insert the rows of one form of one submission.

    `rows` are the sheet rows; `columns` holds one list of plain Python values for each field of the
    form, as long as `rows`; of what takes any words see `warehouse.open_texts`. Raises ValueError
    when they do not fit the form.
    """
    plan = _plan(form, connection.dialect)
    _check_shape(form, plan, rows, columns)
    if not rows:
        return
    values: list[Sequence[Any]] = [rows]
    for name, kind, convert in zip(plan.names, plan.kinds, plan.converts, strict=True):
        column: Sequence[Any] = columns[name]
        if kind is Kind.PERSON:
            column = [
                None
                if value is None
                else vault.seal(value, place_of(form, name, submission_id, row))
                for row, value in zip(rows, column, strict=True)
            ]
        elif kind.is_personal:
            column = [None if value is None else vault.fingerprint(value) for value in column]
        if convert is not None:
            column = [convert(value) for value in column]
        values.append(column)
    # Past SQLAlchemy's dictionaries, row by row, straight to the driver: several times as fast.
    if plan.takes_columns:
        connection.exec_driver_sql(plan.statement, (submission_id, *map(list, values)))
    else:
        records = list(zip([submission_id] * len(rows), *values, strict=True))
        connection.exec_driver_sql(plan.statement, records)


def place_of(
    form: str, field: str, submission_id: int, row: int, may_be_unbound: bool = False
) -> Place:
    """Where the name of a person stands that is sealed in a fact."""
    return Place(f"fact_{form}.{field}/{submission_id}/{row}", may_be_unbound)


def delete_facts(connection: Connection, submission_id: int, form: str) -> None:
    table = fact_table(form)
    connection.execute(delete(table).where(table.c.submission_id == submission_id))


@dataclass(frozen=True)
class _Plan:
    """How one form's rows are inserted on one database. The tuples run along the form's fields."""

    statement: str
    takes_columns: bool  # parameters are one list a column, else one tuple a row
    names: tuple[str, ...]
    kinds: tuple[Kind, ...]
    converts: tuple[Callable[[Any], Any] | None, ...]  # to what the driver stores


@lru_cache(maxsize=1024)
def _plan(form: str, dialect: Dialect) -> _Plan:
    table = fact_table(form)
    fields = FORMS[form].columns
    preparer = dialect.identifier_preparer
    names = ", ".join(preparer.format_column(column) for column in table.columns)
    statement = f"INSERT INTO {preparer.format_table(table)} ({names}) "
    takes_columns = dialect.name == "postgresql"
    converts: list[Callable[[Any], Any] | None]
    if takes_columns:
        types = [column.type.compile(dialect) for column in table.columns]
        arrays = ", ".join(f"%s::{name}[]" for name in types[1:])
        statement += f"SELECT %s::{types[0]}, * FROM unnest({arrays})"  # noqa: S608 - our own names
        converts = [None] * len(fields)  # psycopg knows dates, booleans and bytes
    else:
        statement += f"VALUES ({', '.join('?' * len(table.columns))})"
        converts = [
            table.c[field.name].type.dialect_impl(dialect).bind_processor(dialect)
            for field in fields
        ]
    return _Plan(
        statement,
        takes_columns,
        tuple(field.name for field in fields),
        tuple(field.kind for field in fields),
        tuple(converts),
    )


def _check_shape(
    form: str, plan: _Plan, rows: Sequence[int], columns: dict[str, list[Any]]
) -> None:
    if columns.keys() != set(plan.names):
        odd = sorted(columns.keys() ^ set(plan.names))
        raise ValueError(f"columns of {form} do not fit its declaration: {', '.join(odd)}")
    for name, values in columns.items():
        if len(values) != len(rows):
            raise ValueError(f"{form}.{name} has {len(values)} values for {len(rows)} rows")
