"""Measures as SQL over the fact tables.

The rows in force come as submission ids (`Filed`), read once by `indicators.coverage`; so a value,
its breakdown and its cells are of one and the same set, whatever is merged meanwhile.

Each `*_query` is one statement, alike on SQLite and PostgreSQL. Amounts are integers in storage
units (persons, fen, hundredths of a m²); nothing is divided here.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Float,
    Select,
    Table,
    Text,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from indicators.algebra import Count, CountDistinct, LowestQuotient, Measure, Sum, Term, Whole
from indicators.expressions import Total
from schemas.collections import Collection
from warehouse.tables import fact_table

NUMERATOR = "numerator"
DENOMINATOR = "denominator"

# The submissions in force behind a term: of its form, from the units that owe it.
Filed = Callable[[Term], Sequence[int]]
Query = Select[Any] | CompoundSelect[Any]


def value_query(measure: Measure, filed: Filed, collection: Collection) -> Query:
    """Columns (ordinal, numerator, denominator): one row a quotient of the measure.

    The denominator of a plain total is NULL. A LowestQuotient gives the row of the lowest unit,
    or none when no unit sets a limit.
    """
    if isinstance(measure, LowestQuotient):
        facts, numerator, denominator = _lowest(measure)
        return _lowest_row(
            measure,
            filed,
            literal(0).label("ordinal"),
            facts.c[numerator].label(NUMERATOR),
            facts.c[denominator].label(DENOMINATOR),
        )
    return _together(
        select(
            literal(ordinal).label("ordinal"),
            _whole(quotient.numerator, filed, collection).label(NUMERATOR),
            _whole(quotient.denominator, filed, collection).label(DENOMINATOR),
        )
        for ordinal, quotient in enumerate(measure.quotients)
    )


def unit_query(measure: Measure, filed: Filed, collection: Collection) -> Query:
    """Columns (ordinal, role, submission_id, about, amount), to be added up by unit.

    `about` is the code of the unit that the rows speak of, where another unit filed them.
    """
    parts = []
    for ordinal, role, sign, term in _parts(measure):
        facts = _facts(term)
        about = _about(term, facts)
        query = select(
            literal(ordinal).label("ordinal"),
            literal(role).label("role"),
            facts.c.submission_id,
            about.label("about"),
            (sign * func.coalesce(_aggregate(term, facts, collection), 0)).label("amount"),
        ).where(*_conditions(term, facts, filed, collection))
        groups = (facts.c.submission_id, *((about,) if term.unit_field else ()))
        parts.append(query.group_by(*groups))
    return _together(parts)


def cell_query(measure: Measure, filed: Filed, collection: Collection) -> Query:
    """Columns (ordinal, role, form, submission_id, row, field, amount): one row a contributing cell.

    The amounts of an ordinal and role add up to that numerator or denominator. A counted row is
    one cell with amount 1; of the rows that share a distinct value the first has 1, the others 0.
    """
    only = None
    if isinstance(measure, LowestQuotient):
        facts, *_ = _lowest(measure)
        only = _lowest_row(measure, filed, facts.c.submission_id)
    parts = []
    for ordinal, role, sign, term in _parts(measure):
        facts = _facts(term)
        where = _conditions(term, facts, filed, collection)
        if only is not None:
            where.append(facts.c.submission_id.in_(only.scalar_subquery()))
        for name, amount in _amounts(term, facts, collection):
            parts.append(
                select(
                    literal(ordinal).label("ordinal"),
                    literal(role).label("role"),
                    literal(term.form.code).label("form"),
                    facts.c.submission_id,
                    facts.c.row,
                    literal(name).label("field"),
                    (sign * amount).label("amount"),
                ).where(*where, *_answered(term, facts, name))
            )
    return _together(parts)


def _parts(measure: Measure) -> list[tuple[int, str, int, Term]]:
    """(ordinal, role, sign, term) of everything a measure adds up."""
    return [
        (ordinal, role, sign, term)
        for ordinal, quotient in enumerate(measure.quotients)
        for role, whole in ((NUMERATOR, quotient.numerator), (DENOMINATOR, quotient.denominator))
        if whole is not None
        for sign, term in whole.signed_terms
    ]


def _together(selects: Any) -> Query:
    first, *rest = selects
    return union_all(first, *rest) if rest else first


def _facts(term: Term) -> Table:
    return fact_table(term.form.code)


def _about(term: Term, facts: Table) -> ColumnElement[Any]:
    return facts.c[term.unit_field] if term.unit_field else cast(null(), Text)


def _whole(whole: Whole | None, filed: Filed, collection: Collection) -> ColumnElement[Any]:
    """A signed sum of terms as one scalar; NULL for no whole."""
    if whole is None:
        return null()
    addends: list[ColumnElement[Any]] = [literal(whole.fixed(collection))]
    for sign, term in whole.signed_terms:
        facts = _facts(term)
        query = select(func.coalesce(_aggregate(term, facts, collection), 0)).where(
            *_conditions(term, facts, filed, collection)
        )
        addends.append(sign * query.scalar_subquery())
    first, *rest = addends
    return sum(rest, start=first)


def _conditions(
    term: Term, facts: Table, filed: Filed, collection: Collection
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [facts.c.submission_id.in_(filed(term))]
    if term.where is not None:
        conditions.append(term.where.sql(facts, collection))
    if term.among is not None:
        rows = term.among.rows
        others = _facts(rows)
        keys = select(others.c[term.among.key]).where(*_conditions(rows, others, filed, collection))
        conditions.append(facts.c[term.among.field].in_(keys))
    return conditions


def _aggregate(term: Term, facts: Table, collection: Collection) -> ColumnElement[Any]:
    match term:
        case Sum():
            # PostgreSQL's sum of bigints is a numeric.
            return cast(func.sum(term.added.sql(facts, collection)), BigInteger)
        case Count():
            return func.count()
        case CountDistinct():
            return func.count(facts.c[term.distinct].distinct())
    raise TypeError(f"{type(term).__name__} has no SQL")


def _amounts(
    term: Term, facts: Table, collection: Collection
) -> list[tuple[str, ColumnElement[Any]]]:
    """The cells of a row and what each adds; what is reckoned from a row stands at one cell."""
    match term:
        case Sum(added=Total(names=names)):
            return [(name, facts.c[name]) for name in names]
        case Sum():
            return [(term.fields[0], term.added.sql(facts, collection))]
        case Count():
            return [(term.cell, literal(1))]
        case CountDistinct():
            distinct = facts.c[term.distinct]
            place = func.row_number().over(
                partition_by=distinct, order_by=(facts.c.submission_id, facts.c.row)
            )
            return [(term.distinct, case((place == 1, 1), else_=0))]
    raise TypeError(f"{type(term).__name__} has no cells")


def _answered(term: Term, facts: Table, name: str) -> list[ColumnElement[bool]]:
    """A blank adds nothing and is no contribution; a counted row is one whatever its cell holds."""
    return [] if isinstance(term, Count) else [facts.c[name].is_not(None)]


def _lowest(measure: LowestQuotient) -> tuple[Table, str, str]:
    return fact_table(measure.form_code), measure.numerator, measure.denominator


def _lowest_row(measure: LowestQuotient, filed: Filed, *columns: ColumnElement[Any]) -> Select[Any]:
    """`columns` of the unit with the lowest quotient.

    The ordering goes through floating point and is exact all the same: division rounds
    monotonically, and two different quotients of counts below 2^26 never round to one float.
    """
    facts, numerator, denominator = _lowest(measure)
    term = measure.quotients[0].numerator.signed_terms[0][1]
    return (
        select(*columns)
        .where(
            facts.c.submission_id.in_(filed(term)),
            facts.c[numerator].is_not(None),
            facts.c[denominator] > 0,
        )
        .order_by(cast(facts.c[numerator], Float) / facts.c[denominator], facts.c.submission_id)
        .limit(1)
    )
