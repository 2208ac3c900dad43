"""A look inside a file before any reader is let loose on it.

Decides by content, never by suffix, whether this is a workbook that can be read safely, and finds
what the fast reader would lose in silence: error cells and formulas without a stored value.
"""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

from returns.cell_scan import scan

MAX_FILE_BYTES = 50 * 2**20
MAX_UNPACKED_BYTES = 100 * 2**20
MAX_SHEET_CELLS = 4_000_000  # the fast reader allocates the whole rectangle
MAX_SHEETS = 200

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF 文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_ENCODING = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)""")
_PARTS_OF_VALUES = frozenset({"xl/sharedStrings.xml", "xl/styles.xml"})
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})


class Refused(Exception):
    """The file cannot or must not be read; `rule` says why, `facts` fill the rule's words."""

    def __init__(self, rule: str, **facts: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.facts = facts


@dataclass(frozen=True)
class SheetLook:
    """What the fast reader does not tell of a worksheet."""

    name: str
    hidden: bool
    error_cells: dict[str, str] = field(default_factory=dict)  # address → #REF! …
    uncalculated: frozenset[str] = frozenset()  # addresses of formulas without stored value


def look(content: bytes) -> list[SheetLook]:
    """The worksheets of an .xlsx/.xlsm workbook, in order. Raises Refused for anything else."""
    if not content:
        raise Refused("FIL-006")
    if len(content) > MAX_FILE_BYTES:
        raise Refused("FIL-004")
    if not content.startswith(b"PK"):
        raise _not_a_workbook(content)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise Refused("FIL-003") from error
    members = {info.filename: info for info in archive.infolist()}
    if len(members) < len(archive.infolist()):
        raise Refused("FIL-003")  # two members of one name: the reader might take the other one
    if any(info.flag_bits & 1 for info in members.values()):
        raise Refused("FIL-002")
    if sum(info.file_size for info in members.values()) > MAX_UNPACKED_BYTES:
        raise Refused("FIL-004")
    if "xl/workbook.xml" not in members:
        raise _other_package(members)
    try:
        return _sheets(archive, members)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, EOFError, ValueError) as error:
        raise Refused("FIL-003") from error
    except (NotImplementedError, RuntimeError, OSError) as error:
        raise Refused("FIL-003") from error


def _not_a_workbook(content: bytes) -> Refused:
    if content.startswith(_OLE):
        name = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e".encode("latin-1")
        if name in content:
            return Refused("FIL-002")
        return Refused("FIL-008", kind="旧版 .xls 或 WPS .et")
    for magic, kind in _KINDS:
        if content.startswith(magic):
            return Refused("FIL-001", kind=kind)
    head = content[:2048].lstrip().lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        return Refused("FIL-008", kind="网页格式的 .xls")
    if head.startswith(b"<?xml") and b"spreadsheet" in head:
        return Refused("FIL-008", kind="XML 2003 格式的 .xls")
    return Refused("FIL-001", kind="文本或其他文件")


def _other_package(members: dict[str, zipfile.ZipInfo]) -> Refused:
    if "word/document.xml" in members:
        return Refused("FIL-001", kind="Word 文档")
    if "xl/workbook.bin" in members:
        return Refused("FIL-008", kind=".xlsb")
    if "content.xml" in members:
        return Refused("FIL-008", kind=".ods")
    return Refused("FIL-001", kind="压缩包")


def _sheets(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> list[SheetLook]:
    workbook = _parse(archive, "xl/workbook.xml")
    relations = {
        relation.get("Id"): relation for relation in _parse(archive, "xl/_rels/workbook.xml.rels")
    }
    # The reader also loads these; a DOCTYPE in any of them is an attack, not a workbook.
    for name in members:
        if name.endswith(".xml") and not name.startswith("xl/worksheets/"):
            xml = archive.read(name)
            _refuse_doctype(xml)
            if name in _PARTS_OF_VALUES:
                _refuse_strange_xml(xml)
    sheets: list[SheetLook] = []
    for element in workbook.iter():
        if not element.tag.endswith("}sheet"):
            continue
        relation = relations[element.get(_RELATION) or element.get(_STRICT_RELATION)]
        if not relation.get("Type", "").endswith("/worksheet"):
            continue  # chart, dialog and macro sheets hold no cells
        target = relation.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        sheets.append(
            _look_at_sheet(
                element.get("name", ""),
                element.get("state", "visible") != "visible",
                archive.read(part),
            )
        )
        if len(sheets) > MAX_SHEETS:
            raise Refused("FIL-004")
    return sheets


def _parse(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    xml = archive.read(part)
    _refuse_strange_xml(xml)
    return ElementTree.fromstring(xml)  # noqa: S314 - no DOCTYPE, hence no entities to expand


def _refuse_doctype(xml: bytes) -> None:
    if b"<!DOCTYPE" in xml:
        raise Refused("FIL-007")


def _refuse_strange_xml(xml: bytes) -> None:
    """In other encodings a DOCTYPE could hide; the fast reader passes CDATA over in silence."""
    _refuse_doctype(xml)
    encoding = _ENCODING.search(xml[:256])
    if b"\0" in xml[:4] or (encoding and encoding[1].lower() not in _ENCODINGS):
        raise Refused("FIL-003")
    if b"<![CDATA[" in xml:
        raise Refused("FIL-003")


def _look_at_sheet(name: str, hidden: bool, xml: bytes) -> SheetLook:
    _refuse_strange_xml(xml)
    found = scan(xml)
    if found.rows * found.columns > MAX_SHEET_CELLS:
        raise Refused("FIL-004")
    return SheetLook(name, hidden, found.error_cells, frozenset(found.uncalculated))
