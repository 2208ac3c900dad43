"""Cells, merged blocks and formats of the sheets we write, on top of xlsxwriter.

Values are written as they are given: a text in a number cell stays a text, None stays blank.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

import xlsxwriter

from schemas.cell_addresses import address
from schemas.columns import Column, Kind
from schemas.scaled import in_units


@dataclass(frozen=True)
class Formula:
    """A formula of ours; text that only looks like one is never written as one."""

    text: str


CellValue: TypeAlias = bool | int | float | Decimal | date | str | Formula | None


class Formats:
    """The few cell formats of a return, made once a workbook."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._cache: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        properties = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"} | properties
        key = tuple(sorted(properties.items()))
        if key not in self._cache:
            self._cache[key] = self._workbook.add_format(properties)
        return self._cache[key]

    @property
    def title(self) -> Any:
        return self.get(font_name="黑体", font_size=16, bold=True, align="center")

    @property
    def plain(self) -> Any:
        return self.get(align="left")

    @property
    def note(self) -> Any:
        return self.get(font_size=10, text_wrap=True, align="left")

    @property
    def header(self) -> Any:
        return self.get(bold=True, border=1, align="center", text_wrap=True, bg_color="#DDEBF7")

    def value(self, column: Column, *, total: bool = False, locked: bool = True) -> Any:
        return self.get(border=1, bold=total, locked=locked, **self.shape(column))

    @staticmethod
    def shape(column: Column) -> dict[str, Any]:
        """How a column's values are shown and aligned, as properties of a format."""
        number_format = {
            Kind.COUNT: "0",
            Kind.MONEY: "#,##0.00",
            Kind.AREA: "#,##0.00",
            Kind.PERCENT: "0.00",
            Kind.DATE: "yyyy-mm-dd",
        }.get(column.kind, "@")
        align = "left" if column.kind is Kind.TEXT else "center"
        if column.kind.is_number:
            align = "right"
        return {"num_format": number_format, "align": align}

    @property
    def words(self) -> Any:
        return self.get(border=1, align="left", text_wrap=True)

    @property
    def centred(self) -> Any:
        return self.get(border=1, align="center", text_wrap=True)


# A text is a text, whatever it begins with: a unit may be called =HYPERLINK("http://…").
WORKBOOK_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class Book:
    """A workbook under the pen, and the cells that are to hold something else."""

    def __init__(
        self,
        workbook: xlsxwriter.Workbook,
        formats: Formats,
        overwrites: dict[tuple[str, str], CellValue],
    ) -> None:
        self.formats = formats
        self._workbook = workbook
        self._overwrites = overwrites
        self._pens: dict[str, SheetWriter] = {}

    def sheet(self, name: str) -> "SheetWriter":
        self._pens[name] = SheetWriter(name, self._workbook.add_worksheet(name), self)
        return self._pens[name]

    def instead(self, sheet: str, row: int, column: int, value: CellValue) -> CellValue:
        return self._overwrites.pop((sheet, address(row, column)), value)

    def apply_rest(self) -> None:
        """Write the overwrites of cells and sheets that the layout knows nothing of."""
        for (name, cell), value in self._overwrites.items():
            pen = self._pens[name] if name in self._pens else self.sheet(name)
            write_value(pen.worksheet, cell, value, self.formats.centred)


class SheetWriter:
    """Writes cells of one sheet by zero-based row and column."""

    def __init__(self, name: str, worksheet: Any, book: Book) -> None:
        self.worksheet = worksheet
        self.formats = book.formats
        self._name = name
        self._book = book

    def put(self, row: int, column: int, value: CellValue, cell_format: Any) -> None:
        value = self._book.instead(self._name, row, column, value)
        write_value(self.worksheet, address(row, column), value, cell_format)

    def merge(
        self, rows: tuple[int, int], columns: tuple[int, int], text: CellValue, cell_format: Any
    ) -> None:
        """One text over a block of cells; a block of one cell is simply written."""
        text = self._book.instead(self._name, rows[0], columns[0], text)
        if rows[0] == rows[1] and columns[0] == columns[1]:
            write_value(self.worksheet, address(rows[0], columns[0]), text, cell_format)
            return
        self.worksheet.merge_range(
            rows[0], columns[0], rows[1], columns[1], "" if text is None else str(text), cell_format
        )


def write_value(worksheet: Any, cell: str, value: CellValue, cell_format: Any) -> None:
    if value is None:
        worksheet.write_blank(cell, None, cell_format)
    elif isinstance(value, Formula):
        worksheet.write_formula(cell, value.text, cell_format, 0)
    elif isinstance(value, bool):
        worksheet.write_string(cell, "是" if value else "否", cell_format)
    elif isinstance(value, int | float | Decimal):
        worksheet.write_number(cell, float(value), cell_format)
    elif isinstance(value, date):
        worksheet.write_datetime(cell, value, cell_format)
    else:
        worksheet.write_string(cell, value, cell_format)


def as_filled_in(column: Column, stored: Any) -> CellValue:
    """A stored value as a clerk types it: fen as yuan, a day (also as ISO text) as a day."""
    if stored is None:
        return None
    if column.kind.is_number:
        return in_units(int(stored), column.kind.scale)
    if column.kind is Kind.FLAG:
        return bool(stored)
    if column.kind is Kind.DATE:
        return stored if isinstance(stored, date) else date.fromisoformat(stored)
    return str(stored)
