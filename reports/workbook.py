"""The figures as a workbook: one sheet of all, the definitions, the relations, a sheet a section."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from indicators.quoting import PERCENT
from reports.definitions import definition_rows
from reports.report import Entry, Report, Section
from reports.sections import SECTIONS

_FIXED_TIME = datetime(2020, 1, 1)  # the same figures give the same bytes
_FONT = "宋体"
_LARGEST = 20  # bars in a chart of units
_PRINTED = 10  # columns beside the unit on one sheet of paper
Cell = str | int | Decimal | None
Column = tuple[str, float, Callable[[Entry], Cell]]

_ALL: tuple[Column, ...] = (
    ("编号", 6, lambda e: e.number),
    ("节", 6, lambda e: e.figure.indicator.section),
    ("指标", 30, lambda e: e.figure.indicator.label),
    ("种类", 9, lambda e: e.figure.kind.label),
    ("计算值", 15, lambda e: e.figure.value),
    ("单位", 9, lambda e: e.figure.indicator.unit),
    ("分子", 15, lambda e: e.numerator),
    ("分母", 12, lambda e: e.denominator),
    ("已报", 6, lambda e: e.figure.reported_units),
    ("应报", 6, lambda e: e.figure.expected_units),
    ("状态", 9, lambda e: e.figure.status.label),
    ("引用写法", 17, lambda e: e.as_quoted),
    ("已引用", 14, lambda e: e.figure.quoted.text if e.figure.quoted else None),
    ("核对", 8, lambda e: e.figure.judgement.verdict.label),
    ("原因", 34, lambda e: e.figure.judgement.reason or None),
    ("上年", 12, lambda e: e.last_year or None),
    ("目标", 10, lambda e: e.figure.target.target if e.figure.target else None),
    ("目标状态", 10, lambda e: e.figure.target.state.label if e.figure.target else None),
)
_TARGETS: tuple[Column, ...] = (
    ("编号", 6, lambda e: e.number),
    ("目标", 34, lambda e: e.figure.indicator.label),
    ("单位", 8, lambda e: e.figure.indicator.unit),
    ("基数", 10, lambda e: e.figure.target.baseline if e.figure.target else None),
    ("现值", 10, lambda e: e.figure.value),
    ("计划", 10, lambda e: e.figure.target.target if e.figure.target else None),
    ("推进中", 8, lambda e: e.figure.underway),
    ("状态", 10, lambda e: e.figure.target.state.label if e.figure.target else None),
    ("说明", 50, lambda e: e.figure.indicator.note or None),
)


def render_workbook(report: Report) -> bytes:
    """The .xlsx as bytes; zip dates are not fixed yet."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": _FIXED_TIME, "title": report.collection.title})
        pen = _Pen(book)
        _list_entries(pen, "指标总表", report.entries, _ALL)
        _draw_targets(pen, _list_entries(pen, "计划目标", report.targets, _TARGETS), report.targets)
        _list_relations(pen, report)
        _list_missing(pen, report)
        _list_definitions(pen, report)
        for section in report.sections:
            _by_unit(pen, report, section)
    return buffer.getvalue()


class _Pen:
    """The formats of a workbook, and cells written in the right one."""

    def __init__(self, book: Any) -> None:
        self.book = book
        plain = {"font_name": _FONT, "font_size": 10, "border": 1, "valign": "vcenter"}
        self.head = book.add_format(
            {**plain, "bold": True, "bg_color": "#DDEBF7", "text_wrap": True, "align": "center"}
        )
        self.words = book.add_format({**plain, "text_wrap": True})
        self.number = book.add_format({**plain, "num_format": "#,##0"})
        self.decimal = book.add_format({**plain, "num_format": "#,##0.00"})
        self.total = book.add_format({**plain, "bold": True, "num_format": "#,##0.##"})
        self.remark = book.add_format({"font_name": _FONT, "font_size": 9, "font_color": "#666666"})

    def write(self, sheet: Any, row: int, column: int, value: Cell, total: bool = False) -> None:
        """A number as a number, anything else as text: never a formula."""
        if value is None:
            sheet.write_blank(row, column, None, self.words)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, self.head if total else self.words)
        else:
            is_whole = value == int(value)
            shape = self.total if total else self.number if is_whole else self.decimal
            sheet.write_number(
                row, column, value if isinstance(value, int) else float(value), shape
            )

    def sheet(self, title: str, headings: Sequence[tuple[str, float]]) -> Any:
        """A sheet with its heading frozen, filtered and repeated in print, on A4 across."""
        sheet = self.book.add_worksheet(title)
        for column, (heading, width) in enumerate(headings):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, self.head)
        sheet.set_row(0, 30)
        sheet.freeze_panes(1, min(3, len(headings) - 1))
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        return sheet


def _list_entries(
    pen: _Pen, title: str, entries: Sequence[Entry], columns: Sequence[Column]
) -> Any:
    sheet = pen.sheet(title, [(heading, width) for heading, width, _ in columns])
    for row, entry in enumerate(entries, start=1):
        for column, (_, _, value) in enumerate(columns):
            pen.write(sheet, row, column, value(entry))
    sheet.autofilter(0, 0, max(len(entries), 1), len(columns) - 1)
    return sheet


