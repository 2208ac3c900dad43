"""Workbooks as programs of the nineties wrote them (BIFF 5), record by record."""

import struct
from collections.abc import Mapping

ERROR = object()  # as a cell: #REF!


def old_workbook(
    cells: Mapping[tuple[int, int], str | float | object],
    code_page: int,
    *,
    encoding: str = "gbk",
    sheet: str = "Sheet1",
    encrypted: bool = False,
) -> bytes:
    """One sheet of `cells` by zero-based row and column; texts are written in `encoding`."""
    body = b"".join(
        [
            record(0x809, struct.pack("<HHHH", 0x0500, 0x0010, 0, 0)),
            *(_cell(place, value, encoding) for place, value in sorted(cells.items())),
            record(0x0A, b""),
        ]
    )
    name = sheet.encode(encoding)
    start = b"".join(
        [
            record(0x809, struct.pack("<HHHH", 0x0500, 0x0005, 0, 0)),
            record(0x2F, bytes(4)) if encrypted else b"",
            record(0x42, struct.pack("<H", code_page)),
            _FONT,
            _STYLE,
        ]
    )
    bound = struct.calcsize("<HHIHB") + len(name)
    end = record(0x0A, b"")
    offset = len(start) + bound + len(end)
    return start + record(0x85, struct.pack("<IHB", offset, 0, len(name)) + name) + end + body


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _cell(place: tuple[int, int], value: str | float | object, encoding: str) -> bytes:
    at = struct.pack("<HHH", *place, 0)
    if value is ERROR:
        return record(0x205, at + struct.pack("<BB", 0x17, 1))
    if isinstance(value, str):
        text = value.encode(encoding)
        return record(0x204, at + struct.pack("<H", len(text)) + text)
    return record(0x203, at + struct.pack("<d", value))


_STYLE = record(0xE0, struct.pack("<HHHHHHHH", 0, 0, 0x0001, 0x0020, 0, 0, 0, 0))
_FONT = record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05Arial")
