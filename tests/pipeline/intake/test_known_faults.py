"""A fault that comes back every night for one file is told once, to the operator and to the school."""

import errno
import os
import shutil
import signal
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import pytest

from flows.nightly import NightlyFailed, nightly
from flows.under_prefect import UnderPrefect
from pipeline.beijing import BEIJING
from pipeline.outbox.folders import NOBODY
from pipeline.results.unit_states import unit_states
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from reports.markdown_text import as_text
from returns.reading import foreign_files
from returns.sandbox import process as sandbox
from schemas.rule import Rule
from schemas.sheet_names import ISSUES
from tests.flows.run_page.test_artifacts import artifact
from tests.nights import SAMPLES
from tests.sent_out import slip_of
from warehouse.engine import reading
from warehouse.file_faults import FileFault, file_faults
from warehouse.ledger import Starter, runs

pytestmark = pytest.mark.usefixtures("prefect_server")

SECOND = "第二小学_2020年报表.xlsx"
WORDS = (
    "这份文件两次都没有打开，无法读取。文件正开着的，请先关闭；"
    "再用 Excel 或 WPS 打开，另存为 .xlsx 后重新报送。"
)


def remembered() -> list[FileFault]:
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        return file_faults(connection, workspace.vault, "2020")


def outcomes() -> list[str | None]:
    with reading(Workspace(Settings(), "2020").engine) as connection:
        return [run.outcome for run in reversed(runs(connection, "2020"))]


def state_of(unit: str) -> str:
    return {one.unit.name: one.state for one in unit_states(Workspace(Settings(), "2020"))}[unit]


def told(slip: Path) -> list[tuple[str, str]]:
    """Rule and words of each line of a slip."""
    sheet = openpyxl.load_workbook(slip)[ISSUES]
    rows = sheet.iter_rows(min_row=6, values_only=True)
    return [(str(row[6]), str(row[4])) for row in rows if row[6]]


