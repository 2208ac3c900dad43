"""The records that the parts of a binary workbook (.xlsb, BIFF 12) are made of, as in [MS-XLSB]."""

import struct
from collections.abc import Iterator

from returns.reading.unreadable import MAX_SHEET_CELLS, UnreadableFile

MAX_RECORDS = MAX_SHEET_CELLS  # of a workbook: a million styled rows take half of them
_LONGEST_SIZE = 4  # bytes
_FUTURE, _END_OF_FUTURE = 35, 36  # what only a later program is to read stands in between
_UNSIGNED = struct.Struct("<I")


class RecordWalk:
    """Walks the records of one part after another, and counts them over the whole workbook."""

    def __init__(self) -> None:
        self._left = MAX_RECORDS

    def records(self, part: bytes) -> Iterator[tuple[int, bytes]]:
        """(number of the kind, body) of each record. Raises UnreadableFile for what is damaged or endless."""
        at, end, depth, left = 0, len(part), 0, self._left
        try:
            while at < end:
                kind, size = part[at], part[at + 1]
                at += 2
                if kind > 127:  # of two bytes, seven bits in each
                    kind, size = (kind & 127) | (size << 7), part[at]
                    at += 1
                if size > 127:
                    size, at = _long_size(part, at - 1)
                start, at = at, at + size
                left -= 1
                if at > end:
                    raise UnreadableFile("FIL-003")
                if left < 0:
                    raise UnreadableFile("FIL-004")
                if kind == _FUTURE:
                    depth += 1
                elif kind == _END_OF_FUTURE:
                    depth -= 1
                    if depth < 0:
                        raise UnreadableFile("FIL-003")
                elif not depth:
                    yield kind, part[start:at]
        except IndexError as error:
            raise UnreadableFile("FIL-003") from error
        if depth:
            raise UnreadableFile("FIL-003")
        self._left = left


def _long_size(part: bytes, at: int) -> tuple[int, int]:
    """A size of several bytes, seven bits in each, and the place behind it."""
    size = 0
    for number in range(_LONGEST_SIZE):
        byte = part[at + number]
        size |= (byte & 127) << (7 * number)
        if byte < 128:
            return size, at + number + 1
    raise UnreadableFile("FIL-003")


def wide_text(body: bytes, at: int) -> tuple[str, int]:
    """A text and the place behind it. Raises UnreadableFile where it is none."""
    if len(body) < at + 4:
        raise UnreadableFile("FIL-003")
    start = at + 4
    end = start + 2 * _UNSIGNED.unpack_from(body, at)[0]
    if end > len(body):
        raise UnreadableFile("FIL-003")
    try:
        return body[start:end].decode("utf-16-le"), end
    except UnicodeDecodeError as error:
        raise UnreadableFile("FIL-010") from error


def rich_text(body: bytes, at: int = 0) -> str:
    """The text of a rich one alone: its fonts, and how it is pronounced, stand behind it."""
    return wide_text(body, at + 1)[0]


def font_runs(body: bytes, at: int = 0) -> list[tuple[int, int]]:
    """(place, number of the font) from which on the characters of a rich text have another font."""
    if not body[at] & 1:
        return []
    _, end = wide_text(body, at + 1)
    (count,) = _UNSIGNED.unpack_from(body, end)
    if len(body) < end + 4 + 4 * count:
        raise UnreadableFile("FIL-003")
    return list(struct.iter_unpack("<HH", body[end + 4 : end + 4 + 4 * count]))
