"""Struck and raised characters in the cells of an .xlsx, which the fast reader does not tell."""

import re
import zipfile
from xml.etree import ElementTree

from returns.addresses import row_and_column
from returns.bounded_zip import DAMAGED, open_zip, read_member
from returns.lettering import PLAIN, Lettered, Lettering, Look, lettering
from returns.package_parts import parse_part, relations_of
from returns.refused import Refused
from returns.rich_text import Pieces, cells_of, look_of, pieces_of, tag

_SIGN = re.compile(rb"strike|vertAlign")


def lettered_cells(content: bytes, workbook_part: str, sheet_part: str) -> Lettered:
    """The cells of a sheet with struck or raised characters. Raises Refused for damaged parts.

    Most workbooks have none of them, and are not walked.
    """
    try:
        with open_zip(content) as archive:
            return _lettered(archive, workbook_part, sheet_part)
    except (*DAMAGED, IndexError, ElementTree.ParseError) as error:
        raise Refused("FIL-003") from error


def _lettered(archive: zipfile.ZipFile, workbook_part: str, sheet_part: str) -> Lettered:
    parts = {one.kind: one.part for one in relations_of(archive, workbook_part).values()}
    looks = _looks_of_styles(archive, parts.get("styles", ""))
    texts = _texts(archive, parts.get("sharedStrings", ""))
    xml = read_member(archive, sheet_part)
    if not (looks or texts or _SIGN.search(xml)):
        return {}
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
    if not part or not _SIGN.search(read_member(archive, part)):
        return {}
    root = parse_part(archive, part)
    fonts = [look_of(one) for group in root if tag(group) == "fonts" for one in group]
    styles = [one for group in root if tag(group) == "cellXfs" for one in group]
    looks = {str(n): fonts[int(one.get("fontId", "0"))] for n, one in enumerate(styles)}
    return {number: look for number, look in looks.items() if look != PLAIN}


def _texts(archive: zipfile.ZipFile, part: str) -> dict[int, ElementTree.Element]:
    """The shared texts with a sign of such characters, by their number."""
    if not part or not _SIGN.search(read_member(archive, part)):
        return {}
    texts = (one for one in parse_part(archive, part) if tag(one) == "si")
    return {
        number: text
        for number, text in enumerate(texts)
        if any(tag(one) in ("strike", "vertAlign") for one in text.iter())
    }
