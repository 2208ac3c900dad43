"""Measures as SQL over the fact tables.

The rows in force come as submission ids from `Filings`, read once; so a value, its breakdown and
its cells are of one and the same set, whatever is merged meanwhile.

Each `*_query` is one statement, alike on SQLite and PostgreSQL. Amounts are integers in storage
units (persons, fen, hundredths of a m²); nothing is divided here. Units that owe a form and have
not answered it stand in no table: `Filings` counts them, and `value_query` takes their number.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Float,
    FromClause,
    Select,
    Table,
    Text,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from indicators.algebra import (
    Count,
    CountDistinct,
    DaysCovered,
    Measure,
    Outside,
    Owing,
    Quotient,
    Sum,
    Term,
    Whole,
)
from indicators.coverage import Filings
from indicators.expressions import Total
from indicators.ratios import LowestQuotient
from indicators.sql_dates import days_from
from warehouse.tables import fact_table, submission

NUMERATOR = "numerator"
DENOMINATOR = "denominator"

Query = Select[Any] | CompoundSelect[Any]
_COVERED = "days_covered"


def value_query(measure: Measure, filings: Filings) -> Query:
    """Columns (ordinal, numerator, denominator): one row a quotient of the measure.

    The denominator of a plain total is NULL. A LowestQuotient gives the row of the lowest unit,
    or none when no unit sets a limit.
    """
    if isinstance(measure, LowestQuotient):
        facts, numerator, denominator = _lowest(measure)
        return _lowest_row(
            measure,
            filings,
            literal(0).label("ordinal"),
            facts.c[numerator].label(NUMERATOR),
            facts.c[denominator].label(DENOMINATOR),
        )
    return _together(
        select(
            literal(ordinal).label("ordinal"),
            _whole(quotient, quotient.numerator, filings).label(NUMERATOR),
            _whole(quotient, quotient.denominator, filings).label(DENOMINATOR),
        )
        for ordinal, quotient in enumerate(measure.quotients)
    )


def unit_query(measure: Measure, filings: Filings) -> Query | None:
    """Columns (ordinal, role, submission_id, about, amount), to be added up by unit.

    `about` is the code of the unit that the rows speak of, where another unit filed them. None
    where nothing stands in a table; `owing_parts` has the units that are counted by the register.
    """
    parts = []
    for ordinal, role, sign, term in _parts(measure):
        if isinstance(term, Owing):
            continue
        rows, conditions = _rows(measure.quotients[ordinal], term, filings)
        about = _about(term, rows)
        query = select(
            literal(ordinal).label("ordinal"),
            literal(role).label("role"),
            rows.c.submission_id,
            about.label("about"),
            (sign * func.coalesce(_aggregate(term, rows, filings), 0)).label("amount"),
        ).where(*conditions)
        groups = (rows.c.submission_id, *((about,) if term.unit_field else ()))
        parts.append(query.group_by(*groups))
    return _together(parts) if parts else None


def owing_parts(measure: Measure) -> list[tuple[int, str, int, Owing]]:
    """(ordinal, role, sign, term) of what a measure counts by the register."""
    return [
        (ordinal, role, sign, term)
        for ordinal, role, sign, term in _parts(measure)
        if isinstance(term, Owing)
    ]


def cell_query(measure: Measure, filings: Filings) -> Query:
    """One row a cell that the measure reads.

    Columns (ordinal, role, form, submission_id, row, field, amount, stated). The amounts of an
    ordinal and role add up to that numerator or denominator, but for units that owe a form and have
    not answered. A counted row has amount 1 at one cell; of the rows that share a distinct value
    the first has 1, the others 0; what is reckoned from several cells of a row stands at the first
    of them; every other cell that is read has 0. `stated` is what the cell holds, as text; NULL
    where it may name a person.
    """
    only = None
    if isinstance(measure, LowestQuotient):
        facts, *_ = _lowest(measure)
        only = _lowest_row(measure, filings, facts.c.submission_id)
    parts = []
    for ordinal, role, sign, term in _parts(measure):
        rows, where = _rows(measure.quotients[ordinal], term, filings)
        if only is not None:
            where.append(rows.c.submission_id.in_(only.scalar_subquery()))
        amounts = _amounts(term, rows, filings)
        for name in term.reads:
            column = term.form.column(name)
            # A blank that only selects is no contribution; what counts, counts whatever it holds.
            counts = name in amounts and not _is_plain_number(term)
            parts.append(
                select(
                    literal(ordinal).label("ordinal"),
                    literal(role).label("role"),
                    literal(term.form.code).label("form"),
                    rows.c.submission_id,
                    rows.c.row,
                    literal(name).label("field"),
                    (sign * amounts.get(name, literal(0))).label("amount"),
                    (cast(null(), Text) if column.kind.is_open else cast(rows.c[name], Text)).label(
                        "stated"
                    ),
                ).where(*where, *([] if counts else [rows.c[name].is_not(None)]))
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


def _about(term: Term, rows: FromClause) -> ColumnElement[Any]:
    return rows.c[term.unit_field] if term.unit_field else cast(null(), Text)


def _whole(quotient: Quotient, whole: Whole | None, filings: Filings) -> ColumnElement[Any]:
    """A signed sum of terms as one scalar; NULL for no whole."""
    if whole is None:
        return null()
    addends: list[ColumnElement[Any]] = [literal(whole.fixed(filings.collection))]
    for sign, term in whole.signed_terms:
        if isinstance(term, Owing):
            addends.append(literal(sign * len(filings.owing(term))))
            continue
        rows, conditions = _rows(quotient, term, filings)
        query = select(func.coalesce(_aggregate(term, rows, filings), 0)).where(*conditions)
        addends.append(sign * query.scalar_subquery())
    first, *rest = addends
    return sum(rest, start=first)


def _rows(
    quotient: Quotient, term: Term, filings: Filings
) -> tuple[FromClause, list[ColumnElement[bool]]]:
    """Where a term's rows stand, and what picks them out of there."""
    facts = fact_table(term.form.code)
    conditions = [
        *_conditions(term, facts, filings),
        *_in_population(quotient, term, facts, filings),
    ]
    return (
        (_by_day(term, facts, conditions), [])
        if isinstance(term, DaysCovered)
        else (
            facts,
            conditions,
        )
    )


