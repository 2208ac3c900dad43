"""Blank returns to send out: what a unit owes, its name filled in, and cells that say what they want.

The same sheets as `returns.workbooks.return_book` draws, so that what comes back is what the reader knows.
"""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import prod
from pathlib import Path
from typing import Any

import xlsxwriter

from returns.files.atomic_write import write_whole
from returns.files.canonical_zip import canonical
from returns.workbooks.issues.issue_list import WHAT_TO_DO
from returns.workbooks.last_year import draw_last_year
from returns.workbooks.return_book import (
    CREATED,
    UNSIGNED,
    draw_card,
    draw_cover,
    draw_footer,
    draw_heading,
    draw_table_header,
    draw_totals,
    identity_line,
    set_up_table,
)
from returns.workbooks.sheet_layout import (
    SERIAL_COLUMN,
    SheetLayout,
    layout_for,
)
from returns.workbooks.sheet_writer import (
    WORKBOOK_OPTIONS,
    Book,
    CellValue,
    Formats,
    Formula,
    SheetWriter,
)
from returns.workbooks.template_widths import set_widths
from returns.workbooks.text_width import places
from returns.workbooks.validation import CodeLists, validation_of
from schemas.cell_addresses import address
from schemas.collections import Collection
from schemas.columns import Column, Kind
from schemas.form import Form, forms_of
from schemas.last_year import LastYear, shows_last_year
from schemas.sheet_names import COVER, HIDDEN, INSTRUCTIONS
from schemas.units import Unit

BLANK_ROWS = 30  # of a table; more can be inserted
_STAMP_COLUMN = 0
_INSTRUCTION_WIDTH = 92
_EXAMPLE = "例"
_LAST_YEAR_EXPLAINED = (
    "灰色的“上年数”是上一次填报已采用的数，供对照，不会计入，也不能改动；有误的请与区局联系。"
)
_PROTECTED = {
    "insert_rows": True,
    "delete_rows": True,
    "format_columns": True,
    "format_rows": True,
    "format_cells": True,
    "sort": True,
    "autofilter": True,
}


def owed_forms(unit: Unit, collection: Collection) -> list[str]:
    """The codes of the forms that a unit owes, in the order of their numbers."""
    asked = forms_of(collection).values()
    owed = (form for form in asked if form.owed_by_unit(unit, collection))
    return [form.code for form in sorted(owed, key=lambda form: form.number)]


def write_template(
    path: Path,
    unit: Unit,
    collection: Collection,
    codes: Sequence[str],
    last_year: LastYear | None = None,
) -> dict[str, SheetLayout]:
    """Write a blank return of some forms; the layout of each sheet comes back by form code.

    `last_year`: what the unit had in force, shown where `returns.workbooks.last_year` says so. Same input,
    same bytes. Raises KeyError for a form that the collection does not ask for.
    """
    asked = forms_of(collection)
    forms = [asked[code] for code in codes]
    earlier = {
        form.code: (last_year or {}).get(form.code, ()) if shows_last_year(form) else ()
        for form in forms
    }
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, WORKBOOK_OPTIONS)
    workbook.set_properties({"title": f"{unit.name}{collection.title}", "created": CREATED})
    book = Book(workbook, Formats(workbook), {})
    lists = CodeLists(HIDDEN)
    lines = instructions(unit, collection, forms, has_last_year=any(earlier.values()))
    _draw_instructions(book.sheet(INSTRUCTIONS), collection, lines)
    draw_cover(book.sheet(COVER), unit, collection, codes, collection.edition.code, UNSIGNED)
    layouts: dict[str, SheetLayout] = {}
    for form in forms:
        records = earlier[form.code]
        # With the example's row.
        layout = layout_for(form, unit, _blank_rows(form) + 1, last_year=len(records))
        layouts[form.code] = layout
        pen = book.sheet(form.title)
        draw_heading(pen, layout, unit, collection)
        if layout.is_card:
            draw_card(pen, layout, {}, locked=False)
        else:
            _draw_blank_table(pen, layout)
        draw_last_year(pen, layout, records)
        draw_footer(pen, layout, UNSIGNED)
        set_widths(pen, layout, (identity_line(form, unit, collection), UNSIGNED.line))
        _validate(pen, layout, lists)
        pen.worksheet.protect("", _PROTECTED)
    _draw_hidden(book.sheet(HIDDEN), unit, collection, codes, lists)
    workbook.get_worksheet_by_name(COVER).activate()
    workbook.close()
    write_whole(path, canonical(buffer.getvalue()))
    return layouts


def _blank_rows(form: Form) -> int:
    """How many rows a table starts with: not more than it can have, where its key is a list's terms."""
    terms = [len(form.column(name).codes) for name in form.key]
    return min(prod(terms), BLANK_ROWS) if all(terms) else BLANK_ROWS


