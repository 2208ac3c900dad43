"""Two collections beside each other, and units, files and folders that look alike: none gets another's."""

import logging
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from pipeline.intake.collection_inbox import Inbox, inbox_of
from pipeline.outbox.folders import NOBODY, slip_path
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.collections import COLLECTIONS
from tests.nights import SAMPLES
from tests.pipeline.outbox.test_outbox import contents, times
from tests.plain_engine import nightly
from tests.sent_out import folder_of, slip_of
from warehouse.engine import reading
from warehouse.sealed_places import path_of
from warehouse.tables import submission

FULL_OF_SLIPS = "曹庵镇第二小学_2020年报表.xlsx"
LACKS_A_FORM = "第三小学_2020年报表.xlsx"  # and is told to use the template
# Another round of the same year: what it is about is no matter here.
EARLIER = replace(COLLECTIONS["2020"], code="2019")


@pytest.fixture
def of_2019(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second collection is asked for, and has a folder in the inbox."""
    monkeypatch.setitem(COLLECTIONS, "2019", EARLIER)
    folder = inbox / "2019"
    folder.mkdir()
    return folder


def received(collection: str = "2020") -> list[str]:
    workspace = Workspace(Settings(), collection)
    with reading(workspace.engine) as connection:
        names = connection.scalars(
            select(submission.c.file_name).where(submission.c.collection == collection)
        )
        return sorted(names)


def test_what_goes_out_in_one_collection_stays_when_another_runs(
    inbox: Path, of_2019: Path
) -> None:
    shutil.copy(SAMPLES / "first_round" / FULL_OF_SLIPS, inbox)
    nightly("2020")
    before = contents(Settings().outbox_dir)
    assert len(before) > 4
    shutil.copy(SAMPLES / "first_round" / FULL_OF_SLIPS, of_2019)
    shutil.copy(SAMPLES / "first_round" / "学府小学_2020年报表.xlsx", of_2019)
    assert len(nightly("2019")["files"]) == 2
    after = contents(Settings().outbox_dir)
    assert {name: after[name] for name in before} == before
    new = after.keys() - before.keys()
    assert "2019/2134000101_曹庵镇第二小学/曹庵镇第二小学_2020年报表_问题清单.xlsx" in new
    assert all(name.startswith("2019/") or name == "发件_2019.zip" for name in new)
    assert nightly("2020")["files"] == nightly("2019")["files"] == []
    assert contents(Settings().outbox_dir) == after


def test_a_run_reads_no_other_collections_folder(inbox: Path, of_2019: Path) -> None:
    shutil.copy(SAMPLES / "first_round" / FULL_OF_SLIPS, of_2019)
    (inbox / "2018").mkdir()  # no collection's: a folder like any other
    shutil.copy(SAMPLES / "first_round" / "学府小学_2020年报表.xlsx", inbox / "2018")
    nightly("2020")
    assert received() == [
        "学府小学_2020年报表.xlsx",
        "第一小学_2020年报表.xlsx",
        "第二小学_2020年报表.xlsx",
        "第四小学_2020年报表.xlsx",
    ]
    nightly("2019")
    assert received("2019") == [FULL_OF_SLIPS]


def test_where_a_collection_looks(of_2019: Path, inbox: Path, tmp_path: Path) -> None:
    settings = Settings()
    assert inbox_of(settings, "2020") == Inbox(inbox, inbox, frozenset({"2019"}))
    assert inbox_of(settings, "2019") == Inbox(inbox, of_2019, frozenset({"2020"}))
    assert inbox_of(settings, "2019", inbox) == inbox_of(settings, "2019")
    named = tmp_path / "收件"
    assert inbox_of(settings, "2019", named) == Inbox(named, named, frozenset({"2020"}))


def test_a_collection_without_a_folder_has_received_nothing(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(COLLECTIONS, "2019", EARLIER)
    assert nightly("2019")["files"] == []
    assert received("2019") == []


def test_a_file_moved_into_the_folder_of_its_collection_is_no_new_arrival(inbox: Path) -> None:
    nightly("2020")
    before = received()
    (inbox / "2020").mkdir()
    for file in inbox.glob("*.xlsx"):
        file.rename(inbox / "2020" / file.name)
    assert nightly("2020")["files"] == []
    assert received() == before


def told_of(slip: Path) -> set[str]:
    """The file that a slip is about, as it stands in its head."""
    rows = load_workbook(slip).active.iter_rows(max_row=5, values_only=True)
    return {str(cell) for row in rows for cell in row if cell}


def test_two_units_of_one_name_get_a_slip_each(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("第一小学", "第二小学")
    codes = [folder_of(name).name.partition("_")[0] for name in names]
    text = (SAMPLES / "register.csv").read_text(encoding="utf-8-sig")
    twins = tmp_path / "twins.csv"
    twins.write_text(text.replace(",第二小学,", ",第一小学,"), encoding="utf-8-sig")
    monkeypatch.setenv("HUIZONG_UNIT_REGISTER", str(twins))
    for code, name in zip(codes, names, strict=True):  # both schools call their file alike
        (inbox / code).mkdir()
        (inbox / f"{name}_2020年报表.xlsx").rename(inbox / code / "报表.xlsx")
    nightly("2020")
    outbox = Settings().outbox_of("2020")
    slips = [slip_path(outbox / f"{code}_第一小学", "报表.xlsx") for code in codes]
    for slip, code in zip(slips, codes, strict=True):
        assert any(code in words for words in told_of(slip)), slip
    assert slips[0].read_bytes() != slips[1].read_bytes()


def test_files_of_one_name_that_are_nobodys_get_a_slip_each(inbox: Path) -> None:
    for folder in ("甲", "乙"):
        (inbox / folder).mkdir()
        (inbox / folder / "报表.xlsx").write_bytes(f"PK {folder}".encode())
    nightly("2020")
    plain = slip_of(NOBODY, "报表.xlsx")
    (marked,) = set(plain.parent.glob("报表*_问题清单.xlsx")) - {plain}
    before = times(plain.parent)
    assert nightly("2020")["files"] == []
    assert times(plain.parent) == before
    # The first is settled. The other keeps its name: nobody is to take it for the first.
    first = min(submissions_of("报表.xlsx"))[1]
    shutil.copy(SAMPLES / "first_round" / "学府小学_2020年报表.xlsx", first)
    nightly("2020")
    assert list(plain.parent.iterdir()) == [marked]


def submissions_of(name: str) -> list[tuple[int, str]]:
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        rows = connection.execute(select(submission).where(submission.c.file_name == name))
        return [(row.id, path_of(workspace.vault, row)) for row in rows]


def test_files_of_one_name_of_one_unit_get_a_slip_each(inbox: Path) -> None:
    """One holds a form and the other the rest, as two people of a school send them."""
    for folder, without in (("甲", "平安校园"), ("乙", "应急演练")):
        (inbox / folder).mkdir()
        book = load_workbook(SAMPLES / "first_round" / FULL_OF_SLIPS)
        del book[without]
        book.save(inbox / folder / FULL_OF_SLIPS)
    nightly("2020")
    found = list(folder_of("曹庵镇第二小学").glob("*_问题清单.xlsx"))
    assert len(found) >= 2
    assert {slip.name.partition("~")[0] for slip in found} >= {"曹庵镇第二小学_2020年报表"}


def test_an_old_outbox_is_moved_over_and_nothing_deleted(
    inbox: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copy(SAMPLES / "first_round" / FULL_OF_SLIPS, inbox)
    (inbox / "谁的.xlsx").write_bytes(b"PK not a workbook")
    shutil.copy(SAMPLES / "first_round" / LACKS_A_FORM, inbox)
    nightly("2020")
    outbox = Settings().outbox_dir
    assert list((outbox / "2020").glob("*/*模板.xlsx"))
    before, when = contents(outbox / "2020"), times(outbox / "2020")
    for folder in list((outbox / "2020").iterdir()):
        if folder.is_dir():
            folder.rename(outbox / folder.name.rpartition("_")[2])
    strange = outbox / "曹庵镇第二小学" / "从前的_问题清单.xlsx"
    strange.write_bytes(b"of another year")
    (outbox / "曹庵镇第二小学" / "备注.txt").write_text("局里写的", encoding="utf-8")
    with caplog.at_level(logging.WARNING, logger="huizong"):
        assert nightly("2020")["files"] == []
    assert contents(outbox / "2020") == before
    moved = {path: time for path, time in times(outbox / "2020").items() if path.endswith("xlsx")}
    assert moved == {path: time for path, time in when.items() if path.endswith("xlsx")}
    left = [path.relative_to(outbox).as_posix() for path in outbox.glob("*小学/*")]
    assert sorted(left) == ["曹庵镇第二小学/从前的_问题清单.xlsx", "曹庵镇第二小学/备注.txt"]
    assert not (outbox / "第一小学").exists()
    assert "留在原处：曹庵镇第二小学（1 个）" in caplog.text
