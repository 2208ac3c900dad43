"""Binary workbooks (.xlsb), straight from their records: values, errors, dates, merges, what is hidden.

calamine, which reads .xlsx for us, is wrong here: whole days come back as bare numbers, rich text
within a cell and errors of formulas as blanks, and a macro sheet or a part with an absolute path ends
it (docs/decisions/0001-reading-in-slots.md).
"""

import math
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from xlrd.biffh import error_text_from_code

from returns.reading.comments import Place
from returns.reading.convert import Raw
from returns.reading.formats.biff12 import RecordWalk, font_runs, rich_text, wide_text
from returns.reading.formats.binary_styles import Styles, styles_of
from returns.reading.formats.bounded_zip import DAMAGED, open_zip, read_member
from returns.reading.formats.comment_parts import commented_cells
from returns.reading.formats.package_parts import Relation, relations_of, relations_part
from returns.reading.formats.safe_xml import refuse_doctype
from returns.reading.formats.serials import as_day
from returns.reading.grid import Grid
from returns.reading.lettering import PLAIN, Lettering, lettering, pieces_by_font
from returns.reading.unreadable import UnreadableFile, refuse_large, refuse_many
from schemas.cell_addresses import address

_WORKBOOK = "xl/workbook.bin"
_SHARED_TEXT, _COLUMNS, _WORKBOOK_PROPERTIES, _SHEET, _MERGE = 19, 60, 153, 156, 176
_BEGIN_CELLS, _END_CELLS = 145, 146
# Within the table of cells. A short record has no column of its own: it is the next one.
_ROW, _BLANK, _RK, _ERROR, _FLAG, _NUMBER, _TEXT, _SHARED = range(8)
_FORMULA_TEXT, _FORMULA_NUMBER, _FORMULA_FLAG, _FORMULA_ERROR = range(8, 12)
_SHORT = range(12, 19)  # blank to shared
_RICH = 62
_VALUES = frozenset(range(1, 19)) | {_RICH}
_ROWS, _WIDEST = 1_048_576, 16_384  # of a sheet
_NO_TEXT = 0xFFFF_FFFF

_CELL = struct.Struct("<II")
_UNSIGNED = struct.Struct("<I")
_SIGNED = struct.Struct("<i")
_DOUBLE = struct.Struct("<d")


@dataclass
class _Book:
    """What all sheets of a workbook share; `filled`: the cells so far that hold something."""

    walk: RecordWalk
    texts: list[str]
    runs: list[list[tuple[int, int]]]  # of the texts: where their fonts change
    styles: Styles
    from_1904: bool
    filled: int = 0


def grids(content: bytes) -> Iterator[Grid]:
    """The worksheets in order; chart, dialog and macro sheets hold no answers. Raises UnreadableFile."""
    try:
        with open_zip(content) as archive:
            yield from _grids(archive, content)
    except (*DAMAGED, struct.error, IndexError) as error:
        raise UnreadableFile("FIL-003") from error


def _grids(archive: zipfile.ZipFile, content: bytes) -> Iterator[Grid]:
    names = frozenset(archive.namelist())
    for name in names:
        if name.endswith((".xml", ".rels")):
            refuse_doctype(read_member(archive, name))
    relations = relations_of(archive, _WORKBOOK)
    walk = RecordWalk()
    from_1904 = False
    sheets: list[tuple[str, bool, Relation]] = []
    for kind, body in walk.records(read_member(archive, _WORKBOOK)):
        if kind == _WORKBOOK_PROPERTIES:
            from_1904 = bool(body[0] & 1) if body else False
        elif kind == _SHEET and _unsigned(body, 8) != _NO_TEXT:
            relation, end = wide_text(body, 8)
            name, _ = wide_text(body, end)
            sheets.append((name, _unsigned(body, 0) != 0, relations[relation]))
    book = _Book(walk, [], [], _styles(archive, relations, walk), from_1904)
    for part in _parts(relations, "sharedStrings"):
        for kind, body in walk.records(read_member(archive, part)):
            if kind == _SHARED_TEXT:
                book.texts.append(rich_text(body))
                book.runs.append(font_runs(body))
    for title, hidden, place in sheets:
        if place.kind == "worksheet":
            grid = _SheetWalk(book).grid(title, hidden, read_member(archive, place.part))
            if relations_part(place.part) in names:
                grid.commented = partial(commented_cells, content, place.part)
            yield grid


def _parts(relations: dict[str, Relation], kind: str) -> list[str]:
    return [one.part for one in relations.values() if one.kind == kind]


def _styles(archive: zipfile.ZipFile, relations: dict[str, Relation], walk: RecordWalk) -> Styles:
    parts = _parts(relations, "styles")
    return styles_of(read_member(archive, parts[0]), walk) if parts else Styles()


