"""What the cells of an .xlsx hold, straight from its XML: to see whether a copy holds the same.

A value, a formula, their type and the number format are compared; how a cell looks otherwise is not.
"""

import zipfile
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from openpyxl.formula.translate import Translator
from openpyxl.styles.numbers import BUILTIN_FORMATS

from returns.reading.formats.bounded_zip import open_zip, read_member
from returns.reading.formats.package_parts import Relation, parse_part, relations_of
from returns.reading.formats.rich_text import Pieces, cells_of, pieces_of, tag
from schemas.cell_addresses import address, row_and_column

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Content(NamedTuple):
    """`value`: as it is written, or a text in pieces; of a formula what is stored of its result."""

    kind: str
    value: str | Pieces | None
    formula: str
    shown_as: str


Contents = dict[str, dict[str, Content]]  # by name of the sheet and address


def contents(content: bytes) -> Contents:
    """Every worksheet of a workbook. Raises Refused, or one of DAMAGED, or ElementTree.ParseError."""
    with open_zip(content) as archive:
        book = _Book(archive, relations_of(archive, "xl/workbook.xml"))
        return {
            name: book.sheet(read_member(archive, part))
            for name, part in sheet_parts(archive).items()
        }


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each worksheet by the sheet's name."""
    relations = relations_of(archive, "xl/workbook.xml")
    found: dict[str, str] = {}
    for element in parse_part(archive, "xl/workbook.xml").iter():
        place = relations.get(element.get(_RELATION, ""))
        if tag(element) == "sheet" and place and place.kind == "worksheet":
            found[element.get("name", "")] = place.part
    return found


def changed_cells(before: Contents, after: Contents) -> list[str]:
    """The cells, as `sheet!D7`, that do not hold in the one what they hold in the other."""
    return [
        f"{name}!{place}"
        for name, cells in before.items()
        for place in _both(cells, after.get(name, {}))
        if cells.get(place) != after.get(name, {}).get(place)
    ]


def _both(one: dict[str, Content], other: dict[str, Content]) -> Iterator[str]:
    yield from dict.fromkeys((*one, *other))


class _Book:
    """What all sheets of a workbook share: texts and number formats."""

    def __init__(self, archive: zipfile.ZipFile, relations: dict[str, Relation]) -> None:
        parts = {one.kind: one.part for one in relations.values()}
        self._texts: list[Pieces] = []
        if "sharedStrings" in parts:
            root = parse_part(archive, parts["sharedStrings"])
            self._texts = [pieces_of(one) for one in root if tag(one) == "si"]
        self._shown_as: list[str] = []
        if "styles" in parts:
            self._shown_as = _number_formats(parse_part(archive, parts["styles"]))

    def sheet(self, xml: bytes) -> dict[str, Content]:
        """The cells that hold something and are not covered by a merged one."""
        found: dict[str, Content] = {}
        merges: list[str] = []
        shared: dict[
            str, tuple[str, str]
        ] = {}  # of a shared formula: its text, and where it stands
        for place, element in cells_of(xml, merges):
            held = self._content(element, place, shared)
            if held is not None:
                found[place] = held
        return _without_covered(found, merges)

    def _content(
        self, element: ElementTree.Element, place: str, shared: dict[str, tuple[str, str]]
    ) -> Content | None:
        parts = {tag(one): one for one in element}
        kind = element.get("t", "n")
        written = (parts["v"].text or "") if "v" in parts else ""
        value: str | Pieces | None = written or None
        if kind == "s" and written:
            kind, value = "text", self._texts[int(written)]
        elif kind == "inlineStr":
            kind, value = "text", pieces_of(parts["is"]) if "is" in parts else None
        formula = _formula(parts["f"], place, shared) if "f" in parts else ""
        if formula:
            return Content(kind, written, formula, self._format_of(element))
        return Content(kind, value, "", self._format_of(element)) if value else None

    def _format_of(self, element: ElementTree.Element) -> str:
        style = int(element.get("s", "0"))
        return self._shown_as[style] if style < len(self._shown_as) else "General"


def _formula(element: ElementTree.Element, place: str, shared: dict[str, tuple[str, str]]) -> str:
    """A formula's text; of a shared one as it reads at its own place."""
    text, kind = element.text or "", element.get("t", "normal")
    if kind == "shared":
        number = element.get("si", "")
        if text:
            shared[number] = (text, place)
        elif number in shared:
            first, origin = shared[number]
            text = Translator(f"={first}", origin).translate_formula(place)[1:]
        return f"={text}"
    return f"={text}" if kind == "normal" else f"{kind} {element.get('ref')} {text}"


def _number_formats(styles: ElementTree.Element) -> list[str]:
    """The number format of each cell style: its code, or a number that only the programs know."""
    codes = {
        one.get("numFmtId", ""): one.get("formatCode", "")
        for one in styles.iter()
        if tag(one) == "numFmt"
    }
    found = []
    for group in styles:
        if tag(group) == "cellXfs":
            for style in group:
                number = style.get("numFmtId", "0")
                found.append(codes.get(number) or BUILTIN_FORMATS.get(int(number), number))
    return found


def _without_covered(cells: dict[str, Content], merges: list[str]) -> dict[str, Content]:
    """What was left under a merged cell nobody sees."""
    covered: set[str] = set()
    for block in merges:
        first, _, last = block.partition(":")
        top, left = row_and_column(first)
        bottom, right = row_and_column(last or first)
        if (bottom - top + 1) * (right - left + 1) > len(cells):  # look at each cell instead
            covered |= {
                one
                for one in cells
                if one != first
                and top <= row_and_column(one)[0] <= bottom
                and left <= row_and_column(one)[1] <= right
            }
            continue
        covered |= {
            address(row, column)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        } - {first}
    return {place: held for place, held in cells.items() if place not in covered}
