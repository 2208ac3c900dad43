"""Cells of a worksheet part one by one, and texts in pieces, as SpreadsheetML writes them."""

from collections.abc import Iterator
from typing import cast
from xml.etree import ElementTree

from returns.reading.formats.package_parts import refuse_strange
from returns.reading.lettering import PLAIN, Look
from schemas.cell_addresses import address, row_and_column

Pieces = tuple[tuple[str, Look], ...]
_PIECE = 4 * 2**20  # bytes
_LEVELS = {"superscript": 1, "subscript": -1}


def cells_of(
    xml: bytes, merges: list[str] | None = None
) -> Iterator[tuple[str, ElementTree.Element]]:
    """(address, element) of every cell; the merged blocks are put into `merges`, as A1:B2.

    Raises Refused, ValueError or ElementTree.ParseError.
    """
    refuse_strange(xml)
    row = 0
    place = ""  # of the last cell of the row
    for event, element in _events(xml):
        name = tag(element)
        if event == "start":
            if name == "row":
                row, place = int(element.get("r", row + 1)), ""
            elif name == "c":
                stated = element.get("r")
                place = stated or address(row - 1, row_and_column(place)[1] + 1 if place else 0)
        elif name == "c":
            yield place, element
            element.clear()
        elif name == "row":
            element.clear()
        elif name == "mergeCell" and merges is not None:
            merges.append(element.get("ref", ""))


def _events(xml: bytes) -> Iterator[tuple[str, ElementTree.Element]]:
    """In pieces, for what they hold; in few, for a tag longer than one is read anew with each of them."""
    parser: ElementTree.XMLPullParser[ElementTree.Element] = ElementTree.XMLPullParser(
        ("start", "end")
    )
    for at in range(0, len(xml), _PIECE):
        parser.feed(xml[at : at + _PIECE])
        yield from cast(Iterator[tuple[str, ElementTree.Element]], parser.read_events())
    parser.close()
    yield from cast(Iterator[tuple[str, ElementTree.Element]], parser.read_events())


def pieces_of(element: ElementTree.Element, first: Look = PLAIN) -> Pieces:
    """A text's pieces, neighbours that look alike as one; how it is pronounced is no piece.

    `first`: how the cell itself looks, and so what has no look of its own.
    """
    joined: list[tuple[str, Look]] = []
    for child in element:
        name = tag(child)
        if name == "t":
            piece = child.text or "", first
        elif name == "r":
            text = "".join(one.text or "" for one in child if tag(one) == "t")
            own = next((one for one in child if tag(one) == "rPr"), None)
            piece = text, first if own is None else look_of(own)
        else:
            continue
        if joined and joined[-1][1] == piece[1]:
            piece = joined.pop()[0] + piece[0], piece[1]
        if piece[0]:
            joined.append(piece)
    return tuple(joined)


def look_of(font: ElementTree.Element) -> Look:
    """How a font, of a cell or of a piece of its text, makes characters look."""
    struck, level = False, 0
    for one in font:
        if tag(one) == "strike":
            struck = one.get("val", "1") not in ("0", "false")
        elif tag(one) == "vertAlign":
            level = _LEVELS.get(one.get("val", ""), 0)
    return Look(struck, level)


def tag(element: ElementTree.Element) -> str:
    """The name of an element, without its namespace."""
    return element.tag.rpartition("}")[2]
