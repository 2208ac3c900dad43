"""From a workbook's bytes to the forms in it: typed columns and problems, ready for the pipe."""

from collections import Counter
from dataclasses import replace

from returns.reading.column_values import cell_value, column_values, raw_of
from returns.reading.comments import shares
from returns.reading.convert import BLANK, Raw, clean, convert, show
from returns.reading.grid import Grid
from returns.reading.lettering import Lettered
from returns.reading.locate import LAST_YEAR, Located, Problem, banners, locate, metadata, stamp
from returns.reading.opening import carried, open_grids
from returns.reading.regions import regions
from returns.reading.replies import read_lists
from returns.reading.row_owners import RowUnit, banner_unit, repeats, row_unit
from returns.reading.sheet_extract import FileExtract, SheetExtract
from returns.reading.struck import rule_of_letters, struck_rows, words_on_letters
from returns.reading.table_rows import TableRows, sort_rows
from returns.reading.unreadable import MAX_ROWS, MAX_WORDS, UnreadableFile
from schemas.cell_addresses import SHOWN, address, column_letters, listed
from schemas.columns import FormLayout, Layout
from schemas.findings import MAX_FINDINGS, shortened, shortened_facts
from schemas.scaled import in_units
from schemas.sheet_names import COVER, HIDDEN, INSTRUCTIONS, ISSUES

_NIL_REMEDY = "；确实没有数据的，请在第一行填“无”"


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
                raise UnreadableFile("FIL-004")
            if found:
                _note_comments(grid, [region.top for region, _ in parts], found)
            for one in found:
                _keep_the_first(one)
            result.sheets += found
            if not found and grid.cells and not grid.hidden:
                result.unknown_sheets.append(grid.name)
    except UnreadableFile as refusal:
        return FileExtract(refused=Problem(refusal.rule, facts=refusal.facts))
    _pass_over_our_formulas(result, forms)
    result.carried = carried(content)
    result.replies = read_lists(lists)
    for grid in lists:
        if not result.sheets and not result.cover:  # nothing but the list itself
            result.cover, result.cover_sheet = metadata(grid), grid.name
    return result


def _pass_over_our_formulas(result: FileExtract, forms: list[FormLayout]) -> None:
    """The 合计 of our template that no program has computed yet: what it would say is ours."""
    tables = {form.code for form in forms if form.layout is Layout.TABLE}
    for sheet in result.sheets if result.stamp else ():
        if sheet.form in tables:
            sheet.problems = [
                one for one in sheet.problems if one.rule != "VAL-008" or one.row in sheet.rows
            ]


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
        raw = raw_of(grid, column, *place)
        converted = convert(column, raw)
        extract.columns[column.name] = [cell_value(grid, column, *place, raw, converted, extract)]
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
        extract.columns[column.name] = column_values(grid, column, body, place, extract)
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
            cell_value(grid, column, row, place, grid.at(row, place), BLANK, extract)
            continue
        raw: Raw = grid.at(row, place)
        stated = convert(column, raw)
        if stated.value is None and not stated.rule:
            continue
        values = extract.columns[column.name]
        expected = sum(int(v) for at in parts if (v := values[at]) is not None)
        if stated.rule or stated.value != expected:
            shown = f"{in_units(expected, column.kind.scale):f}"
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
