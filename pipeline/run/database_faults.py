"""Faults of the warehouse's database, told apart by the codes of its driver.

sqlite3 and psycopg say by a code what is wrong. Only where PostgreSQL let nobody in there is none:
then its words are looked at, in English and in Chinese.
"""

import os
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from pipeline.run.fault_kinds import Fault, FaultKind
from pipeline.settings import Settings
from warehouse.engine import warehouse_file
from warehouse.errors import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

# A file system that has less than this left refuses to let a database grow.
FULL_BELOW = 256 * 1024

_OF_SQLITE = {  # primary result codes
    sqlite3.SQLITE_BUSY: FaultKind.WAREHOUSE_BUSY,
    sqlite3.SQLITE_LOCKED: FaultKind.WAREHOUSE_BUSY,
    sqlite3.SQLITE_PROTOCOL: FaultKind.WAREHOUSE_BUSY,
    sqlite3.SQLITE_READONLY: FaultKind.WAREHOUSE_FILE,
    sqlite3.SQLITE_PERM: FaultKind.WAREHOUSE_FILE,
    sqlite3.SQLITE_CANTOPEN: FaultKind.WAREHOUSE_FILE,
    sqlite3.SQLITE_IOERR: FaultKind.WAREHOUSE_FILE,
    sqlite3.SQLITE_CORRUPT: FaultKind.WAREHOUSE_DAMAGED,
    sqlite3.SQLITE_NOTADB: FaultKind.WAREHOUSE_DAMAGED,
    sqlite3.SQLITE_FULL: FaultKind.DISK_FULL,
}
_OF_POSTGRES = {  # SQLSTATE, or its class of two characters
    "42501": FaultKind.WAREHOUSE_RIGHTS,
    "25006": FaultKind.WAREHOUSE_FILE,  # read only: a standby, or set so
    "53100": FaultKind.DISK_FULL,
    "28": FaultKind.WAREHOUSE_LOGIN,
    "3D": FaultKind.WAREHOUSE_LOGIN,
    "40": FaultKind.WAREHOUSE_BUSY,  # a deadlock, or somebody else's transaction came first
    "55": FaultKind.WAREHOUSE_BUSY,
    "57014": FaultKind.WAREHOUSE_BUSY,  # the server's own limit on how long a statement waits
    "58": FaultKind.WAREHOUSE_FILE,
    "XX001": FaultKind.WAREHOUSE_DAMAGED,
    "XX002": FaultKind.WAREHOUSE_DAMAGED,
    "42P01": FaultKind.WAREHOUSE_DAMAGED,  # one of our tables is gone
    "42703": FaultKind.WAREHOUSE_DAMAGED,
    "08": FaultKind.WAREHOUSE,
    "53": FaultKind.WAREHOUSE,
    "57": FaultKind.WAREHOUSE,
}
_NOT_LET_IN = ("authentication", "认证", "password", "口令", "密码", "does not exist", "不存在")
_NOT_LET_IN_EITHER = ("pg_hba.conf", "permission denied for database", "is not permitted to log in")
_WRONGLY_WRITTEN = ("invalid connection option", "invalid port number", "invalid integer value")
_UNREADABLE = "Could not decode to UTF-8"  # of sqlite3, which has no code for it
_MISSING = ("no such table", "no such column")


def fault_of_database(error: SQLAlchemyError | sqlite3.Error) -> Fault | None:
    """What kind of fault of the database an error is; None for a wrong statement of ours.

    Of what a driver says to a statement that is wrong nothing is passed on: it quotes values.
    """
    driver: Any = error.orig if isinstance(error, DBAPIError) else error
    words = str(driver).partition("\n")[0].strip()
    code = getattr(driver, "sqlite_errorcode", None)
    if code is not None:
        return _of_sqlite(code, words)
    state = getattr(driver, "sqlstate", None)
    if state is not None:
        kind = _OF_POSTGRES.get(state) or _OF_POSTGRES.get(state[:2])
        return Fault(kind, words) if kind else None
    if _UNREADABLE in words:  # followed by the text itself, which is nobody's business
        return Fault(FaultKind.WAREHOUSE_DAMAGED, "有读不出的文字")
    if any(sign in words for sign in _WRONGLY_WRITTEN):
        return Fault(FaultKind.SETTINGS, f"warehouse_url 写法不对（{words}）")
    if "disk is full" in words or "No space left" in words:
        return Fault(FaultKind.DISK_FULL, "数据库所在的磁盘")
    if isinstance(error, OperationalError | InterfaceError):
        if any(sign in words for sign in (*_NOT_LET_IN, *_NOT_LET_IN_EITHER)):
            return Fault(FaultKind.WAREHOUSE_LOGIN, words.rpartition("FATAL:")[2].strip())
        return Fault(FaultKind.WAREHOUSE, words)
    return None


def is_full(place: Path) -> bool:
    """Whether the file system of a file or folder has no room left, as far as can be seen."""
    with suppress(OSError):
        while not place.exists() and place != place.parent:
            place = place.parent
        return shutil.disk_usage(place).free < FULL_BELOW
    return False


def _of_sqlite(code: int, words: str) -> Fault | None:
    kind = _OF_SQLITE.get(code & 0xFF)
    if kind is None:
        missing = any(sign in words for sign in _MISSING)
        return Fault(FaultKind.WAREHOUSE_DAMAGED, words) if missing else None
    file = _file_of_the_settings()
    # On a full disk SQLite cannot lengthen the files beside the database, and calls that I/O errors.
    if kind is FaultKind.WAREHOUSE_FILE and file is not None and is_full(file):
        kind = FaultKind.DISK_FULL
    if kind is FaultKind.DISK_FULL:
        return Fault(kind, f"数据库所在的磁盘（{file.parent}）" if file else "数据库所在的磁盘")
    users = users_of(file) if file and kind is FaultKind.WAREHOUSE_BUSY else ""
    return Fault(kind, "，".join(part for part in (str(file or ""), users or words) if part))


def _file_of_the_settings() -> Path | None:
    with suppress(Exception):  # settings that are wrong are told where they are read
        return warehouse_file(Settings().url)
    return None


def users_of(file: Path) -> str:
    """Who else on this machine has a file open, e.g. `sqlitebrowser（进程 4711）`; else empty."""
    if not psutil.LINUX:  # elsewhere the question takes long or is answered wrongly
        return ""
    found = []
    for process in psutil.process_iter(["name"]):
        if process.pid == os.getpid():
            continue
        with suppress(psutil.Error, OSError):
            if any(Path(one.path) == file.resolve() for one in process.open_files()):
                found.append(f"{process.info['name']}（进程 {process.pid}）")
    return "、".join(found[:3])
