"""What the styles of a binary workbook say of its cells: days and times, struck and raised characters."""

import struct
from dataclasses import dataclass, field

from xlrd import Book
from xlrd.biffh import FDT
from xlrd.formatting import is_date_format_string, std_format_code_types

from returns.formats.biff12 import RecordWalk, wide_text
from returns.lettering import Look
from returns.refused import Refused

_FONT, _NUMBER_FORMAT, _STYLE = 43, 44, 47
_STRUCK = 8  # a flag of a font
_LEVELS = {1: 1, 2: -1}  # raised, lowered
_BEGIN_CELL_STYLES, _END_CELL_STYLES = 617, 618
_QUIET = Book()  # through it xlrd would remark on a format
_QUIET.verbosity = 0


@dataclass
class Styles:
    """`fonts` by their numbers; `looks` along the cell styles; `dates`: those that show a day."""

    dates: set[int] = field(default_factory=set)
    looks: list[Look] = field(default_factory=list)
    fonts: list[Look] = field(default_factory=list)


def styles_of(part: bytes, walk: RecordWalk) -> Styles:
    """What a part of styles says. Raises Refused."""
    formats: dict[int, bool] = {}
    found = Styles()
    within = False
    for kind, body in walk.records(part):
        if kind == _FONT:
            struck = bool(_word(body, 2) & _STRUCK)
            found.fonts.append(Look(struck, _LEVELS.get(_word(body, 6), 0)))
        elif kind == _NUMBER_FORMAT:
            code, _ = wide_text(body, 2)
            formats[_word(body, 0)] = is_date_format_string(_QUIET, code)
        elif kind in (_BEGIN_CELL_STYLES, _END_CELL_STYLES):
            within = kind == _BEGIN_CELL_STYLES
        elif kind == _STYLE and within:
            number = _word(body, 2)
            if formats.get(number, std_format_code_types.get(number) == FDT):
                found.dates.add(len(found.looks))
            font = _word(body, 4)
            found.looks.append(found.fonts[font] if font < len(found.fonts) else Look())
    return found


def _word(body: bytes, at: int) -> int:
    try:
        return int(struct.unpack_from("<H", body, at)[0])
    except struct.error as error:
        raise Refused("FIL-003") from error
