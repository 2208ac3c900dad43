"""From a workbook's bytes to the forms in it: typed columns and problems, ready for the pipe."""

from dataclasses import asdict, dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any

from returns.addresses import address, column_letters
from returns.convert import BLANK, Raw, Value, clean, convert, show
from returns.grid import Grid, read_grids
from returns.locate import Located, Problem, is_footer, locate, metadata
from returns.look import Refused, look
from schemas.columns import Column, FormLayout, Layout

_NIL = "无"
_TOTALS = frozenset({"合计", "总计", "共计", "计"})
_SUBTOTALS = frozenset({"小计"})
COVER = "封面"


@dataclass
class SheetExtract:
    """One sheet that holds a form. `rows` are sheet row numbers; columns run along them."""

    sheet: str
    form: str
    meta: dict[str, tuple[str, str]]
    layout: dict[str, str] = field(default_factory=dict)  # field → D (table) or D7 (card)
    rows: list[int] = field(default_factory=list)
    columns: dict[str, list[Value]] = field(default_factory=dict)
    nil: bool = False
    header_cell: str = "A1"
    problems: list[Problem] = field(default_factory=list)


@dataclass
class FileExtract:
    """All that was read of a file. `listed` are the forms its cover promises: title → cell."""

    cover: dict[str, tuple[str, str]] = field(default_factory=dict)
    cover_sheet: str = ""
    listed: dict[str, str] = field(default_factory=dict)
    sheets: list[SheetExtract] = field(default_factory=list)
    unknown_sheets: list[str] = field(default_factory=list)
    refused: Problem | None = None
    fault: str = ""  # what broke in our own reading code, without a word of the file's content

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)


def extract(content: bytes, forms: list[FormLayout]) -> FileExtract:
    """Read every form of a workbook. A file that cannot be read comes back with `refused` set."""
    result = FileExtract()
    try:
        for sheet_look, grid in read_grids(content, look(content)):
            if not grid.cells:
                continue
            if clean(grid.name) == COVER:
                _read_cover(grid, forms, result)
                continue
            form = _form_of(grid, forms)
            if form is not None:
                result.sheets.append(_read_sheet(grid, form))
            elif not sheet_look.hidden:
                result.unknown_sheets.append(grid.name)
    except Refused as refusal:
        return FileExtract(refused=Problem(refusal.rule, facts=refusal.facts))
    return result


def _read_cover(grid: Grid, forms: list[FormLayout], result: FileExtract) -> None:
    result.cover = metadata(grid)
    result.cover_sheet = grid.name
    codes = {title: form.code for form in forms for title in form.titles}
    for row in range(grid.height):
        for column, text in grid.texts(row):
            if text in codes:
                result.listed.setdefault(codes[text], address(row, column))


def _form_of(grid: Grid, forms: list[FormLayout]) -> FormLayout | None:
    """By the sheet's name, else by a title in its first rows (the longest one that fits)."""
    name = clean(grid.name).replace(" ", "")
    for form in forms:
        if name in form.titles:
            return form
    heading = "".join(text for row in range(min(2, grid.height)) for _, text in grid.texts(row))
    fitting = [(len(t), form) for form in forms for t in form.titles if t in heading]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _read_sheet(grid: Grid, form: FormLayout) -> SheetExtract:
    located = locate(grid, form)
    extract = SheetExtract(grid.name, form.code, metadata(grid), problems=located.problems)
    if form.layout is Layout.CARD:
        _read_card(grid, form, located, extract)
    else:
        _read_table(grid, form, located, extract)
    return extract


def _read_card(grid: Grid, form: FormLayout, located: Located, extract: SheetExtract) -> None:
    if not located.cells:
        return
    extract.rows = [min(row for row, _ in located.cells.values()) + 1]
    for column in form.columns:
        place = located.cells.get(column.name)
        if place is None:
            extract.columns[column.name] = [None]
            continue
        extract.layout[column.name] = address(*place)
        extract.columns[column.name] = [_cell(grid, column, *place, extract)]


