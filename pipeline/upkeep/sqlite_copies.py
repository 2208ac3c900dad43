"""Copies of a SQLite warehouse: made, looked through, and put in its place."""

import errno
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.beijing import BEIJING
from pipeline.run.database_faults import is_full
from pipeline.upkeep.drafts import draft_of, settle, sweep_drafts
from pipeline.workspace import WrongUse
from warehouse.engine import DamagedWarehouse
from warehouse.migrate import known_revisions

_HEAD = b"SQLite format 3\0"
_BESIDE = ("-wal", "-shm")
# What Python raises for a damaged database; the second where SQLite's own words quote the damage.
_UNUSABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
_GARBLED = "malformed database schema"


def copy_soundly(source: Path, draft: Path) -> None:
    """Copy a database as it is at this moment. Raises DamagedWarehouse, also where the copy is damaged.

    Page by page a damaged database is copied without a word, so the copy is looked through.
    """
    try:
        _copy(source, draft)
        _take_in_the_wal(draft)
    except UnicodeDecodeError:
        raise DamagedWarehouse(f"{source}，{_GARBLED}，备份没有留下") from None
    except sqlite3.Error as error:
        if is_full(draft.parent):  # SQLite would blame the disk of the warehouse
            raise OSError(errno.ENOSPC, f"备份文件夹 {draft.parent}") from error
        raise
    damage = _damage(draft)
    if damage:
        raise DamagedWarehouse(f"{source}，{damage}，备份没有留下")


def refuse_damaged(copy: Path) -> None:
    """Raises WrongUse for what is no whole warehouse of a version that this program knows."""
    found = None
    with suppress(*_UNUSABLE), closing(opened(copy)) as database:
        found = database.execute("SELECT version_num FROM alembic_version").fetchone()
    if found is None or not looks_whole(copy) or _damage(copy):
        raise WrongUse(f"{copy.name} 不是汇总数据库的备份，或已损坏")
    if found[0] not in known_revisions():
        raise WrongUse(f"{copy.name} 是更新版本的备份，请先升级程序")


def looks_whole(copy: Path) -> bool:
    """Whether a file begins like a database and is as long as its head says: quick, no proof.

    SQLite itself does not miss the last bytes of a file.
    """
    with copy.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(_HEAD):
        return False
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    return copy.stat().st_size >= pages * (65536 if page == 1 else page)


def opened(copy: Path) -> sqlite3.Connection:
    """Read only, and with no file made beside it."""
    return sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def rows_in(copy: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table in a copy; none where it has no such table."""
    with closing(opened(copy)) as database:
        known = database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        if known is None:
            return []
        database.row_factory = sqlite3.Row
        found = database.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - a name of ours
    return [dict(row) for row in found]


def swap(database: Path, copy: Path, now: datetime) -> Path | None:
    """Make a copy of `copy` the database; the path under which the old one is kept.

    The new one is whole on the disk before anything is touched, the old one is kept before it goes,
    and its WAL goes first: it is never applied to the new one.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    sweep_drafts(database.parent)
    # What a killed restore of an older version left.
    database.with_name(f"{database.name}.restoring").unlink(missing_ok=True)
    aside = None
    with draft_of(database) as draft:
        shutil.copyfile(copy, draft)
        damage = _damage(draft)
        if damage:
            raise OSError(errno.EIO, f"{draft.parent} 里的副本已损坏（{damage}）")
        settle(draft)
        if database.exists():
            moment = f"{now.astimezone(BEIJING):%Y%m%d_%H%M%S}"
            aside = database.with_name(f"{database.stem}_before_restore_{moment}.db")
            _set_aside(database, aside)
        for end in _BESIDE:
            database.with_name(database.name + end).unlink(missing_ok=True)
    return aside


def _set_aside(database: Path, aside: Path) -> None:
    """Copy a database with what is still in its WAL; one that is damaged byte for byte."""
    with draft_of(aside) as draft:
        try:
            _copy(database, draft)
            _take_in_the_wal(draft)
            _take_in_the_wal(database)  # should the power fail now, it is whole without it
        except _UNUSABLE as error:
            if is_full(draft.parent):
                raise OSError(errno.ENOSPC, f"数据文件夹 {draft.parent}") from error
            shutil.copyfile(database, draft)
            for end in _BESIDE:
                beside = database.with_name(database.name + end)
                if beside.exists():
                    shutil.copyfile(beside, aside.with_name(aside.name + end))


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _take_in_the_wal(file: Path) -> None:
    """Bring all into the one file; nothing lies beside it then, unless another process has it open."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _damage(copy: Path) -> str:
    """What is wrong with a file as a database, in SQLite's words; empty where nothing is."""
    try:
        with closing(opened(copy)) as database:
            (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict != "ok":
                return str(verdict).partition("\n")[0]
            if database.execute("PRAGMA foreign_key_check").fetchone() is not None:
                return "foreign key mismatch"
    except sqlite3.DatabaseError as error:
        return str(error)
    except UnicodeDecodeError:
        return _GARBLED
    return ""
