"""Whatever a clerk does to the layout: the same values, and the same findings where the cells went.

In a turn, each form of each office and of some schools is changed three times over: its header, the
places of its cells, the spelling of its values. Offices take every turn and schools one, and each
form begins at another change, so that every form meets every change.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeAlias

import pytest

from returns.judging.judged import JudgedFile
from returns.reading.file_read import SheetRead
from schemas.cell_addresses import address
from schemas.forms import FORMS
from schemas.units import OFFICE
from tests.returns.metamorphic.changes import KINDS, UNKNOWN, apply
from tests.returns.metamorphic.sheets import (
    Cell,
    Return,
    Sheet,
    judge_all,
    read,
    sample_returns,
    save,
)

# One process: what the returns as received say is found out once.
pytestmark = pytest.mark.xdist_group("metamorphic")
Told: TypeAlias = tuple[str, str, str, str, str, str]  # rule, form, sheet, cell, field, value
Made: TypeAlias = dict[str, list[str]]  # form → names of changes
Changed: TypeAlias = tuple[Return, list[Sheet], Made]
TURNS = max(len(kind) for kind in KINDS)


def plan(turn: int) -> list[tuple[Return, dict[str, int]]]:
    """The returns that take a turn, with the number of the changes due for each of their forms."""
    met: Counter[str] = Counter()
    planned = []
    for number, one in enumerate(sample_returns()):
        assert one.judged.unit is not None
        forms = [sheet.form for sheet in one.judged.file.sheets]
        every_turn = one.judged.unit.kind == OFFICE
        if every_turn or number % TURNS == turn:
            due = {form: met[form] + every_turn * turn for form in forms}
            planned.append((one, due))
        met.update(forms)
    return planned


# Notes that say what a layout is like (rows are hidden, the header is printed again), and how
# values are spelt.
ABOUT_LAYOUT = {"SHT-005", "ROW-005", "VAL-016"}


def answers(sheet: SheetRead) -> tuple[Any, ...]:
    """All that was read of a form, with its places."""
    cells = {
        (name, number): sheet.cell_of(name, row)
        for name in sheet.layout
        for number, row in enumerate(sheet.rows)
    }
    return sheet.columns, sheet.nil, cells


def expected_answers(source: SheetRead, moved: dict[str, str]) -> tuple[Any, ...]:
    columns, nil, cells = answers(source)
    return columns, nil, {key: moved[cell] for key, cell in cells.items()}


def told(judged: JudgedFile) -> Counter[Told]:
    return Counter(
        (one.rule, one.form, one.sheet, one.cell, one.field, one.value)
        for one in judged.findings
        if one.rule not in ABOUT_LAYOUT
    )


def header_cell(sheet: Sheet) -> str:
    """Where a table's header begins: findings about the table as a whole stand there."""
    labels = sheet.labels()
    return address(max(row for row, _ in labels), min(column for _, column in labels))


def expected_findings(source: Return, sheets: Sequence[Sheet]) -> Counter[Told]:
    """What the return was told, where the cells went, and what the changes deserve."""
    changed = {sheet.origin: sheet for sheet in sheets}
    headers = {one.sheet: one.header_cell for one in source.judged.file.sheets}
    expected: Counter[Told] = Counter()
    for rule, form, origin, cell, name, value in told(source.judged).elements():
        sheet = changed[origin]
        place = header_cell(sheet) if cell == headers[origin] else sheet.moved()[cell]
        expected[rule, form, sheet.name, place, name, value] += 1
    for sheet in sheets:
        if not (sheet.origin or sheet.is_hidden) and sheet.cells:
            expected["SHT-002", "", sheet.name, "A1", "", sheet.name] += 1
        cell = sheet.moved().get(UNKNOWN)
        if cell and sheet.form is not None:
            expected["HDR-001", sheet.form.code, sheet.name, cell, "", UNKNOWN] += 1
    return expected


def save_and_check(changed: Sequence[Changed]) -> None:
    check(changed, [save(sheets) for _, sheets, _ in changed])


def check(changed: Sequence[Changed], saved: Sequence[bytes]) -> None:
    """Judge returns with their sheets changed; what was done to a form is told with what is wrong."""
    files = [
        read(content, source.path.name)
        for (source, _, _), content in zip(changed, saved, strict=True)
    ]
    wrong: list[Any] = []
    for (source, sheets, made), judged in zip(changed, judge_all(files), strict=True):
        name = source.path.name
        sheet_of = {sheet.form: sheet for sheet in judged.file.sheets}
        moved = {sheet.origin: sheet.moved() for sheet in sheets}
        for sheet in source.judged.file.sheets:
            now = sheet_of.get(sheet.form)
            if now is None or answers(now) != expected_answers(sheet, moved[sheet.sheet]):
                wrong.append((name, sheet.form, made[sheet.form]))
        expected, found = expected_findings(source, sheets), told(judged)
        for one in ((found - expected) | (expected - found)).elements():
            wrong.append((name, one, made.get(one[1], []), "lost" if one in expected else "new"))
        if judged.unit != source.judged.unit:
            wrong.append((name, judged.unit))
    assert wrong == []


@pytest.mark.parametrize(
    "turn",
    [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, TURNS))],
)
def test_a_change_of_layout_changes_nothing(turn: int) -> None:
    changed = []
    for source, due in plan(turn):
        sheets = source.sheets()
        made = {
            sheet.form.code: apply(sheet, due[sheet.form.code])
            for sheet in sheets
            if sheet.form is not None
        }
        changed.append((source, sheets, made))
    save_and_check(changed)


@pytest.mark.slow
def test_sheets_are_known_by_their_titles_in_any_order() -> None:
    """Renamed, turned round, among others that are blank, scribbled on or hidden."""
    changed: list[Changed] = []
    for source in sample_returns()[::5]:
        sheets = source.sheets()
        for number, sheet in enumerate(sheets):
            if sheet.form is not None:
                sheet.name = f"Sheet{number}"
                sheet.insert_rows(0, number % 3)
                if number % 3:
                    sheet.put((0, 0), "附件2")
        scribble = {(4, 2): Cell("电话已打"), (6, 1): Cell(3)}
        hidden = Sheet("备份", {(0, 0): Cell("旧数据")}, [], is_hidden=True)
        extra = [Sheet("Sheet101", {}, []), Sheet("草稿", scribble, []), hidden]
        made = {sheet.form.code: ["renamed"] for sheet in sheets if sheet.form is not None}
        changed.append((source, [*extra, *sheets[::-1]], made))
    save_and_check(changed)


def test_every_form_meets_every_change() -> None:
    met: dict[str, set[int]] = {code: set() for code in FORMS}
    for turn in range(TURNS):
        for _, due in plan(turn):
            for form, number in due.items():
                met[form].add(number % TURNS)
    assert {form: len(numbers) for form, numbers in met.items()} == dict.fromkeys(met, TURNS)
