"""Cells over which the fast reader gives up the whole file, written so that it reads the others.

Error values that came after the seven of old, #SPILL!, #CALC! and whatever Excel will have, become one
of old: what the cell shows is told by `returns.reading.formats.xlsx_cells`. A number far beyond the calendar loses its
format: under one for days or hours the fast reader breaks, and a person sees nothing but ########.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from xml.parsers import expat

from returns.reading.formats.bounded_zip import open_zip, read_member

_KNOWN = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_INSTEAD = b"#N/A"
_LAST_DAY = 2_958_465  # 9999-12-31
_STYLE = re.compile(rb"""\ss\s*=\s*["'][0-9]*["']""")


def is_new(shown: str) -> bool:
    """Whether the fast reader does not know it. One without a word it reads as a blank."""
    return shown != "" and shown not in _KNOWN


def smoothed(content: bytes, sheet_parts: Iterable[str]) -> bytes:
    """The workbook with every such cell in these parts rewritten. Raises one of DAMAGED."""
    changed = frozenset(sheet_parts)
    buffer = io.BytesIO()
    with (
        open_zip(content) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for info in source.infolist():
            body = read_member(source, info)
            target.writestr(info.filename, _rewritten(body) if info.filename in changed else body)
    return buffer.getvalue()


def _rewritten(xml: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    for start, end, instead in _Walk(xml).edits():
        parts += [xml[at:start], instead]
        at = end
    return b"".join([*parts, xml[at:]])


class _Walk:
    """Goes through a part and notes what is to be written instead, and where."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._edits: list[tuple[int, int, bytes]] = []
        self._kind = ""
        self._cell = 0  # where the tag of the current cell begins
        self._value: list[str] | None = None
        self._start = 0

    def edits(self) -> list[tuple[int, int, bytes]]:
        """(from, to, instead), in order. Raises ValueError for what is no XML."""
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        try:
            self._parser.Parse(self._xml, True)
        except expat.ExpatError as error:
            raise ValueError("the sheet is no XML") from error
        return self._edits

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition("}")[2]
        if tag == "c":
            self._kind, self._cell = attributes.get("t", "n"), self._parser.CurrentByteIndex
        elif tag == "v":
            self._value = []

    def _text(self, text: str) -> None:
        if self._value is not None:
            if not self._value:
                self._start = self._parser.CurrentByteIndex
            self._value.append(text)

    def _end(self, name: str) -> None:
        if self._value is None or name.rpartition("}")[2] != "v":
            return
        value, self._value = "".join(self._value), None
        if self._kind == "e" and value:
            self._edits.append((self._start, self._parser.CurrentByteIndex, _INSTEAD))
        elif self._kind == "n" and _is_beyond_the_calendar(value):
            style = _STYLE.search(self._xml, self._cell, self._start)
            if style:
                self._edits.append((*style.span(), b""))


def _is_beyond_the_calendar(value: str) -> bool:
    try:
        return not -_LAST_DAY <= float(value) <= _LAST_DAY
    except ValueError:
        return False