def _conditions(term: Term, facts: Table, filings: Filings) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [facts.c.submission_id.in_(filings.submissions(term))]
    if term.where is not None:
        conditions.append(term.where.sql(facts, filings.collection))
    if term.among is not None:
        field = facts.c[term.among.field]
        if isinstance(term.among.rows, Count):
            others = fact_table(term.among.rows.form.code)
            key = others.c[term.among.key]
            within: Any = select(key).where(
                *_conditions(term.among.rows, others, filings), key.is_not(None)
            )
        else:
            within = filings.codes(term.among.rows, term)
        conditions.append(
            field.not_in(within) if isinstance(term.among, Outside) else field.in_(within)
        )
    return conditions


def _in_population(
    quotient: Quotient, term: Term, facts: Table, filings: Filings
) -> list[ColumnElement[bool]]:
    """Only rows of units that stand on every side of the quotient."""
    joined = filings.joined(quotient)
    if joined is None or not filings.speaks_of_units(term):
        return []
    conditions: list[ColumnElement[bool]]
    if term.unit_field:
        about: ColumnElement[Any] = facts.c[term.unit_field]
        conditions = [about.in_(joined.units)] if joined.units is not None else []
    else:
        submitted = [filings.in_force(term.form.code, unit) for unit in joined.units or ()]
        conditions = [facts.c.submission_id.in_([one for one in submitted if one is not None])]
        about = (
            select(submission.c.unit_code)
            .where(submission.c.id == facts.c.submission_id)
            .scalar_subquery()
        )
    for ledger in joined.ledgers:
        if ledger.form.code != term.form.code:
            others = fact_table(ledger.form.code)
            named = select(others.c[ledger.unit_field]).where(
                others.c.submission_id.in_(filings.submissions(ledger))
            )
            conditions.append(about.in_(named))
    return conditions


