"""Which styles of a binary workbook show a number as a day or a time, and which as per cent."""

import struct

from xlrd import Book
from xlrd.biffh import FDT
from xlrd.formatting import is_date_format_string, std_format_code_types

from returns.formats.biff12 import RecordWalk, wide_text
from returns.formats.number_formats import percent_among
from returns.refused import Refused

_NUMBER_FORMAT, _STYLE = 44, 47
_BEGIN_CELL_STYLES, _END_CELL_STYLES = 617, 618
_QUIET = Book()  # through it xlrd would remark on a format
_QUIET.verbosity = 0


def date_styles(part: bytes, walk: RecordWalk) -> frozenset[int]:
    """The numbers of the cell styles with a date format. Raises Refused."""
    formats, codes = _formats_of_styles(part, walk)
    is_date = {number: is_date_format_string(_QUIET, code) for number, code in codes.items()}
    return frozenset(
        style
        for style, number in enumerate(formats)
        if is_date.get(number, std_format_code_types.get(number) == FDT)
    )


def binary_percent_styles(part: bytes, walk: RecordWalk) -> frozenset[int]:
    """The numbers of the cell styles that show a number as per cent. Raises Refused."""
    return percent_among(*_formats_of_styles(part, walk))


def _formats_of_styles(part: bytes, walk: RecordWalk) -> tuple[list[int], dict[int, str]]:
    """The format's number of each cell style, and the code of each format that is not built in."""
    codes: dict[int, str] = {}
    formats: list[int] = []
    within = False
    for kind, body in walk.records(part):
        if kind == _NUMBER_FORMAT:
            codes[_word(body, 0)], _ = wide_text(body, 2)
        elif kind in (_BEGIN_CELL_STYLES, _END_CELL_STYLES):
            within = kind == _BEGIN_CELL_STYLES
        elif kind == _STYLE and within:
            formats.append(_word(body, 2))
    return formats, codes


def _word(body: bytes, at: int) -> int:
    try:
        return int(struct.unpack_from("<H", body, at)[0])
    except struct.error as error:
        raise Refused("FIL-003") from error
