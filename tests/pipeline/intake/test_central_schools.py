"""A 中心校 files for its schools in one workbook: each is merged and answered by itself."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from flows import file_task
from flows.nightly import NightlyFailed, nightly
from flows.one_unit import one_unit
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.sheet_names import ISSUES
from tests.clerk import keep_only
from tests.nights import SAMPLES, look
from tests.returns.shared_books import bound, put, saved
from tests.sent_out import copy_of, folder_of, slip_of
from warehouse.engine import reading
from warehouse.frames import rows_in_force
from warehouse.submissions import arrivals
from warehouse.tables import submission

pytestmark = pytest.mark.usefixtures("prefect_server")

CENTRE, SECOND = "曹庵镇中心小学", "曹庵镇第二小学"
PINES, BAY = "曹庵镇松岗小学", "曹庵镇前湾小学"
SHARED = "曹庵中心校_2020年报表.xlsx"


def own(unit: str) -> Path:
    return SAMPLES / "first_round" / f"{unit}_2020年报表.xlsx"


def of_all_four() -> bytes:
    """The 中心校's return, and the sheets of its three schools behind it."""
    parts = []
    for name, unit in (("", CENTRE), ("二小", SECOND), ("松岗", PINES), ("前湾", BAY)):
        book = load_workbook(own(unit))
        if name:
            del book["封面"]
        parts.append((name, book))
    return bound(*((name, saved(book)) for name, book in parts))


@pytest.fixture
def empty_inbox(inbox: Path) -> Path:
    for path in inbox.iterdir():
        path.unlink()
    return inbox


def figures(night: Any) -> dict[str, tuple[Any, ...]]:
    return {
        name: (one.numerator, one.denominator, one.reported_units, one.status)
        for name, one in night.totals.items()
    }


def states(night: Any) -> dict[str, tuple[Any, ...]]:
    return {
        name: (one.state, one.errors, one.queries, one.missing_forms, one.returned_forms)
        for name, one in night.states.items()
    }


def seen() -> dict[str, str]:
    """What lies where: path below the inbox → unit."""
    workspace = Workspace(Settings(), "2020")
    inbox = Settings().inbox_dir.resolve()
    with reading(workspace.engine) as connection:
        return {
            Path(path).relative_to(inbox).as_posix(): one.part
            for path, one in arrivals(connection, workspace.vault, "2020").items()
        }


def submissions() -> int:
    with reading(Workspace(Settings(), "2020").engine) as connection:
        return connection.scalar(select(func.count()).select_from(submission)) or 0


def test_totals_and_states_are_those_of_schools_that_file_by_themselves(
    empty_inbox: Path, tmp_path: Path, environment: Any
) -> None:
    for unit in (CENTRE, SECOND, PINES, BAY):
        shutil.copy(own(unit), empty_inbox)
    alone = look(nightly("2020"))

    environment(tmp_path / "other")
    inbox = tmp_path / "other" / "inbox"
    put(inbox / SHARED, of_all_four())
    together = look(nightly("2020"))

    assert figures(together) == figures(alone)
    assert states(together) == states(alone)
    codes = [Workspace(Settings(), "2020").unit(u).code for u in (SECOND, PINES, BAY, CENTRE)]
    assert [file["unit"] for file in together.result["files"]] == codes
    assert {file["file"] for file in together.result["files"]} == {SHARED}
    assert seen() == {SHARED: "", **{f"{SHARED}/{code}": code for code in codes[:3]}}

    assert nightly("2020")["files"] == []
    (inbox / SHARED).rename(inbox / "曹庵中心校.xlsx")
    assert nightly("2020")["files"] == []
    assert set(seen()) == {"曹庵中心校.xlsx", *(f"曹庵中心校.xlsx/{code}" for code in codes[:3])}
    assert submissions() == 4


def listed(unit: str) -> list[tuple[str, str, str]]:
    """(rule, sheet, cell) of the lines of a slip."""
    book = load_workbook(slip_of(unit, SHARED))
    rows = book[ISSUES].iter_rows(min_row=6, values_only=True)
    return [(row[6], row[1], row[2]) for row in rows if row[6]]


def test_each_school_is_answered_and_sees_nothing_of_the_others(empty_inbox: Path) -> None:
    put(empty_inbox / SHARED, of_all_four())
    nightly("2020")
    assert ("VAL-003", "二小-平安校园", "D7") in listed(SECOND)
    assert {sheet.partition("-")[0] for _, sheet, _ in listed(SECOND)} == {"二小"}
    told = load_workbook(slip_of(CENTRE, SHARED))[ISSUES]
    lines = [row[4] for row in told.iter_rows(min_row=6, values_only=True) if row[6] == "UNT-007"]
    assert [line.partition("：")[0] for line in lines] == [
        f"代报的{unit}" for unit in (SECOND, PINES, BAY)
    ]
    assert "《平安校园》" in lines[0].partition("退回")[0].rpartition("；")[2]

    copy = load_workbook(copy_of(SECOND, SHARED))
    original = load_workbook(own(SECOND))
    assert copy.sheetnames == [ISSUES, *original.sheetnames]
    assert copy["平安校园"]["D7"].value == -1
    assert "VAL-003" in copy["平安校园"]["D7"].comment.text
    texts = "\n".join(
        str(cell.value) for sheet in copy for row in sheet.iter_rows() for cell in row if cell.value
    )
    assert SECOND in texts
    assert PINES not in texts and BAY not in texts and CENTRE not in texts


