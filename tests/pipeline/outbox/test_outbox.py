"""The outbox follows from the warehouse alone: what was deleted there comes back with the next run."""

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.settings import Settings
from tests.nights import SAMPLES
from tests.plain_engine import nightly
from tests.sent_out import copy_of, folder_of, slip_of


def contents(outbox: Path) -> dict[str, bytes]:
    return {
        path.relative_to(outbox).as_posix(): path.read_bytes()
        for path in outbox.rglob("*")
        if path.is_file()
    }


def times(outbox: Path) -> dict[str, int]:
    return {path.as_posix(): path.stat().st_mtime_ns for path in outbox.rglob("*")}


def delete_all(outbox: Path) -> None:
    shutil.rmtree(outbox)


def delete_one_school(outbox: Path) -> None:
    shutil.rmtree(folder_of("曹庵镇第二小学"))


def delete_one_file_each(outbox: Path) -> None:
    """Of one school the slip, of another the copy, of a third the template, and the zip."""
    slip_of("曹庵镇第二小学", "曹庵镇第二小学_2020年报表.xlsx").unlink()
    copy_of("第一小学", "第一小学_2020年报表.xlsx").unlink()
    for template in outbox.glob("*/*/*模板.xlsx"):
        template.unlink()
    (outbox / "发件_2020.zip").unlink()


@pytest.fixture
def outbox(inbox: Path) -> Path:
    """After a night with a returned file, one on an old template and one that holds nothing to mark."""
    shutil.copy(SAMPLES / "first_round" / "曹庵镇第二小学_2020年报表.xlsx", inbox)
    old = inbox / "第四小学_2020年报表.xlsx"
    book = openpyxl.load_workbook(old)
    book["封面"]["B6"] = "2019.1"
    book.save(old)
    (inbox / "学府小学_2020年报表.xlsx").write_bytes(b"PK not a workbook")
    nightly("2020")
    return Settings().outbox_dir


def test_what_was_deleted_comes_back_with_nothing_new_in_the_inbox(outbox: Path) -> None:
    before = contents(outbox)
    template = f"2020/{folder_of('第四小学').name}/第四小学_2020年报表模板.xlsx"
    assert {"发件_2020.zip", template} < before.keys()
    for delete in (delete_all, delete_one_school, delete_one_file_each):
        delete(outbox)
        assert nightly("2020")["files"] == []
        assert contents(outbox) == before, delete.__name__


def test_nothing_is_written_when_everything_is_there(
    outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = times(outbox)

    def start(_: Any) -> None:
        raise AssertionError("no file is marked anew, nor tried to be")

    monkeypatch.setattr("pipeline.outbox.marked_copies.ExitStack", start)
    assert nightly("2020")["files"] == []
    assert times(outbox) == before