def _by_day(term: DaysCovered, facts: Table, conditions: list[ColumnElement[bool]]) -> FromClause:
    """The rows with the days that each adds to those that began before it."""
    first, last = facts.c[term.first], facts.c[term.last]
    until = func.max(last).over(
        order_by=(first, last, facts.c.submission_id, facts.c.row), rows=(None, -1)
    )
    rows = (
        select(*facts.c, until.label("covered_until"))
        .where(*conditions, first.is_not(None), last.is_not(None))
        .subquery()
    )
    start, end, before = rows.c[term.first], rows.c[term.last], rows.c.covered_until
    added = case(
        (before.is_(None), days_from(start, end) + 1),
        (before < start, days_from(start, end) + 1),
        (before >= end, 0),
        else_=days_from(before, end),
    )
    return select(*rows.c, added.label(_COVERED)).subquery()


def _aggregate(term: Term, rows: FromClause, filings: Filings) -> ColumnElement[Any]:
    match term:
        case Sum():
            # PostgreSQL's sum of bigints is a numeric.
            return cast(func.sum(term.added.sql(rows, filings.collection)), BigInteger)
        case Count():
            return func.count()
        case CountDistinct():
            return func.count(rows.c[term.distinct].distinct())
        case DaysCovered():
            return cast(func.sum(rows.c[_COVERED]), BigInteger)
    raise TypeError(f"{type(term).__name__} has no SQL")


def _is_plain_number(term: Term) -> bool:
    """Whether each cell adds its own number, so that a blank one adds nothing."""
    return isinstance(term, CountDistinct) or (
        isinstance(term, Sum) and isinstance(term.added, Total)
    )


def _amounts(term: Term, rows: FromClause, filings: Filings) -> dict[str, ColumnElement[Any]]:
    """What the cells of a row add; what is reckoned from several stands at the first of them."""
    match term:
        case Sum(added=Total(names=names)):
            return {name: rows.c[name] for name in names}
        case Sum():
            return {term.fields[0]: term.added.sql(rows, filings.collection)}
        case Count() | Owing():
            return {term.cell: literal(1)}
        case CountDistinct():
            distinct = rows.c[term.distinct]
            place = func.row_number().over(
                partition_by=distinct, order_by=(rows.c.submission_id, rows.c.row)
            )
            return {term.distinct: case((place == 1, 1), else_=0)}
        case DaysCovered():
            return {term.fields[0]: rows.c[_COVERED]}
    raise TypeError(f"{type(term).__name__} has no cells")


def _lowest(measure: LowestQuotient) -> tuple[Table, str, str]:
    return fact_table(measure.form_code), measure.numerator, measure.denominator


def without_quotient(measure: LowestQuotient, filings: Filings) -> Select[tuple[int]]:
    """How many units with somebody in them set no limit, their denominator being 0."""
    facts, numerator, denominator = _lowest(measure)
    somebody = [func.coalesce(facts.c[name], 1) > 0 for name in measure.people]  # blank is no 0
    return select(func.count()).where(
        facts.c.submission_id.in_(filings.submissions(_numerator(measure))),
        facts.c[numerator].is_not(None),
        facts.c[denominator] == 0,
        or_(*somebody) if somebody else true(),
    )


def _numerator(measure: LowestQuotient) -> Term:
    return measure.quotients[0].numerator.signed_terms[0][1]


def _lowest_row(
    measure: LowestQuotient, filings: Filings, *columns: ColumnElement[Any]
) -> Select[Any]:
    """`columns` of the unit with the lowest quotient.

    The ordering goes through floating point and is exact all the same: division rounds
    monotonically, and two different quotients of counts below 2^26 never round to one float.
    """
    facts, numerator, denominator = _lowest(measure)
    return (
        select(*columns)
        .where(
            facts.c.submission_id.in_(filings.submissions(_numerator(measure))),
            facts.c[numerator].is_not(None),
            facts.c[denominator] > 0,
        )
        .order_by(cast(facts.c[numerator], Float) / facts.c[denominator], facts.c.submission_id)
        .limit(1)
    )