class _SheetWalk:
    """Collects one sheet, record by record."""

    def __init__(self, book: _Book) -> None:
        self._book = book
        self._cells: list[list[Raw]] = []
        self._row, self._column, self._width = -1, -1, 0
        self._errors: dict[str, str] = {}
        self._uncalculated: set[str] = set()
        self._odd: dict[Place, Lettering] = {}
        self._percents: set[str] = set()
        self._merges: list[tuple[int, int, int, int]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()

    def grid(self, name: str, hidden: bool, part: bytes) -> Grid:
        within, tables = False, 0
        for kind, body in self._book.walk.records(part):
            if within:
                if kind == _ROW:
                    self._start_row(body)
                elif kind == _BLANK:  # there may be a million of them
                    (self._column,) = _UNSIGNED.unpack_from(body)
                elif kind in _VALUES:
                    self._cell(kind, body)
                elif kind == _END_CELLS:
                    within = False
            elif kind == _BEGIN_CELLS:
                within, tables = True, tables + 1
            elif kind == _COLUMNS:
                first, last = _CELL.unpack_from(body)
                if body[16] & 1:
                    self._hidden_columns.update(range(first, min(last + 1, _WIDEST)))
            elif kind == _MERGE:
                top, bottom, left, right = struct.unpack_from("<4I", body)
                self._merges.append((top, left, bottom, right))
        if within or tables != 1:  # cut off between two records
            raise UnreadableFile("FIL-003")
        return Grid(
            name,
            self._cells,
            self._errors,
            frozenset(self._uncalculated),
            self._merges,
            hidden,
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
            self._book.from_1904,
            lettered=lambda: self._odd,
            percent_cells=self._percents,
        )

    def _start_row(self, body: bytes) -> None:
        row: int = _UNSIGNED.unpack_from(body)[0]
        if not self._row < row < _ROWS:
            raise UnreadableFile("FIL-003")  # a reader might take the other one for the answer
        refuse_many(self._book.filled)
        self._row, self._column = row, -1
        if body[11] & 0x10:
            self._hidden_rows.add(row)

    def _cell(self, kind: int, body: bytes) -> None:
        if kind in _SHORT:
            kind += _BLANK - _SHORT[0]
            column, style, at = self._column + 1, _unsigned(body, 0), 4
        else:
            (column, style), at = _CELL.unpack_from(body), 8
        if not self._column < column < _WIDEST or self._row < 0:
            raise UnreadableFile("FIL-003")
        self._column = column
        if kind != _BLANK:
            value = self._value(kind, style, body, at)
            self._put(column, value)
            if value is not None:
                self._note_letters(kind, style & 0xFF_FFFF, str(value), body, at)

    def _note_letters(self, kind: int, style: int, text: str, body: bytes, at: int) -> None:
        runs: list[tuple[int, int]] = []
        if kind == _SHARED:
            runs = self._book.runs[_unsigned(body, at)]
        elif kind == _RICH:
            runs = font_runs(body, at)
        styles = self._book.styles
        first = styles.looks[style] if style < len(styles.looks) else PLAIN
        if (runs or first != PLAIN) and (
            odd := lettering(pieces_by_font(text, runs, first, styles.fonts))
        ):
            self._odd[self._row, self._column] = odd

    def _value(self, kind: int, style: int, body: bytes, at: int) -> Raw:
        """What a cell holds; None, and noted, for an error and for a formula without a result."""
        if kind in (_NUMBER, _FORMULA_NUMBER):
            number = float(_DOUBLE.unpack_from(body, at)[0])
        elif kind == _RK:
            number = _compressed(body, at)
        elif kind == _SHARED:
            return self._book.texts[_unsigned(body, at)]
        elif kind in (_TEXT, _FORMULA_TEXT):
            return wide_text(body, at)[0]
        elif kind == _RICH:
            return rich_text(body, at)
        elif kind in (_FLAG, _FORMULA_FLAG):
            return body[at] != 0
        else:
            shown = error_text_from_code.get(body[at], "#ERROR")
            self._errors[address(self._row, self._column)] = shown
            return None
        if not math.isfinite(number):
            if kind != _FORMULA_NUMBER:
                raise UnreadableFile("FIL-003")
            self._uncalculated.add(address(self._row, self._column))
            return None
        if style & 0xFF_FFFF in self._book.styles.dates:
            return as_day(number, from_1904=self._book.from_1904)
        if style & 0xFF_FFFF in self._book.styles.percents:
            self._percents.add(address(self._row, self._column))
        return number

    def _put(self, column: int, value: Raw) -> None:
        self._book.filled += 1
        if column >= self._width or self._row >= len(self._cells):
            self._width = max(self._width, column + 1)
            refuse_large(self._row + 1, self._width)
            self._cells += [[] for _ in range(self._row + 1 - len(self._cells))]
        cells = self._cells[self._row]
        if column > len(cells):
            cells += [None] * (column - len(cells))
        cells.append(value)


def _unsigned(body: bytes, at: int) -> int:
    return int(_UNSIGNED.unpack_from(body, at)[0])


def _compressed(body: bytes, at: int) -> float:
    """Thirty bits of a number; the lowest two say that it is whole, and that it counts hundredths."""
    bits = _unsigned(body, at)
    if bits & 2:
        number = float(_SIGNED.unpack_from(body, at)[0] >> 2)
    else:
        number = float(_DOUBLE.unpack(bytes(4) + _UNSIGNED.pack(bits & ~3))[0])
    return number / 100 if bits & 1 else number
