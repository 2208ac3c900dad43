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
_BLANK_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?:\s[\w:]+="[^"<>]*")*\s*/>')
_BLANK_ROW = re.compile(rb'<row r="[0-9]{1,7}"[^<>]*>\s*</row>')
_LARGE = 4_000_000  # bytes of a sheet; far more than a return has
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"([^>]*)>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*'
    rb"(<v\s*/>|<v[^>]*>\s*</v>)?\s*</c>"
)
_ERROR = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>/]*\bt="e"[^>/]*>(.*?)</c>', re.S)
_VALUE = re.compile(rb"<v[^>]*>([^<]*)")
_HIDDEN_ROW = re.compile(rb'<row r="([0-9]{1,7})"[^>]*\shidden="(?:1|true)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_BOUNDS = re.compile(rb"""\s(?:min|max)\s*=\s*["']([0-9]{1,5})["']""")
_WIDEST = 16_384  # columns of a sheet
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
    hidden_rows: set[int] = field(default_factory=set)  # zero-based, as are the columns
    hidden_columns: set[int] = field(default_factory=set)


def scan(xml: bytes) -> CellScan:
    """Scan a worksheet part without DOCTYPE. Raises ParseError or ValueError for what is broken."""
    if len(xml) > _LARGE:  # mostly cells that are only styled, as a rule: one pass instead of many
        xml = _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", xml))
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
        hidden_rows={int(number) - 1 for number in _HIDDEN_ROW.findall(xml)},
        hidden_columns=_hidden_columns(xml),
        rows=max(map(int, rows), default=0),
        columns=max((column_number(name.decode()) for name in set(letters)), default=0),
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


def _hidden_columns(xml: bytes) -> set[int]:
    hidden: set[int] = set()
    for tag in _COLUMN.findall(xml):
        bounds = [min(int(number), _WIDEST) for number in _BOUNDS.findall(tag)]
        if bounds and _HIDDEN.search(tag):
            hidden.update(range(min(bounds) - 1, max(bounds)))
    return hidden


def _walk(xml: bytes) -> CellScan:
    found = CellScan(hidden_columns=_hidden_columns(xml))
    row = column = 0  # of the current cell, from 1
    for event, element in ElementTree.iterparse(io.BytesIO(xml), ("start", "end")):  # noqa: S314
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            row, column = int(element.get("r") or row + 1), 0
            if element.get("hidden") in ("1", "true"):
                found.hidden_rows.add(row - 1)
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