@pytest.mark.slow
def test_a_school_s_own_correction_stands_when_the_centre_sends_the_whole_again(
    empty_inbox: Path,
) -> None:
    put(empty_inbox / SHARED, of_all_four())
    nightly("2020")
    book = load_workbook(copy_of(SECOND, SHARED))
    book["平安校园"]["D7"] = 2
    for sheet in book.sheetnames:
        if sheet != "平安校园":
            del book[sheet]
    book.save(empty_inbox / "曹庵二小_更正.xlsx")
    (result,) = nightly("2020")["files"]
    assert result["unit"] == Workspace(Settings(), "2020").unit(SECOND).code
    assert ("VAL-003", "二小-平安校园", "D7") not in listed(SECOND)

    again = load_workbook(empty_inbox / SHARED)
    again["松岗-平安校园"]["D7"] = 4
    again.save(empty_inbox / SHARED)
    files = nightly("2020")["files"]
    assert len(files) == 4
    assert ("VAL-003", "二小-平安校园", "D7") not in listed(SECOND)
    assert "FIL-015" in {rule for rule, _, _ in listed(SECOND)}  # is the old part meant?


@pytest.mark.slow
def test_a_part_that_fails_is_made_good_by_the_next_run(
    empty_inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(empty_inbox / SHARED, of_all_four())
    load = file_task.load

    def fail(workspace: Any, incoming: Any, judged: Any) -> Any:
        if judged.unit.name == PINES:
            raise OSError(28, "No space left on device")
        return load(workspace, incoming, judged)

    monkeypatch.setattr(file_task, "load", fail)
    with pytest.raises(NightlyFailed) as failed:
        nightly("2020")
    assert [one.who for one in failed.value.troubles] == [PINES, CENTRE]
    assert (submissions(), SHARED in seen()) == (2, False)
    monkeypatch.undo()
    files = nightly("2020")["files"]
    assert [file["file"] for file in files] == [SHARED] * 4
    assert (submissions(), SHARED in seen()) == (4, True)
    assert nightly("2020")["files"] == []


@pytest.mark.slow
def test_one_of_the_schools_again(empty_inbox: Path) -> None:
    put(empty_inbox / SHARED, of_all_four())
    nightly("2020")
    before = submissions()
    assert len(one_unit(PINES, "2020")["files"]) == 4
    assert submissions() == before


def test_a_school_that_is_not_under_the_sender_is_told_to_the_sender_alone(
    empty_inbox: Path,
) -> None:
    strange = load_workbook(own("青禾乡白杨小学"))
    del strange["封面"]
    centre = own(CENTRE).read_bytes()
    put(empty_inbox / SHARED, bound(("", centre), ("白杨", saved(strange))))
    (result,) = nightly("2020")["files"]
    assert (result["unit"], result["status"]) == (
        Workspace(Settings(), "2020").unit(CENTRE).code,
        "returned",
    )
    night = look(nightly("2020"))
    assert night.states["青禾乡白杨小学"].state == "missing"
    assert night.states[CENTRE].returned_forms == ("drills",)  # as when it files by itself
    assert ("UNT-006", "白杨-基本情况", "A2") in listed(CENTRE)
    assert not folder_of("青禾乡白杨小学").exists()


def drills_of_both() -> bytes:
    """应急演练 of two schools as one table under the name of their 中心校, whose the rows are in G."""
    pines, bay = (load_workbook(own(unit))["应急演练"] for unit in (PINES, BAY))
    centre = load_workbook(own(CENTRE))["应急演练"]
    book = Workbook()
    sheet = book.active
    sheet.title = "应急演练"
    sheet.append([centre["A1"].value])
    sheet.append([centre["A2"].value])
    sheet.append([*(cell.value for cell in pines[3]), "学校名称"])
    for unit, source in ((PINES, pines), (BAY, bay)):
        for row in (4, 5):
            sheet.append([*(cell.value for cell in source[row]), unit])
    sheet.append([None, "合计", None, None, 174, 22])
    return saved(book)


@pytest.mark.slow
def test_a_table_of_several_schools_is_as_if_each_had_sent_its_rows(
    empty_inbox: Path, tmp_path: Path, environment: Any
) -> None:
    for unit in (PINES, BAY):
        put(empty_inbox / own(unit).name, own(unit).read_bytes())
        keep_only(empty_inbox / own(unit).name, "应急演练")
    alone = look(nightly("2020"))

    environment(tmp_path / "other")
    put(tmp_path / "other" / "inbox" / SHARED, drills_of_both())
    together = look(nightly("2020"))

    assert figures(together) == figures(alone)
    assert states(together)[PINES] == states(alone)[PINES]
    assert [(file["unit"], file["status"]) for file in together.result["files"]] == [
        (Workspace(Settings(), "2020").unit(unit).code, "accepted") for unit in (PINES, BAY, CENTRE)
    ]
    with reading(Workspace(Settings(), "2020").engine) as connection:
        rows = rows_in_force(connection, "2020", ["drills"])["drills"]
    assert sorted(zip(rows.row, rows.pupils, strict=True)) == [(4, 67), (5, 20), (6, 32), (7, 55)]
    assert nightly("2020")["files"] == []