def _draw_blank_table(pen: SheetWriter, layout: SheetLayout) -> None:
    formats = pen.formats
    draw_table_header(pen, layout)
    grey = {"italic": True, "font_color": "#808080", "border": 1}
    pen.put(layout.first_row, SERIAL_COLUMN, _EXAMPLE, formats.get(align="center", **grey))
    for column in layout.columns:
        shape = {"num_format": "yyyy-mm-dd"} if column.kind is Kind.DATE else {}
        pen.put(*layout.place(column.name), example_of(column), formats.get(**grey, **shape))
    for record in range(1, layout.records):
        row = layout.first_row + record
        serial = formats.get(border=1, align="center", locked=False)
        pen.put(row, SERIAL_COLUMN, record, serial)
        for column in layout.columns:
            pen.put(*layout.place(column.name, record), None, formats.value(column, locked=False))
    if layout.total_row is not None:
        draw_totals(pen, layout, layout.total_row, lambda column: _sum_of(layout, column))
    set_up_table(pen, layout)


def _sum_of(layout: SheetLayout, column: Column) -> Formula:
    """What adds a column up, without the example."""
    first, last = layout.cell(column.name, 1), layout.cell(column.name, layout.records - 1)
    return Formula(f"=SUM({first}:{last})")


def example_of(column: Column) -> CellValue:
    """A column's example as a clerk would type it."""
    if column.kind is Kind.DATE:
        return date.fromisoformat(column.example)
    return Decimal(column.example) if column.kind.is_number else column.example


def _validate(pen: SheetWriter, layout: SheetLayout, lists: CodeLists) -> None:
    for column in layout.columns:
        first = layout.place(column.name, 0 if layout.is_card else 1)
        last = first if layout.is_card else layout.place(column.name, layout.records - 1)
        options: dict[str, Any] = validation_of(column, address(*first), lists)
        pen.worksheet.data_validation(*first, *last, options)


def _draw_instructions(pen: SheetWriter, collection: Collection, lines: Sequence[str]) -> None:
    formats = pen.formats
    pen.worksheet.set_column(0, 0, 6)
    pen.worksheet.set_column(1, 1, _INSTRUCTION_WIDTH)
    pen.worksheet.set_row(0, 36)
    pen.merge((0, 0), (0, 1), f"{collection.title}填表说明", formats.title)
    for number, line in enumerate(lines, start=1):
        pen.put(number, 0, number, formats.get(align="center", valign="top"))
        pen.put(number, 1, line, formats.get(text_wrap=True, valign="top"))
        pen.worksheet.set_row(number, 20 * -(-places(line) // (_INSTRUCTION_WIDTH - 4)))
    pen.worksheet.set_paper(9)
    pen.worksheet.fit_to_pages(1, 0)
    pen.worksheet.protect("", _PROTECTED)


def instructions(
    unit: Unit, collection: Collection, forms: Sequence[Form], *, has_last_year: bool = False
) -> list[str]:
    """What a clerk needs to know before filling in, in the order in which it is needed."""
    day = collection.deadline
    lines = [
        f"本工作簿是{unit.name}（单位代码 {unit.code}）在“{collection.title}”中应填的表，"
        f"共 {len(forms)} 张：{'、'.join(form.title for form in forms)}。",
        f"请在 {day.year} 年 {day.month} 月 {day.day} 日前报送。各表由不同的人填写时，可以分开报送。",
        "只填空白的单元格；表名、栏目、单位名称和代码不要改动，不要增减栏目。行不够时在表内插入行。",
        "数字栏填实际数，没有的填 0，不要留空，也不要填“无”“/”“约”“余”。金额以元为单位。",
        "一张表没有任何数据时，在第一行的序号栏填“无”，盖掉原来的 1。",
        "灰色的“例”行是示例，可以留着，不会计入。合计自动计算。",
        "日期填完整的年月日。有下拉列表的请从列表中选择。学籍号、身份证号按文本填写，不要缺位。",
        f"报送后会收到问题清单：{WHAT_TO_DO}",
    ]
    if has_last_year:
        lines.append(_LAST_YEAR_EXPLAINED)
    return lines + [f"{form.title}：{note}" for form in forms for note in form.notes]


def _draw_hidden(
    pen: SheetWriter, unit: Unit, collection: Collection, codes: Sequence[str], lists: CodeLists
) -> None:
    """Code lists, and below them whose template this is: a clerk never sees this sheet."""
    formats = pen.formats
    for terms, column in lists.columns.items():
        for row, term in enumerate(terms):
            pen.put(row, column, term, formats.plain)
    below = max((len(terms) for terms in lists.columns), default=0) + 1
    stamp = {
        "单位代码": unit.code,
        "单位名称": unit.name,
        "填报任务": collection.code,
        "表样版本": collection.edition.code,
        "表": " ".join(codes),
    }
    for row, (label, value) in enumerate(stamp.items(), start=below):
        pen.put(row, _STAMP_COLUMN, label, formats.plain)
        pen.put(row, _STAMP_COLUMN + 1, value, formats.plain)
    pen.worksheet.very_hidden()
