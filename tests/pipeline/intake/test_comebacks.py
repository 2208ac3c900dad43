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
from sqlalchemy import select

from pipeline.intake import inbox as intake
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.sheet_names import ISSUES
from tests.clerk import AUTHOR_CELL, EXPLANATION_COLUMN
from tests.cli.test_cli import run_json
from tests.few_units import register_only
from tests.nights import SAMPLES
from tests.pipeline.outbox.test_school_explanations import huizong
from tests.plain_engine import nightly, one_unit
from tests.sent_out import copy_of, slip_of
from warehouse.engine import reading
from warehouse.status import form_states
from warehouse.tables import fact_table

FIRST, SECOND, FOURTH, FIFTH = "第一小学", "第二小学", "第四小学", "第五小学"
UNITS = (FIRST, SECOND, FOURTH, FIFTH)
LONG_AGO = datetime(2020, 9, 1, tzinfo=UTC).timestamp()
SAFETY = "平安校园"


def return_of(unit: str) -> str:
    return f"{unit}_2020年报表.xlsx"


def write_return(path: Path, unit: str, guards: int, **more: object) -> None:
    """The unit's return with a number of guards, and other cells of other sheets."""
    book = openpyxl.load_workbook(SAMPLES / "first_round" / return_of(unit))
    book[SAFETY]["D7"] = guards
    for place, value in more.items():
        sheet, _, cell = place.partition("_")
        book[sheet][cell] = value
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def save_again(path: Path, to: Path) -> None:
    """As Excel does: other bytes, the same cells."""
    book = openpyxl.load_workbook(path)
    book.properties.title = "另存"
    book.save(to)
    assert to.read_bytes() != path.read_bytes()


def in_force(unit: str, form: str, field: str) -> list[object]:
    """A field of the rows of a unit's form that are in force."""
    workspace = Workspace(Settings(), "2020")
    code, facts = workspace.unit(unit).code, fact_table(form)
    with reading(workspace.engine) as connection:
        states = form_states(connection, "2020")
        (source,) = [one.in_force for one in states if (one.unit_code, one.form) == (code, form)]
        rows = select(facts.c[field]).where(facts.c.submission_id == source).order_by(facts.c.row)
        return list(connection.scalars(rows))


def guards(*units: str) -> list[object]:
    return [one for unit in units for one in in_force(unit, "safety", "guards_full_time")]


def listed() -> dict[str, dict[str, object]]:
    """What status says of every unit but how many questions are open."""
    return {one["name"]: one for one in run_json("status", "--collection", "2020")}


def asked(unit: str, name: str) -> list[str]:
    """The questions about a comeback in the slip for a file."""
    slip = slip_of(unit, name)
    if not slip.exists():
        return []
    sheet = load_workbook(slip)[ISSUES]
    return [row[4] for row in sheet.iter_rows(min_row=6, values_only=True) if row[6] == "FIL-015"]


def answer(path: Path, text: str) -> None:
    """Write an answer beside the question of a slip or a marked copy."""
    book = openpyxl.load_workbook(path)
    sheet = book[ISSUES]
    (line,) = [row for row in sheet.iter_rows(min_row=6) if row[6].value == "FIL-015"]
    line[EXPLANATION_COLUMN - 1].value = text
    sheet[AUTHOR_CELL] = "王老师"
    book.save(path)


@pytest.fixture
def corrected(inbox: Path) -> Path:
    """An inbox in which 2 guards were reported one night, and 5 the next; the first returns lie
    beside it in a folder `first`.
    """
    shutil.rmtree(inbox)
    register_only(inbox.parent, *UNITS)
    first = inbox.parent / "first"
    for unit in UNITS:
        write_return(inbox / return_of(unit), unit, 2)
    shutil.copytree(inbox, first)
    nightly("2020")
    assert guards(*UNITS) == [2, 2, 2, 2]
    for unit in UNITS:
        write_return(inbox / f"{unit}_更正.xlsx", unit, 5)
    nightly("2020")
    assert guards(*UNITS) == [5, 5, 5, 5]
    return inbox


def day(plus: timedelta = timedelta(0)) -> str:
    today = datetime.now(UTC) + timedelta(hours=8) + plus
    return f"{today.month} 月 {today.day} 日"


