"""A 中心校 files for its schools in one workbook: each is merged and answered by itself."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from flows import file_task
from flows.nightly import NightlyFailed, nightly
from flows.outbox import marked_path, slip_path
from flows.settings import Settings
from flows.workspace import Workspace
from returns.issue_list import SHEET
from tests.flows.conftest import SAMPLES, look
from tests.returns.shared_books import bound, put
from warehouse.engine import reading
from warehouse.submissions import arrivals
from warehouse.tables import submission

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
    return bound(*((name, _bytes(book)) for name, book in parts))


def _bytes(book: Any) -> bytes:
    from tests.returns.shared_books import saved

    return saved(book)


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
            for path, one in arrivals(connection, "2020").items()
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
