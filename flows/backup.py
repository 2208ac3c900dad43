"""Backups of warehouse and archive, and the way back.

The key is not among them: whoever has both has the names.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

from flows.alone import alone
from flows.existing import has_data
from flows.parameters import BEIJING
from flows.settings import Settings
from flows.workspace import Workspace, WrongUse
from returns.files import DRAFT
from schemas.collections import COLLECTIONS
from warehouse.engine import DamagedWarehouse, parse_url
from warehouse.migrate import NewerWarehouse, known_revisions
from warehouse.vault import BadKeyFile, Vault, WrongKey

_DATABASE = "warehouse_{:%Y%m%d_%H%M%S}"
_ARCHIVE = "archive"
_DUMP = b"PGDMP"  # what a dump in the custom format begins with
_NO_WAREHOUSE = (SQLAlchemyError, WrongUse, DamagedWarehouse, NewerWarehouse, BadKeyFile)


class CopyFailed(RuntimeError):
    """A program of PostgreSQL's did not do its work; the message is its own first line."""


def back_up(settings: Settings, now: datetime, folder: Path | None = None) -> Path:
    """Copy the warehouse as it is at this moment, and what the archive has gained; the copy's path.

    The copy is named after the moment in Beijing time.

    SQLite through its own online backup; PostgreSQL through pg_dump. Raises WrongUse where pg_dump
    is not to be found, DamagedWarehouse for a damaged one, and OSError, CopyFailed or an error of
    sqlite3 for technical faults.
    """
    target = folder or settings.backup_dir
    target.mkdir(parents=True, exist_ok=True)
    url = parse_url(settings.url)
    name = _DATABASE.format(now.astimezone(BEIJING))
    # The archive first: a warehouse may lack a file that is kept, never the other way round.
    _copy_new(settings.archive_dir, target / _ARCHIVE)
    if url.get_backend_name() == "sqlite":
        copy = target / f"{name}.db"
        _copy_sqlite_soundly(Path(str(url.database)), copy)
    else:
        copy = target / f"{name}.dump"
        _postgres("pg_dump", url, "--format=custom", f"--file={copy}")
    _copy_new(settings.archive_dir, target / _ARCHIVE)  # what came in meanwhile
    return copy


