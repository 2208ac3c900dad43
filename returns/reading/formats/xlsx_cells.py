"""What the fast reader loses of a sheet's cells: how far they reach, error values, empty formulas.

Sheets as Excel, WPS and the common libraries write them are scanned with a few patterns. Any other
spelling of the same XML (prefixes, attributes in another order, cells without an address) is
walked element by element: slower, but nothing hides in it.
"""

import re
from dataclasses import dataclass, field
from itertools import accumulate
from xml.parsers import expat

from returns.reading.unreadable import MAX_SHEET_CELLS
from schemas.cell_addresses import address, column_number, row_and_column

_ANY_CELL = re.compile(rb"[<:]c[\s/>]")
_ANY_ROW = re.compile(rb"[<:]row[\s/>]")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})[0-9]{1,7}"')
_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
# Any cell but one that is surely nothing but a style.
_FILLED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?!(?:\s[\w:]++="[^"<>]*+")*+\s*+/>)')
_BLANK_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?:\s[\w:]++="[^"<>]*+")*+\s*+/>')
_BLANK_ROW = re.compile(rb'<row r="[0-9]{1,7}"[^<>]*+>\s*+</row>')
_LARGE = 4_000_000  # bytes of a sheet; far more than a return has
# No pattern reads beyond the tag or the cell that it began with, nor gives back what it took (`+` after
# a count): a million beginnings without an end would else be read a million times to the end.
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"([^<>]*+)>\s*+<f(?:\s[^<>]*)?(?:/>|>[^<]*+</f>)\s*+'
    rb"(<v\s*+/>|<v[^<>]*+>\s*+</v>)?\s*+</c>"
)
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"(?=[^<>/]*\bt="e")[^<>/]*+>((?:[^<]++|<(?!/?c[\s>]))*+)</c>'
)
_STYLED = re.compile(  # what has a style and is no mere style
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"(?=[^<>]*?\ss="([0-9]{1,6})")[^<>/]*+>'
)
_VALUE = re.compile(rb"<v[^<>]*+>([^<]*)")
_HIDDEN_ROW = re.compile(rb'<row r="([0-9]{1,7})"[^<>]*\shidden="(?:1|true)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^<>]*+>")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_BOUNDS = re.compile(rb"""\s(?:min|max)\s*=\s*["']([0-9]{1,5})["']""")
_WIDEST = 16_384  # columns of a sheet
_ROW_NUMBER = re.compile(r"[0-9]{1,7}")


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
    percent_cells: set[str] = field(default_factory=set)


def scan(xml: bytes, percent_styles: frozenset[int] = frozenset()) -> CellScan:
    """Scan a worksheet part without DOCTYPE. Raises ValueError for what is broken.

    `percent_styles`: the numbers of the styles that show a number as per cent.
    """
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
        walked = CellScan(hidden_columns=_hidden_columns(xml))
        _Walk(walked, percent_styles).parse(xml)
        return walked
    found = CellScan(
        hidden_rows={int(number) - 1 for number in _HIDDEN_ROW.findall(xml)},
        hidden_columns=_hidden_columns(xml),
        rows=max(map(int, rows), default=0),
        columns=max((column_number(name.decode()) for name in set(letters)), default=0),
    )
    if found.rows * found.columns > MAX_SHEET_CELLS:  # perhaps of cells that are only styled
        found.rows, found.columns = _reach_of_filled(xml)
    if percent_styles:
        for match in _STYLED.finditer(xml):
            if int(match[2]) in percent_styles:
                found.percent_cells.add(match[1].decode())
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
    """However many of its tags say so of however many columns: each column is looked at once."""
    steps = [0] * (_WIDEST + 1)  # by how much more tags hide a column than the one before it
    for tag in _COLUMN.findall(xml):
        bounds = [min(int(number), _WIDEST) for number in _BOUNDS.findall(tag)]
        if bounds and _HIDDEN.search(tag):
            steps[max(min(bounds) - 1, 0)] += 1
            steps[max(bounds)] -= 1
    if not any(steps):
        return set()
    return {column for column, hiding in enumerate(accumulate(steps)) if hiding > 0}


class _Walk:
    """Goes through a part element by element and keeps nothing of it but what is found.

    The parser is given the part at once: fed piece by piece, it reads a tag of twenty megabytes anew
    with every piece.
    """

    def __init__(self, found: CellScan, percent_styles: frozenset[int]) -> None:
        self._found = found
        self._percent_styles = {str(style) for style in percent_styles}
        self._style = "0"
        self._row = self._column = 0  # of the current cell, from 1
        self._path: list[str] = []  # from the current cell down to the element being read
        self._kind = ""
        self._parts: set[str] = set()
        self._value: list[str] = []

    def parse(self, xml: bytes) -> None:
        """Raises ValueError for what is no XML, or holds what no sheet does."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise ValueError("the sheet is no XML") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition("}")[2]
        if self._path:
            if tag in ("c", "row"):
                raise ValueError("a cell within a cell")
            if len(self._path) == 1:
                self._parts.add(tag)
                if tag == "v":
                    self._value = []
            self._path.append(tag)
        elif tag == "row":
            stated = attributes.get("r")
            self._row = _number(stated) if stated else self._row + 1
            self._column = 0
            if attributes.get("hidden") in ("1", "true"):
                self._found.hidden_rows.add(self._row - 1)
        elif tag == "c":
            self._path = ["c"]
            self._kind, self._parts, self._value = attributes.get("t", ""), set(), []
            self._style = attributes.get("s", "0")
            self._column += 1
            if place := attributes.get("r"):
                row, column = row_and_column(place)
                self._row, self._column = row + 1, column + 1

    def _text(self, text: str) -> None:
        if self._path == ["c", "v"]:
            self._value.append(text)

    def _end(self, _name: str) -> None:
        if not self._path:
            return
        self._path.pop()
        if self._path:
            return
        found = self._found
        if self._parts:
            found.rows = max(found.rows, self._row)
            found.columns = max(found.columns, self._column)
        place = address(self._row - 1, self._column - 1)
        if self._parts and self._style in self._percent_styles:
            found.percent_cells.add(place)
        value = "".join(self._value).strip()
        if self._kind == "e":
            found.error_cells[place] = value
        elif "f" in self._parts and not value and not (self._kind == "str" and "v" in self._parts):
            found.uncalculated.add(place)


def _number(stated: str) -> int:
    if not _ROW_NUMBER.fullmatch(stated):
        raise ValueError("a row has no proper number")
    return int(stated)
