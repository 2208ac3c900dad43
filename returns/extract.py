"""From a workbook's bytes to the forms in it: typed columns and problems, ready for the pipe."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any

from returns.addresses import address, column_letters
from returns.convert import BLANK, Converted, Raw, Value, clean, convert, show
from returns.grid import Grid
from returns.issue_list import SHEET as ISSUES
from returns.locate import LAST_YEAR, Located, Problem, is_footer, locate, metadata
from returns.opening import open_grids
from returns.refused import Refused
from returns.replies import Reply, read_replies
from schemas.columns import Column, FormLayout, Kind, Layout

_NIL = "无"
_TOTALS = frozenset({"合计", "总计", "共计", "计"})
_SUMS = _TOTALS | {"小计"}
_HEADING_ROWS = 8
_EXAMPLE = ("例", "示例", "样例")
_DIGITS_AND_SIGNS = "0123456789.,+%"  # but "-" alone is a word: it says that there is nothing
COVER, INSTRUCTIONS = "封面", "填表说明"


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
    replies: list[Reply] = field(default_factory=list)
    refused: Problem | None = None
    fault: str = ""  # what broke in our own reading code, without a word of the file's content
    killed: bool = False  # something outside killed the reading process

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)


def extract(content: bytes, forms: list[FormLayout]) -> FileExtract:
    """Read every form of a workbook. A file that cannot be read comes back with `refused` set."""
    result = FileExtract()
    lists: list[Grid] = []
    try:
        for grid in open_grids(content):
            name = clean(grid.name).replace(" ", "")
            if name == COVER:
                _read_cover(grid, forms, result)
            if name in (COVER, INSTRUCTIONS):
                continue
            if name == ISSUES:
                lists.append(grid)
                continue
            form = _form_of(grid, forms)
            if form is not None:
                result.sheets.append(_read_sheet(grid, form))
            elif grid.cells and not grid.hidden:
                result.unknown_sheets.append(grid.name)
    except Refused as refusal:
        return FileExtract(refused=Problem(refusal.rule, facts=refusal.facts))
    for grid in lists:
        result.replies += read_replies(grid)
        if not result.sheets and not result.cover:  # nothing but the list itself
            result.cover, result.cover_sheet = metadata(grid), grid.name
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
    """By the sheet's name, else by a title above its header (the longest one that fits)."""
    name = clean(grid.name).replace(" ", "")
    for form in forms:
        if name in form.titles:
            return form
    heading = "".join(_heading(grid))
    fitting = [(len(t), form) for form in forms for t in form.titles if t in heading]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _heading(grid: Grid) -> Iterator[str]:
    """The texts of the first two rows, and of the lines below them until a row has several."""
    for row in range(min(_HEADING_ROWS, grid.height)):
        texts = [text for _, text in grid.texts(row)]
        if row > 1 and len(texts) > 1:
            return
        yield from texts


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
    extract.header_cell = located.header_cell
    places = sorted(located.columns.values())
    body: list[int] = []
    nils: list[int] = []
    totals: list[tuple[int, int, int]] = []  # total row, first and last+1 position in the body
    since_total = 0
    below = False  # the notes: what stands there is read only if it is clearly a record
    for row in range(located.first_row, grid.height):
        texts = dict(islice(_words(grid, row), 3))
        first_column, first = next(iter(texts.items()), (-1, ""))
        marks = {text.replace(" ", "").rstrip(":") for text in texts.values()}
        filled = sum(not grid.is_empty(row, column) for column in places)
        if not filled and not marks & (_SUMS | {_NIL}):
            below = below or is_footer(first)
            continue
        named = _is_named(grid, form, located, row)
        if (is_footer(first) or below) and not (named and filled > 1):
            below = True
        elif marks & _SUMS and not (named and _in_words(form, located, texts)):
            totals.append((row, 0 if marks & _TOTALS else since_total, len(body)))
            since_total = len(body)
        elif marks == {_NIL} and filled <= 1:
            nils.append(row)
            body.append(row)
        elif _is_template_row(form, located, first_column, first):
            _note_template_row(grid, form, located, row, extract, below_total=bool(totals))
        elif not _repeats_header(grid, row, texts, located):
            body.append(row)
    if body == nils:  # beside records, 无 is a contradiction: its row is judged like any other
        extract.nil, body = bool(nils), []
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


