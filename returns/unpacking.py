"""Archives that schools attach: a zip of workbooks, unpacked in memory and within bounds.

Nothing is written to disk, so no name in a zip can lead anywhere.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from returns.bounded_zip import DAMAGED, read_member
from returns.refused import MAX_FILE_BYTES

MAX_FILES = 500
MAX_ALL_BYTES = 300 * 2**20
_DEPTH = 2  # a zip in a zip, as mail programs make them
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1
# What is a document of its own though it is a zip.
_DOCUMENTS = frozenset({"[Content_Types].xml", "mimetype", "content.xml"})
_JUNK = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})


def unpack(content: bytes) -> list[tuple[str, bytes]] | None:
    """The files in an attached zip: (name with its folders, content), in the order of names.

    None for whatever is no such zip, or one that cannot be unpacked safely: too much in it, damaged,
    encrypted. It is then read, and answered, as the one file that it is.
    """
    if not content.startswith(b"PK"):
        return None
    try:
        found = list(_files(content, _DEPTH))
    except (_Unfit, *DAMAGED):
        return None
    if not found or len(found) > MAX_FILES or sum(len(body) for _, body in found) > MAX_ALL_BYTES:
        return None
    return sorted(found)


class _Unfit(Exception):
    """Not to be unpacked."""


def _files(content: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    members = archive.infolist()
    if _DOCUMENTS & {info.filename for info in members}:
        raise _Unfit
    if sum(info.file_size for info in members) > MAX_ALL_BYTES or len(members) > 4 * MAX_FILES:
        raise _Unfit
    for info in members:
        name = _name(info)
        if info.is_dir() or _is_junk(name):
            continue
        if info.flag_bits & _ENCRYPTED or info.file_size > MAX_FILE_BYTES:
            raise _Unfit
        body = read_member(archive, info)
        if depth > 1 and name.lower().endswith(".zip") and (inner := _inner(body, depth - 1)):
            yield from ((f"{name}/{below}", deep) for below, deep in inner)
        else:
            yield name, body


def _inner(body: bytes, depth: int) -> list[tuple[str, bytes]] | None:
    try:
        return list(_files(body, depth))
    except (_Unfit, *DAMAGED):
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


def _is_junk(name: str) -> bool:
    parts = name.split("/")
    return any(part in _JUNK for part in parts) or parts[-1].startswith((".", "~$"))
