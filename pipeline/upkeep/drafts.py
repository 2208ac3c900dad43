"""Files that come under a name of ours only when they are whole, and what killed processes left of them.

A draft bears the machine and the process that writes it, so that one of a dead process is known.
"""

import os
import platform
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from returns.files.atomic_write import DRAFT

_DEAD_FOR_SURE = 24 * 3600  # seconds: no copy takes a day


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """A file to be written; at the end of the block it is on the disk and takes the place of `path`.

    Where the block raises, nothing is left and what stood at `path` stays.
    """
    draft = path.with_name(f".{path.name}@{_host()}@{os.getpid()}{DRAFT}")
    draft.unlink(missing_ok=True)
    try:
        yield draft
        settle(draft)
        draft.replace(path)
        settle(path.parent)
    finally:
        for leftover in _with_companions(draft):
            leftover.unlink(missing_ok=True)


def settle(place: Path) -> None:
    """Wait until a file, or what a folder lists, is on the disk and outlives a power cut."""
    if place.is_dir() and os.name != "posix":  # Windows opens no folder
        return
    descriptor = os.open(place, os.O_RDONLY if place.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that the copy is whole or not there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with draft_of(target) as draft:
        shutil.copyfile(source, draft)


def sweep_drafts(folder: Path) -> int:
    """Delete the drafts directly in a folder whose processes are gone; how many."""
    swept = 0
    with suppress(FileNotFoundError):
        for path in folder.iterdir():
            if path.name.endswith(DRAFT) and _is_left_behind(path):
                for one in _with_companions(path):
                    one.unlink(missing_ok=True)
                swept += 1
    return swept


def _is_left_behind(draft: Path) -> bool:
    name, *maker = draft.name.removesuffix(DRAFT).rsplit("@", 2)
    if not name.startswith(".") or len(maker) < 2 or not maker[1].isdecimal():  # not one of these
        return False
    with suppress(OSError):
        if time.time() - draft.stat().st_mtime > _DEAD_FOR_SURE:
            return True
    host, process = maker
    return host == _host() and not psutil.pid_exists(int(process))


def _with_companions(draft: Path) -> list[Path]:
    """A draft and what SQLite makes beside a database."""
    return [draft.with_name(draft.name + end) for end in ("", "-journal", "-wal", "-shm")]


def _host() -> str:
    plain = (sign if sign.isascii() and sign.isalnum() else "-" for sign in platform.node())
    return "".join(plain) or "_"