def _draw_targets(pen: _Pen, sheet: Any, targets: Sequence[Entry]) -> None:
    """The targets in per cent: where each stands, and what is wanted."""
    rows = [
        row
        for row, entry in enumerate(targets, start=1)
        if entry.figure.indicator.unit == PERCENT and entry.figure.value is not None
    ]
    if not rows:
        return
    chart = pen.book.add_chart({"type": "bar"})
    first = min(rows)
    if rows != list(range(first, first + len(rows))):
        return
    for column, colour in ((5, "#BFBFBF"), (4, "#2F75B5")):
        chart.add_series(
            {
                "name": ["计划目标", 0, column],
                "categories": ["计划目标", first, 1, rows[-1], 1],
                "values": ["计划目标", first, column, rows[-1], column],
                "fill": {"color": colour},
                "data_labels": {"value": True},
            }
        )
    chart.set_title({"name": "百分比目标：现值与计划（%）", "name_font": {"size": 11}})
    chart.set_x_axis({"min": 0, "max": 100, "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 300})
    sheet.insert_chart(len(targets) + 2, 1, chart)


def _list_relations(pen: _Pen, report: Report) -> None:
    columns = (("编号", 9.0), ("关系", 44.0), ("结论", 9.0), ("依据", 90.0))
    sheet = pen.sheet("关系核对", columns)
    for row, one in enumerate(report.relations, start=1):
        texts = (one.relation.id, one.relation.title, one.verdict.label, one.detail)
        for column, text in enumerate(texts):
            pen.write(sheet, row, column, text)
    sheet.autofilter(0, 0, max(len(report.relations), 1), len(columns) - 1)


def _list_missing(pen: _Pen, report: Report) -> None:
    columns = (("编号", 6.0), ("指标", 34.0), ("缺报单位数", 10.0), ("缺报单位", 100.0))
    sheet = pen.sheet("暂定与缺报", columns)
    row = 0
    for entry in report.entries:
        units = report.missing.get(entry.id, ())
        if units:
            row += 1
            cells: tuple[Cell, ...] = (
                entry.number,
                entry.figure.indicator.label,
                len(units),
                "、".join(units),
            )
            for column, value in enumerate(cells):
                pen.write(sheet, row, column, value)
    if row == 0:
        sheet.write_string(1, 0, "应报单位已报齐，没有暂定指标。", pen.remark)
    sheet.autofilter(0, 0, max(row, 1), len(columns) - 1)


def _list_definitions(pen: _Pen, report: Report) -> None:
    head, *rows = definition_rows(report.collection)
    widths = (26.0, 26.0, 9.0, 9.0, 60.0, 26.0, 26.0, 40.0, 34.0)
    sheet = pen.sheet("口径说明", tuple(zip(head, widths, strict=True)))
    for row, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts):
            pen.write(sheet, row, column, text)
    sheet.autofilter(0, 0, len(rows), len(head) - 1)


def _by_unit(pen: _Pen, report: Report, section: Section) -> None:
    """A row a unit, a column a figure (two for a ratio), the district's own numbers at the end."""
    shown = [entry for entry in section.entries if report.by_unit.get(entry.id)]
    units = list(dict.fromkeys(share.unit for entry in shown for share in report.by_unit[entry.id]))
    columns: list[tuple[Entry, bool]] = []
    for entry in shown:
        columns.append((entry, False))
        if entry.figure.denominator is not None:
            columns.append((entry, True))
    title = f"{section.number} {SECTIONS[section.number]}"
    headings = [("单位", 26.0), *((_heading(entry, below), 15.0) for entry, below in columns)]
    sheet = pen.sheet(title, headings)
    sheet.set_row(0, 48)
    sheet.freeze_panes(1, 1)
    sheet.repeat_columns(0)
    sheet.fit_to_pages(-(-len(columns) // _PRINTED), 0)
    rows = {unit: row for row, unit in enumerate(units, start=1)}
    last = len(units) + 1
    for unit, row in rows.items():
        pen.write(sheet, row, 0, unit)
        for column in range(len(columns)):
            pen.write(sheet, row, column + 1, None)
    pen.write(sheet, last, 0, "全区", total=True)
    for column, (entry, below) in enumerate(columns, start=1):
        for share in report.by_unit[entry.id]:
            pen.write(
                sheet, rows[share.unit], column, share.denominator if below else share.numerator
            )
        pen.write(sheet, last, column, entry.denominator if below else entry.numerator, total=True)
    if units:
        sheet.autofilter(0, 0, len(units), len(columns))
        sheet.write_string(
            last + 1,
            0,
            "全区为该指标的分子、分母；按不重复计数的指标，各单位之和可以大于全区。",
            pen.remark,
        )
    if section.number == "3.4":
        _draw_guards(pen, report, sheet, last + 3)


def _heading(entry: Entry, below: bool) -> str:
    indicator = entry.figure.indicator
    if entry.figure.denominator is None:
        return f"{indicator.label}（{indicator.unit}）"
    return f"{indicator.label}·{'分母' if below else '分子'}"


def _draw_guards(pen: _Pen, report: Report, sheet: Any, row: int) -> None:
    """The units with most guards, the largest first, from a small table of their own."""
    shares = sorted(
        report.by_unit.get("guards_total", ()), key=lambda share: (-share.numerator, share.unit)
    )[:_LARGEST]
    if not shares:
        return
    name = sheet.get_name()
    sheet.write_string(row, 0, f"保安最多的 {len(shares)} 个单位", pen.head)
    sheet.write_string(row, 1, "保安（人）", pen.head)
    for at, share in enumerate(shares, start=1):
        pen.write(sheet, row + at, 0, share.unit)
        pen.write(sheet, row + at, 1, share.numerator)
    chart = pen.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": [name, row + 1, 0, row + len(shares), 0],
            "values": [name, row + 1, 1, row + len(shares), 1],
            "fill": {"color": "#2F75B5"},
            "data_labels": {"value": True},
            "gap": 40,
        }
    )
    chart.set_title({"name": f"保安人数（前 {len(shares)} 个单位）", "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"min": 0, "major_gridlines": {"visible": False}, "num_format": "0"})
    chart.set_legend({"none": True})
    chart.set_size({"width": 640, "height": 24 * len(shares) + 80})
    sheet.insert_chart(row, 3, chart)
