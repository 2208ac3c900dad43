"""Sample returns as sheets that can be edited, every cell of which remembers where it stood.

A real workbook comes in and a real workbook goes out; in between a sheet is its cells by place, so
that a column can move with all that it carries. Styles are left behind but for number formats.
"""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl
import orjson
from openpyxl.utils.cell import coordinate_to_tuple

from returns.judging.batch import History, judge
from returns.judging.judged import JudgedFile
from returns.reading.extract import extract
from returns.reading.file_read import FileRead, SheetRead
from returns.reading.register_file import read_register
from returns.workbooks.sheet_layout import HEADER_ROW, LABEL_COLUMN
from sample_inputs.build import ROOT
from schemas.cell_addresses import address
from schemas.collections import COLLECTIONS
from schemas.columns import Column, Layout
from schemas.findings import Severity
from schemas.form import Form
from schemas.forms import FORMS
from schemas.rules import RULES, Stage

COLLECTION = COLLECTIONS["2020"]
SAMPLE = ROOT / COLLECTION.code
LAYOUTS = [form.layout_for_reader() for form in FORMS.values()]

Place: TypeAlias = tuple[int, int]  # row, column, from zero
Block: TypeAlias = tuple[int, int, int, int]  # top, left, bottom, right


@dataclass(frozen=True)
class Cell:
    """`origin`: its address in the file as received, '' for what a change put in."""

    value: Any
    origin: str = ""
    number_format: str = "General"


@dataclass
class Sheet:
    """A sheet of a return; `form` is None for a cover. Rows and columns from zero."""

    name: str
    cells: dict[Place, Cell]
    merges: list[Block]
    form: Form | None = None
    columns: Mapping[str, Column] = field(default_factory=dict)  # origin of a value → its field
    header: list[int] = field(default_factory=list)  # the rows of the header
    records: list[int] = field(default_factory=list)  # the rows of the values
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    origin: str = ""
    is_hidden: bool = False

    @property
    def is_table(self) -> bool:
        return self.form is not None and self.form.layout is Layout.TABLE

    @property
    def width(self) -> int:
        return 1 + max(column for _, column in self.cells)

    @property
    def height(self) -> int:
        return 1 + max(row for row, _ in self.cells)

    def text(self, row: int, column: int) -> str:
        """The text of a cell, '' when it holds none."""
        cell = self.cells.get((row, column))
        return cell.value if cell is not None and isinstance(cell.value, str) else ""

    def put(self, place: Place, value: Any, number_format: str | None = None) -> None:
        """Another value in a cell, which keeps its origin."""
        cell = self.cells.get(place, Cell(None))
        shape = cell.number_format if number_format is None else number_format
        self.cells[place] = replace(cell, value=value, number_format=shape)

    def values(self) -> list[tuple[Place, Column]]:
        """The cells that hold the form's values, with their fields."""
        found = ((place, self.columns.get(cell.origin)) for place, cell in self.cells.items())
        return [(place, column) for place, column in found if column is not None]

    def labels(self) -> list[Place]:
        """The cells of a table's header, or of a card's labels, that hold text."""
        if self.is_table:
            return [at for at in self.cells if at[0] in self.header and self.text(*at)]
        return [(row, LABEL_COLUMN) for row in self.records if self.text(row, LABEL_COLUMN)]

    def moved(self) -> dict[str, str]:
        """Address in the file as received → address now."""
        return {cell.origin: address(*at) for at, cell in self.cells.items() if cell.origin}

    def insert_rows(self, at: int, count: int) -> None:
        """Empty rows before row `at`; a merged block around them grows."""
        self._shift_rows(lambda row: row + count if row >= at else row)

    def insert_columns(self, at: int, count: int) -> None:
        """Empty columns before column `at`; a merged block around them grows."""

        def new(column: int) -> int:
            return column + count if column >= at else column

        self.cells = {(row, new(column)): cell for (row, column), cell in self.cells.items()}
        self.merges = [(top, new(left), low, new(right)) for top, left, low, right in self.merges]
        self.hidden_columns = {new(column) for column in self.hidden_columns}

    def drop_margins(self) -> None:
        """No blank rows above what is filled in, and no blank columns to its left."""
        filled = [place for place, cell in self.cells.items() if cell.value is not None]
        top, left = (min(place[axis] for place in filled) for axis in (0, 1))
        self.cells = {at: cell for at, cell in self.cells.items() if at[0] >= top and at[1] >= left}
        self.insert_rows(0, -top)
        self.insert_columns(0, -left)

    def reorder(self, order: Sequence[int]) -> None:
        """The columns in another order; titles and notes, merged across the sheet, stay.

        Columns under one heading must stay beside each other.
        """
        new = {column: place for place, column in enumerate(order)}
        across = {top for top, left, _, right in self.merges if right - left + 1 == len(order)}
        anchors = {(top, left): right for top, left, _, right in self.merges}

        def place(row: int, column: int) -> Place:
            if row in across:
                return row, column
            right = anchors.get((row, column), column)
            return row, min(new[one] for one in range(column, right + 1))

        covered = self.covered()
        self.cells = {place(*at): cell for at, cell in self.cells.items() if at not in covered}
        self.merges = [
            (top, place(top, left)[1], bottom, place(top, left)[1] + right - left)
            for top, left, bottom, right in self.merges
        ]

    def _shift_rows(self, new: Callable[[int], int]) -> None:
        self.cells = {(new(row), column): cell for (row, column), cell in self.cells.items()}
        self.merges = [(new(t), left, new(b), right) for t, left, b, right in self.merges]
        self.header = [new(row) for row in self.header]
        self.records = [new(row) for row in self.records]
        self.hidden_rows = {new(row) for row in self.hidden_rows}

    def covered(self) -> set[Place]:
        """The cells under a merged one, which nobody sees."""
        return {
            (row, column)
            for top, left, bottom, right in self.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }


