"""OpenDocument spreadsheets (.ods), straight from their XML: values, errors, merges, hidden sheets."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

from returns.reading.convert import Raw
from returns.reading.formats.bounded_zip import DAMAGED, open_zip, read_member
from returns.reading.formats.markup import Cell, GridBuilder, whole
from returns.reading.formats.ods_lettering import (
    SIGN,
    Looks,
    column_looks,
    looks_of_styles,
    pieces_of,
)
from returns.reading.formats.safe_xml import parse
from returns.reading.grid import Grid
from returns.reading.lettering import PLAIN, lettering
from returns.reading.unreadable import UnreadableFile, refuse_large

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_SPAN = re.compile(r"-?PT(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d+)?)S)?", re.A)
_MOST_SPACES = 100
_NOTHING = Cell(None)
_ERRORS = ("#", "Err:")
# Where the value of a cell stands, by its kind; one of a text may stand in the cell alone.
_STATED = dict.fromkeys(("float", "percentage", "currency"), f"{_OFFICE}value") | {
    "date": f"{_OFFICE}date-value",
    "boolean": f"{_OFFICE}boolean-value",
}
_ROWS_IN = (f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group")


def grids(content: bytes) -> Iterator[Grid]:
    """The sheets in order. Raises UnreadableFile."""
    try:
        with open_zip(content) as archive:
            if b"manifest:encryption-data" in read_member(archive, "META-INF/manifest.xml"):
                raise UnreadableFile("FIL-002")
            xml = read_member(archive, "content.xml")
            named = (
                read_member(archive, "styles.xml") if "styles.xml" in archive.namelist() else b""
            )
    except DAMAGED as error:
        raise UnreadableFile("FIL-003") from error
    root = parse(xml)
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }
    looks: Looks = {}
    if SIGN.search(xml) or SIGN.search(named):
        looks = looks_of_styles(parse(named) if named else None, root)
    for table in root.iter(f"{_TABLE}table"):
        yield _grid(table, table.get(f"{_TABLE}style-name") in hidden, looks)


def _grid(table: ElementTree.Element, hidden: bool, looks: Looks) -> Grid:
    columns = column_looks(table, looks)
    builder = GridBuilder(table.get(f"{_TABLE}name", ""), hidden)
    for row in _rows(table):
        repeated = whole(row.get(f"{_TABLE}number-rows-repeated"), 1)
        cells: list[tuple[int, Cell]] = []
        column = 0
        for element in row:
            if element.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            times = whole(element.get(f"{_TABLE}number-columns-repeated"), 1)
            cell = _cell(element)
            if cell is not None and looks:
                look = looks.get(element.get(f"{_TABLE}style-name", ""), columns.get(column, PLAIN))
                cell = cell._replace(odd=lettering(pieces_of(element, look, looks)))
            if cell is not None:
                refuse_large(1, column + times)
                cells += [(at, cell) for at in range(column, column + times)]
            column += times
        builder.add_row(cells, repeated)
    return builder.grid()


def _rows(parent: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for child in parent:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _ROWS_IN:
            yield from _rows(child)


def _cell(element: ElementTree.Element) -> Cell | None:
    """None for a cell that holds nothing, spans nothing and has no comment."""
    if element.tag == f"{_TABLE}covered-table-cell":
        return None  # under a merged cell: nobody sees it
    text = "\n".join(_words(p) for p in element.findall(f"{_TEXT}p"))
    note = element.find(f"{_OFFICE}annotation")
    cell = Cell(
        None,
        whole(element.get(f"{_TABLE}number-columns-spanned"), 1),
        whole(element.get(f"{_TABLE}number-rows-spanned"), 1),
        comment="" if note is None else "\n".join(_words(p) for p in note.iter(f"{_TEXT}p")),
    )
    if element.get(f"{_CALC}value-type") == "error" or (
        element.get(f"{_TABLE}formula") and text.startswith(_ERRORS)
    ):
        return cell._replace(error=text or "#ERROR")
    kind = element.get(f"{_OFFICE}value-type")
    is_stated = kind not in _STATED or bool(element.get(_STATED[kind]))
    if element.get(f"{_TABLE}formula") and (kind is None or not is_stated):
        return cell._replace(uncalculated=True)
    if kind is not None:
        is_percent = kind == "percentage"
        return cell._replace(value=_value(element, kind, text), is_percent=is_percent)
    return cell._replace(value=text) if text else cell if cell != _NOTHING else None


def _value(element: ElementTree.Element, kind: str, text: str) -> Raw:
    try:
        if kind in ("float", "percentage", "currency"):
            return float(element.get(f"{_OFFICE}value", ""))
        if kind == "boolean":
            return element.get(f"{_OFFICE}boolean-value") == "true"
        if kind == "date":
            stated = element.get(f"{_OFFICE}date-value", "")
            day = date.fromisoformat(stated[:10])
            return datetime(day.year, day.month, day.day)
        if kind == "time" and (span := _SPAN.fullmatch(element.get(f"{_OFFICE}time-value", ""))):
            hours, minutes, seconds = (float(part or 0) for part in span.groups())
            return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    except (ValueError, OverflowError) as error:
        raise UnreadableFile("FIL-003") from error
    return element.get(f"{_OFFICE}string-value") or text or None


def _words(paragraph: ElementTree.Element) -> str:
    """A paragraph's text: runs of spaces and line breaks are elements; notes are not said aloud."""
    parts = [paragraph.text or ""]
    for child in paragraph:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(whole(child.get(f"{_TEXT}c"), 1), _MOST_SPACES))
        elif child.tag in (f"{_TEXT}line-break", f"{_TEXT}tab"):
            parts.append(" ")
        elif child.tag != f"{_OFFICE}annotation":
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)