def test_what_was_corrected_does_not_come_back_by_itself(corrected: Path) -> None:
    first = corrected.parent / "first"
    # A cloud drive's conflict copy with its old date; the same cells saved anew; in a zip with a form
    # that is new; put back over the correction itself.
    conflict = corrected / "第一小学_2020年报表 (冲突副本).xlsx"
    shutil.copy(first / return_of(FIRST), conflict)
    os.utime(conflict, (LONG_AGO, LONG_AGO))
    again = corrected / "第二小学_再次.xlsx"
    save_again(first / return_of(SECOND), again)
    mixed = corrected.parent / "第四小学_宣传.xlsx"
    write_return(mixed, FOURTH, 2, 信息化_D4=77)
    with zipfile.ZipFile(corrected / "第四小学.zip", "w") as archive:
        archive.write(mixed, mixed.name)
    back = corrected / "第五小学_更正.xlsx"
    shutil.copy(first / return_of(FIFTH), back)

    before = listed()
    outcomes = {one["file"]: one["status"] for one in nightly("2020")["files"]}

    names = {FIRST: conflict.name, SECOND: again.name, FOURTH: mixed.name, FIFTH: back.name}
    assert outcomes == dict.fromkeys(names.values(), "accepted-with-queries")
    assert guards(*UNITS) == [5, 5, 5, 5]
    for unit, name in names.items():
        (words,) = asked(unit, name)
        assert words == (
            f"《平安校园》与 {day()} 报来、{day()} 已更正的完全相同，没有采用，仍以更正后的为准。"
            "误发的，请在“说明”栏写“误发”；确要改回的，请在“说明”栏写“改回：”和原因，保存后报回。"
        ), unit
    # What else is in a file counts: form by form.
    assert in_force(FOURTH, "ict", "contest_entries") == [77]
    # The unit's own state stays that of the later content; there is one question more.
    after = listed()
    for unit in (FIRST, SECOND, FIFTH):
        assert (before[unit]["state"], before[unit]["queries"]) == ("accepted", 0), unit
        assert after[unit] == {**before[unit], "state": "accepted-with-queries", "queries": 1}
    assert nightly("2020")["files"] == []

    # Judged again, by another version or because somebody asks for it: none of them is a new arrival.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "code_version", lambda: "another")
        assert len(nightly("2020")["files"]) == 11
    one_unit(FIRST, "2020")
    assert guards(*UNITS) == [5, 5, 5, 5]
    assert {unit: len(asked(unit, name)) for unit, name in names.items()} == dict.fromkeys(names, 1)
    assert {unit: after[unit]["queries"] for unit in UNITS} == {
        unit: listed()[unit]["queries"] for unit in UNITS
    }


def test_a_person_says_which_numbers_count(corrected: Path) -> None:
    """In the slip, in the marked copy, by telephone; 误发 and silence leave the correction in force."""
    first = corrected.parent / "first"
    names = {unit: f"{unit}_又一份.xlsx" for unit in UNITS}
    for unit, name in names.items():
        save_again(first / return_of(unit), corrected / name)
    nightly("2020")
    assert guards(*UNITS) == [5, 5, 5, 5]
    # By telephone: counts at once.
    ask = ("--rule", "FIL-015", "--by", "王主任", "--text")
    huizong("explain-query", FIRST, *ask, "改回：校长核实，原数正确")
    assert guards(FIRST) == [2]
    assert asked(FIRST, names[FIRST]) == []
    assert in_force(FIRST, "ict", "contest_entries") != []
    # In the list that was sent out, and in the marked copy, which holds the numbers once more.
    shutil.copy(slip_of(SECOND, names[SECOND]), corrected / "第二小学_问题清单.xlsx")
    answer(corrected / "第二小学_问题清单.xlsx", "改回：原数正确")
    shutil.copy(copy_of(FOURTH, names[FOURTH]), corrected / "第四小学_标注.xlsx")
    answer(corrected / "第四小学_标注.xlsx", "改回: 确为 2 人")
    shutil.copy(slip_of(FIFTH, names[FIFTH]), corrected / "第五小学_问题清单.xlsx")
    answer(corrected / "第五小学_问题清单.xlsx", "误发，不要改回")
    nightly("2020")
    assert guards(*UNITS) == [2, 2, 2, 5]
    assert [asked(unit, name) for unit, name in names.items()] == [[], [], [], []]
    # Now the correction is what was corrected: it comes back no more easily, and asks anew.
    shutil.copy(corrected / f"{SECOND}_更正.xlsx", corrected / "第二小学_更正 (1).xlsx")
    # A third number is nobody's comeback; and what was sent by mistake asks no second time.
    write_return(corrected / "第四小学_再更正.xlsx", FOURTH, 4)
    shutil.copy(corrected / names[FIFTH], corrected / "第五小学_又一份 (1).xlsx")
    os.utime(corrected / "第五小学_又一份 (1).xlsx", (LONG_AGO, LONG_AGO))
    nightly("2020")
    assert guards(*UNITS) == [2, 2, 4, 5]
    assert len(asked(SECOND, "第二小学_更正 (1).xlsx")) == 1
    assert asked(FIFTH, "第五小学_又一份 (1).xlsx") == []
    # Judged again, what was let back stays.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "code_version", lambda: "another")
        nightly("2020")
    assert guards(*UNITS) == [2, 2, 4, 5]
