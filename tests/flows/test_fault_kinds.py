"""What a failure is called, and that nothing of a return is told with it."""

import errno
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DataError, InterfaceError, OperationalError

from flows.alone import Busy, LeaseLost
from flows.failing import NightlyFailed, Trouble
from flows.faults import Fault, FaultKind, fault_of
from flows.intake import InboxMissing
from flows.nightly import nightly
from flows.settings import Settings
from flows.workspace import WrongUse
from returns.broken import ReaderFailed, ReaderKilled, ReadingBroke
from returns.register_file import BadRegister
from schemas.checking import RuleCrashed


def windows(code: int) -> OSError:
    error = PermissionError(errno.EACCES, "refused")
    error.winerror = code  # type: ignore[attr-defined]
    error.errno = None
    return error


def of_database(words: str, kind: type = OperationalError) -> Exception:
    error: Exception = kind("SELECT", {}, Exception(words))
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (InboxMissing("收件"), FaultKind.INBOX),
        (of_database("connection refused"), FaultKind.WAREHOUSE),
        (of_database("server closed", InterfaceError), FaultKind.WAREHOUSE),
        (of_database("database or disk is full"), FaultKind.DISK_FULL),
        (OSError(errno.ENOSPC, "No space left on device"), FaultKind.DISK_FULL),
        (OSError(errno.EDQUOT, "Quota exceeded"), FaultKind.DISK_FULL),
        (windows(112), FaultKind.DISK_FULL),
        (PermissionError(errno.EACCES, "Permission denied"), FaultKind.FILE_BUSY),
        (windows(32), FaultKind.FILE_BUSY),
        (OSError(errno.EIO, "Input/output error"), FaultKind.SHARE_LOST),
        (OSError(errno.ESTALE, "Stale file handle"), FaultKind.SHARE_LOST),
        (ReaderFailed("x"), FaultKind.READER),
        (ReaderKilled("x"), FaultKind.READER),
        (RuleCrashed("SAF-001", "ValueError"), FaultKind.RULE),
        (Busy("等"), FaultKind.TURN),
        (LeaseLost("等"), FaultKind.TURN),
        (WrongUse("没有名册"), FaultKind.WRONG_USE),
        (BadRegister("缺列"), FaultKind.WRONG_USE),
        (of_database('invalid input: "张小明"', DataError), FaultKind.PROGRAM),
        (ReadingBroke("ValueError in extract, line 7"), FaultKind.PROGRAM),
        (ValueError("张小明"), FaultKind.PROGRAM),
    ],
    ids=lambda value: value.name if isinstance(value, FaultKind) else "",
)
def test_what_a_failure_is_called(error: Exception, kind: FaultKind) -> None:
    fault = fault_of(error)
    assert fault.kind is kind
    assert "张小明" not in fault.text
    assert "\n" not in fault.text


def test_a_name_says_what_for_whom_and_how_many() -> None:
    full = Fault(FaultKind.DISK_FULL)
    busy = Fault(FaultKind.FILE_BUSY)
    failed = NightlyFailed(
        [
            Trouble("a.xlsx", "第一小学", full),
            Trouble("b.xlsx", "第一小学", full),
            Trouble("c.xlsx", "第二小学", busy),
        ],
        "全区汇总失败",
        Fault(FaultKind.WAREHOUSE, "server closed"),
    )
    assert failed.brief == "数据库连不上；磁盘已满：第一小学等 2 份；文件被占用或没有权限：第二小学"
    assert failed.text.startswith("全区汇总失败（数据库连不上：server closed）；3 份文件")
    assert "| 第二小学：c.xlsx | 文件被占用或没有权限 | 请对方关闭 Excel，或检查文件夹权限 |" in (
        failed.markdown
    )


def test_a_long_list_is_counted() -> None:
    many = [Trouble(f"{n}.xlsx", f"{n}小学", Fault(FaultKind.DISK_FULL)) for n in range(40)]
    assert NightlyFailed(many).brief == "磁盘已满：0小学等 40 份"
    assert "，另有 30 份。" in NightlyFailed(many).text


def test_the_places_of_a_failure_are_kept_without_values(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: Any) -> None:
        raise ValueError("张小明 G340403201001010017")

    monkeypatch.setattr("flows.processing.refresh_outbox", crash)
    with pytest.raises(NightlyFailed, match=r"全区汇总失败（程序出错：ValueError，") as failed:
        nightly("2020")
    assert "张小明" not in str(failed.value)
    log = (Settings().data_dir / "logs" / "faults.log").read_text(encoding="utf-8")
    assert "ValueError" in log and "processing.py" in log
    assert "张小明" not in log
