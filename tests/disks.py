"""Places that tests need and a folder is not: a full disk, a disk that may only be read."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """A file system of its own, so small that it can be filled. Skips where none can be mounted."""
    place.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={size},mode=0777", "huizong-test", str(place))
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)  # noqa: S607


def make_read_only(disk: Path) -> None:
    _mount("-o", "remount,ro", str(disk))


def fill(disk: Path) -> Path:
    """Take the last byte of a disk; the file that did, to be deleted again."""
    stuffing = disk / "stuffing"
    with stuffing.open("wb", buffering=0) as file:
        for size in (64 * 1024, 4096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return stuffing


def _mount(*arguments: str) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can mount a file system to fill")
    command = ["mount", *arguments]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