def _words(grid: Grid, row: int) -> Iterator[tuple[int, str]]:
    """(column, text) of a row's text cells, but for numbers that are stored as text."""
    return ((column, text) for column, text in grid.texts(row) if text.strip(_DIGITS_AND_SIGNS))


def _repeats_header(grid: Grid, row: int, first_texts: dict[int, str], located: Located) -> bool:
    """The header again, as printed at the top of each page."""
    return bool(first_texts) and any(
        all(header.get(column) == text for column, text in first_texts.items())
        and dict(grid.texts(row)) == header
        for header in located.headers
    )


def _is_named(grid: Grid, form: FormLayout, located: Located, row: int) -> bool:
    """Whether the row holds a day or a term of a list: no total, note or signature does."""
    for column in form.columns:
        place = located.columns.get(column.name)
        if place is None or column.kind not in (Kind.CODE, Kind.DATE):
            continue
        value, rule = convert(column, grid.at(row, place))
        if value is not None and not rule and (column.kind is Kind.DATE or value in column.codes):
            return True
    return False


def _in_words(form: FormLayout, located: Located, texts: dict[int, str]) -> bool:
    """Whether 合计 stands where free words are due, such as in a headline."""
    free = {located.columns.get(c.name) for c in form.columns if c.kind is Kind.TEXT}
    at = {column for column, text in texts.items() if text.replace(" ", "").rstrip(":") in _SUMS}
    return at <= free


def _is_template_row(form: FormLayout, located: Located, column: int, text: str) -> bool:
    """A row of the template that is no answer: its example, or last year's.

    It is marked beside the fields, or its first field is the example.
    """
    if column not in located.columns.values():
        return text.lstrip("(").startswith(_EXAMPLE) or text == LAST_YEAR
    marked, colon, rest = text.partition(":")
    examples = {c.example for c in form.columns if located.columns.get(c.name) == column}
    return bool(colon) and marked in _EXAMPLE and rest.strip() in examples


def _note_template_row(
    grid: Grid,
    form: FormLayout,
    located: Located,
    row: int,
    extract: SheetExtract,
    *,
    below_total: bool,
) -> None:
    """The template's own rows are left out; one that is not as the template has it is mentioned.

    Last year's rows stand below the 合计; one anywhere else may have been written over.
    """
    if next(grid.texts(row))[1] == LAST_YEAR:
        if not below_total:
            extract.problems.append(Problem("ROW-004", address(row, 0), row=row + 1))
        return
    is_untouched = all(
        convert(column, grid.at(row, place)) == convert(column, column.example)
        for column in form.columns
        if (place := located.columns.get(column.name)) is not None
    )
    if not is_untouched:
        extract.problems.append(Problem("ROW-003", address(row, 0), row=row + 1))


def _column(
    grid: Grid, column: Column, rows: list[int], place: int, extract: SheetExtract
) -> list[Value]:
    """The values of a table's column; a cell that breaks a rule becomes a problem and None."""
    values: list[Value] = []
    suspect = grid.is_suspect
    known: dict[Raw, Converted] = {}  # columns repeat their terms, days and small numbers
    for row in rows:
        raw = grid.at(row, place)
        converted = known.get(raw)
        if converted is None or isinstance(raw, bool):  # as a key, True equals 1
            converted = convert(column, raw)
            if not isinstance(raw, bool):
                known[raw] = converted
        if converted.rule or suspect:
            values.append(_cell(grid, column, row, place, extract))
        else:
            values.append(converted.value)
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
            or not column.is_addend
            or column.name in form.key  # 合计 of what names a row means nothing
            or column.name in doubtful
        ):
            continue
        if address(row, place) in grid.error_cells:
            _cell(grid, column, row, place, extract)
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
