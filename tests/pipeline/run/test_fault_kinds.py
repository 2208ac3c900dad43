"""What a failure is called, and that nothing of a return is told with it."""

import errno
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import DataError, InterfaceError, OperationalError

from flows.nightly import nightly
from pipeline.intake.inbox import InboxMissing
from pipeline.run.failures import NightlyFailed, Trouble
from pipeline.run.faults import Fault, FaultKind, fault_of
from pipeline.run.lease import Busy, LeaseLost
from pipeline.settings import BadSettings, Settings
from pipeline.workspace import WrongUse
from returns.reading.reader_errors import ReaderFailed, ReaderKilled, ReadingBroke
from returns.reading.register_file import BadRegister
from schemas.checking import RuleCrashed
from warehouse.archive import ArchiveDamaged, NotInArchive
from warehouse.vault import BadKeyFile, WrongKey


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
        (Busy("等"), FaultKind.COLLECTION_TAKEN),
        (LeaseLost("等"), FaultKind.COLLECTION_TAKEN),
        (WrongUse("没有名册"), FaultKind.WRONG_USE),
        (BadSettings("第 1 行"), FaultKind.SETTINGS),
        (BadKeyFile("不是密钥"), FaultKind.KEY),
        (WrongKey("sealed for another place"), FaultKind.WAREHOUSE_DAMAGED),
        (ArchiveDamaged("ab12 holds another content"), FaultKind.ARCHIVE),
        (NotInArchive("ab12"), FaultKind.ARCHIVE),
        (OSError(errno.EROFS, "Read-only file system"), FaultKind.FILE_BUSY),
        (httpx.ConnectError("refused"), FaultKind.PREFECT_AWAY),
        (httpx.ReadTimeout(""), FaultKind.PREFECT_AWAY),
        (RuntimeError("张小明"), FaultKind.PROGRAM),
        (BadRegister("缺列"), FaultKind.WRONG_USE),
        (of_database('invalid input: "张小明"', DataError), FaultKind.PROGRAM),
        (
            of_database("Could not decode to UTF-8 column 'name' with text '张小明'"),
            FaultKind.WAREHOUSE_DAMAGED,
        ),
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
    assert r"| 第二小学：c\.xlsx | 文件被占用或没有权限 | 请对方关闭 Excel，或检查文件夹权限 |" in (
        failed.markdown
    )


def test_each_thing_is_said_once() -> None:
    told = NightlyFailed(cause=fault_of(InboxMissing("D:/收件"))).text
    assert told == ("收件文件夹没有挂上：D:/收件。挂上共享文件夹，然后重试即可，只处理缺少的文件")
    busy = NightlyFailed(cause=fault_of(Busy("另一次运行一直没有结束（甲 进程 7）"))).text
    assert busy == ("另一次运行一直没有结束（甲 进程 7）。等它结束，然后重试即可，只处理缺少的文件")


def test_a_retry_is_promised_only_where_it_heals() -> None:
    """For each kind on its own, and for a night of several: what must be done first comes first."""
    for kind in FaultKind:
        failed = NightlyFailed(cause=Fault(kind))
        assert ("重试即可" in failed.text) is kind.heals
        assert ("重试即可" in failed.markdown) is kind.heals
        assert failed.text.count(kind.cure) == 1
    never = {
        *(FaultKind.SETTINGS, FaultKind.WRONG_USE, FaultKind.KEY, FaultKind.WAREHOUSE_NEWER),
        *(FaultKind.WAREHOUSE_DAMAGED, FaultKind.WAREHOUSE_ENCODING, FaultKind.PREFECT_SETTINGS),
        *(FaultKind.RULE, FaultKind.PROGRAM),
    }
    assert not any(kind.heals for kind in never)
    both = NightlyFailed(
        [
            Trouble("a.xlsx", "第一小学", Fault(FaultKind.DISK_FULL)),
            Trouble("b.xlsx", "第二小学", Fault(FaultKind.RULE, "SAF-001")),
        ]
    )
    assert both.text.endswith(
        "清理磁盘或换一个数据文件夹，然后重试即可，只处理缺少的文件。"
        "把规则编号告诉维护人员，修好后再试；其余照常"
    )
    assert both.markdown.endswith("其余的已经处理。照“怎么办”一栏处理。")


def test_wrong_settings_exit_with_2_and_the_rest_with_3() -> None:
    assert {kind for kind in FaultKind if kind.exit_code == 2} == {
        FaultKind.WAREHOUSE_ENCODING,
        FaultKind.PREFECT_SETTINGS,
        FaultKind.KEY,
        FaultKind.SETTINGS,
        FaultKind.WRONG_USE,
    }
    assert {kind.exit_code for kind in FaultKind} == {2, 3}


def test_a_long_list_is_counted() -> None:
    many = [Trouble(f"{n}.xlsx", f"{n}小学", Fault(FaultKind.DISK_FULL)) for n in range(40)]
    assert NightlyFailed(many).brief == "磁盘已满：0小学等 40 份"
    assert "，另有 30 份。" in NightlyFailed(many).text


@pytest.mark.usefixtures("prefect_server")
def test_the_places_of_a_failure_are_kept_without_values(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: Any) -> None:
        raise ValueError("张小明 G340403201001010017")

    monkeypatch.setattr("pipeline.processing.refresh_outbox", crash)
    with pytest.raises(NightlyFailed, match=r"全区汇总失败（程序出错：ValueError，") as failed:
        nightly("2020")
    assert "张小明" not in str(failed.value)
    log = (Settings().data_dir / "logs" / "faults.log").read_text(encoding="utf-8")
    assert "ValueError" in log and "processing.py" in log
    assert "张小明" not in log
