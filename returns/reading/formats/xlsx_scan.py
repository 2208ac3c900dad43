"""A look inside an .xlsx before the fast reader is let loose on it.

Decides whether it can be read safely, and finds what the fast reader would lose in silence: error
cells and formulas without a stored value.
"""

import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

from returns.reading.formats.bounded_zip import DAMAGED, open_zip, read_member
from returns.reading.formats.number_formats import percent_styles
from returns.reading.formats.package_parts import (
    parse_part,
    refuse_strange,
    relations_of,
    relations_part,
)
from returns.reading.formats.safe_xml import refuse_doctype
from returns.reading.formats.xlsx_cells import scan
from returns.reading.formats.xlsx_lettering import has_sign
from returns.reading.unreadable import MAX_SHEETS, UnreadableFile, refuse_large

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_STYLES = "xl/styles.xml"
_PARTS_OF_VALUES = frozenset({"xl/sharedStrings.xml", _STYLES})


@dataclass(frozen=True)
class SheetLook:
    """What the fast reader does not tell of a worksheet."""

    name: str
    hidden: bool
    error_cells: dict[str, str] = field(default_factory=dict)  # address → #REF! …
    uncalculated: frozenset[str] = frozenset()  # addresses of formulas without stored value
    hidden_rows: frozenset[int] = frozenset()  # zero-based, as are the columns
    hidden_columns: frozenset[int] = frozenset()
    counts_from_1904: bool = False
    percent_cells: frozenset[str] = frozenset()  # addresses of numbers shown as per cent
    part: str = ""  # of the package
    has_relations: bool = False  # to other parts, such as comments
    may_be_lettered: bool = False  # whether the walk for struck and raised characters is worth it


def look(content: bytes) -> list[SheetLook]:
    """The worksheets of an .xlsx/.xlsm workbook, in order. Raises UnreadableFile for an unsafe one."""
    try:
        archive = open_zip(content)
        members = {info.filename: info for info in archive.infolist()}
        return _sheets(archive, members)
    except (*DAMAGED, ElementTree.ParseError) as error:
        raise UnreadableFile("FIL-003") from error


def _sheets(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> list[SheetLook]:
    workbook = parse_part(archive, "xl/workbook.xml")
    relations = relations_of(archive, "xl/workbook.xml")
    styles: frozenset[int] = frozenset()
    may_be_lettered = False
    # The reader also loads these; a DOCTYPE in any of them is an attack, not a workbook.
    for name in members:
        if name.endswith(".xml") and not name.startswith("xl/worksheets/"):
            xml = read_member(archive, name)
            refuse_doctype(xml)
            may_be_lettered |= has_sign(xml)
            if name in _PARTS_OF_VALUES:
                refuse_strange(xml)
            if name == _STYLES:
                styles = percent_styles(xml)
    from_1904 = any(
        element.get("date1904", "0") in ("1", "true")
        for element in workbook.iter()
        if element.tag.endswith("}workbookPr")
    )
    sheets: list[SheetLook] = []
    for element in workbook.iter():
        if not element.tag.endswith("}sheet"):
            continue
        relation = relations[element.get(_RELATION) or element.get(_STRICT_RELATION) or ""]
        if relation.kind != "worksheet":
            continue  # chart, dialog and macro sheets hold no cells
        sheets.append(
            _look_at_sheet(
                element.get("name", ""),
                element.get("state", "visible") != "visible",
                read_member(archive, relation.part),
                from_1904,
                styles,
                relation.part,
                relations_part(relation.part) in members,
                may_be_lettered,
            )
        )
        if len(sheets) > MAX_SHEETS:
            raise UnreadableFile("FIL-004")
    return sheets


def _look_at_sheet(
    name: str,
    hidden: bool,
    xml: bytes,
    from_1904: bool,
    styles: frozenset[int],
    part: str,
    has_relations: bool,
    may_be_lettered: bool,
) -> SheetLook:
    refuse_strange(xml)
    found = scan(xml, styles)
    refuse_large(found.rows, found.columns)
    return SheetLook(
        name,
        hidden,
        found.error_cells,
        frozenset(found.uncalculated),
        frozenset(found.hidden_rows),
        frozenset(found.hidden_columns),
        from_1904,
        frozenset(found.percent_cells),
        part,
        has_relations,
        may_be_lettered or has_sign(xml),
    )