def drop_old(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest copies of the warehouse in a folder; which. The archive stays."""
    copies = sorted(path for path in folder.glob("warehouse_*") if path.suffix in (".db", ".dump"))
    old = copies[:-keep]
    for path in old:
        path.unlink()
    return old


def refuse_unfit(settings: Settings, copy: Path) -> None:
    """Raises WrongUse where `copy` could not be put in the place of the warehouse, and says why.

    Looks and changes nothing: no such file, the backup of another kind of database, no backup at all,
    one of a newer version, another key than the backup's, the tools of PostgreSQL missing. Raises
    Busy while a run is at work.
    """
    if not copy.is_file():
        raise WrongUse(f"没有这份备份：{copy}")
    backend = parse_url(settings.url).get_backend_name()
    if (backend == "sqlite") != (copy.suffix == ".db"):
        raise WrongUse(f"{copy.name} 不是这种数据库的备份（{backend}）")
    if backend == "sqlite":
        _refuse_other_files(copy)
    else:
        _tool("pg_restore")
        with copy.open("rb") as dump:
            head = dump.read(len(_DUMP))
        if head != _DUMP:
            raise WrongUse(f"{copy.name} 不是 pg_dump 的备份，或已损坏")
    _refuse_another_key(settings, copy.parent / _ARCHIVE)
    if backend == "sqlite" and not settings.key_path.exists() and _holds_data(copy):
        raise WrongUse(f"找不到密钥文件 {settings.key_path}；请先放回备份时用的密钥")
    _refuse_while_at_work(settings)


def restore(settings: Settings, copy: Path, now: datetime) -> Path | None:
    """Put a backup in the place of the warehouse, and its originals back into the archive.

    What stood there is kept beside it; its path (PostgreSQL: none, the database is overwritten).
    Raises what `refuse_unfit` raises, and OSError, CopyFailed or an error of sqlite3 for technical
    faults.
    """
    refuse_unfit(settings, copy)
    url = parse_url(settings.url)
    aside = None
    if url.get_backend_name() == "sqlite":
        aside = _swap_sqlite(Path(str(url.database)), copy, now)
    else:
        _postgres("pg_restore", url, "--clean", "--if-exists", "--no-owner", str(copy))
    _copy_new(copy.parent / _ARCHIVE, settings.archive_dir)
    Workspace(settings, max(COLLECTIONS))  # a backup of an older version is brought up to date
    return aside


def _refuse_other_files(copy: Path) -> None:
    """A SQLite file whole and of ours, of a version that this program knows."""
    try:
        with closing(_opened(copy)) as database:
            (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
            found = database.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError:
        raise WrongUse(f"{copy.name} 不是汇总数据库的备份，或已损坏") from None
    if verdict != "ok" or found is None:
        raise WrongUse(f"{copy.name} 不是汇总数据库的备份，或已损坏")
    if found[0] not in known_revisions():
        raise WrongUse(f"{copy.name} 是更新版本的备份，请先升级程序")


def _holds_data(copy: Path) -> bool:
    with closing(_opened(copy)) as database:
        return database.execute("SELECT 1 FROM submission LIMIT 1").fetchone() is not None


def _opened(copy: Path) -> sqlite3.Connection:
    """Read only, and with no file made beside it."""
    return sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _refuse_while_at_work(settings: Settings) -> None:
    """A run that goes on would write into the database that is taken away."""
    at_once = settings.model_copy(update={"lock_patience_minutes": 0})
    for code in COLLECTIONS:
        try:
            if not has_data(settings):  # where nothing is, nothing is at work
                return
            workspace = Workspace(at_once, code)
        except _NO_WAREHOUSE:  # one that is damaged, newer or gone stops nobody
            continue
        with alone(workspace):
            pass
        workspace.engine.dispose()


def _refuse_another_key(settings: Settings, archive: Path) -> None:
    """Under another key the originals could not be opened, nor a child be known again."""
    kept = next((path for path in archive.rglob("*.bin")), None) if archive.is_dir() else None
    if kept is None:
        return
    if not settings.key_path.exists():
        raise WrongUse(f"找不到密钥文件 {settings.key_path}；请先放回备份时用的密钥")
    try:
        Vault.open(settings.key_path).decrypt(kept.read_bytes())
    except WrongKey:
        raise WrongUse(f"密钥文件 {settings.key_path} 不是这份备份的密钥") from None


def _copy_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _copy_sqlite_soundly(source: Path, target: Path) -> None:
    """Copy a database, and leave no copy of a damaged one: it would outlive the good ones.

    Page by page a damaged database is copied without a word, so the copy is looked through.
    """
    draft = target.with_name(f"{target.name}{DRAFT}")
    draft.unlink(missing_ok=True)
    try:
        _copy_sqlite(source, draft)
        with closing(sqlite3.connect(draft)) as copy:
            (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise DamagedWarehouse(f"{source}，备份没有留下")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _swap_sqlite(database: Path, copy: Path, now: datetime) -> Path | None:
    """Make the copy the database; the path under which the old one is kept."""
    database.parent.mkdir(parents=True, exist_ok=True)
    fresh = database.with_name(f"{database.name}.restoring")
    shutil.copy2(copy, fresh)
    aside = None
    if database.exists():
        aside = database.with_name(
            f"{database.stem}_before_restore_{now.astimezone(BEIJING):%Y%m%d_%H%M%S}.db"
        )
        _set_aside(database, aside)
        for leftover in (f"{database.name}-wal", f"{database.name}-shm"):
            database.with_name(leftover).unlink(missing_ok=True)
    fresh.replace(database)
    return aside


def _set_aside(database: Path, aside: Path) -> None:
    """Copy a database with what is still in its WAL; one that is damaged byte for byte."""
    try:
        _copy_sqlite(database, aside)
    except sqlite3.DatabaseError:
        shutil.copy2(database, aside)


def _postgres(program: str, url: URL, *arguments: str) -> None:
    """Run a tool of PostgreSQL on the warehouse. The password goes by the environment."""
    found = _tool(program)
    address = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": url.password} if url.password else {}
    done = subprocess.run(
        [found, f"--dbname={address}", *arguments],
        env={**os.environ, **secret},
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:  # only the first line: those below it may quote a row
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise CopyFailed(said or f"{program} 以 {done.returncode} 结束")


def _tool(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise WrongUse(f"找不到 {program}；请安装 PostgreSQL 客户端，或由数据库管理员备份和恢复")
    return found


def _copy_new(source: Path, target: Path) -> None:
    """Files of the archive are named by content and never change: only new ones are copied."""
    if not source.is_dir():
        return
    for path in source.rglob("*.bin"):
        copy = target / path.relative_to(source)
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            draft = copy.with_name(f"{copy.name}.draft")
            shutil.copy2(path, draft)
            draft.replace(copy)