@dataclass(frozen=True)
class Return:
    """A sample return as received, and how it was judged, on its own."""

    path: Path
    judged: JudgedFile

    @cached_property
    def _sheets(self) -> list[Sheet]:
        read = {sheet.sheet: sheet for sheet in self.judged.file.sheets}
        book = openpyxl.load_workbook(self.path)
        return [_sheet(one, read.get(one.title)) for one in book.worksheets]

    def sheets(self) -> list[Sheet]:
        """Its sheets, to be edited; the return itself stays as it is."""
        return [
            replace(
                sheet,
                cells=dict(sheet.cells),
                merges=list(sheet.merges),
                header=list(sheet.header),
                records=list(sheet.records),
                hidden_rows=set(),
                hidden_columns=set(),
            )
            for sheet in self._sheets
        ]


def _sheet(worksheet: Any, read: SheetRead | None) -> Sheet:
    cells = {
        (cell.row - 1, cell.column - 1): Cell(cell.value, cell.coordinate, cell.number_format)
        for row in worksheet.iter_rows()
        for cell in row
    }
    merges = [
        (block.min_row - 1, block.min_col - 1, block.max_row - 1, block.max_col - 1)
        for block in worksheet.merged_cells.ranges
    ]
    sheet = Sheet(worksheet.title, cells, merges, origin=worksheet.title)
    if read is None:
        return sheet
    form = sheet.form = FORMS[read.form]
    sheet.columns = {
        read.cell_of(name, row): form.column(name) for name in read.layout for row in read.rows
    }
    sheet.records = sorted({coordinate_to_tuple(cell)[0] - 1 for cell in sheet.columns})
    if sheet.is_table:
        below = coordinate_to_tuple(read.header_cell)[0]
        sheet.header = list(range(HEADER_ROW, below))
    return sheet


def save(sheets: Iterable[Sheet]) -> bytes:
    """The sheets as an .xlsx."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        written = book.create_sheet(sheet.name)
        written.sheet_state = "veryHidden" if sheet.is_hidden else "visible"
        for (row, column), cell in sheet.cells.items():
            if cell.value is not None:
                target = written.cell(row + 1, column + 1, cell.value)
                target.number_format = cell.number_format
        for top, left, bottom, right in sheet.merges:
            written.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        for row in sheet.hidden_rows:
            written.row_dimensions[row + 1].hidden = True
        for column in sheet.hidden_columns:
            written.column_dimensions[address(0, column)[:-1]].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(content: bytes, file_name: str) -> FileRead:
    """A file as the reading process answers it, through JSON."""
    plain = orjson.loads(orjson.dumps(extract(content, LAYOUTS).to_plain()))
    return FileRead.from_plain(file_name, plain)


def judge_all(files: list[FileRead]) -> list[JudgedFile]:
    """Judged in one batch; no unit may stand in it twice."""
    judged = judge(files, read_register(SAMPLE / "register.csv"), COLLECTION, History())
    assert [one.broken for one in judged if one.broken] == []
    return judged


def _is_misread(judged: JudgedFile) -> bool:
    """Whether an error quotes a sheet, a header or a value as it was written."""
    return any(
        one.severity is Severity.ERROR and RULES[one.rule].stage is Stage.READING
        for one in judged.findings
    )


@cache
def sample_returns() -> list[Return]:
    """Every sample return, first round and corrections, but those that are wrong to the reader.

    One that was returned for what its values say is as good for a change of layout.
    """
    returns = []
    for folder in ("first_round", "corrections"):
        paths = sorted((SAMPLE / folder).glob("*.xlsx"))
        judged = judge_all([read(path.read_bytes(), path.name) for path in paths])
        returns += [
            Return(path, one)
            for path, one in zip(paths, judged, strict=True)
            if one.forms and not _is_misread(one)
        ]
    return returns


def holders() -> list[Return]:
    """As few returns as hold a record of every form."""
    left = set(FORMS)
    chosen = []
    for one in sample_returns():
        held = {sheet.form for sheet in one.judged.file.sheets if sheet.rows}
        if held & left:
            chosen.append(one)
            left -= held
    assert not left
    return chosen
