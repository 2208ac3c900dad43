"""Backups of warehouse and archive, and the way back.

The key is not among them: whoever has both has the names. A copy is looked through before it bears a
name that counts, and before it is put in the place of a warehouse.
"""

from datetime import datetime
from pathlib import Path

from pipeline.beijing import BEIJING
from pipeline.existing import has_data
from pipeline.run.lease import hold_collection
from pipeline.settings import Settings
from pipeline.upkeep import postgres_copies, sqlite_copies
from pipeline.upkeep.drafts import draft_of, sweep_drafts
from pipeline.upkeep.originals import copy_new, unopenable
from pipeline.upkeep.postgres_copies import CopyFailed
from pipeline.workspace import Workspace, WrongUse
from schemas.collections import COLLECTIONS
from warehouse.archive import Archive, ArchiveDamaged
from warehouse.engine import (
    Connection,
    DamagedWarehouse,
    connect,
    parse_url,
    reading,
    warehouse_file,
)
from warehouse.errors import SQLAlchemyError
from warehouse.key_record import KeyRecord, Unbound, key_record
from warehouse.migrate import NewerWarehouse, is_current
from warehouse.received import has_received, named_originals
from warehouse.seals import broken_seals
from warehouse.soundness import unreadable_tables
from warehouse.vault import BadKeyFile, Vault

__all__ = ["CopyFailed", "back_up", "drop_old", "refuse_unfit", "restore"]

_DATABASE = "warehouse_{:%Y%m%d_%H%M%S}"
_ARCHIVE = "archive"
_NO_WAREHOUSE = (SQLAlchemyError, WrongUse, DamagedWarehouse, NewerWarehouse, BadKeyFile)


def back_up(settings: Settings, now: datetime, folder: Path | None = None) -> Path:
    """Copy the warehouse as it is at this moment, and what the archive has gained; the copy's path.

    The copy is named after the moment in Beijing time. It has its name only when it was looked
    through: whole, of a known version, under the key of this folder, every row readable and every
    sealed value in its place. When originals are missing or do not open the copy is good and stays,
    and ArchiveDamaged is raised.

    SQLite through its own online backup; PostgreSQL through pg_dump. Raises WrongUse where pg_dump
    is not to be found, DamagedWarehouse for a damaged one, BadKeyFile, and OSError, CopyFailed or an
    error of sqlite3 for technical faults.
    """
    target = folder or settings.backup_dir
    target.mkdir(parents=True, exist_ok=True)
    sweep_drafts(target)
    url = parse_url(settings.url)
    name = _DATABASE.format(now.astimezone(BEIJING))
    # The archive first: a warehouse may lack a file that is kept, never the other way round.
    copy_new(settings.archive_dir, target / _ARCHIVE)
    if url.get_backend_name() == "sqlite":
        copy = _free(target, name, ".db")
        with draft_of(copy) as draft:
            sqlite_copies.copy_soundly(Path(str(url.database)), draft)
            vault, originals = _looked_through(settings, draft)
    else:
        copy = _free(target, name, ".dump")
        with draft_of(copy) as draft:
            vault, originals = _looked_through(settings)
            postgres_copies.dump(url, draft)
    copy_new(settings.archive_dir, target / _ARCHIVE)  # what came in meanwhile
    if vault is not None:
        _refuse_lost_originals(settings, vault, originals, target / _ARCHIVE)
    return copy


