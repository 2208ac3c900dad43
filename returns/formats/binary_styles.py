"""Which styles of a binary workbook show a number as a day or a time."""

import struct

from xlrd import Book
from xlrd.biffh import FDT
from xlrd.formatting import is_date_format_string, std_format_code_types

from returns.formats.biff12 import RecordWalk, wide_text
from returns.refused import Refused

_NUMBER_FORMAT, _STYLE = 44, 47
_BEGIN_CELL_STYLES, _END_CELL_STYLES = 617, 618
_QUIET = Book()  # through it xlrd would remark on a format
_QUIET.verbosity = 0


def date_styles(part: bytes, walk: RecordWalk) -> frozenset[int]:
    """The numbers of the cell styles with a date format. Raises Refused."""
    formats: dict[int, bool] = {}
    found: set[int] = set()
    style, within = 0, False
    for kind, body in walk.records(part):
        if kind == _NUMBER_FORMAT:
            code, _ = wide_text(body, 2)
            formats[_word(body, 0)] = is_date_format_string(_QUIET, code)
        elif kind in (_BEGIN_CELL_STYLES, _END_CELL_STYLES):
            within = kind == _BEGIN_CELL_STYLES
        elif kind == _STYLE and within:
            number = _word(body, 2)
            if formats.get(number, std_format_code_types.get(number) == FDT):
                found.add(style)
            style += 1
    return frozenset(found)


def _word(body: bytes, at: int) -> int:
    try:
        return int(struct.unpack_from("<H", body, at)[0])
    except struct.error as error:
        raise Refused("FIL-003") from error
