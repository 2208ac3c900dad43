"""What the styles of a binary workbook say of its cells: days, per cent, struck and raised characters."""

import struct
from dataclasses import dataclass, field

from xlrd import Book
from xlrd.biffh import FDT
from xlrd.formatting import is_date_format_string, std_format_code_types

from returns.reading.formats.biff12 import RecordWalk, wide_text
from returns.reading.formats.number_formats import percent_among
from returns.reading.lettering import Look
from returns.reading.unreadable import UnreadableFile

_FONT, _NUMBER_FORMAT, _STYLE = 43, 44, 47
_STRUCK = 8  # a flag of a font
_LEVELS = {1: 1, 2: -1}  # raised, lowered
_BEGIN_CELL_STYLES, _END_CELL_STYLES = 617, 618
_QUIET = Book()  # through it xlrd would remark on a format
_QUIET.verbosity = 0


@dataclass
class Styles:
    """`fonts` by their numbers; `looks` along the cell styles; `dates`: those that show a day;
    `percents`: those that show a number as per cent.
    """

    dates: set[int] = field(default_factory=set)
    percents: frozenset[int] = frozenset()
    looks: list[Look] = field(default_factory=list)
    fonts: list[Look] = field(default_factory=list)


def styles_of(part: bytes, walk: RecordWalk) -> Styles:
    """What a part of styles says. Raises UnreadableFile."""
    codes: dict[int, str] = {}
    formats: list[int] = []  # along the cell styles
    found = Styles()
    within = False
    for kind, body in walk.records(part):
        if kind == _FONT:
            struck = bool(_word(body, 2) & _STRUCK)
            found.fonts.append(Look(struck, _LEVELS.get(_word(body, 6), 0)))
        elif kind == _NUMBER_FORMAT:
            codes[_word(body, 0)], _ = wide_text(body, 2)
        elif kind in (_BEGIN_CELL_STYLES, _END_CELL_STYLES):
            within = kind == _BEGIN_CELL_STYLES
        elif kind == _STYLE and within:
            formats.append(_word(body, 2))
            font = _word(body, 4)
            found.looks.append(found.fonts[font] if font < len(found.fonts) else Look())
    is_date = {number: is_date_format_string(_QUIET, code) for number, code in codes.items()}
    found.dates = {
        style
        for style, number in enumerate(formats)
        if is_date.get(number, std_format_code_types.get(number) == FDT)
    }
    found.percents = percent_among(formats, codes)
    return found


def _word(body: bytes, at: int) -> int:
    try:
        return int(struct.unpack_from("<H", body, at)[0])
    except struct.error as error:
        raise UnreadableFile("FIL-003") from error
