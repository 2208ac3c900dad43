"""From a workbook's bytes to the forms in it: typed columns and problems, ready for the pipe."""

from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from returns.addresses import SHOWN, address, column_letters, listed
from returns.comments import shares
from returns.convert import BLANK, Converted, Raw, Value, clean, convert, month_of, show
from returns.grid import Grid
from returns.issue_list import SHEET as ISSUES
from returns.lettering import Lettered
from returns.locate import LAST_YEAR, Located, Problem, banners, locate, metadata, stamp
from returns.opening import carried, open_grids
from returns.quantities import facts_of_quantity
from returns.refused import MAX_ROWS, MAX_WORDS, Refused
from returns.regions import regions
from returns.replies import Reply, read_lists
from returns.row_units import RowUnit, banner_unit, repeats, row_unit
from returns.sheet_names import COVER, HIDDEN, INSTRUCTIONS
from returns.struck import rule_of_letters, struck_rows, words_on_letters
from returns.table_rows import TableRows, sort_rows
from schemas.columns import Column, FormLayout, Kind, Layout
from schemas.findings import MAX_FINDINGS, shortened, shortened_facts
from schemas.raw_text import Change, RawText

# What a cell merged over several rows says of each of them; a number would count more than once.
_NAMING = frozenset({Kind.TEXT, Kind.CODE, Kind.DATE, Kind.IDENTIFIER})
_DAYS_TO_1904 = 1462
_NIL_REMEDY = "；确实没有数据的，请在第一行填“无”"
_MEASURED = frozenset({Kind.COUNT, Kind.MONEY, Kind.AREA})
# Typed over, a number in such a cell becomes a day or a time again.
_FORMAT_FIRST = "这个单元格是日期或时间格式，请先把单元格格式改为“常规”，再填写数字"


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
    raw_texts: list[RawText] = field(default_factory=list)  # only of cells that reading changed
    row_units: list[RowUnit] = field(default_factory=list)  # along `rows`, where a column says so
    nil_units: list[RowUnit] = field(default_factory=list)  # who says 无 in such a table
    unit_heads: dict[str, str] = field(default_factory=dict)  # header cells of that column → labels
    left_out: dict[str, list[int]] = field(default_factory=dict)  # field → rows of further problems


@dataclass
class FileExtract:
    """All that was read of a file.

    `listed` are the forms its cover promises: title → cell. `stamp` says whose template it is.
    """

    cover: dict[str, tuple[str, str]] = field(default_factory=dict)
    cover_sheet: str = ""
    stamp: dict[str, str] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    sheets: list[SheetExtract] = field(default_factory=list)
    unknown_sheets: list[str] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)  # macros and the like, in words
    refused: Problem | None = None
    fault: str = ""  # what broke in our own reading code, without a word of the file's content
    killed: bool = False  # something outside killed the reading process

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)


def extract(content: bytes, forms: list[FormLayout]) -> FileExtract:
    """Read every form of a workbook. A file that cannot be read comes back with `refused` set."""
    result = FileExtract()
    lists: list[Grid] = []
    rows = words = 0
    try:
        for grid in open_grids(content):
            name = clean(grid.name).replace(" ", "")
            if name == COVER:
                _read_cover(grid, forms, result)
            if name == HIDDEN:
                result.stamp = stamp(grid)
            if name in (COVER, INSTRUCTIONS, HIDDEN):
                continue
            if name == ISSUES:
                lists.append(grid)
                continue
            parts = list(regions(grid, forms))
            odd = grid.lettered() if parts else {}
            found = [_read_sheet(region, form, odd) for region, form in parts]
            rows += sum(len(one.rows) for one in found)
            words += sum(_words(one, form) for one, (_, form) in zip(found, parts, strict=True))
            if rows > MAX_ROWS or words > MAX_WORDS:
                raise Refused("FIL-004")
            if found:
                _note_comments(grid, [region.top for region, _ in parts], found)
            for one in found:
                _keep_the_first(one)
            result.sheets += found
            if not found and grid.cells and not grid.hidden:
                result.unknown_sheets.append(grid.name)
    except Refused as refusal:
        return FileExtract(refused=Problem(refusal.rule, facts=refusal.facts))
    result.carried = carried(content)
    result.replies = read_lists(lists)
    for grid in lists:
        if not result.sheets and not result.cover:  # nothing but the list itself
            result.cover, result.cover_sheet = metadata(grid), grid.name
    return result


def _words(extract: SheetExtract, form: FormLayout) -> int:
    """Characters in the fields that take any words: each is searched for persons later."""
    return sum(
        len(value)
        for column in form.columns
        if column.kind.takes_any_words
        for value in extract.columns.get(column.name, ())
        if isinstance(value, str)
    )


