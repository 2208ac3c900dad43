"""Where a figure comes from: the file, sheet and cell of every number behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, select, tuple_

from indicators.compiling import NUMERATOR, cell_query, owing_parts
from indicators.computation import IndicatorValue, compute_one, evaluate
from indicators.coverage import Filings
from indicators.definitions import INDICATORS
from indicators.indicator import Indicator
from indicators.quoted_file import quoted_figures
from schemas.collections import Collection
from schemas.columns import Column, Kind, Layout
from schemas.forms import FORMS
from schemas.scaled import in_units
from schemas.units import Register
from warehouse.raw_texts import clear_texts
from warehouse.tables import submission, submission_form


class UnknownIndicator(LookupError):
    """There is no indicator of this id."""


@dataclass(frozen=True)
class Contribution:
    """One cell and what it adds to the numerator or the denominator.

    `value` is what the cell adds, in the unit in which it was filled in: a number's own value (with
    a minus where it is taken off), 1 for a counted row, 0 for a repeated one of a distinct count.
    What is reckoned from several cells of a row (a product, a difference, days) stands at the first
    of them; the others, and those that picked the row out, add 0. A personal cell is thus named but
    never shown. A unit that counts because it owes a form, and has not answered, has no cell.

    `stated`: what the cell holds, as it was read, where nobody can be named in it; else empty.
    `raw`: what stood in the cell, where reading changed it and nobody can be named in it.
    """

    unit: str
    file: str
    sheet: str
    cell: str
    value: Decimal
    role: str
    raw: str = ""
    stated: str = ""

    @property
    def says(self) -> str:
        """What the cell says, where that is not simply what it adds."""
        return next((said for said in (self.raw, self.stated) if said not in ("", self.added)), "")

    @property
    def added(self) -> str:
        return f"{self.value:f}"


@dataclass(frozen=True)
class Explanation:
    """A figure and the cells behind it, by unit in the order of the register."""

    computed: IndicatorValue
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True)
class _Sheet:
    file: str
    sheet: str
    layout: Mapping[str, str]


def explain(
    connection: Connection,
    indicator_id: str,
    collection: Collection,
    register: Register,
    as_of: datetime | None = None,
) -> Explanation:
    """The cells behind an indicator. Raises UnknownIndicator.

    The values of role numerator add up exactly to the numerator (for a total: the value), those of
    role denominator to the denominator. Where a figure is the lowest of several, the cells are
    those of the lowest. A figure that cannot be computed has none.
    """
    try:
        indicator = INDICATORS[indicator_id]
    except KeyError:
        raise UnknownIndicator(indicator_id) from None
    return explain_indicator(connection, indicator, collection, register, as_of)


def explain_indicator(
    connection: Connection,
    indicator: Indicator,
    collection: Collection,
    register: Register,
    as_of: datetime | None = None,
) -> Explanation:
    """The cells behind a declared figure."""
    filings = Filings.read(connection, collection, register, as_of)
    quoted = quoted_figures(collection.code).get(indicator.id)
    computed = compute_one(connection, filings, indicator, quoted)
    measure = indicator.measure
    if computed.numerator is None or not any(measure.summands):
        return Explanation(computed, ())
    chosen = evaluate(connection, filings, measure, computed.coverage).ordinal
    query = cell_query(measure, filings)
    cells = [row for row in connection.execute(query) if row.ordinal == chosen]
    forms = {(row.submission_id, row.form) for row in cells}
    sheets, texts = _sheets(connection, forms), clear_texts(connection, forms)
    position = {unit.code: place for place, unit in enumerate(register)}
    cells.sort(key=lambda row: (row.role != NUMERATOR, row.form, row.row))
    contributions = [
        Contribution(
            unit=filings.unit_of[row.submission_id],
            file=sheets[row.submission_id, row.form].file,
            sheet=sheets[row.submission_id, row.form].sheet,
            cell=_address(row.form, sheets[row.submission_id, row.form].layout, row.field, row.row),
            value=in_units(
                row.amount,
                measure.scale if row.role == NUMERATOR else measure.denominator_scale,
            ),
            role=row.role,
            raw=texts.get((row.submission_id, row.form, row.row, row.field), ""),
            stated=_stated(FORMS[row.form].column(row.field), row.stated),
        )
        for row in cells
    ]
    contributions += [
        Contribution(unit, "", "", "", Decimal(sign), role)
        for ordinal, role, sign, term in owing_parts(measure)
        for unit in filings.owing(term)
        if ordinal == chosen and filings.in_force(term.form.code, unit) is None
    ]
    contributions.sort(key=lambda one: (position[one.unit], one.role != NUMERATOR))
    return Explanation(computed, tuple(contributions))


def _stated(column: Column, stored: str | None) -> str:
    """What a cell holds in the unit and the words in which it was filled in."""
    if stored is None:
        return ""
    if column.kind is Kind.FLAG:
        return "是" if stored in ("1", "true") else "否"
    if column.kind.is_number:
        return f"{in_units(int(stored), column.kind.scale):f}"
    return stored


def _sheets(connection: Connection, wanted: set[tuple[int, str]]) -> dict[tuple[int, str], _Sheet]:
    table = submission_form
    rows = connection.execute(
        select(
            table.c.submission_id,
            table.c.form,
            submission.c.file_name,
            table.c.sheet,
            table.c.layout,
        )
        .join(submission, submission.c.id == table.c.submission_id)
        .where(tuple_(table.c.submission_id, table.c.form).in_(sorted(wanted)))
    )
    return {
        (row.submission_id, row.form): _Sheet(row.file_name, row.sheet, row.layout) for row in rows
    }


def _address(form: str, layout: Mapping[str, str], field: str, row: int) -> str:
    """The cell of a field: of the row of a table, of the line of a card; "" where it has none."""
    place = layout.get(field, "")
    if place and FORMS[form].layout is Layout.TABLE:
        return f"{place}{row}"
    return place
