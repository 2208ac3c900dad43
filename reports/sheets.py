"""Sheets of a workbook: text as text, numbers as numbers, rows as high as their text, A4."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import Any
from unicodedata import east_asian_width

FONT = "宋体"
_PLAIN = {"font_name": FONT, "font_size": 10, "border": 1, "valign": "vcenter"}
_LINE = 13.5  # points
_LOWEST = 16.5
_TALLEST = 409.0  # Excel's own limit
Cell = str | int | Decimal | None


def whole_or_exact(amount: Decimal | None) -> int | Decimal | None:
    """A whole amount as int, so that it is shown without decimals; any other as it is."""
    if amount is None or amount != amount.to_integral_value():
        return amount
    return int(amount)


def lines_of(text: str, width: float) -> int:
    """Lines that `text` takes, indented, in a column so wide; a Han character counts as two."""
    return sum(
        max(1, ceil(sum(2 if east_asian_width(c) in "WF" else 1 for c in line) / (width - 2)))
        for line in text.split("\n")
    )


class ReportFormats:
    """The formats of a workbook."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._formats: dict[tuple[str, bool], Any] = {}
        self.head = self._format(bold=True, bg_color="#DDEBF7", text_wrap=True, align="center")
        self.remark = book.add_format({"font_name": FONT, "font_size": 9, "font_color": "#666666"})

    def _format(self, **properties: Any) -> Any:
        return self.book.add_format({**_PLAIN, **properties})

    def words(self, strong: bool = False) -> Any:
        key = ("", strong)
        if key not in self._formats:
            self._formats[key] = self._format(bold=strong, text_wrap=True, indent=1)
        return self._formats[key]

    def number(self, places: int, strong: bool = False) -> Any:
        """With so many decimals and commas at the thousands."""
        shape = "#,##0" + ("." + "0" * places if places else "")
        if (shape, strong) not in self._formats:
            self._formats[shape, strong] = self._format(bold=strong, num_format=shape)
        return self._formats[shape, strong]


class Sheet:
    """A sheet with its heading frozen, filtered and repeated in print.

    `columns`: heading and width in characters. `key` columns on the left stay in view and are
    printed on every sheet of paper; a list is `pages` sheets of A4 wide, across unless `upright`.
    """

    def __init__(
        self,
        pen: ReportFormats,
        title: str,
        columns: Sequence[tuple[str, float]],
        *,
        key: int = 0,
        pages: int = 1,
        upright: bool = False,
    ) -> None:
        self.pen, self.title = pen, title
        self.widths = [width for _, width in columns]
        self.raw = pen.book.add_worksheet(title)
        for column, (_, width) in enumerate(columns):
            self.raw.set_column(column, column, width)
        self.raw.freeze_panes(1, key)
        self.raw.repeat_rows(0)
        if pages > 1:
            self.raw.repeat_columns(0, key - 1)
        if not upright:
            self.raw.set_landscape()
        self.raw.set_paper(9)
        self.raw.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.raw.fit_to_pages(pages, 0)
        self.raw.set_footer("&C第 &P 页，共 &N 页")
        self._fill(0, [heading for heading, _ in columns], lambda _: pen.head)

    def row(self, row: int, cells: Sequence[Cell], strong: bool = False) -> None:
        self._fill(row, cells, lambda cell: self._shape(cell, strong))

    def filter(self, rows: int) -> None:
        """Let the reader filter so many rows below the heading."""
        self.raw.autofilter(0, 0, max(rows, 1), len(self.widths) - 1)

    def remark(self, row: int, text: str) -> None:
        self.raw.write_string(row, 0, text, self.pen.remark)

    def _fill(self, row: int, cells: Sequence[Cell], shape: Any) -> None:
        lines = 1
        for column, cell in enumerate(cells):
            if cell is None:
                self.raw.write_blank(row, column, None, shape(cell))
            elif isinstance(cell, str):
                # Never a formula, whatever a school has written.
                self.raw.write_string(row, column, cell, shape(cell))
                lines = max(lines, lines_of(cell, self.widths[column]))
            else:
                self.raw.write_number(
                    row, column, cell if isinstance(cell, int) else float(cell), shape(cell)
                )
        self.raw.set_row(row, min(max(_LOWEST, lines * _LINE + 3), _TALLEST))

    def _shape(self, cell: Cell, strong: bool) -> Any:
        if isinstance(cell, int):
            return self.pen.number(0, strong)
        if isinstance(cell, Decimal):
            return self.pen.number(max(0, -int(cell.as_tuple().exponent)), strong)
        return self.pen.words(strong)
