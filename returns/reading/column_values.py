"""The values of a sheet's columns: a cell that breaks a rule becomes a problem, and None."""

from decimal import Decimal

from returns.reading.convert import Converted, Raw, Value, clean, convert, month_of, show
from returns.reading.grid import Grid
from returns.reading.locate import Problem
from returns.reading.quantities import facts_of_quantity
from returns.reading.sheet_extract import SheetExtract
from returns.reading.struck import rule_of_letters
from schemas.cell_addresses import address
from schemas.columns import Column, Kind
from schemas.raw_text import Change, RawText

# What a cell merged over several rows says of each of them; a number would count more than once.
_NAMING = frozenset({Kind.TEXT, Kind.CODE, Kind.DATE, Kind.IDENTIFIER})
_DAYS_TO_1904 = 1462
_MEASURED = frozenset({Kind.COUNT, Kind.MONEY, Kind.AREA})


def column_values(
    grid: Grid, column: Column, rows: list[int], place: int, extract: SheetExtract
) -> list[Value]:
    """The values of a table's column; a cell that breaks a rule becomes a problem and None."""
    values: list[Value] = []
    suspect = grid.needs_a_look or bool(grid.percent_cells and column.kind in _MEASURED)
    known: dict[Raw, Converted] = {}  # columns repeat their terms, days and small numbers
    for row in rows:
        raw = raw_of(grid, column, row, place)
        if raw is None and column.kind in _NAMING:
            raw = grid.span_above(row, place)
        converted = known.get(raw)
        if converted is None or isinstance(raw, bool):  # as a key, True equals 1
            converted = convert(column, raw)
            if not isinstance(raw, bool):
                known[raw] = converted
        value, rule, changes = converted
        if rule or changes or suspect:
            value = cell_value(grid, column, row, place, raw, converted, extract)
        values.append(value)
    return values


def raw_of(grid: Grid, column: Column, row: int, place: int) -> Raw:
    raw = grid.at(row, place)
    if column.kind is Kind.DATE and grid.counts_from_1904 and type(raw) in (int, float):
        return raw + _DAYS_TO_1904  # type: ignore[operator]
    if (
        column.kind is Kind.PERCENT
        and grid.percent_cells
        and type(raw) in (int, float)
        and address(row, place) in grid.percent_cells
    ):
        return f"{(Decimal(repr(raw)) * 100).normalize():f}%"  # 0.816 shows as 81.6 %
    return raw


def cell_value(
    grid: Grid,
    column: Column,
    row: int,
    place: int,
    raw: Raw,
    converted: Converted,
    extract: SheetExtract,
) -> Value:
    """The value of a cell that may need a word: its problem, or its own text, is noted."""
    cell = address(row, place)
    value, rule, changes = converted
    text = show(raw)
    if cell in grid.error_cells:
        rule, text = "VAL-007", grid.error_cells[cell]
    elif cell in grid.uncalculated:
        rule = "VAL-008"
    elif by_letters := rule_of_letters(grid, column, row, place):
        rule = by_letters
    is_percent = cell in grid.percent_cells and column.kind in _MEASURED
    if is_percent and isinstance(raw, int | float) and raw:
        text = f"{(Decimal(repr(raw)) * 100).normalize():f}%"
        if not rule:
            facts = {"read": show(raw)}
            extract.problems.append(Problem("FMT-001", cell, column.name, row + 1, text, facts))
    if not rule:
        if changes:
            written = text if Change.PERCENT_SIGN in changes else show(grid.at(row, place)) or text
            extract.raw_texts.append(RawText(row + 1, column.name, written, changes))
        return value
    facts = _facts(column, rule, raw)
    extract.problems.append(Problem(rule, cell, column.name, row + 1, text, facts))
    return None


def _facts(column: Column, rule: str, raw: Raw) -> dict[str, str]:
    """What the words of some rules say of a cell beyond its text."""
    if rule in ("VAL-017", "VAL-018"):
        return facts_of_quantity(column, clean(show(raw)))
    if rule != "VAL-019":
        return {}
    typed = month_of(raw)  # a cell for days shows it as a day of 1905
    year, _, month = typed.partition(".")
    read = f"{year} 年 {int(month)} 月"
    if month == "1":
        read = f"可能是 {read}，也可能是 10 月（数字末尾的 0 会丢失）"
    return {"raw": typed, "month": read}
