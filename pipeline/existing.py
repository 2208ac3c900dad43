"""Opening what is there, and nothing else: who only wants to look makes no warehouse and no key."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.settings import Settings
from pipeline.workspace import Workspace, WrongUse
from schemas.collections import COLLECTIONS
from warehouse.engine import Engine, connect, has_tables, reading, warehouse_file
from warehouse.errors import SQLAlchemyError
from warehouse.received import has_received
from warehouse.vault import Vault


def open_existing(settings: Settings, collection: str) -> Workspace:
    """The workspace of a data folder in which something was run before.

    Raises WrongUse, saying what to do, where nothing was, and what `Workspace` raises.
    """
    if collection in COLLECTIONS:
        require_data(settings)
    return Workspace(settings, collection)


@contextmanager
def open_or_borrow(settings: Settings, collection: str) -> Iterator[Workspace]:
    """The workspace; where nothing was run before, one that is thrown away, with the same register.

    For what needs only the register, and must do before the first run.
    """
    if has_data(settings):
        yield Workspace(settings, collection)
        return
    with TemporaryDirectory(prefix="huizong-") as folder:
        elsewhere = settings.model_copy(
            update={
                "data_dir": Path(folder),
                "warehouse_url": "",
                # One that is there is used, and told where it is no key.
                "key_file": settings.key_path if settings.key_path.exists() else None,
                "unit_register": settings.register_file,
            }
        )
        workspace = Workspace(elsewhere, collection)
        try:
            yield workspace
        finally:
            workspace.engine.dispose()


@contextmanager
def open_for_status(settings: Settings, collection: str) -> Iterator[Workspace]:
    """The workspace; before the first run the register alone says who is missing: everybody.

    Raises WrongUse where there is no register either.
    """
    if settings.register_file.is_file():
        with open_or_borrow(settings, collection) as workspace:
            yield workspace
    else:
        yield open_existing(settings, collection)


def require_data(settings: Settings) -> None:
    """Raises WrongUse where nothing was run yet, and BadKeyFile where the key could not be used."""
    if not has_data(settings):
        if settings.key_path.exists():
            Vault.open(settings.key_path)
        raise WrongUse(
            f"{settings.data_dir}/ 里还没有数据：请先把报表放进 {settings.inbox_dir}/，"
            "运行 huizong run；想先看看就运行 huizong demo。"
            "数据在别处的，用 huizong.toml 或 HUIZONG_DATA_DIR 指明"
        )


def has_data(settings: Settings) -> bool:
    """Whether there is a warehouse with a key, or with something that needs one.

    What cannot be used is there, too: what is wrong with it is for `Workspace` to tell. Raises
    SQLAlchemyError when the warehouse cannot be reached.
    """
    file = warehouse_file(settings.url)
    if file is not None and not file.exists():
        return False
    if file is not None and file.is_file() and not file.stat().st_size:  # looking would fill it
        return any(settings.archive_dir.glob("*/*.bin"))
    engine = connect(settings.url)
    try:
        if not has_tables(engine):  # emptied, where files were received
            return file is None and any(settings.archive_dir.glob("*/*.bin"))
        return settings.key_path.exists() or _has_submissions(engine)
    finally:
        engine.dispose()


def _has_submissions(engine: Engine) -> bool:
    try:
        with reading(engine) as connection:
            return has_received(connection)
    except SQLAlchemyError:
        return True
