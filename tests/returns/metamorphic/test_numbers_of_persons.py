"""A 学籍号 that cannot be right: told at its cell by the rule of its fault, and never in clear."""

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from schemas.columns import Kind
from schemas.findings import mask
from schemas.forms import FORMS
from tests.returns.metamorphic.sheets import Return, holders, judge_all, read, sample_returns, save

pytestmark = pytest.mark.xdist_group("metamorphic")

# Form → the rules that tell a wrong check digit, a wrong prefix, a number dragged down and a child
# that stands there twice.
RULES_OF = {
    "dropout_cases": ("DRP-003", "DRP-010", "DRP-011", "DRP-004"),
    "disabled_children": ("DIS-005", "DIS-011", "DIS-012", "DIS-006"),
}
FIELD = "child_id"
DIGIT, PREFIX, DRAGGED, TWICE = range(4)


class Pair(NamedTuple):
    """Two rows in succession of a form, each with a number."""

    form: str
    above: str
    own: str
    sheet: str
    cell: str  # of the lower one


@cache
def pairs() -> tuple[Return, list[Pair]]:
    """A return with a pair in each form. Dragging down adds 1 to the last digit of the upper one."""
    for source in sample_returns():
        found: dict[str, Pair] = {}
        for sheet in source.judged.file.sheets:
            if sheet.form not in RULES_OF:
                continue
            numbers = [str(number or "") for number in sheet.columns[FIELD]]
            for row, above, own in zip(sheet.rows[1:], numbers, numbers[1:], strict=False):
                if own and above[-1:] in tuple("012345678"):
                    cell = sheet.cell_of(FIELD, row)
                    found[sheet.form] = Pair(sheet.form, above, own, sheet.sheet, cell)
        if found.keys() == RULES_OF.keys():
            return source, list(found.values())
    raise AssertionError("no return lists two children in succession in each form")


def another_check_digit(_above: str, own: str) -> str:
    return own[:-1] + ("7" if own[-1] != "7" else "4")


def another_prefix(_above: str, own: str) -> str:
    return "X" + own[1:]


def dragged_down(above: str, _own: str) -> str:
    return above[:-1] + str(int(above[-1]) + 1)


def of_the_row_above(above: str, _own: str) -> str:
    return above


@pytest.mark.parametrize(
    ("corrupt", "faults"),
    [
        (another_check_digit, [DIGIT]),
        (another_prefix, [PREFIX]),
        (dragged_down, [DIGIT, DRAGGED]),  # the row's own check digit is wrong as well
        (of_the_row_above, [TWICE]),
    ],
)
def test_a_number_that_cannot_be_right(
    corrupt: Callable[[str, str], str], faults: list[int]
) -> None:
    source, chosen = pairs()
    sheets = {sheet.name: sheet for sheet in source.sheets()}
    due, clear = [], set()
    for pair in chosen:
        number = corrupt(pair.above, pair.own)
        row, column = coordinate_to_tuple(pair.cell)
        sheets[pair.sheet].put((row - 1, column - 1), number, "@")
        shown = mask(number, Kind.PUPIL_ID)
        assert "*" in shown
        due += [(RULES_OF[pair.form][f], pair.sheet, pair.cell, FIELD, shown) for f in faults]
        clear.add(number)
    (judged,) = judge_all([read(save(sheets.values()), source.path.name)])
    before, found = Counter(source.judged.findings), Counter(judged.findings)
    assert before - found == Counter()
    new = [(one.rule, one.sheet, one.cell, one.field, one.value) for one in found - before]
    assert sorted(new) == sorted(due)
    assert [one.message for one in found if any(number in one.message for number in clear)] == []


# What cannot be a number, and one that may be; the digits in them are those of a person.
WRONG = (340403201001010017.0, "3.40403201001010017E+17", "340403201001010018", "3404032010")


@pytest.mark.parametrize(
    "first", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, len(WRONG)))]
)
def test_no_number_or_name_of_a_person_is_told_in_clear(first: int) -> None:
    """Every field of a person in every form, and all that the findings of its return say."""
    personal = {
        (form.code, column.name)
        for form in FORMS.values()
        for column in form.columns
        if column.kind.is_personal
    }
    clear = {str(wrong) for wrong in WRONG}
    met: set[tuple[str, str]] = set()
    files = []
    for source in holders():
        forms = {sheet.form for sheet in source.judged.file.sheets}
        if not forms & {form for form, _ in personal}:
            continue
        sheets = source.sheets()
        for sheet in sheets:
            for order, (place, column) in enumerate(sheet.values()):
                if sheet.form is None or not column.kind.is_personal:
                    continue
                met.add((sheet.form.code, column.name))
                clear.add(sheet.text(*place))
                if column.kind is not Kind.PERSON:
                    sheet.put(place, WRONG[(first + order) % len(WRONG)], "General")
        files.append(read(save(sheets), source.path.name))
    words = [
        f"{finding.message} {finding.value}"
        for judged in judge_all(files)
        for finding in judged.findings
    ]
    assert met == personal
    assert [text for text in words if any(one in text for one in clear - {""})] == []
    assert any("*" in text for text in words)
