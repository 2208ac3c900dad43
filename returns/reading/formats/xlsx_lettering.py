"""Struck and raised characters in the cells of an .xlsx, which the fast reader does not tell."""

import re
import zipfile
from collections.abc import Mapping
from functools import cached_property
from xml.etree import ElementTree

from returns.reading.formats.bounded_zip import DAMAGED, open_zip, read_member
from returns.reading.formats.package_parts import parse_part, relations_of
from returns.reading.formats.rich_text import Pieces, cells_of, look_of, pieces_of, tag
from returns.reading.lettering import PLAIN, Lettered, Lettering, Look, lettering
from returns.reading.unreadable import UnreadableFile
from schemas.cell_addresses import row_and_column

_SIGN = re.compile(rb"strike|vertAlign")


def has_sign(xml: bytes) -> bool:
    """Whether a part may speak of such characters at all. Of most workbooks none does."""
    return _SIGN.search(xml) is not None


class BookLettering:
    """What the sheets of a workbook share: the looks of its styles, and its texts; read once."""

    def __init__(self, content: bytes, workbook_part: str) -> None:
        self._content, self._workbook_part = content, workbook_part

    def cells(self, sheet_part: str) -> Lettered:
        """The cells of a sheet with struck or raised characters. Raises UnreadableFile for damaged parts."""
        try:
            looks, texts = self._shared
            with open_zip(self._content) as archive:
                xml = read_member(archive, sheet_part)
            return _lettered(xml, looks, texts) if looks or texts or has_sign(xml) else {}
        except (*DAMAGED, IndexError, ElementTree.ParseError) as error:
            raise UnreadableFile("FIL-003") from error

    @cached_property
    def _shared(self) -> tuple[dict[str, Look], dict[int, ElementTree.Element]]:
        with open_zip(self._content) as archive:
            of_book = relations_of(archive, self._workbook_part).values()
            parts = {one.kind: one.part for one in of_book}
            return (
                _looks_of_styles(archive, parts.get("styles", "")),
                _texts(archive, parts.get("sharedStrings", "")),
            )


def _lettered(
    xml: bytes, looks: Mapping[str, Look], texts: Mapping[int, ElementTree.Element]
) -> Lettered:
    found: dict[tuple[int, int], Lettering] = {}
    for place, element in cells_of(xml):
        look = looks.get(element.get("s", "0"), PLAIN)
        kind = element.get("t")
        pieces: Pieces = ()
        for one in element:
            name = tag(one)
            if name == "is":
                pieces = pieces_of(one, look)
            elif name == "v" and one.text:
                shared = texts.get(int(one.text)) if kind == "s" else None
                pieces = ((one.text, look),) if shared is None else pieces_of(shared, look)
        odd = lettering(pieces) if pieces else None
        if odd:
            found[row_and_column(place)] = odd
    return found


def _looks_of_styles(archive: zipfile.ZipFile, part: str) -> dict[str, Look]:
    """The looks of the cell styles that are not plain, by their number."""
    if not part or not has_sign(read_member(archive, part)):
        return {}
    root = parse_part(archive, part)
    fonts = [look_of(one) for group in root if tag(group) == "fonts" for one in group]
    styles = [one for group in root if tag(group) == "cellXfs" for one in group]
    looks = {str(n): fonts[int(one.get("fontId", "0"))] for n, one in enumerate(styles)}
    return {number: look for number, look in looks.items() if look != PLAIN}


def _texts(archive: zipfile.ZipFile, part: str) -> dict[int, ElementTree.Element]:
    """The shared texts with a sign of such characters, by their number."""
    if not part or not has_sign(read_member(archive, part)):
        return {}
    texts = (one for one in parse_part(archive, part) if tag(one) == "si")
    return {
        number: text
        for number, text in enumerate(texts)
        if any(tag(one) in ("strike", "vertAlign") for one in text.iter())
    }