def _read_table(grid: Grid, form: FormLayout, located: Located, extract: SheetExtract) -> None:
    if not located.columns:
        return
    extract.header_cell = address(located.first_row - 1, 0)
    places = sorted(located.columns.values())
    body: list[int] = []
    totals: list[tuple[int, int, int]] = []  # total row, first and last+1 position in the body
    since_subtotal = 0
    for row in range(located.first_row, grid.height):
        texts = dict(islice(grid.texts(row), 3))
        first = next(iter(texts.values()), "")
        marks = {text.replace(" ", "") for text in texts.values()}
        if is_footer(first):
            break
        filled = sum(grid.at(row, column) is not None for column in places)
        if not filled and not marks & (_TOTALS | _SUBTOTALS):
            continue
        if marks & _TOTALS:
            totals.append((row, 0, len(body)))
        elif marks & _SUBTOTALS:
            totals.append((row, since_subtotal, len(body)))
            since_subtotal = len(body)
        elif marks == {_NIL} and filled == 1:
            extract.nil = True
        elif first.startswith(("例:", "例：", "示例")):
            extract.problems.append(Problem("ROW-003", address(row, 0), row=row + 1))
        elif not _repeats_header(grid, row, texts, located):
            body.append(row)
    extract.rows = [row + 1 for row in body]
    for column in form.columns:
        place = located.columns.get(column.name)
        if place is None:
            extract.columns[column.name] = [None] * len(body)
            continue
        extract.layout[column.name] = column_letters(place + 1)
        extract.columns[column.name] = _column(grid, column, body, place, extract)
    for row, start, end in totals:
        _check_total(grid, form, located, extract, row, slice(start, end))
    _check_rows(form, located, extract)


def _repeats_header(grid: Grid, row: int, first_texts: dict[int, str], located: Located) -> bool:
    """The header again, as printed at the top of each page."""
    if not first_texts or any(located.header.get(c) != text for c, text in first_texts.items()):
        return False
    return dict(grid.texts(row)) == located.header


def _column(
    grid: Grid, column: Column, rows: list[int], place: int, extract: SheetExtract
) -> list[Value]:
    """The values of a table's column; a cell that breaks a rule becomes a problem and None."""
    values: list[Value] = []
    suspect = grid.is_suspect
    for row in rows:
        value, rule = convert(column, grid.at(row, place))
        if rule or suspect:
            value = _cell(grid, column, row, place, extract)
        values.append(value)
    return values


def _cell(grid: Grid, column: Column, row: int, place: int, extract: SheetExtract) -> Value:
    raw = grid.at(row, place)
    cell = address(row, place)
    rule, text = "", show(raw)
    if cell in grid.error_cells:
        rule, text = "VAL-007", grid.error_cells[cell]
    elif cell in grid.uncalculated:
        rule = "VAL-008"
    else:
        value, rule = convert(column, raw)
        if not rule:
            return value
    extract.problems.append(Problem(rule, cell, column.name, row + 1, text))
    return None


def _check_total(
    grid: Grid,
    form: FormLayout,
    located: Located,
    extract: SheetExtract,
    row: int,
    parts: slice,
) -> None:
    """A 合计 row is never summed; it must equal the parts above it."""
    doubtful = {problem.field for problem in extract.problems if problem.field}
    for column in form.columns:
        place = located.columns.get(column.name)
        if (
            place is None
            or not column.kind.is_number
            or column.name in form.key  # 合计 of what names a row means nothing
            or column.name in doubtful
        ):
            continue
        raw: Raw = grid.at(row, place)
        stated = convert(column, raw)
        if stated == BLANK:
            continue
        expected = sum(int(v) for v in extract.columns[column.name][parts] if v is not None)
        if stated.rule or stated.value != expected:
            shown = str(Decimal(expected).scaleb(-column.kind.scale))
            extract.problems.append(
                Problem(
                    "TOT-001",
                    address(row, place),
                    column.name,
                    row + 1,
                    show(raw),
                    {"expected": shown},
                )
            )


def _check_rows(form: FormLayout, located: Located, extract: SheetExtract) -> None:
    """Every row is named once by the form's key; an empty table must say 无."""
    if not extract.rows:
        if not extract.nil:
            extract.problems.append(Problem("ROW-002", extract.header_cell))
        return
    seen: dict[tuple[Value, ...], int] = {}
    for position, row in enumerate(extract.rows):
        key = tuple(extract.columns[name][position] for name in form.key)
        if None in key:
            continue  # an unreadable or blank key has its own finding
        if key in seen:
            place = located.columns[form.key[0]]
            extract.problems.append(
                Problem(
                    "ROW-001",
                    address(row - 1, place),
                    form.key[0],
                    row,
                    show(extract.columns[form.key[0]][position]),
                    {"first_row": str(seen[key])},
                )
            )
        else:
            seen[key] = row
