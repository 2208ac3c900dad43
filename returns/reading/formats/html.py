"""Web pages saved as .xls: the tables of a page, with their spans."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as markup

from returns.reading.formats.markup import Cell, GridBuilder, whole
from returns.reading.formats.text import decode
from returns.reading.grid import Grid
from returns.reading.lettering import PLAIN, Look, lettering
from returns.reading.unreadable import UnreadableFile, refuse_many

_CHARSET = re.compile(rb"""<meta[^<>]*?charset\s*+=\s*+["']?+\s*+([\w-]+)""", re.I)
# Characters that a page may hold and that cannot be set into its tree.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHEET_NAME = re.compile(r"<x:Name>([^<]*)</x:Name>", re.I)
_NUMBER = "{urn:schemas-microsoft-com:office:excel}num"
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030"}
_ERROR = re.compile(r"#(N/A|GETTING_DATA|[A-Z][A-Z0-9_/]*[!?])", re.A)
_CLASS = re.compile(r"\.([\w-]{1,100})\s{0,9}\{([^{}]{0,5000})\}")
_STRUCK = re.compile(r"text-decoration(?:-line)?\s{0,9}:[^;]{0,100}line-through", re.I)
_LEVEL = re.compile(r"vertical-align\s{0,9}:\s{0,9}(super|sub)\b", re.I)
_FORMULA = "{urn:schemas-microsoft-com:office:excel}fmla"
_MAX_SPAN = 1000


def grids(content: bytes) -> Iterator[Grid]:
    """The outermost tables of the page in order. Raises UnreadableFile."""
    page = _decode(content)
    if "<frameset" in page.lower():
        raise UnreadableFile("FIL-008", kind="多文件网页（.htm）")
    refuse_many(page.count("<"))
    names = _SHEET_NAME.findall(page)
    try:
        root = markup.document_fromstring(page)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFile("FIL-003") from error
    classes = _looks_of_classes(page)
    tables = list(root.iter("table"))  # one within another, for the layout, is a table of its own
    outermost = [one for one in tables if next(one.iterancestors("table"), None) is None]
    named = dict(zip(outermost, names, strict=False))
    for table in tables:
        yield _grid(table, named.get(table) or _name_of(table), classes)


def _looks_of_classes(page: str) -> dict[str, Look]:
    """The classes of the page's style sheets that strike or raise characters."""
    looks = {name: _styled(PLAIN, style) for name, style in _CLASS.findall(page)}
    return {name: look for name, look in looks.items() if look != PLAIN}


def _styled(look: Look, style: str) -> Look:
    if _STRUCK.search(style):
        look = look._replace(struck=True)
    if level := _LEVEL.search(style):
        look = look._replace(level=1 if level[1].lower() == "super" else -1)
    return look


def _name_of(table: Any) -> str:
    """A sheet's name as programs write it: a caption, or a heading, the name in it set off."""
    caption = (table.findtext("caption") or "").strip()
    headings = table.xpath("preceding::*[self::h1 or self::h2 or self::h3][1]")
    if caption or not headings:
        return caption
    (heading,) = headings
    set_off = heading.find(".//em")
    return str((heading if set_off is None else set_off).text_content()).strip()


def _decode(content: bytes) -> str:
    """By the page's own word, where it fits; else as any text."""
    if stated := _CHARSET.search(content[:4096]):
        name = stated[1].decode("ascii", "ignore").lower()
        try:
            return content.decode(_CHINESE.get(name, name))
        except LookupError:
            pass
        except UnicodeDecodeError as error:
            raise UnreadableFile("FIL-010") from error
    return decode(content)


def _grid(table: Any, name: str, classes: dict[str, Look]) -> Grid:
    builder = GridBuilder(name)
    taken: dict[int, int] = {}  # column → how many more rows a cell from above reaches
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table:
            continue
        cells: list[tuple[int, Cell]] = []
        column = 0
        here: dict[int, int] = {}
        for element in row.iterchildren("td", "th"):
            while taken.get(column, 0) > 0:
                column += 1
            across, down = _span(element, "colspan"), _span(element, "rowspan")
            look = _look(_look(PLAIN, row, classes), element, classes)
            cell = _cell(element, across, down, look, classes)
            if cell is not None:
                cells.append((column, cell))
            for covered in range(column, column + across):
                here[covered] = down
            column += across
        taken = {at: left - 1 for at, left in taken.items() if left > 1}
        taken |= {at: down - 1 for at, down in here.items() if down > 1}
        builder.add_row(cells)
    return builder.grid()


def _span(element: Any, name: str) -> int:
    stated = str(element.get(name, "1")).strip()
    if not (stated.isascii() and stated.isdecimal()):
        return 1  # as a browser takes what is no number
    return min(max(whole(stated, 0), 1), _MAX_SPAN)


def _look(look: Look, element: Any, classes: dict[str, Look]) -> Look:
    """How an element makes its characters look that stand in one of a given look."""
    if element.tag in ("s", "strike", "del"):
        look = look._replace(struck=True)
    elif element.tag in ("sup", "sub"):
        look = look._replace(level=1 if element.tag == "sup" else -1)
    for name in element.get("class", "").split():
        of_class = classes.get(name, PLAIN)
        look = Look(look.struck or of_class.struck, of_class.level or look.level)
    return _styled(look, element.get("style", ""))


def _pieces(element: Any, look: Look, classes: dict[str, Look]) -> Iterator[tuple[str, Look]]:
    """The text of a cell, without that of a table in it."""
    yield element.text or "", look
    for child in element:
        if isinstance(child.tag, str) and child.tag != "table":
            yield from _pieces(child, _look(look, child, classes), classes)
        yield child.tail or "", look


def _cell(
    element: Any, across: int, down: int, look: Look, classes: dict[str, Look]
) -> Cell | None:
    for line_break in element.iter("br"):
        line_break.tail = "\n" + _NO_XML.sub("", line_break.tail or "")
    pieces = list(_pieces(element, look, classes))
    text = "".join(piece for piece, _ in pieces).replace("\xa0", " ").strip()
    if _ERROR.fullmatch(text):
        return Cell(None, across, down, error=text)
    if not text and (element.get("x:fmla") or element.get(_FORMULA)):
        return Cell(None, across, down, uncalculated=True)
    exact = element.get("x:num") or element.get(_NUMBER)
    if exact:
        try:
            return Cell(float(exact), across, down, odd=lettering(pieces))
        except ValueError as error:
            raise UnreadableFile("FIL-003") from error
    if not text and across == down == 1:
        return None
    return Cell(text or None, across, down, odd=lettering(pieces))
