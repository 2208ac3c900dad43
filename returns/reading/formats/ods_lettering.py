"""Struck and raised characters in OpenDocument spreadsheets: styles of cells, of columns, of pieces."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from returns.reading.formats.markup import whole
from returns.reading.lettering import PLAIN, Look

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_MOST_COLUMNS = 16_384  # of a sheet
_DEEPEST = 100  # styles that go on from others

SIGN = re.compile(rb"text-line-through|text-position")
Looks = dict[str, Look]


def looks_of_styles(named: ElementTree.Element | None, content: ElementTree.Element) -> Looks:
    """Every style that strikes or raises characters, those of the sheets and the common ones."""
    styles = {
        style.get(f"{_STYLE}name", ""): style
        for root in (named, content)
        if root is not None
        for style in root.iter(f"{_STYLE}style")
    }
    looks = {name: _look(name, styles) for name in styles}
    plain_too = {name for name, style in styles.items() if style.get(f"{_STYLE}parent-style-name")}
    return {name: look for name, look in looks.items() if look != PLAIN or name in plain_too}


def _look(name: str, styles: dict[str, ElementTree.Element]) -> Look:
    struck: bool | None = None
    level: int | None = None
    for _ in range(_DEEPEST):
        style = styles.get(name)
        if style is None:
            break
        for font in style.iter(f"{_STYLE}text-properties"):
            through = font.get(f"{_STYLE}text-line-through-style") or font.get(
                f"{_STYLE}text-line-through-type"
            )
            if struck is None and through is not None:
                struck = through != "none"
            place = font.get(f"{_STYLE}text-position")
            if level is None and place is not None:
                level = _level(place)
        name = style.get(f"{_STYLE}parent-style-name", "")
    return Look(bool(struck), level or 0)


def _level(place: str) -> int:
    """super 58%, sub 58%, 33% 58%: how far up, and how large."""
    first = place.split()[:1]
    if first in (["super"], ["sub"]):
        return 1 if first == ["super"] else -1
    if not first or first[0].strip("-0%.") == "":
        return 0
    return -1 if first[0].startswith("-") else 1


def column_looks(table: ElementTree.Element, looks: Looks) -> dict[int, Look]:
    """The looks that whole columns give to their cells."""
    found: dict[int, Look] = {}
    at = 0
    for column in table.iter(f"{_TABLE}table-column"):
        times = whole(column.get(f"{_TABLE}number-columns-repeated"), 1)
        look = looks.get(column.get(f"{_TABLE}default-cell-style-name", ""), PLAIN)
        if look != PLAIN:
            found.update(dict.fromkeys(range(at, at + min(times, _MOST_COLUMNS)), look))
        at += times
    return found


def pieces_of(element: ElementTree.Element, look: Look, looks: Looks) -> Iterator[tuple[str, Look]]:
    """The text of a cell in pieces; a comment is none of it."""
    for paragraph in element.findall(f"{_TEXT}p"):
        yield from _inside(paragraph, _with(look, paragraph, looks), looks)


def _inside(element: ElementTree.Element, look: Look, looks: Looks) -> Iterator[tuple[str, Look]]:
    yield element.text or "", look
    for child in element:
        if child.tag != f"{_OFFICE}annotation":
            yield from _inside(child, _with(look, child, looks), looks)
        yield child.tail or "", look


def _with(look: Look, element: ElementTree.Element, looks: Looks) -> Look:
    own = looks.get(element.get(f"{_TEXT}style-name", ""), PLAIN)
    return Look(look.struck or own.struck, own.level or look.level)
