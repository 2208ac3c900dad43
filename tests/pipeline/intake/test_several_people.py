"""Several people fill in one template and send it one after the other: none undoes another."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select

from pipeline.results.unit_states import UnitState, unit_states
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from returns.workbooks.sheet_layout import SheetLayout
from returns.workbooks.template import owed_forms, write_template
from schemas.forms import FORMS
from schemas.sheet_names import ISSUES
from tests.nights import SAMPLES
from tests.plain_engine import nightly
from tests.sent_out import slip_of
from warehouse.engine import reading
from warehouse.findings import open_findings
from warehouse.status import form_states
from warehouse.tables import submission

UNIT = "第四小学"
FILLED_IN = SAMPLES / "first_round" / f"{UNIT}_2020年报表.xlsx"


def owed() -> list[str]:
    workspace = Workspace(Settings(), "2020")
    workspace.refresh_register()
    return owed_forms(workspace.unit(UNIT), workspace.collection)


def send(inbox: Path, name: str, codes: list[str]) -> None:
    """The unit's whole template with some forms filled in."""
    workspace = Workspace(Settings(), "2020")
    path = inbox / name
    layouts = write_template(path, workspace.unit(UNIT), workspace.collection, owed())
    book, filled_in = openpyxl.load_workbook(path), openpyxl.load_workbook(FILLED_IN)
    for code in codes:
        title = FORMS[code].title
        _copy(filled_in[title], book[title], layouts[code])
    book.save(path)


def _copy(source: Worksheet, target: Worksheet, layout: SheetLayout) -> None:
    first = layout.first_row + 1
    if layout.is_card:
        for row in range(first, first + len(layout.columns)):
            target.cell(row, 4).value = source.cell(row, 4).value
        return
    # The template's first row is the example.
    for row in range(first, first + layout.records - 1):
        if source.cell(row, 2).value == "合计":
            return
        for column in range(2, len(layout.columns) + 2):
            target.cell(row + 1, column).value = source.cell(row, column).value


def in_force() -> dict[str, str]:
    """Form → the file that it is in force from."""
    workspace = Workspace(Settings(), "2020")
    code = workspace.unit(UNIT).code
    with reading(workspace.engine) as connection:
        names = dict(connection.execute(select(submission.c.id, submission.c.file_name)).all())
        states = form_states(connection, "2020")
    return {
        one.form: names[one.in_force]
        for one in states
        if one.unit_code == code and one.in_force is not None
    }


def state() -> UnitState:
    return {one.unit.name: one for one in unit_states(Workspace(Settings(), "2020"))}[UNIT]


def rules() -> list[tuple[str, str]]:
    """(rule, form) of what stands against the unit, without queries of what was filled in."""
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        raised = open_findings(connection, "2020", workspace.unit(UNIT).code)
    kept = {"ROW-002", "SHT-001", "SHT-006", "SHT-007", "VAL-004"}
    return sorted(
        (one.finding.rule, one.finding.form) for one in raised if one.finding.rule in kept
    )


@pytest.fixture
def inbox(environment: Callable[[Path], None], tmp_path: Path) -> Path:
    environment(tmp_path / "data")
    folder = tmp_path / "data" / "inbox"
    folder.mkdir(parents=True)
    return folder


def test_a_copy_with_a_blank_form_neither_replaces_nor_returns_it(inbox: Path) -> None:
    """It returned the form that the first person had filled in, and 14 others beside it."""
    send(inbox, f"{UNIT}_甲.xlsx", owed())
    nightly()
    before = in_force()
    assert sorted(before) == sorted(owed()) and state().errors == 0
    send(inbox, f"{UNIT}_乙.xlsx", ["drills"])
    (told,) = nightly()["files"]
    assert told["status"].startswith("accepted")
    assert in_force() == before | {"drills": f"{UNIT}_乙.xlsx"}
    assert (state().errors, state().missing_forms, state().returned_forms) == (0, (), ())
    assert rules() == [("SHT-007", "")]


@pytest.mark.parametrize("order", ["甲乙", "乙甲"])
@pytest.mark.parametrize("nights", [1, 2])
def test_what_two_people_fill_in_is_in_force_together(inbox: Path, order: str, nights: int) -> None:
    codes = owed()
    parts = {"甲": codes[:3], "乙": codes[3:]}
    for who in order:
        send(inbox, f"{UNIT}_{who}.xlsx", parts[who])
        if nights == 2:
            nightly()
    nightly()
    assert in_force() == {
        code: f"{UNIT}_{who}.xlsx" for who, filled in parts.items() for code in filled
    }
    assert (state().errors, state().missing_forms, state().returned_forms) == (0, (), ())
    assert {rule for rule, _ in rules()} <= {"SHT-007"}


def test_a_form_that_nobody_filled_in_is_owed_once(inbox: Path) -> None:
    codes = owed()
    for who, filled in (("甲", codes[:3]), ("乙", codes[3:-1])):
        send(inbox, f"{UNIT}_{who}.xlsx", filled)
        nightly()
    assert rules() == [("ROW-002", codes[-1]), ("SHT-007", "")]
    assert (state().state, state().errors) == ("incomplete", 1)
    assert state().missing_forms == (codes[-1],) and state().returned_forms == ()


def test_a_template_sent_blank_is_one_line_and_no_report(inbox: Path) -> None:
    """It was returned for 50 errors."""
    send(inbox, f"{UNIT}_报表.xlsx", [])
    (told,) = nightly()["files"]
    assert told["status"] == "returned"
    assert rules() == [("SHT-006", "")]
    assert (state().state, state().errors, state().returned_forms) == ("missing", 1, ())
    sheet = openpyxl.load_workbook(slip_of(UNIT, f"{UNIT}_报表.xlsx"))[ISSUES]
    lines = [row for row in sheet.iter_rows(min_row=6, values_only=True) if row[5]]
    assert [(row[5], row[6]) for row in lines] == [("逻辑校验", "SHT-006")]
    send(inbox, f"{UNIT}_全.xlsx", owed())
    nightly()
    assert rules() == [] and state().errors == 0
