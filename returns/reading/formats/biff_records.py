"""The records of an old workbook (.xls, BIFF 5 to 8), before xlrd reads them, as in [MS-XLS].

xlrd tells the value of a formula but not that there is none, and gives up a whole workbook over parts
of it that hold no value: a defined name, a count, the author of a comment.
"""

import struct
from dataclasses import dataclass, field

from xlrd.compdoc import SIGNATURE, CompDoc

from returns.reading.attachments import STREAMS

_BOF, _FORMULA, _NAME, _BOUND_SHEET, _NOTE, _SST, _CONTINUE = (
    0x809,
    0x06,
    0x18,
    0x85,
    0x1C,
    0xFC,
    0x3C,
)
_IGNORED = struct.pack("<H", 0x0EEE)  # no record of any program
_WORKSHEET = 0  # as a BOUNDSHEET says it
_HEAD = struct.Struct("<HH")
_RESULT = struct.Struct("<HHH8sH")
_NOTHING = (b"\3", b"\xff\xff")  # of a result: how it begins and ends when it is an empty text
_ON_OPENING = 2  # the flag of a formula that is to be computed when the workbook is opened
_NO_NUMBER = bytes(8)

Place = tuple[int, int]  # zero-based row and column


@dataclass
class Records:
    """`stream` is the workbook without its container; `uncalculated` goes along its worksheets."""

    stream: bytes
    uncalculated: list[frozenset[Place]] = field(default_factory=list)


def documents_in(content: bytes) -> list[str]:
    """The kinds of documents, none a workbook, in a compound file. Raises what CompDoc does."""
    container = _container(content)
    return [kind for name, kind in STREAMS.items() if container.locate_named_stream(name)[0]]


def records_of(content: bytes) -> Records:
    """What xlrd is to read. Raises what CompDoc does."""
    if not content.startswith(SIGNATURE):
        return _walked(content)
    container = _container(content)
    for name in ("Workbook", "Book"):
        memory, base, length = container.locate_named_stream(name)
        if memory:
            return _walked(bytes(memory[base : base + length]))
    return Records(content)


class _Silent:
    def write(self, _: str) -> int:
        return 0


def _container(content: bytes) -> CompDoc:
    return CompDoc(content, logfile=_Silent())


def _walked(stream: bytes) -> Records:
    if len(stream) < _HEAD.size or _HEAD.unpack_from(stream)[0] != _BOF:
        return Records(stream)  # older than BIFF 5
    changed = bytearray(stream)
    sheets: list[int] = []  # where each worksheet begins
    empty: dict[int, set[Place]] = {}  # formulas without a result, by where their sheet begins
    any_result = False
    at = start = 0
    end = len(stream) - _HEAD.size
    while at <= end:
        kind, length = _HEAD.unpack_from(stream, at)
        body = at + _HEAD.size
        if kind == _BOF:
            start = at
        elif kind == _BOUND_SHEET and length >= 6:
            place, _, what = struct.unpack_from("<iBB", stream, body)
            if what == _WORKSHEET:
                sheets.append(place)
        elif kind == _NAME:
            changed[at : at + 2] = _IGNORED
        elif kind == _NOTE:
            _trim_note(changed, body, length)
        elif kind == _FORMULA and length >= _RESULT.size:
            row, column, _, result, flags = _RESULT.unpack_from(stream, body)
            if _has_result(result, flags):
                any_result = True
            else:
                empty.setdefault(start, set()).add((row, column))
        at = body + length
    found = [frozenset() if any_result else frozenset(empty.get(place, ())) for place in sheets]
    return Records(bytes(changed), found)


def _has_result(result: bytes, flags: int) -> bool:
    """A program that computes nothing leaves an empty text, or a 0 that is to be computed yet.

    So may one that computes; but not in every formula of a workbook.
    """
    if result[:1] == _NOTHING[0] and result[6:] == _NOTHING[1]:
        return False
    return not (flags & _ON_OPENING and result == _NO_NUMBER)


def _trim_note(stream: bytearray, body: int, length: int) -> None:
    """xlrd permits one byte behind the author's name; others write more of them.

    The name takes them in: whose comment it is nobody asks.
    """
    if length < 11:
        return
    characters, is_wide = struct.unpack_from("<HB", stream, body + 8)
    spare = length - 11 - characters * (2 if is_wide & 1 else 1)
    if spare > 1:
        more = spare // 2 if is_wide & 1 else spare
        struct.pack_into("<H", stream, body + 8, characters + more)