def _keep_the_first(extract: SheetExtract) -> None:
    """As many problems of a kind as are told of a file, and of the others only where they are."""
    kept: list[Problem] = []
    counts: Counter[tuple[str, str]] = Counter()
    for problem in extract.problems:
        kind = (problem.rule, problem.field)
        if counts[kind] == MAX_FINDINGS:
            extract.left_out.setdefault(problem.field, []).append(problem.row)
            continue
        counts[kind] += 1
        kept.append(
            replace(problem, raw=shortened(problem.raw), facts=shortened_facts(problem.facts))
        )
    extract.problems = kept


def _read_cover(grid: Grid, forms: list[FormLayout], result: FileExtract) -> None:
    result.cover = metadata(grid)
    result.cover_sheet = grid.name
    codes = {title: form.code for form in forms for title in form.titles}
    for row in range(grid.height):
        for column, text in grid.texts(row):
            if text in codes:
                result.listed.setdefault(codes[text], address(row, column))


def _read_sheet(grid: Grid, form: FormLayout, odd: Lettered) -> SheetExtract:
    grid.odd = odd
    located = locate(grid, form)
    meta = metadata(grid, located)
    extract = SheetExtract(grid.name, form.code, meta, problems=located.problems)
    if form.layout is Layout.CARD:
        _read_card(grid, form, located, extract)
    else:
        _read_table(grid, form, located, extract)
    _note_hidden(grid, located, extract)
    extract.problems += words_on_letters(grid, form.columns, _places(located, extract))
    return extract


def _places(located: Located, extract: SheetExtract) -> dict[str, list[tuple[int, int]]]:
    """The cells that were read, by field."""
    if located.cells:
        return {name: [place] for name, place in located.cells.items()}
    rows = [row - 1 for row in extract.rows]
    return {name: [(row, place) for row in rows] for name, place in located.columns.items()}


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
        raw = _raw(grid, column, *place)
        converted = convert(column, raw)
        extract.columns[column.name] = [_cell(grid, column, *place, raw, converted, extract)]
    # Its lines are one record, which goes by the first of them.
    extract.raw_texts = [replace(one, row=extract.rows[0]) for one in extract.raw_texts]


def _read_table(grid: Grid, form: FormLayout, located: Located, extract: SheetExtract) -> None:
    if not located.columns:
        return
    extract.header_cell = located.header_cell
    located.banners = banners(grid, located, extract.meta)
    sorted_rows = sort_rows(grid, form, located)
    body, nils = sorted_rows.body, sorted_rows.nils
    _note_template_rows(grid, form, located, sorted_rows, extract)
    if located.units or located.banners:
        extract.unit_heads = located.unit_heads
        body = _part_units(grid, located, body, frozenset(nils), extract)
    elif body == nils:  # beside records, 无 is a contradiction: its row is judged like any other
        extract.nil, body = bool(nils), []
    extract.rows = [row + 1 for row in body]
    grid.struck_rows = struck_rows(grid, body, located.columns)
    for column in form.columns:
        place = located.columns.get(column.name)
        if place is None:
            extract.columns[column.name] = [None] * len(body)
            continue
        extract.layout[column.name] = column_letters(place + 1)
        extract.columns[column.name] = _column(grid, column, body, place, extract)
    for row, start, end in sorted_rows.totals:
        covered = set(sorted_rows.body[start:end])
        parts = [position for position, one in enumerate(body) if one in covered]
        _check_total(grid, form, located, extract, row, parts)
    _check_rows(form, located, extract)
    if repeats := sorted_rows.repeats:
        facts = {"lines": listed(row + 1 for row in repeats)}
        extract.problems.append(Problem("ROW-005", address(repeats[0], 0), facts=facts))


def _part_units(
    grid: Grid, located: Located, body: list[int], nils: frozenset[int], extract: SheetExtract
) -> list[int]:
    """The rows of a table of several units; who has nothing but a 无 says nil."""
    owners: dict[int, RowUnit] = {}
    current, waiting = banner_unit(extract.meta), sorted(located.banners)
    for row in body:
        while waiting and waiting[0] < row:
            current = banner_unit(located.banners[waiting.pop(0)])
        owners[row] = row_unit(grid, located.units, row) if located.units else current
    answering = [owners[row][:2] for row in body if row not in nils]
    silent = {row for row in nils if owners[row][:2] not in answering}
    extract.nil_units = [owners[row] for row in body if row in silent]
    records = [row for row in body if row not in silent]
    extract.nil = bool(silent) and not records
    extract.row_units = [owners[row] for row in records]
    return records


def _note_hidden(grid: Grid, located: Located, extract: SheetExtract) -> None:
    """What is hidden is read like the rest, and the school is told so."""
    rows = {row + 1 for row, _ in located.cells.values()} | set(extract.rows)
    columns = {column for _, column in located.cells.values()} | set(located.columns.values())
    hidden_rows = sorted(row for row in rows if row - 1 in grid.hidden_rows)
    hidden_columns = sorted(columns & grid.hidden_columns)
    parts = []
    if grid.hidden:
        parts.append("整张工作表")
    if hidden_rows:
        parts.append(f"第 {listed(hidden_rows)} 行")
    if hidden_columns:
        parts.append(f"{listed(column_letters(column + 1) for column in hidden_columns)} 列")
    if parts:
        facts = {"lines": "、".join(parts)}
        extract.problems.append(Problem("SHT-005", extract.header_cell, facts=facts))