def drop_old(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest copies of the warehouse in a folder; which. The archive stays.

    Only what looks whole counts among those that are kept, so the last good one is never deleted for
    the sake of a newer one that is none.
    """
    copies = sorted(path for path in folder.glob("warehouse_*") if path.suffix in (".db", ".dump"))
    whole = [path for path in copies if _looks_whole(path)]
    old = whole[:-keep]
    for path in old:
        path.unlink()
    return old


def refuse_unfit(settings: Settings, copy: Path) -> None:
    """Raises WrongUse where `copy` could not be put in the place of the warehouse, and says why.

    Looks and changes nothing: no such file, the backup of another kind of database, no backup at all,
    a damaged one, one of a newer version, another key than the backup's, the tools of PostgreSQL
    missing. Raises Busy while a run is at work.
    """
    if not copy.is_file():
        raise WrongUse(f"没有这份备份：{copy}")
    backend = parse_url(settings.url).get_backend_name()
    if (backend == "sqlite") != (copy.suffix == ".db"):
        raise WrongUse(f"{copy.name} 不是这种数据库的备份（{backend}）")
    copies = sqlite_copies if backend == "sqlite" else postgres_copies
    copies.refuse_damaged(copy)
    _refuse_another_key(settings, copy)
    _refuse_while_at_work(settings)


def restore(settings: Settings, copy: Path, now: datetime) -> Path | str | None:
    """Put a backup in the place of the warehouse, and its originals back into the archive.

    What stood there is kept; where, if anything did: a file beside the database, on PostgreSQL a
    schema. Everything is looked at first, and the database is exchanged last. Raises what
    `refuse_unfit` raises, and OSError, CopyFailed or an error of sqlite3 for technical faults.
    """
    refuse_unfit(settings, copy)
    url = parse_url(settings.url)
    copy_new(copy.parent / _ARCHIVE, settings.archive_dir, _damaged_here(settings, copy))
    aside: Path | str | None
    if url.get_backend_name() == "sqlite":
        aside = sqlite_copies.swap(Path(str(url.database)), copy, now)
    else:
        aside = postgres_copies.bring_back(url, copy, now)
    # A backup of an older version is brought up to date.
    Workspace(settings, max(COLLECTIONS)).engine.dispose()
    return aside


def lost_originals(settings: Settings) -> list[str]:
    """The originals that the warehouse names and the archive cannot give."""
    workspace = Workspace(settings, max(COLLECTIONS))
    with reading(workspace.engine) as connection:
        named = named_originals(connection)
    workspace.engine.dispose()
    return unopenable(workspace.archive, named)


def _free(folder: Path, name: str, suffix: str) -> Path:
    """A name that no copy has: two may be made within one second. Later ones sort behind."""
    free = folder / f"{name}{suffix}"
    number = 1
    while free.exists():
        number += 1
        free = folder / f"{name}_{number}{suffix}"
    return free


def _looks_whole(copy: Path) -> bool:
    if copy.suffix == ".db":
        return sqlite_copies.looks_whole(copy)
    return copy.stat().st_size > 0


def _looked_through(settings: Settings, file: Path | None = None) -> tuple[Vault | None, list[str]]:
    """The key of the warehouse, or of a copy of it in a file, and the originals that it names.

    Raises DamagedWarehouse, NewerWarehouse and BadKeyFile where it is not as it should be.
    """
    engine = connect(f"sqlite:///{file}" if file else settings.url)
    try:
        with reading(engine) as connection:
            # The tables of an older version are not those of this one.
            is_of_this_version = is_current(connection)
            if is_of_this_version:
                _refuse_unreadable_rows(connection)
            vault = _vault_of(settings, connection, is_of_this_version)
            # Without the record nobody can say which values are from before they had places.
            if vault is not None and is_of_this_version and key_record(connection) is not None:
                _refuse_broken_seals(connection, vault)
            return vault, named_originals(connection)
    finally:
        engine.dispose()


def _refuse_unreadable_rows(connection: Connection) -> None:
    for table, error in unreadable_tables(connection):
        raise DamagedWarehouse(
            f"表 {table} 中有读不出的行（{type(error).__name__}），备份没有留下"
        ) from None


def _vault_of(settings: Settings, connection: Connection, is_of_this_version: bool) -> Vault | None:
    """The vault of a warehouse; None where nothing was ever received under any key.

    Raises BadKeyFile for one that is missing, or not the warehouse's own.
    """
    if not settings.key_path.exists():
        if has_received(connection):
            raise BadKeyFile(f"找不到 {settings.key_path}，而数据库中已有数据")
        return None
    vault = Vault.open(settings.key_path)
    record = key_record(connection) if is_of_this_version else None
    if record is not None and not record.is_of(vault):
        raise BadKeyFile(f"{settings.key_path} 不是这个数据文件夹的密钥")
    return vault


def _refuse_broken_seals(connection: Connection, vault: Vault) -> None:
    broken = broken_seals(connection, vault)
    if broken:
        raise DamagedWarehouse(
            f"{len(broken)} 处加密的内容打不开或换了位置（{broken[0]}），备份没有留下"
        )


def _refuse_lost_originals(
    settings: Settings, vault: Vault, originals: list[str], kept: Path
) -> None:
    """Every original that the warehouse names opens here and in the backup."""
    lost = unopenable(Archive(settings.archive_dir, vault), originals)
    damaged = unopenable(Archive(kept, vault), originals)
    healed = set(damaged) - set(lost)
    copy_new(settings.archive_dir, kept, healed)
    if not lost:
        return
    gone = set(lost) & set(damaged)
    where = f"其中 {len(gone)} 份备份里也没有" if gone else f"备份里都有，在 {kept}"
    raise ArchiveDamaged(
        f"{len(lost)} 份原件不见了或已损坏（{lost[0][:12]}…），{where}；数据库已备份，旧备份没有清理"
    )


def _refuse_another_key(settings: Settings, copy: Path) -> None:
    """Under another key the originals could not be opened, nor a child be known again."""
    kept = [
        path for _, path in zip(range(3), (copy.parent / _ARCHIVE).glob("*/*.bin"), strict=False)
    ]
    record = _record_in(copy)
    if not settings.key_path.exists():
        if kept or _holds_data(copy):
            raise BadKeyFile(f"找不到 {settings.key_path}；请先放回备份时用的密钥")
        return
    vault = Vault.open(settings.key_path)
    if record is not None:
        is_another = not record.is_of(vault)
    else:  # from before the warehouse remembered its key
        is_another = Archive(copy.parent / _ARCHIVE, vault).is_under_another_key(kept)
    if is_another:
        raise BadKeyFile(f"{settings.key_path} 不是这份备份的密钥")


def _record_in(copy: Path) -> KeyRecord | None:
    if copy.suffix == ".dump":
        rows = postgres_copies.rows_in(copy, "warehouse_key")
    else:
        rows = sqlite_copies.rows_in(copy, "warehouse_key")
    for row in rows:
        unbound = Unbound(int(row["unbound_submissions"]), int(row["unbound_explanations"]))
        return KeyRecord(row["check_value"], unbound)
    return None


def _holds_data(copy: Path) -> bool:
    if copy.suffix == ".dump":
        return bool(postgres_copies.rows_in(copy, "submission"))
    return bool(sqlite_copies.rows_in(copy, "submission"))


def _damaged_here(settings: Settings, copy: Path) -> list[str]:
    """Originals of the backup that lie in the archive, too, and do not open there."""
    if not settings.key_path.exists():
        return []
    names = [path.stem for path in (copy.parent / _ARCHIVE).glob("*/*.bin")]
    archive = Archive(settings.archive_dir, Vault.open(settings.key_path))
    return unopenable(archive, (name for name in names if name in archive))


def _refuse_while_at_work(settings: Settings) -> None:
    """A run that goes on would write into the database that is taken away."""
    file = warehouse_file(settings.url)
    if file is not None and not file.exists():
        return
    at_once = settings.model_copy(update={"lock_patience_minutes": 0})
    for code in COLLECTIONS:
        try:
            if not has_data(settings):  # where nothing is, nothing is at work
                return
            workspace = Workspace(at_once, code)
        except _NO_WAREHOUSE:  # one that is damaged, newer or gone stops nobody
            continue
        with hold_collection(workspace):
            pass
        workspace.engine.dispose()
