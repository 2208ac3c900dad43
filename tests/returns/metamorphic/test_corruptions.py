"""A wrong value in a cell of a return: its own rule at its own cell, and no other finding changes.

In a round, one cell of each kind of value in each form is spoilt; the next round spoils another
cell in another way.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from returns.reading.file_read import FileRead
from schemas.cell_addresses import address
from schemas.columns import Blank, Column, Kind, Layout
from schemas.findings import Finding, Severity
from schemas.form import Form
from schemas.forms import FORMS
from schemas.rules import RULES, Stage
from tests.returns.metamorphic.sheets import (
    Place,
    Sheet,
    holders,
    judge_all,
    read,
    save,
)

# One process: what the returns as received say is found out once.
pytestmark = pytest.mark.xdist_group("metamorphic")
Told: TypeAlias = tuple[str, Severity, str, str]  # rule, severity, sheet, cell

_ANYWHERE = (("#REF!", "VAL-007"), ("=1+1", "VAL-008"), (None, "VAL-004"))
_NO_NUMBER = (
    ("约300", "VAL-018"),
    ("3-5", "VAL-001"),
    ("待核", "VAL-014"),
    ("零", "VAL-012"),
    (1e15, "VAL-013"),
)
_NO_IDENTIFIER = ((340403201001010017.0, "VAL-011"), ("3.40403E+17", "VAL-011"))
_NO_AMOUNT = (*_NO_NUMBER, ("1.2万", "VAL-017"), (10.005, "VAL-010"), (-0.5, "VAL-003"))
_WRONG: dict[Kind, tuple[tuple[Any, str], ...]] = {
    Kind.COUNT: (*_NO_NUMBER, ("12人", "VAL-017"), (1.5, "VAL-002"), (-1, "VAL-003")),
    Kind.MONEY: _NO_AMOUNT,
    Kind.AREA: _NO_AMOUNT,
    Kind.PERCENT: (*_NO_NUMBER, ("九成", "VAL-001"), (79.685, "VAL-010"), (-3, "VAL-003")),
    Kind.DATE: (("2020年9月", "VAL-006"), ("2020.10", "VAL-019"), (45, "VAL-006"), ("2020-02-30", "VAL-027")),
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


class Spoilt(NamedTuple):
    """A cell that was made wrong, whose it is, and the rule that says so."""

    form: str
    sheet: str
    row: int  # of the sheet
    cell: str
    field: str
    rule: str


def spoil(sheet: Sheet, form: Form, number: int) -> list[Spoilt]:
    """Spoil a cell of each kind, of those that are due and of those that may be blank."""
    cells: dict[tuple[Kind, Blank], list[tuple[Place, Column]]] = {}
    for place, column in sheet.values():
        cells.setdefault((column.kind, column.blank), []).append((place, column))
    spoilt = []
    for order, ((kind, blank), found) in enumerate(cells.items()):
        place, column = found[(number * 7 + order) % len(found)]  # not all of them in one row
        value, rule = WRONG[kind][number % len(WRONG[kind])]
        if rule == "VAL-004" and (blank is not Blank.ERROR or is_last_answer(sheet, place)):
            continue  # need not be answered; or nothing would be left of the form
        sheet.put(place, value, "General")
        if rule in ("VAL-003", "VAL-004") and kind.is_number:
            blank_total(sheet, place[1])  # it would rightly differ
        spoilt.append(
            Spoilt(form.code, sheet.name, place[0] + 1, address(*place), column.name, rule)
        )
    return spoilt


def is_last_answer(sheet: Sheet, place: Place) -> bool:
    return all(other == place or sheet.cells[other].value is None for other, _ in sheet.values())


def blank_total(sheet: Sheet, column: int) -> None:
    for (row, _), cell in list(sheet.cells.items()):
        if cell.value == "合计" and row not in sheet.records and sheet.text(row, column) == "":
            sheet.put((row, column), None)


def is_silenced(finding: Finding, spoilt: Sequence[Spoilt]) -> bool:
    """Whether a rule waits for a cell that it blames: it cannot judge what nobody can read.

    A rule over rows waits for the cells of its own row, on a card for all of the card; one across
    forms waits for the whole columns that it adds up.
    """
    rule = RULES[finding.rule]
    if rule.stage is Stage.UNIT:
        return any((one.form, one.field) in rule.uses for one in spoilt)
    is_card = bool(finding.form) and FORMS[finding.form].layout is Layout.CARD
    return any(
        one.form == finding.form
        and one.field in rule.culprits
        and (is_card or finding.cell == address(one.row - 1, _column_of(finding.cell)))
        for one in spoilt
    )


def _column_of(cell: str) -> int:
    return coordinate_to_tuple(cell)[1] - 1


def told(finding: Finding) -> Told:
    return finding.rule, finding.severity, finding.sheet, finding.cell


@pytest.mark.parametrize(
    "number",
    [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, ROUNDS))],
)
def test_a_wrong_value_is_found_at_its_cell_and_nothing_follows_from_it(number: int) -> None:
    """All else that the return was told is told still, unless it rests on the spoilt cell."""
    files: list[FileRead] = []
    due: list[tuple[str, Told]] = []
    for source in holders():
        name, sheets = source.path.name, source.sheets()
        spoilt = [
            one
            for sheet in sheets
            if sheet.form is not None
            for one in spoil(sheet, sheet.form, number)
        ]
        due += [(name, (one.rule, Severity.ERROR, one.sheet, one.cell)) for one in spoilt]
        due += [
            (name, told(finding))
            for finding in source.judged.findings
            if not is_silenced(finding, spoilt)
        ]
        files.append(read(save(sheets), name))
    found = [(one.file.file_name, told(f)) for one in judge_all(files) for f in one.findings]
    wrong = [("new", *one) for one in (Counter(found) - Counter(due)).elements()]
    wrong += [("lost", *one) for one in (Counter(due) - Counter(found)).elements()]
    assert wrong == []
