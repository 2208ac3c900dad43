"""A wrong value in a cell of an accepted return: its own rule at its own cell, and no other error.

In a round, one cell of each kind of value in each form is spoilt; the next round spoils another
cell in another way.
"""

from collections import Counter
from typing import Any

import pytest

from returns.addresses import address
from schemas.columns import Blank, Column, Kind
from schemas.findings import Severity
from schemas.forms import FORMS
from tests.returns.metamorphic.sheets import (
    Place,
    Return,
    Sheet,
    accepted_returns,
    judge_all,
    read,
    save,
)

_ANYWHERE = (("#REF!", "VAL-007"), ("=1+1", "VAL-008"), (None, "VAL-004"))
_NO_NUMBER = (
    ("约300", "VAL-001"),
    ("3-5", "VAL-001"),
    ("待核", "VAL-014"),
    ("零", "VAL-012"),
    (1e15, "VAL-013"),
)
_NO_IDENTIFIER = ((340403201001010017.0, "VAL-011"), ("3.40403E+17", "VAL-011"))
_NO_AMOUNT = (*_NO_NUMBER, ("1.2万", "VAL-001"), (10.005, "VAL-010"), (-0.5, "VAL-003"))
_WRONG: dict[Kind, tuple[tuple[Any, str], ...]] = {
    Kind.COUNT: (*_NO_NUMBER, ("12人", "VAL-001"), (1.5, "VAL-002"), (-1, "VAL-003")),
    Kind.MONEY: _NO_AMOUNT,
    Kind.AREA: _NO_AMOUNT,
    Kind.PERCENT: (*_NO_NUMBER, ("九成", "VAL-001"), (79.685, "VAL-010"), (-3, "VAL-003")),
    Kind.DATE: (("2020年9月", "VAL-006"), ("2020.10", "VAL-006"), (45, "VAL-006"), ("2020-02-30", "VAL-006")),
    Kind.CODE: (("其他情形", "VAL-005"), (7, "VAL-005")),
    Kind.FLAG: (("部分", "VAL-009"), (2, "VAL-009")),
    Kind.TEXT: (),
    Kind.PERSON: (),
    Kind.IDENTIFIER: _NO_IDENTIFIER,
    Kind.PUPIL_ID: _NO_IDENTIFIER,
    Kind.CITIZEN_ID: _NO_IDENTIFIER,
}  # fmt: skip
WRONG = {kind: (*values, *_ANYWHERE) for kind, values in _WRONG.items()}
ROUNDS = max(map(len, WRONG.values()))


def holders() -> list[Return]:
    """As few returns as hold a record of every form."""
    left = set(FORMS)
    chosen = []
    for one in accepted_returns():
        held = {sheet.form for sheet in one.judged.file.sheets if sheet.rows}
        if held & left:
            chosen.append(one)
            left -= held
    assert left == {"kindergarten_roster"}  # in the sample no such return is accepted
    return chosen


def spoil(sheet: Sheet, number: int) -> list[tuple[str, str]]:
    """Spoil a cell of each kind; what is due, as (rule, cell)."""
    cells: dict[Kind, list[tuple[Place, Column]]] = {}
    for place, column in sheet.values():
        if column.blank is Blank.ERROR:
            cells.setdefault(column.kind, []).append((place, column))
    due = []
    for order, (kind, found) in enumerate(cells.items()):
        place, column = found[(number * 7 + order) % len(found)]  # not all of them in one row
        value, rule = WRONG[kind][number % len(WRONG[kind])]
        sheet.put(place, value, "General")
        if rule in ("VAL-003", "VAL-004") and column.kind.is_number:
            blank_total(sheet, place[1])  # it would rightly differ
        due.append((rule, address(*place)))
    return due


def blank_total(sheet: Sheet, column: int) -> None:
    for (row, _), cell in list(sheet.cells.items()):
        if cell.value == "合计" and row not in sheet.records and sheet.text(row, column) == "":
            sheet.put((row, column), None)


@pytest.mark.parametrize(
    "number",
    [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, ROUNDS))],
)
def test_a_wrong_value_is_found_at_its_cell_and_nowhere_else(number: int) -> None:
    files, due = [], []
    for source in holders():
        sheets = source.sheets()
        due += [
            (source.path.name, rule, sheet.name, cell)
            for sheet in sheets
            if sheet.form is not None
            for rule, cell in spoil(sheet, number)
        ]
        files.append(read(save(sheets), source.path.name))
    found = [
        (one.file.file_name, finding.rule, finding.sheet, finding.cell)
        for one in judge_all(files)
        for finding in one.findings
        if finding.severity is Severity.ERROR
    ]
    wrong = [("new", *one) for one in (Counter(found) - Counter(due)).elements()]
    wrong += [("lost", *one) for one in (Counter(due) - Counter(found)).elements()]
    assert wrong == []
