"""Folders and files of ours that other users of the machine can look into.

New ones are for their owner alone (`pipeline.owner_only`). One that somebody made before, or shares on
purpose, stays as it is: it is told, with what to do.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.settings import Settings
from warehouse.engine import warehouse_file

_OTHERS = 0o077
_READ_OR_WRITE = 0o066


def told_wide(settings: Settings) -> str:
    """Which of our folders other users of the machine can look into, and what to do; else empty."""
    if os.name != "posix":
        return ""
    wide = list(_wide(settings))
    if not wide:
        return ""
    named = "、".join(f"{path}（{mode:04o}）" for path, mode in wide)
    places = " ".join(f"'{path}'" for path, _ in wide)
    return (
        f"本机其他用户能打开 {named}，里面有姓名和号码；"
        f"请运行 chmod -R go-rwx {places}。有意共享给别人的，可以不改"
    )


def _wide(settings: Settings) -> Iterator[tuple[Path, int]]:
    """What others can read or write. Below a folder that lets nobody through all is safe."""
    folder = settings.data_dir
    mode = _mode(folder)
    if mode & _READ_OR_WRITE:
        yield folder, mode
    elif mode & _OTHERS:  # others may go through, as to an outbox that is shared
        yield from _wide_ones(sorted(folder.iterdir()))
    database = warehouse_file(settings.url)
    if database is not None and not database.resolve().is_relative_to(folder.resolve()):
        yield from _wide_ones([database])


def _wide_ones(paths: list[Path]) -> Iterator[tuple[Path, int]]:
    for path in paths:
        if (mode := _mode(path)) & _READ_OR_WRITE:
            yield path, mode


def _mode(path: Path) -> int:
    """0 where there is nothing, or nothing that may be looked at."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0
