"""Content that was corrected and comes again does not undo its correction: it is asked about.

Every case is a night on a real inbox: the first return with 2 guards, the correction with 5, and then
something that holds the 2 again.
"""

import os
import shutil
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from flows.nightly import nightly
from flows.one_unit import one_unit
from flows.settings import Settings
from flows.workspace import Workspace
from indicators.computation import compute
from indicators.definitions import INDICATORS
from returns.issue_list import SHEET
from tests.flows.clerk import AUTHOR_CELL, EXPLANATION_COLUMN
from tests.flows.conftest import SAMPLES
from tests.flows.sent_out import copy_of, slip_of
from tests.flows.test_cli import run_json
from tests.flows.test_explaining import huizong
from warehouse.engine import reading, writing
from warehouse.facts import FORMS
from warehouse.status import form_states
from warehouse.tables import fact_table, submission, submission_form

UNIT, RETURN = "第一小学", "第一小学_2020年报表.xlsx"
CORRECTED, CONFLICT = "第一小学_更正.xlsx", "第一小学_2020年报表 (冲突副本).xlsx"
LONG_AGO = datetime(2020, 9, 1, tzinfo=UTC).timestamp()


def write_return(path: Path, guards: int, *, lectures: int = 2, only: str = "") -> None:
    book = openpyxl.load_workbook(SAMPLES / "first_round" / RETURN)
    book["平安校园"]["D7"] = guards
    book["平安校园"]["D17"] = lectures
    if only:
        for sheet in set(book.sheetnames) - {only}:
            del book[sheet]
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def save_again(path: Path, to: Path) -> None:
    """As Excel does: other bytes, the same cells."""
    book = openpyxl.load_workbook(path)
    book.properties.title = "另存"
    book.save(to)
    assert to.read_bytes() != path.read_bytes()


def guards(unit: str = UNIT) -> int | None:
    """The full-time guards of a unit that are in force."""
    workspace = Workspace(Settings(), "2020")
    code = workspace.unit(unit).code
    facts = fact_table("safety")
    with reading(workspace.engine) as connection:
        source = next(
            one.in_force
            for one in form_states(connection, "2020")
            if (one.unit_code, one.form) == (code, "safety")
        )
        number: int | None = connection.scalar(
            select(facts.c.guards_fulltime).where(facts.c.submission_id == source)
        )
    return number


def status(unit: str = UNIT) -> dict[str, object]:
    listed = {one["name"]: one for one in run_json("status", "--collection", "2020")}
    found: dict[str, object] = listed[unit]
    return found


def asked(name: str, unit: str = UNIT) -> list[str]:
    """The questions about a comeback in the slip for a file."""
    slip = slip_of(unit, name)
    if not slip.exists():
        return []
    sheet = load_workbook(slip)[SHEET]
    return [row[4] for row in sheet.iter_rows(min_row=6, values_only=True) if row[6] == "FIL-015"]


def answer(path: Path, text: str) -> None:
    """Write an answer beside the question of a slip or a marked copy."""
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    (line,) = [row for row in sheet.iter_rows(min_row=6) if row[6].value == "FIL-015"]
    line[EXPLANATION_COLUMN - 1].value = text
    sheet[AUTHOR_CELL] = "王老师"
    book.save(path)


@pytest.fixture
def corrected(inbox: Path) -> Path:
    """An inbox in which 2 guards were reported one night, and 5 the next."""
    write_return(inbox / RETURN, 2)
    nightly("2020")
    assert guards() == 2
    shutil.copy(inbox / RETURN, inbox.parent / "v1.xlsx")
    write_return(inbox / CORRECTED, 5)
    nightly("2020")
    assert guards() == 5
    return inbox


@pytest.fixture
def v1(corrected: Path) -> Path:
    """The first return, as it was sent."""
    return corrected.parent / "v1.xlsx"


@pytest.mark.parametrize("how", ["bytes", "saved again", "in a zip", "at the corrected place"])
def test_a_conflict_copy_undoes_no_correction(corrected: Path, v1: Path, how: str) -> None:
    name = CONFLICT
    match how:
        case "bytes":
            shutil.copy(v1, corrected / name)
            os.utime(corrected / name, (LONG_AGO, LONG_AGO))
        case "saved again":
            save_again(v1, corrected / name)
        case "in a zip":
            with zipfile.ZipFile(corrected / "第一小学.zip", "w") as archive:
                archive.write(v1, name)
        case "at the corrected place":
            name = CORRECTED
            shutil.copy(v1, corrected / name)
    before = status()
    (outcome,) = nightly("2020")["files"]
    assert (outcome["file"], outcome["status"]) == (name, "accepted-with-queries")
    assert guards() == 5
    (words,) = asked(name)
    today = datetime.now(UTC) + timedelta(hours=8)
    assert words == (
        f"《平安校园》与 {today.month} 月 {today.day} 日报来、{today.month} 月 {today.day} 日 已更正的"
        "完全相同，没有采用，仍以更正后的为准。误发的，请在“说明”栏写“误发”；确要改回的，"
        "请在“说明”栏写“改回：”和原因，保存后报回。"
    )
    after = status()
    # The unit's own state stays that of the later content, with one question more.
    assert {**after, "queries": 0} == {**before, "queries": 0}
    assert (before["queries"], after["queries"]) == (1, 2)
    assert nightly("2020")["files"] == []
    assert guards() == 5
