"""Taking in a file that nobody vouches for: what it is and how large, before a byte of it is read.

Everything is asked of the open file, not of its name, which can be given to another file meanwhile.
Only an ordinary file is read: a pipe would wait for ever, a device never ends, and a link shows what
whoever made it may not see himself. A hard link cannot be told from a file.
"""

import errno
import os
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from returns.reading.unreadable import MAX_FILE_BYTES

_HEAD_BYTES = _PART_BYTES = 2**20
_OVERSIZED = b"huizong: a file too large to be read\n"
# Without waiting for whoever writes into a pipe, without following a link, unseen by child processes.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
)


class NotOrdinary(ValueError):
    """A link, a pipe, a socket, a device: it was not opened. `kind` is its name in Chinese."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class StillChanging(OSError):
    """Somebody is writing the file: what was read of it is neither the old one nor the new one."""

    def __init__(self) -> None:
        super().__init__(errno.EBUSY, "文件正在写入")


def take(path: Path) -> tuple[float, bytes]:
    """When an ordinary file was last changed, and its content, or the stand-in of one too large.

    Raises NotOrdinary, StillChanging, or OSError. At most MAX_FILE_BYTES and one are read.
    """
    if path.is_symlink():  # also where the system knows no O_NOFOLLOW
        raise NotOrdinary("链接")
    for _ in range(2):  # one write may fall between; a second says that it goes on
        descriptor = _open(path)
        try:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise NotOrdinary(_kind(before.st_mode))
            content = _content(descriptor, before.st_size)
            after = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            return before.st_mtime, content
    raise StillChanging


def is_oversized(content: bytes) -> bool:
    """Whether this stands for a file that was too large to be read."""
    return content.startswith(_OVERSIZED)


def _content(descriptor: int, size: int) -> bytes:
    left = _HEAD_BYTES if size > MAX_FILE_BYTES else MAX_FILE_BYTES + 1
    parts: list[bytes] = []
    while left and (part := os.read(descriptor, min(left, _PART_BYTES))):
        parts.append(part)
        left -= len(part)
    content = b"".join(parts)
    if size <= MAX_FILE_BYTES and len(content) <= MAX_FILE_BYTES:
        return content
    return _stand_in(max(size, len(content)), content[:_HEAD_BYTES])


def _stand_in(size: int, head: bytes) -> bytes:
    """What is judged and archived in the place of a file too large: the file stays where it lies.

    The same file gives the same stand-in every night, so that its finding is told once; another one
    gives another, as far as its size and its beginning tell.
    """
    words = f"size: {size} bytes\nsha256 of the beginning: {sha256(head).hexdigest()}\n"
    return _OVERSIZED + words.encode()


def _open(path: Path) -> int:
    """A descriptor; what opening refuses of a link and a socket is told as what it is."""
    try:
        return os.open(path, _FLAGS)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotOrdinary("链接") from error
        with suppress(OSError):
            mode = path.lstat().st_mode
            if not stat.S_ISREG(mode):
                raise NotOrdinary(_kind(mode)) from error
        raise


def _kind(mode: int) -> str:
    kinds = (
        (stat.S_ISLNK, "链接"),
        (stat.S_ISDIR, "文件夹"),
        (stat.S_ISFIFO, "管道"),
        (stat.S_ISSOCK, "套接字"),
    )
    return next((words for is_one, words in kinds if is_one(mode)), "设备")
