"""XML spreadsheets of 2003, often saved as .xls."""

from collections.abc import Iterator
from datetime import date, datetime
from xml.etree import ElementTree

from returns.convert import Raw
from returns.formats.markup import Cell, GridBuilder, whole
from returns.grid import Grid
from returns.refused import Refused
from returns.safe_xml import parse

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_VISIBLE = "{urn:schemas-microsoft-com:office:excel}Visible"


def grids(content: bytes) -> Iterator[Grid]:
    """The worksheets in order. Raises Refused."""
    root = parse(content.lstrip(b"\xef\xbb\xbf \r\n\t"))
    for sheet in root.iter(f"{_SS}Worksheet"):
        visible = next((one.text for one in sheet.iter(_VISIBLE)), "")
        builder = GridBuilder(sheet.get(f"{_SS}Name", ""), hidden=bool(visible))
        for table in sheet.findall(f"{_SS}Table"):
            for row in table.findall(f"{_SS}Row"):
                _add(builder, row)
        yield builder.grid()


def _add(builder: GridBuilder, row: ElementTree.Element) -> None:
    index = row.get(f"{_SS}Index")
    gap = whole(index, 1) - 1 - builder.height if index else 0
    if gap < 0:
        raise Refused("FIL-003")
    builder.add_row([], gap)
    cells: list[tuple[int, Cell]] = []
    column = 0
    for element in row.findall(f"{_SS}Cell"):
        if stated := element.get(f"{_SS}Index"):
            column = whole(stated, 1) - 1
        across = whole(element.get(f"{_SS}MergeAcross"), 0)
        down = whole(element.get(f"{_SS}MergeDown"), 0)
        cell = _cell(element, across + 1, down + 1)
        if cell is not None:
            cells.append((column, cell))
        column += across + 1
    builder.add_row(cells)


def _cell(element: ElementTree.Element, across: int, down: int) -> Cell | None:
    data = element.find(f"{_SS}Data")
    note = element.find(f"{_SS}Comment")
    comment = "" if note is None else "".join(note.itertext())
    if data is None:
        if element.get(f"{_SS}Formula"):
            return Cell(None, across, down, uncalculated=True, comment=comment)
        is_nothing = across == down == 1 and not comment
        return None if is_nothing else Cell(None, across, down, comment=comment)
    text = "".join(data.itertext())
    kind = data.get(f"{_SS}Type")
    if kind == "Error":
        return Cell(None, across, down, error=text, comment=comment)
    try:
        return Cell(_value(kind, text), across, down, comment=comment)
    except ValueError as error:
        raise Refused("FIL-003") from error


def _value(kind: str | None, text: str) -> Raw:
    if kind == "Number":
        return float(text)
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "DateTime":
        day = date.fromisoformat(text[:10])
        return datetime(day.year, day.month, day.day)
    return text or None
