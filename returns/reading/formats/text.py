"""Tables as text, with commas or tabs: .csv, and what some programs call .xls."""

import csv
import io
import re
from collections.abc import Iterator

from returns.reading.formats.markup import Cell, GridBuilder
from returns.reading.grid import Grid
from returns.reading.unreadable import UnreadableFile, refuse_many

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}
_FIELD_LIMIT = 10_000  # characters of a cell; an unbalanced quote would swallow the rest
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # letters of nobody
_SAMPLE_LINES = 40


def grids(content: bytes) -> Iterator[Grid]:
    """The one table. Raises UnreadableFile when this is no text, no table, or in a doubtful encoding."""
    text = decode(content)
    delimiter = _delimiter(text)
    refuse_many(text.count(delimiter) + text.count("\n"))
    builder = GridBuilder("", spans_lost=True)
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        for values in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            builder.add_row(
                [(column, Cell(value)) for column, value in enumerate(values) if value.strip()]
            )
    except csv.Error as error:
        raise UnreadableFile("FIL-003") from error
    yield builder.grid()


def decode(content: bytes) -> str:
    """Text by its mark, else UTF-8, else GB18030. Raises UnreadableFile when none of them fits."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFile("FIL-010") from error
    if _CONTROLS & set(content[:65536]):
        raise UnreadableFile("FIL-001", kind="其他文件")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _PRIVATE.search(text):
            break  # bytes of another encoding that happen to fit
        return text
    raise UnreadableFile("FIL-010")


def _delimiter(text: str) -> str:
    """Tab or comma, whichever parts the lines more often."""
    lines = [line for line in text.splitlines() if line.strip()][:_SAMPLE_LINES]
    counts = {mark: sum(line.count(mark) for line in lines) for mark in ("\t", ",")}
    mark = max(counts, key=lambda one: counts[one])
    if counts[mark] < 2:
        raise UnreadableFile("FIL-001", kind="文本文件")
    return mark