def shoot_reader_of(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Real reading processes, really killed, whenever they get this content."""
    exchange = sandbox._exchange

    def shoot(process: Any, body: bytes, deadline: float) -> bytes | None:
        if body == content:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        return exchange(process, body, deadline)

    monkeypatch.setattr(sandbox, "_exchange", shoot)


def refuse_to_open(name: str, monkeypatch: pytest.MonkeyPatch, number: int = errno.EACCES) -> None:
    open_ = foreign_files._open

    def refuse(path: Path) -> int:
        if path.name == name:
            raise OSError(number, os.strerror(number))
        return open_(path)

    monkeypatch.setattr(foreign_files, "_open", refuse)


def test_a_file_that_kills_its_reader_every_night_is_told_once_and_answered(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip = slip_of("第二小学", SECOND)
    shoot_reader_of((inbox / SECOND).read_bytes(), monkeypatch)
    with pytest.raises(
        NightlyFailed, match=r"^1 份文件因技术原因没有处理：第二小学.*读取进程被终止"
    ):
        nightly("2020")
    assert (slip.exists(), state_of("第二小学")) == (False, "missing")

    second = nightly("2020")
    assert [(one["file"], one["status"]) for one in second["files"]] == [(SECOND, "unreadable")]
    assert told(slip) == [("FIL-013", WORDS)]
    assert state_of("第二小学") == "unreadable"
    (fault,) = remembered()
    day = fault.first_seen_at.astimezone(BEIJING)
    since = as_text(f"第二小学：{SECOND}（读取进程被终止），自 {day:%Y-%m-%d} 起；")
    assert (
        f"### 仍未处理\n\n下列文件以前已报告过，每次运行都会再试，不再算运行失败：\n\n- {since}"
        in (artifact("night-2020"))
    )
    written = slip.stat().st_mtime_ns

    third = nightly("2020")
    assert third["files"] == []
    assert "### 仍未处理" in artifact("night-2020")
    assert slip.stat().st_mtime_ns == written
    assert outcomes() == ["failed", "completed", "completed"]

    monkeypatch.undo()  # the machine has memory again
    healed = nightly("2020")
    assert [(one["file"], one["status"]) for one in healed["files"]] == [
        (SECOND, "accepted-with-queries")
    ]
    assert "FIL-013" not in dict(told(slip))
    assert "仍未处理" not in artifact("night-2020")
    assert remembered() == []
    assert nightly("2020")["files"] == []


def test_a_changed_file_is_no_longer_the_one_that_failed(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (inbox / SECOND).read_bytes()
    shoot_reader_of(content, monkeypatch)
    with pytest.raises(NightlyFailed):
        nightly("2020")
    nightly("2020")
    # Moved, it is still the same file.
    (inbox / "小学").mkdir()
    (inbox / SECOND).rename(inbox / "小学" / SECOND)
    assert nightly("2020")["files"] == []
    assert [Path(one.path).parent.name for one in remembered()] == ["小学"]
    (inbox / "小学" / SECOND).unlink()
    shutil.copy(SAMPLES / "first_round" / "学府小学_2020年报表.xlsx", inbox)
    assert [one["file"] for one in nightly("2020")["files"]] == ["学府小学_2020年报表.xlsx"]
    assert remembered() == []
    # Sent again, it is new trouble.
    (inbox / SECOND).write_bytes(content)
    with pytest.raises(NightlyFailed, match="读取进程被终止"):
        nightly("2020")


def test_a_file_that_never_opens_is_told_once_and_tried_every_night(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip = slip_of("第二小学", SECOND)
    refuse_to_open(SECOND, monkeypatch)
    with pytest.raises(NightlyFailed, match="文件被占用或没有权限"):
        nightly("2020")
    assert not slip.exists()
    assert nightly("2020")["files"] == []
    assert told(slip) == [("FIL-013", WORDS)]
    assert state_of("第二小学") == "unreadable"
    told_before = as_text(f"第二小学：{SECOND}（文件被占用或没有权限：Permission denied），自")
    assert told_before in artifact("night-2020")
    # A new fault is told, and nothing but that.
    shutil.copy(SAMPLES / "first_round" / "学府小学_2020年报表.xlsx", inbox)
    shoot_reader_of((inbox / "学府小学_2020年报表.xlsx").read_bytes(), monkeypatch)
    with pytest.raises(NightlyFailed) as failed:
        nightly("2020")
    assert [one.file for one in failed.value.troubles] == ["学府小学_2020年报表.xlsx"]
    monkeypatch.undo()
    healed = nightly("2020")
    assert sorted(one["file"] for one in healed["files"]) == ["学府小学_2020年报表.xlsx", SECOND]
    assert not any(rule == "FIL-013" for rule, _ in told(slip))
    assert remembered() == []


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that never reads")
def test_whose_a_file_is_that_never_opens_is_seen_from_its_folder(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read error of the share. (A link to what cannot be read would not be opened at all.)"""
    for folder in ("学府小学", "其他"):
        (inbox / folder).mkdir()
        (inbox / folder / "报表.xlsx").write_bytes(b"x")
    refuse_to_open("报表.xlsx", monkeypatch, errno.EIO)
    with pytest.raises(
        NightlyFailed, match=r"2 份文件因技术原因没有处理：报表.xlsx（共享文件夹读写"
    ):
        nightly("2020")
    nightly("2020")
    for unit in ("学府小学", NOBODY):
        assert told(slip_of(unit, "报表.xlsx")) == [("FIL-013", WORDS)]
    assert outcomes() == ["failed", "completed"]


def test_a_rule_that_crashes_over_a_form_is_told_once_for_each_file(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes = Rule.passes

    def crash(rule: Rule, frame: Any, collection: Any) -> Any:
        if rule.id == "SAF-001":
            raise ZeroDivisionError("a bug of ours")
        return passes(rule, frame, collection)

    monkeypatch.setattr(Rule, "passes", crash)
    with pytest.raises(NightlyFailed, match="SAF-001"):
        nightly("2020")
    assert nightly("2020")["files"] == []
    assert as_text("（程序的一条规则有错：SAF-001），自") in artifact("night-2020")
    assert not list(Settings().outbox_dir.rglob("*.xlsx"))  # no school can mend that
    monkeypatch.undo()
    assert len(nightly("2020")["files"]) == 3
    assert remembered() == []


def test_a_retry_that_heals_nothing_stays_red(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A retry is the same run of Prefect's; the next night is another one."""
    run = str(uuid4())
    monkeypatch.setattr(UnderPrefect, "started_by", lambda _: Starter("部署 nightly（人工）", run))
    refuse_to_open(SECOND, monkeypatch)
    for _ in range(2):
        with pytest.raises(NightlyFailed):
            nightly("2020")
    run = str(uuid4())
    nightly("2020")
    assert outcomes() == ["failed", "failed", "completed"]


def test_a_full_disk_is_never_taken_for_granted(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warehouse.archive import Archive

    keep = Archive.keep
    spoilt = (inbox / SECOND).read_bytes()

    def full_disk(archive: Archive, content: bytes) -> str:
        if content == spoilt:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return keep(archive, content)

    monkeypatch.setattr(Archive, "keep", full_disk)
    for _ in range(3):
        with pytest.raises(NightlyFailed, match="磁盘已满"):
            nightly("2020")
    assert remembered() == []
