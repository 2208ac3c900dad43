"""What the fast reader loses of a sheet's cells: how far they reach, error values, empty formulas.

Sheets as Excel, WPS and the common libraries write them are scanned with a few patterns. Any other
spelling of the same XML (prefixes, attributes in another order, cells without an address) is
walked element by element: slower, but nothing hides in it.
"""

import io
import re
from dataclasses import dataclass, field
from xml.etree import ElementTree

from returns.addresses import address, column_number
from returns.refused import MAX_SHEET_CELLS

_ANY_CELL = re.compile(rb"[<:]c[\s/>]")
_ANY_ROW = re.compile(rb"[<:]row[\s/>]")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})[0-9]{1,7}"')
_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
# Any cell but one that is surely nothing but a style.
_FILLED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?!(?:\s[\w:]+="[^"<>]*")*\s*/>)')
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"([^>]*)>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*'
    rb"(<v\s*/>|<v[^>]*>\s*</v>)?\s*</c>"
)
_ERROR = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>/]*\bt="e"[^>/]*>(.*?)</c>', re.S)
_VALUE = re.compile(rb"<v[^>]*>([^<]*)")
_PLACE = re.compile(r"([A-Za-z]+)([0-9]+)")


@dataclass
class CellScan:
    """`rows`, `columns`: a rectangle that holds every cell with something in it.

    The rest is as in `SheetLook`.
    """

    rows: int = 0
    columns: int = 0
    error_cells: dict[str, str] = field(default_factory=dict)
    uncalculated: set[str] = field(default_factory=set)


def scan(xml: bytes) -> CellScan:
    """Scan a worksheet part without DOCTYPE. Raises ParseError or ValueError for what is broken."""
    letters = _CELL.findall(xml)
    rows = _ROW.findall(xml)
    usual = (
        b"<!" not in xml
        and b" t='" not in xml
        and b" t =" not in xml
        and len(letters) == len(_ANY_CELL.findall(xml))
        and len(rows) == len(_ANY_ROW.findall(xml))
    )
    if not usual:
        return _walk(xml)
    found = CellScan(
        max(map(int, rows), default=0),
        max((column_number(name.decode()) for name in set(letters)), default=0),
    )
    if found.rows * found.columns > MAX_SHEET_CELLS:  # perhaps of cells that are only styled
        found.rows, found.columns = _reach_of_filled(xml)
    if b't="e"' in xml:
        for match in _ERROR.finditer(xml):
            value = _VALUE.search(match[2])
            found.error_cells[match[1].decode()] = value[1].decode() if value else ""
    if b"<f" in xml:
        for match in _FORMULA.finditer(xml):
            if not (b't="str"' in match[2] and match[3]):  # a formula may well yield no text
                found.uncalculated.add(match[1].decode())
    return found


def _reach_of_filled(xml: bytes) -> tuple[int, int]:
    cells = _FILLED.findall(xml)
    return (
        max((int(row) for _, row in cells), default=0),
        max((column_number(name.decode()) for name in {name for name, _ in cells}), default=0),
    )


def _walk(xml: bytes) -> CellScan:
    found = CellScan()
    row = column = 0  # of the current cell, from 1
    for event, element in ElementTree.iterparse(io.BytesIO(xml), ("start", "end")):  # noqa: S314
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            row, column = int(element.get("r") or row + 1), 0
        elif event == "end" and tag == "c":
            column += 1
            if place := element.get("r"):
                match = _PLACE.fullmatch(place)
                if match is None:
                    raise ValueError("a cell has no proper address")
                row, column = int(match[2]), column_number(match[1].upper())
            if len(element):
                found.rows, found.columns = max(found.rows, row), max(found.columns, column)
            _note(found, address(row - 1, column - 1), element)
        elif event == "end" and tag == "row":
            element.clear()
    return found


def _note(found: CellScan, place: str, cell: ElementTree.Element) -> None:
    parts = {part.tag.rpartition("}")[2]: part for part in cell}
    value = parts.get("v")
    text = (value.text or "").strip() if value is not None else ""
    if cell.get("t") == "e":
        found.error_cells[place] = text
    elif "f" in parts and not text and not (cell.get("t") == "str" and value is not None):
        found.uncalculated.add(place)
