"""Days between two dates, which SQLite and PostgreSQL reckon in different words."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class days_from(GenericFunction[int]):
    """The days from the first date to the second; NULL where either is."""

    type = Integer()
    inherit_cache = True


@compiles(days_from, "sqlite")
def _sqlite(element: days_from, compiler: SQLCompiler, **kw: Any) -> str:
    first, last = (compiler.process(date, **kw) for date in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


@compiles(days_from)
def _standard(element: days_from, compiler: SQLCompiler, **kw: Any) -> str:
    first, last = (compiler.process(date, **kw) for date in element.clauses)
    return f"({last} - {first})"
