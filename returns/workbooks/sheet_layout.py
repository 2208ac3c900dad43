"""Where everything stands on the sheet of a form: computed once, for whoever writes or points.

Rows and columns are zero-based, as xlsxwriter takes them; cells are named as in Excel.

A card has one line a field: 类别 | 项目 | 计量单位 | 数值 | 备注. A table has 序号 and one column a
field, under a header of two rows when any column belongs to a group. What a template shows of last
year stands between 数值 and 备注 of a card, and below the 合计 of a table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from returns.reading.locate import LAST_YEAR
from schemas.cell_addresses import address
from schemas.columns import Column, Kind, Layout
from schemas.form import Form
from schemas.units import Unit

TITLE_ROW = 0
IDENTITY_ROW = 1  # 填报单位, 单位代码, 填报任务, 统计口径
HEADER_ROW = 2

CARD_HEADER = ("类别", "项目", "计量单位", "数值", "备注")
GROUP_COLUMN, LABEL_COLUMN, UNIT_COLUMN, VALUE_COLUMN, REMARK_COLUMN = range(5)
LAST_YEAR_COLUMN = REMARK_COLUMN  # of a card; 备注 then stands one to the right
SERIAL_COLUMN = 0
_WIDEST_LABEL = 14.0  # a longer label is wrapped
FIRST_FIELD_COLUMN = 1


@dataclass(frozen=True)
class Span:
    """A run of neighbouring cells in one row or column that carry the same text."""

    first: int
    last: int
    text: str


def is_additive(form: Form, column: Column) -> bool:
    """Whether a 合计 of the column makes sense: an addend that does not name the row."""
    return column.is_addend and column.name not in form.key


@dataclass(frozen=True)
class SheetLayout:
    """The sheet of one form as one unit gets it.

    `columns` are the fields that stand on the sheet; `records` is the number of body rows of a
    table (a nil answer takes one; a card has none). `last_year` is the number of last year's
    records that are shown.
    """

    form: Form
    columns: tuple[Column, ...]
    records: int = 1
    totals: bool = True
    last_year: int = 0

    @property
    def is_card(self) -> bool:
        return self.form.layout is Layout.CARD

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {column.name: position for position, column in enumerate(self.columns)}

    @property
    def header_rows(self) -> int:
        return 2 if not self.is_card and any(column.group for column in self.columns) else 1

    @property
    def first_row(self) -> int:
        """The first row below the header."""
        return HEADER_ROW + self.header_rows

    @property
    def last_column(self) -> int:
        return len(self.card_header) - 1 if self.is_card else len(self.columns)

    @property
    def card_header(self) -> tuple[str, ...]:
        if not self.last_year:
            return CARD_HEADER
        return (*CARD_HEADER[:LAST_YEAR_COLUMN], LAST_YEAR, *CARD_HEADER[LAST_YEAR_COLUMN:])

    @property
    def total_row(self) -> int | None:
        """The row of 合计; None when there is nothing to add up."""
        if self.is_card or not self.totals:
            return None
        if not any(is_additive(self.form, column) for column in self.columns):
            return None
        return self.first_row + self.records

    @property
    def last_year_row(self) -> int:
        """The first row below body and 合计: of last year's records in a table that shows them."""
        return self.first_row + self.records + (self.total_row is not None)

    @property
    def notes_row(self) -> int:
        """The first row below everything that holds figures."""
        if self.is_card:
            return self.first_row + len(self.columns)
        return self.last_year_row + self.last_year

    @property
    def signature_row(self) -> int:
        return self.notes_row + len(self.form.notes)

    def place(self, name: str, record: int = 0) -> tuple[int, int]:
        """Row and column of a field's value, of a table's record number `record` from 0.

        Raises KeyError when the field does not stand on this sheet.
        """
        position = self._positions[name]
        if self.is_card:
            return self.first_row + position, VALUE_COLUMN
        return self.first_row + record, FIRST_FIELD_COLUMN + position

    def last_year_place(self, name: str, record: int = 0) -> tuple[int, int]:
        """Row and column of last year's value of a field, as `place`."""
        row, column = self.place(name)
        if self.is_card:
            return row, LAST_YEAR_COLUMN
        return self.last_year_row + record, column

    def cell(self, name: str, record: int = 0) -> str:
        """`place` as an address."""
        return address(*self.place(name, record))

    def total_cell(self, name: str) -> str:
        """Address of a field's 合计. Raises LookupError when the table has none."""
        if self.total_row is None:
            raise LookupError(f"{self.form.code} has no total row")
        return address(self.total_row, self.place(name)[1])

    def header_cell(self, name: str) -> str:
        """Address of the cell that holds a field's own label."""
        row, column = self.place(name)
        if self.is_card:
            return address(row, LABEL_COLUMN)
        merged = self.header_rows == 2 and not self.columns[self._positions[name]].group
        return address(HEADER_ROW if merged else self.first_row - 1, column)

    def groups(self) -> Iterator[Span]:
        """Neighbouring fields of one group, as positions among `columns`; '' where there is none."""
        position = 0
        for text, members in groupby(self.columns, key=lambda column: column.group):
            length = len(list(members))
            yield Span(position, position + length - 1, text)
            position += length


def layout_for(
    form: Form, unit: Unit, records: int = 1, *, totals: bool = True, last_year: int = 0
) -> SheetLayout:
    """The sheet of `form` for `unit`: fields that the unit does not owe are left out of a card."""
    columns = form.columns_owed_by(unit) if form.layout is Layout.CARD else form.columns_in_use
    return SheetLayout(form, columns, max(records, 1), totals, last_year)


def cell_of(form: Form, unit: Unit, field: str, row: int = 0) -> str:
    """Address of a field on the unit's sheet; `row` counts the records of a table from 0."""
    return layout_for(form, unit, row + 1).cell(field, row)


def width_of(column: Column) -> float:
    """Width in characters of the default font: values in full, long labels over two lines."""
    least = {
        Kind.DATE: 12.0,
        Kind.PUPIL_ID: 23.0,
        Kind.CITIZEN_ID: 22.0,
        Kind.IDENTIFIER: 14.0,
        Kind.TEXT: 22.0,
        Kind.MONEY: 14.0,
        Kind.CODE: 14.0,
    }.get(column.kind, 9.0)
    return max(least, min(2.0 * len(column.label) + 2, _WIDEST_LABEL))
