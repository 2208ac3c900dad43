"""Archives that schools attach: a zip of workbooks, unpacked in memory and within bounds.

Nothing is written to disk, so no name in a zip can lead anywhere. It is done in the unpacking process:
see `returns.sandbox.unpacking_pool`.
"""

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from returns.files.not_returns import kind_of_member
from returns.reading.formats.bounded_zip import DAMAGED, open_zip, read_member
from returns.reading.unreadable import MAX_FILE_BYTES, UnreadableFile

MAX_FILES = 500
MAX_ALL_BYTES = 200 * 2**20
_DEPTH = 2  # a zip in a zip, as mail programs make them
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1
_LONGEST_NAME = 1000  # characters, with its folders
# What is a document of its own though it is a zip.
_DOCUMENTS = frozenset({"[Content_Types].xml", "mimetype", "content.xml", "OFD.xml"})
_MAGIC = b"PK"
_FIRST_NAME = 30  # where the name of the first member stands


def may_be_attachment(content: bytes) -> bool:
    """Whether it is worth a look; most workbooks begin with a member that only a document has."""
    return content.startswith(_MAGIC) and not any(
        content.startswith(name.encode(), _FIRST_NAME) for name in _DOCUMENTS
    )


def unpack(content: bytes) -> list[tuple[str, bytes]] | None:
    """The files in an attached zip: (name with its folders, content), in the order of names.

    What is no return by its name is not unpacked: it comes without content, so that it can be told.
    None for whatever is no such zip, or one that cannot be unpacked safely: too much in it, damaged,
    encrypted. It is then read, and answered, as the one file that it is.
    """
    if not content.startswith(_MAGIC):
        return None
    try:
        found = list(_files(content, _DEPTH, _Allowance()))
    except (_Unfit, _TooMuch, UnreadableFile, *DAMAGED):
        return None
    if all(kind_of_member(name) for name, _ in found):
        return None
    return sorted(found)


class _Unfit(Exception):
    """Not to be unpacked."""


class _TooMuch(Exception):
    """All that is in an attachment, the zips in it included, is more than it may hold."""


class _Allowance:
    """What may still be unpacked of one attachment."""

    def __init__(self) -> None:
        self._files = MAX_FILES
        self._bytes = MAX_ALL_BYTES

    def take(self, size: int) -> None:
        """Before a member is unpacked. Raises _TooMuch."""
        self._files -= 1
        self._bytes -= size
        if self._files < 0 or self._bytes < 0:
            raise _TooMuch


def _files(content: bytes, depth: int, allowance: _Allowance) -> Iterator[tuple[str, bytes]]:
    archive = open_zip(content)
    members = archive.infolist()
    if _DOCUMENTS & {info.filename for info in members}:
        raise _Unfit
    for info in members:
        name = _name(info)
        if info.is_dir():
            continue
        if len(name) > _LONGEST_NAME:
            raise _Unfit
        if kind_of_member(name):
            yield name, b""
            continue
        if info.flag_bits & _ENCRYPTED or info.file_size > MAX_FILE_BYTES:
            raise _Unfit
        allowance.take(info.file_size)
        body = read_member(archive, info)
        is_zip = depth > 1 and name.lower().endswith(".zip")
        if is_zip and (inner := _inner(body, depth - 1, allowance)):
            yield from ((f"{name}/{below}", deep) for below, deep in inner)
        else:
            yield name, body


def _inner(body: bytes, depth: int, allowance: _Allowance) -> list[tuple[str, bytes]] | None:
    try:
        return list(_files(body, depth, allowance))
    except (_Unfit, UnreadableFile, *DAMAGED):
        return None


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name: Windows writes it in GBK and says nothing of it."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAMES:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = [
        part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("..", "/")
    ]
    return "/".join(parts)
