"""Opening a file by what is in it, whatever its name says: bytes → grids of raw cells.

Every format has a module in `returns.reading.formats` that is exact for it; nothing is converted here.
"""

import zipfile
from collections.abc import Callable, Iterator

from returns.reading.attachments import ARCHIVE, DOCUMENT, MAGIC, MEMBERS
from returns.reading.foreign_files import is_oversized
from returns.reading.formats import html, ods, text, xls, xlsb, xlsx, xml2003
from returns.reading.formats.bounded_zip import open_zip
from returns.reading.grid import Grid
from returns.reading.unreadable import (
    MAX_CELL_CHARACTERS,
    MAX_FILE_BYTES,
    MAX_SHEET_NAME,
    MAX_SHEETS,
    MAX_UNPACKED_BYTES,
    UnreadableFile,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The first record of a BIFF file without an OLE container: before there were any, and since.
_BARE_BIFF = (
    b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00", b"\x09\x08\x10\x00",
)  # fmt: skip

# What a workbook may carry beside its values, by where it lies; nobody here opens it.
_MACROS = "宏（没有运行）"
_CARRIED = {
    "xl/vbaProject.bin": _MACROS,
    "xl/macrosheets/": _MACROS,
    "Basic/": _MACROS,
    "xl/externalLinks/": "外部链接（没有更新）",
}
_MACROS_OF_OLE = "_VBA_PROJECT_CUR".encode("utf-16-le")

Reader = Callable[[bytes], Iterator[Grid]]


def open_grids(content: bytes) -> Iterator[Grid]:
    """The sheets of a file, one at a time. Raises UnreadableFile for what is no workbook or no safe one."""
    if not content:
        raise UnreadableFile("FIL-006")
    if len(content) > MAX_FILE_BYTES or is_oversized(content):
        raise UnreadableFile("FIL-004")
    reader = _package(content) if content.startswith(b"PK") else _plain(content)
    try:
        for number, grid in enumerate(reader(content)):
            is_long = len(grid.name) > MAX_SHEET_NAME or grid.longest > MAX_CELL_CHARACTERS
            if number == MAX_SHEETS or is_long:
                raise UnreadableFile("FIL-004")
            yield grid
    except RecursionError as error:  # elements within elements without end
        raise UnreadableFile("FIL-004") from error


def carried(content: bytes) -> list[str]:
    """What a file that was read carries beside its values, in words for the school."""
    if content.startswith(_OLE):
        return [_MACROS] if _MACROS_OF_OLE in content else []
    if not content.startswith(b"PK"):
        return []
    with open_zip(content) as archive:
        names = archive.namelist()
    found = [words for place, words in _CARRIED.items() if any(n.startswith(place) for n in names)]
    return list(dict.fromkeys(found))


def _plain(content: bytes) -> Reader:
    """The reader for what is not a zip."""
    if content.startswith((_OLE, *_BARE_BIFF)):
        return xls.grids
    for magic, rule, kind in MAGIC:
        if content.startswith(magic):
            raise UnreadableFile(rule, kind=kind)
    head = content[:4096].lower()
    if head.lstrip().startswith(b"mime-version") or b"content-type: multipart/related" in head:
        raise UnreadableFile("FIL-008", kind="单个文件网页（.mht）")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return xml2003.grids
    if any(mark in head for mark in (b"<html", b"<!doctype html", b"<table", b"<meta")):
        return html.grids
    return text.grids


def _package(content: bytes) -> Reader:
    """The reader for a zip, by what lies in it."""
    try:
        archive = open_zip(content)
        members = {info.filename: info for info in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise UnreadableFile("FIL-003") from error
    if len(members) < len(archive.infolist()):
        # Two members of one name: a reader might take the other one.
        raise UnreadableFile("FIL-003")
    if any(info.flag_bits & 1 for info in members.values()):
        raise UnreadableFile("FIL-002")
    if sum(info.file_size for info in members.values()) > MAX_UNPACKED_BYTES:
        raise UnreadableFile("FIL-004")
    if "xl/workbook.xml" in members:
        return xlsx.grids
    if "xl/workbook.bin" in members:
        return xlsb.grids
    if "content.xml" in members:
        return ods.grids
    for name, kind in MEMBERS.items():
        if name in members:
            raise UnreadableFile(DOCUMENT, kind=kind)
    raise UnreadableFile(ARCHIVE, kind="压缩包")
