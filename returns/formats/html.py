"""Web pages saved as .xls: the tables of a page, with their spans."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as markup

from returns.formats.markup import Cell, GridBuilder, whole
from returns.formats.text import decode
from returns.grid import Grid
from returns.refused import Refused, refuse_many

_CHARSET = re.compile(rb"""<meta[^<>]*?charset\s*+=\s*+["']?+\s*+([\w-]+)""", re.I)
# Characters that a page may hold and that cannot be set into its tree.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHEET_NAME = re.compile(r"<x:Name>([^<]*)</x:Name>", re.I)
_NUMBER = "{urn:schemas-microsoft-com:office:excel}num"
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030"}
_ERROR = re.compile(r"#(REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!)")
_MAX_SPAN = 1000


def grids(content: bytes) -> Iterator[Grid]:
    """The outermost tables of the page in order. Raises Refused."""
    page = _decode(content)
    if "<frameset" in page.lower():
        raise Refused("FIL-008", kind="多文件网页（.htm）")
    refuse_many(page.count("<"))
    names = _SHEET_NAME.findall(page)
    try:
        root = markup.document_fromstring(page)
    except (etree.LxmlError, ValueError) as error:
        raise Refused("FIL-003") from error
    tables = [one for one in root.iter("table") if next(one.iterancestors("table"), None) is None]
    for number, table in enumerate(tables):
        yield _grid(table, names[number] if number < len(names) else _name_of(table))


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
            raise Refused("FIL-010") from error
    return decode(content)


def _grid(table: Any, name: str) -> Grid:
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
            cell = _cell(element, across, down)
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


def _cell(element: Any, across: int, down: int) -> Cell | None:
    for line_break in element.iter("br"):
        line_break.tail = "\n" + _NO_XML.sub("", line_break.tail or "")
    text = element.text_content().replace("\xa0", " ").strip()
    if _ERROR.fullmatch(text):
        return Cell(None, across, down, error=text)
    exact = element.get("x:num") or element.get(_NUMBER)
    if exact:
        try:
            return Cell(float(exact), across, down)
        except ValueError as error:
            raise Refused("FIL-003") from error
    return Cell(text or None, across, down) if text or across > 1 or down > 1 else None
