"""Opening what is there, and nothing else: who only wants to look makes no warehouse and no key."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import inspect, select

from flows.settings import Settings
from flows.workspace import Workspace, WrongUse
from schemas.collections import COLLECTIONS
from warehouse.engine import connect, parse_url, reading
from warehouse.tables import submission


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
                "key_file": None,
                "unit_register": settings.register_file,
            }
        )
        workspace = Workspace(elsewhere, collection)
        try:
            yield workspace
        finally:
            workspace.engine.dispose()


def require_data(settings: Settings) -> None:
    """Raises WrongUse where nothing was run yet."""
    if not has_data(settings):
        raise WrongUse(
            f"{settings.data_dir}/ 里还没有数据：请先把报表放进 {settings.inbox_dir}/，"
            "运行 huizong run；想先看看就运行 huizong demo。"
            "数据在别处的，用 huizong.toml 或 HUIZONG_DATA_DIR 指明"
        )


def has_data(settings: Settings) -> bool:
    """Whether there is a warehouse with a key, or with something that needs one.

    Raises SQLAlchemyError when the warehouse cannot be reached.
    """
    url = parse_url(settings.url)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        return False
    engine = connect(url)
    try:
        if not inspect(engine).has_table(submission.name):
            return False
        if settings.key_path.exists():
            return True
        with reading(engine) as connection:  # a lost key is for `Workspace` to tell
            return connection.scalar(select(submission.c.id).limit(1)) is not None
    finally:
        engine.dispose()
