"""XML spreadsheets of 2003, often saved as .xls."""

from collections.abc import Iterator
from datetime import date, datetime
from xml.etree import ElementTree

from returns.reading.convert import Raw
from returns.reading.formats.markup import Cell, GridBuilder, whole
from returns.reading.formats.safe_xml import parse
from returns.reading.grid import Grid
from returns.reading.lettering import PLAIN, Look, lettering
from returns.reading.unreadable import UnreadableFile

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_STYLE = f"{_SS}StyleID"
_LEVELS = {"Superscript": 1, "Subscript": -1}
_MOST_COLUMNS = 16_384  # of a sheet
_VISIBLE = "{urn:schemas-microsoft-com:office:excel}Visible"


def grids(content: bytes) -> Iterator[Grid]:
    """The worksheets in order. Raises UnreadableFile."""
    root = parse(content.lstrip(b"\xef\xbb\xbf \r\n\t"))
    looks = _looks(root)
    for sheet in root.iter(f"{_SS}Worksheet"):
        visible = next((one.text for one in sheet.iter(_VISIBLE)), "")
        builder = GridBuilder(sheet.get(f"{_SS}Name", ""), hidden=bool(visible))
        for table in sheet.findall(f"{_SS}Table"):
            columns = _column_looks(table, looks)
            whole_table = looks.get(table.get(_STYLE, ""), PLAIN)
            for row in table.findall(f"{_SS}Row"):
                whole_row = looks.get(row.get(_STYLE, ""), whole_table)
                _add(builder, row, looks, columns, whole_row)
        yield builder.grid()


def _looks(root: ElementTree.Element) -> dict[str, Look]:
    """The looks of the styles, by their names."""
    found: dict[str, Look] = {}
    for style in root.iter(f"{_SS}Style"):  # a style stands below the one that it goes on from
        look = found.get(style.get(f"{_SS}Parent", ""), PLAIN)
        font = style.find(f"{_SS}Font")
        if font is not None:
            level = _LEVELS.get(font.get(f"{_SS}VerticalAlign", ""), 0)
            look = Look(font.get(f"{_SS}StrikeThrough", "0") in ("1", "true"), level)
        found[style.get(f"{_SS}ID", "")] = look
    return found


def _column_looks(table: ElementTree.Element, looks: dict[str, Look]) -> dict[int, Look]:
    """The looks that whole columns have, where they are not plain."""
    found: dict[int, Look] = {}
    at = 0
    for column in table.findall(f"{_SS}Column"):
        if stated := column.get(f"{_SS}Index"):
            at = whole(stated, 1) - 1
        span = whole(column.get(f"{_SS}Span"), 0) + 1
        look = looks.get(column.get(_STYLE, ""), PLAIN)
        if look != PLAIN:
            found.update(dict.fromkeys(range(at, at + min(span, _MOST_COLUMNS)), look))
        at += span
    return found


def _add(
    builder: GridBuilder,
    row: ElementTree.Element,
    looks: dict[str, Look],
    columns: dict[int, Look],
    whole_row: Look,
) -> None:
    index = row.get(f"{_SS}Index")
    gap = whole(index, 1) - 1 - builder.height if index else 0
    if gap < 0:
        raise UnreadableFile("FIL-003")
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
            given = columns.get(column, whole_row) if whole_row == PLAIN else whole_row
            look = looks.get(element.get(_STYLE, ""), given)
            cell = cell._replace(odd=lettering(_pieces(element.find(f"{_SS}Data"), look)))
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
    if kind in ("Number", "DateTime") and not text.strip() and element.get(f"{_SS}Formula"):
        return Cell(None, across, down, uncalculated=True, comment=comment)
    if kind == "Error":
        return Cell(None, across, down, error=text, comment=comment)
    try:
        return Cell(_value(kind, text), across, down, comment=comment)
    except ValueError as error:
        raise UnreadableFile("FIL-003") from error


def _pieces(data: ElementTree.Element | None, look: Look) -> Iterator[tuple[str, Look]]:
    """The text of a cell by the elements of HTML that it stands in."""
    if data is None:
        return
    yield data.text or "", look
    for child in data:
        name = child.tag.rpartition("}")[2].lower()
        inner = look
        if name in ("s", "strike", "del"):
            inner = look._replace(struck=True)
        elif name in ("sup", "sub"):
            inner = look._replace(level=1 if name == "sup" else -1)
        yield from _pieces(child, inner)
        yield child.tail or "", look


def _value(kind: str | None, text: str) -> Raw:
    if kind == "Number":
        return float(text)
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "DateTime":
        day = date.fromisoformat(text[:10])
        return datetime(day.year, day.month, day.day)
    return text or None