def _note_comments(grid: Grid, tops: list[int], extracts: list[SheetExtract]) -> None:
    """What is said about cells is no data, and may name a child: it is counted, not quoted."""
    for places, extract in zip(shares(grid.commented(), tops), extracts, strict=True):
        if places:
            cells = [address(*place) for place in places]
            total = f" 共 {len(cells)}" if 1 < len(cells) <= SHOWN else ""
            lines = f"{listed(cells)}{total} 个单元格" if len(cells) > 1 else cells[0]
            extract.problems.append(Problem("VAL-020", cells[0], facts={"lines": lines}))


def _note_template_rows(
    grid: Grid, form: FormLayout, located: Located, rows: TableRows, extract: SheetExtract
) -> None:
    """The template's own rows are left out, and the school is told so, once a form.

    Last year's rows stand below the 合计; one anywhere else may have been written over.
    """
    examples = []
    for row in rows.templates:
        if next(grid.texts(row))[1] != LAST_YEAR:
            examples.append(row)
        elif not any(total < row for total, _, _ in rows.totals):
            extract.problems.append(Problem("ROW-004", address(row, 0), row=row + 1))
    if not examples:
        return
    altered = [row for row in examples if not _is_untouched(grid, form, located, row)]
    facts = {"lines": listed(row + 1 for row in examples), "altered": ""}
    if altered:
        facts["altered"] = (
            f"；第 {listed(row + 1 for row in altered)} 行与下发的示例不同，"
            "如是本单位的数据，请去掉“例”字，改填序号"
        )
    first = (altered or examples)[0]
    extract.problems.append(Problem("ROW-003", address(first, 0), row=first + 1, facts=facts))


def _is_untouched(grid: Grid, form: FormLayout, located: Located, row: int) -> bool:
    """Whether an example row says what the template has in it."""
    return all(
        convert(column, grid.at(row, place))[:2] == convert(column, column.example)[:2]
        for column in form.columns
        if (place := located.columns.get(column.name)) is not None
    )


def _column(
    grid: Grid, column: Column, rows: list[int], place: int, extract: SheetExtract
) -> list[Value]:
    """The values of a table's column; a cell that breaks a rule becomes a problem and None."""
    values: list[Value] = []
    suspect = grid.needs_a_look or bool(grid.percent_cells and column.kind in _MEASURED)
    known: dict[Raw, Converted] = {}  # columns repeat their terms, days and small numbers
    for row in rows:
        raw = _raw(grid, column, row, place)
        if raw is None and column.kind in _NAMING:
            raw = grid.span_above(row, place)
        converted = known.get(raw)
        if converted is None or isinstance(raw, bool):  # as a key, True equals 1
            converted = convert(column, raw)
            if not isinstance(raw, bool):
                known[raw] = converted
        value, rule, changes = converted
        if rule or changes or suspect:
            value = _cell(grid, column, row, place, raw, converted, extract)
        values.append(value)
    return values


def _raw(grid: Grid, column: Column, row: int, place: int) -> Raw:
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


def _cell(
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
    if rule == "VAL-001":
        return {"how": _FORMAT_FIRST if isinstance(raw, date | time | timedelta) else "请改为数字"}
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


def _check_total(
    grid: Grid,
    form: FormLayout,
    located: Located,
    extract: SheetExtract,
    row: int,
    parts: list[int],
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
        is_blind = grid.at(row, place) is None and not grid.is_empty(row, place)
        if is_blind or rule_of_letters(grid, column, row, place):
            _cell(grid, column, row, place, grid.at(row, place), BLANK, extract)
            continue
        raw: Raw = grid.at(row, place)
        stated = convert(column, raw)
        if stated.value is None and not stated.rule:
            continue
        values = extract.columns[column.name]
        expected = sum(int(v) for at in parts if (v := values[at]) is not None)
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
                    [extract.rows[at] for at in (parts[0], parts[-1])] if parts else [],
                )
            )


def _check_rows(form: FormLayout, located: Located, extract: SheetExtract) -> None:
    """Every row is named once by the form's key; an empty table must say 无."""
    if not extract.rows:
        if not extract.nil and not extract.nil_units:
            extract.problems.append(
                Problem("ROW-002", extract.header_cell, facts={"remedy": _NIL_REMEDY})
            )
        return
    for position, first_row in repeats(form.key, extract.columns, extract.rows):
        extract.problems.append(
            Problem(
                "ROW-001",
                address(extract.rows[position] - 1, located.columns[form.key[0]]),
                form.key[0],
                extract.rows[position],
                show(extract.columns[form.key[0]][position]),
                {"first_row": str(first_row)},
            )
        )
