"""From an exception to the kind of fault that it is, by type and code, never by what it quotes."""

import errno
import sqlite3
import traceback
from pathlib import Path

from pipeline.intake.inbox import InboxMissing
from pipeline.run.database_faults import fault_of_database
from pipeline.run.fault_kinds import Fault, FaultKind, Told, fault_told_by_another
from pipeline.run.lease import CollectionTaken
from pipeline.settings import BadSettings
from pipeline.upkeep.backup import CopyFailed
from pipeline.workspace import WrongUse
from returns.reading.reader_errors import ReaderFailed, ReaderKilled, ReadingBroke
from returns.reading.register_file import BadRegister
from schemas.checking import RuleCrashed
from warehouse.archive import ArchiveDamaged, NotInArchive
from warehouse.engine import DamagedWarehouse, UnsupportedWarehouse, WrongEncoding
from warehouse.errors import SQLAlchemyError
from warehouse.migrate import NewerWarehouse
from warehouse.vault import BadKeyFile, WrongKey

__all__ = ["Fault", "FaultKind", "code_location", "fault_of", "frames_of"]

# Exceptions of ours whose message is the detail.
_OURS: dict[type[Exception], FaultKind] = {
    WrongUse: FaultKind.WRONG_USE,
    BadRegister: FaultKind.WRONG_USE,
    BadSettings: FaultKind.SETTINGS,
    UnsupportedWarehouse: FaultKind.SETTINGS,
    WrongEncoding: FaultKind.WAREHOUSE_ENCODING,
    DamagedWarehouse: FaultKind.WAREHOUSE_DAMAGED,
    NewerWarehouse: FaultKind.WAREHOUSE_NEWER,
    CopyFailed: FaultKind.COPY,
    BadKeyFile: FaultKind.KEY,
    ArchiveDamaged: FaultKind.ARCHIVE,
    NotInArchive: FaultKind.ARCHIVE,
    CollectionTaken: FaultKind.COLLECTION_TAKEN,
    ReadingBroke: FaultKind.PROGRAM,  # its message is the place, brought back from the process
}

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_BUSY = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY, errno.EROFS}
_WINDOWS_SHARING = {32, 33}  # another program has the file open
_WINDOWS_FULL = {39, 112}


def fault_of(error: BaseException) -> Fault:
    """What kind of failure an exception is. Messages are passed on only where they are our own."""
    for kind_of_error, kind in _OURS.items():
        if isinstance(error, kind_of_error):
            return Fault(kind, str(error))
    if isinstance(error, Told):
        return error.fault
    fault: Fault | None = None
    match error:
        case InboxMissing():  # its kind says the rest
            fault = Fault(FaultKind.INBOX, str(error.inbox))
        case ReaderFailed() | ReaderKilled():
            fault = Fault(FaultKind.READER)
        case WrongKey():  # the key itself was looked at when the warehouse was opened
            fault = Fault(FaultKind.WAREHOUSE_DAMAGED, "有加密的内容打不开，或换了位置")
        case RuleCrashed():
            fault = Fault(FaultKind.RULE, error.rule)
        case SQLAlchemyError() | sqlite3.Error():
            fault = fault_of_database(error)
        case OSError():
            fault = _of_the_system(error)
        case _:
            fault = fault_told_by_another(error)
    return fault or Fault(FaultKind.PROGRAM, code_location(error))


def _of_the_system(error: OSError) -> Fault:
    windows = getattr(error, "winerror", None)
    reason = error.strerror or type(error).__name__
    if error.errno in _DISK_FULL or windows in _WINDOWS_FULL:
        return Fault(FaultKind.DISK_FULL, reason)
    if error.errno in _BUSY or windows in _WINDOWS_SHARING:
        return Fault(FaultKind.FILE_BUSY, reason)
    return Fault(FaultKind.SHARE_LOST, reason)


def code_location(error: BaseException) -> str:
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
