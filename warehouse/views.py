"""`current_<form>` views: what is in force, one row a record, for any BI tool.

Money is in fen and areas in hundredths of a m², as in the fact tables; names of persons are left
out, their numbers are keyed hashes.
"""

from typing import Any

from sqlalchemy import Connection, Select, inspect, select

from schemas.columns import Kind
from schemas.forms import FORMS
from warehouse.tables import fact_table, in_force, unit

_PREFIX = "current_"


def view_names() -> list[str]:
    return [_PREFIX + code for code in FORMS]


def create_views(connection: Connection) -> None:
    """By text: SQLAlchemy 2.0, beside which Prefect's scheduler works, has no construct for it."""
    for code in FORMS:
        # A view holds no parameters, so the values of the query are written into it.
        rows = _in_force_rows(code).compile(connection, compile_kwargs={"literal_binds": True})
        name = _quoted(connection, _PREFIX + code)
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {rows}")


def existing_views(connection: Connection) -> list[str]:
    """The views of ours that the database has now, also those of forms long gone."""
    return sorted(n for n in inspect(connection).get_view_names() if n.startswith(_PREFIX))


def drop_views(connection: Connection) -> None:
    for name in existing_views(connection):
        connection.exec_driver_sql(f"DROP VIEW {_quoted(connection, name)}")


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)


def _in_force_rows(code: str) -> Select[Any]:
    facts = fact_table(code)
    fields = [facts.c[c.name] for c in FORMS[code].columns if c.kind is not Kind.PERSON]
    return (
        select(
            in_force.c.collection,
            in_force.c.unit_code,
            unit.c.name.label("unit_name"),
            facts.c.submission_id,
            facts.c.row,
            *fields,
        )
        .select_from(in_force)
        .join(unit, unit.c.code == in_force.c.unit_code)
        .join(facts, facts.c.submission_id == in_force.c.submission_id)
        .where(in_force.c.form == code, in_force.c.until.is_(None))
    )
