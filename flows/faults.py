"""Technical faults in plain words: what kind it is, what it means, what to do.

What a run says of a failure, in its name, message, artifact and notification, is derived from here;
the table of docs/operations.md names the same kinds, and a test holds the two together.
"""

import errno
import traceback
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from flows.alone import TurnLost
from flows.intake import InboxMissing
from flows.prefect_server import CannotServe
from flows.workspace import WrongUse
from returns.broken import ReaderFailed, ReaderKilled, ReadingBroke
from returns.register_file import BadRegister
from schemas.checking import RuleCrashed


class FaultKind(Enum):
    """Words for a run's name, and what to do. The order is that of the operations page."""

    INBOX = "收件文件夹没有挂上", "挂上共享文件夹"
    WAREHOUSE = "数据库连不上", "检查数据库服务和网络"
    DISK_FULL = "磁盘已满", "清理磁盘或换一个数据文件夹"
    FILE_BUSY = "文件被占用或没有权限", "请对方关闭 Excel，或检查文件夹权限"
    SHARE_LOST = "共享文件夹读写出错", "检查网络和共享文件夹"
    READER = "读取进程被终止", "检查内存是否不足、是否被安全软件拦截"
    RULE = "程序的一条规则有错", "把规则编号告诉维护人员，修好后再试；其余照常"
    TURN = "另一次运行一直没有结束", "等它结束"
    SERVICE = "服务没有运行起来", "按提示处理后重新启动"
    WRONG_USE = "不能照做", "按提示改正设置或要求"
    PROGRAM = "程序出错", "把 logs/faults.log 交给维护人员"

    def __init__(self, words: str, cure: str) -> None:
        self.words = words
        self.cure = cure


@dataclass(frozen=True)
class Fault:
    """One failure as it may be told: `detail` holds nothing of a return's contents."""

    kind: FaultKind
    detail: str = ""

    @property
    def text(self) -> str:
        return f"{self.kind.words}：{self.detail}" if self.detail else self.kind.words


_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_BUSY = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY}
_WINDOWS_SHARING = {32, 33}  # another program has the file open
_WINDOWS_FULL = {39, 112}


def fault_of(error: BaseException) -> Fault:
    """What kind of failure an exception is. Messages are passed on only where they are our own."""
    match error:
        case WrongUse() | BadRegister():
            return Fault(FaultKind.WRONG_USE, str(error))
        case CannotServe():
            return Fault(FaultKind.SERVICE, str(error))
        case InboxMissing():
            return Fault(FaultKind.INBOX, str(error))
        case TurnLost():
            return Fault(FaultKind.TURN, str(error))
        case ReaderFailed() | ReaderKilled():
            return Fault(FaultKind.READER)
        case ReadingBroke():  # its message is the place, brought back from the reading process
            return Fault(FaultKind.PROGRAM, str(error))
        case RuleCrashed():
            return Fault(FaultKind.RULE, error.rule)
        case SQLAlchemyError():
            return _of_the_database(error)
        case OSError():
            return _of_the_system(error)
    return Fault(FaultKind.PROGRAM, place_of(error))


def _of_the_database(error: SQLAlchemyError) -> Fault:
    words = str(error).partition("\n")[0].strip()
    if "disk is full" in words or "No space left" in words:
        return Fault(FaultKind.DISK_FULL, "数据库所在的磁盘")
    if isinstance(error, OperationalError | InterfaceError) and error.orig is not None:
        # The driver's own words; SQLAlchemy's wrapping goes on with the statement. Of what it
        # says to a statement that is wrong nothing is passed on: it quotes values.
        return Fault(FaultKind.WAREHOUSE, str(error.orig).partition("\n")[0].strip())
    return Fault(FaultKind.PROGRAM, place_of(error))


def _of_the_system(error: OSError) -> Fault:
    windows = getattr(error, "winerror", None)
    reason = error.strerror or type(error).__name__
    if error.errno in _DISK_FULL or windows in _WINDOWS_FULL:
        return Fault(FaultKind.DISK_FULL, reason)
    if error.errno in _BUSY or windows in _WINDOWS_SHARING:
        return Fault(FaultKind.FILE_BUSY, reason)
    return Fault(FaultKind.SHARE_LOST, reason)


def place_of(error: BaseException) -> str:
    """Where an exception arose: its kind, file and line. Its message could quote a return."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__}，{Path(last.filename).name} 第 {last.lineno} 行"


def frames_of(error: BaseException) -> list[str]:
    """The way to an exception and to what caused it, for a maintainer: places, never values."""
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        lines.append(type(seen).__name__)
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return lines
