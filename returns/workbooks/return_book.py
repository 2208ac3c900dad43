"""Writing returns as schools know them: cover, one sheet a form, 合计 rows, notes, signatures.

Values are written as they are given, so that a workbook can also hold what a clerk gets wrong: a
text in a number cell stays a text, None stays blank. Same input, same bytes: see canonical_zip.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Final, TypeAlias

import xlsxwriter

from returns.files.canonical_zip import canonical
from returns.workbooks.sheet_layout import (
    FIRST_FIELD_COLUMN,
    GROUP_COLUMN,
    HEADER_ROW,
    IDENTITY_ROW,
    LABEL_COLUMN,
    SERIAL_COLUMN,
    TITLE_ROW,
    UNIT_COLUMN,
    SheetLayout,
    is_additive,
    layout_for,
    width_of,
)
from returns.workbooks.sheet_writer import WORKBOOK_OPTIONS, Book, CellValue, Formats, SheetWriter
from schemas.cell_addresses import address
from schemas.collections import Collection
from schemas.columns import Column
from schemas.form import FORMS, Form, forms_of
from schemas.sheet_names import COVER
from schemas.units import Unit

Record: TypeAlias = Mapping[str, CellValue]


class Nil(Enum):
    """The answer of a unit that has nothing to report in a table."""

    NIL = "无"


NIL: Final = Nil.NIL
# A card's record, a table's records, or nothing to report.
Answer: TypeAlias = Record | Sequence[Record] | Nil

_KINDS_OF_TABLE = ("台账", "名单", "名册", "清单", "底数", "表")
CREATED = datetime(2020, 1, 1)  # a fixed stamp: the same return is the same file
_COVER_TITLE_ROW, _COVER_FACTS_ROW, _COVER_LIST_ROW = 0, 2, 7
_CARD_WIDTHS = {"类别": 18, "项目": 34, "计量单位": 10, "数值": 22, "上年数": 20, "备注": 16}
_COVER_WIDTHS = (14, 34, 44)
_LANDSCAPE_FROM = 7  # fields
_ROW_HEIGHT, _LABEL_ROW_HEIGHT = 20, 32  # points; labels of tables may take two lines


@dataclass(frozen=True)
class Signatures:
    """Who filled in, checked and answers for a return; blank until it is signed."""

    filled_by: str = ""
    checked_by: str = ""
    head: str = ""

    @property
    def line(self) -> str:
        names = (self.filled_by, self.checked_by, self.head)
        roles = ("填表人", "审核人", "负责人")
        signed = (f"{role}：{name or '　　　　'}" for role, name in zip(roles, names, strict=True))
        return "　　".join(signed) + "　　（公章）"


UNSIGNED = Signatures()


def cover_cells(forms: Sequence[str]) -> dict[str, str]:
    """Where the cover says what: unit_name, unit_code, collection, edition, and each form code."""
    facts = ("unit_name", "unit_code", "collection", "edition")
    cells = {name: address(_COVER_FACTS_ROW + line, 1) for line, name in enumerate(facts)}
    first = _COVER_LIST_ROW + 1
    return cells | {code: address(first + line, 1) for line, code in enumerate(forms)}


def write_workbook(
    path: Path, unit: Unit, collection: Collection, forms: Mapping[str, Answer], **options: Any
) -> dict[str, SheetLayout]:
    """Write what `draw_workbook` draws to `path`; the layout of each sheet comes back."""
    content, layouts = draw_workbook(unit, collection, forms, **options)
    path.write_bytes(content)
    return layouts


def draw_workbook(
    unit: Unit,
    collection: Collection,
    forms: Mapping[str, Answer],
    *,
    cover: bool = True,
    edition: str | None = None,
    listed: Sequence[str] | None = None,
    signatures: Signatures = UNSIGNED,
    overwrites: Mapping[tuple[str, str], CellValue] | None = None,
) -> tuple[bytes, dict[str, SheetLayout]]:
    """The return of `unit` as a workbook, and the layout of each sheet by form code.

    `forms`: form code → answer, in the order of the sheets; money in yuan, areas in m².
    `listed`: the forms on the cover, when they are not those of `forms`.
    `overwrites`: (sheet, cell) → what stands there instead of what the layout puts there; a sheet
    that the return does not have is added for them.
    Raises KeyError for a form code or a field that is not declared.
    """
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, WORKBOOK_OPTIONS)
    workbook.set_properties({"title": f"{unit.name}{collection.title}", "created": CREATED})
    formats = Formats(workbook)
    book = Book(workbook, formats, dict(overwrites or {}))
    if cover:
        codes = list(forms) if listed is None else list(listed)
        stamp = collection.edition.code if edition is None else edition
        draw_cover(book.sheet(COVER), unit, collection, codes, stamp, signatures)
    layouts: dict[str, SheetLayout] = {}
    asked = forms_of(collection)
    for code, answer in forms.items():
        form = asked[code]
        records = _records(form, answer)
        nil = answer is NIL
        layout = layout_for(form, unit, len(records), totals=not nil)
        layouts[code] = layout
        pen = book.sheet(form.title)
        draw_heading(pen, layout, unit, collection)
        if layout.is_card:
            draw_card(pen, layout, records[0])
        else:
            _draw_table(pen, layout, records, nil=nil)
        draw_footer(pen, layout, signatures)
    book.apply_rest()
    workbook.close()
    return canonical(buffer.getvalue()), layouts


def _records(form: Form, answer: Answer) -> list[Record]:
    if isinstance(answer, Nil):
        return []
    records = [answer] if isinstance(answer, Mapping) else list(answer)
    known = set(form.specs)
    for record in records:
        unknown = record.keys() - known
        if unknown:
            raise KeyError(f"{form.code} has no field {', '.join(sorted(unknown))}")
    return records


def draw_cover(
    pen: SheetWriter,
    unit: Unit,
    collection: Collection,
    codes: Sequence[str],
    edition: str,
    signatures: Signatures,
) -> None:
    formats = pen.formats
    for column, width in enumerate(_COVER_WIDTHS):
        pen.worksheet.set_column(column, column, width)
    pen.worksheet.set_default_row(_ROW_HEIGHT)
    pen.worksheet.set_row(_COVER_TITLE_ROW, 36)
    last = len(_COVER_WIDTHS) - 1
    pen.merge((_COVER_TITLE_ROW,) * 2, (0, last), collection.title, formats.title)
    facts = (
        ("单位名称", unit.name),
        ("单位代码", unit.code),
        ("填报任务", collection.code),
        ("表样版本", edition),
    )
    for line, (label, value) in enumerate(facts, start=_COVER_FACTS_ROW):
        pen.put(line, 0, label, formats.header)
        pen.put(line, 1, value, formats.words)
    for column, label in enumerate(("序号", "表名", "统计口径")):
        pen.put(_COVER_LIST_ROW, column, label, formats.header)
    for line, code in enumerate(codes, start=1):
        form = FORMS[code]
        row = _COVER_LIST_ROW + line
        pen.put(row, 0, line, formats.centred)
        pen.put(row, 1, form.title, formats.words)
        pen.put(row, 2, form.basis(collection).text, formats.words)
    row = _COVER_LIST_ROW + len(codes) + 2
    pen.merge((row, row), (0, last), signatures.line, formats.plain)
    pen.worksheet.set_paper(9)  # A4
    pen.worksheet.fit_to_pages(1, 1)


def _title(form: Form) -> str:
    """平安校园 → 平安校园表; a 台账, 名册 or 核对表 is called one already."""
    return form.title if form.title.endswith(_KINDS_OF_TABLE) else f"{form.title}表"


def draw_heading(pen: SheetWriter, layout: SheetLayout, unit: Unit, collection: Collection) -> None:
    form, formats = layout.form, pen.formats
    across = (0, layout.last_column)
    pen.worksheet.set_default_row(_ROW_HEIGHT)
    pen.worksheet.set_row(TITLE_ROW, 30)
    pen.merge((TITLE_ROW,) * 2, across, f"{unit.name}{_title(form)}", formats.title)
    identity = identity_line(form, unit, collection)
    pen.merge((IDENTITY_ROW,) * 2, across, identity, formats.plain)


def identity_line(form: Form, unit: Unit, collection: Collection) -> str:
    return (
        f"填报单位：{unit.name}　　单位代码：{unit.code}　　填报任务：{collection.code}"
        f"　　统计口径：{form.basis(collection).text}"
    )


def draw_card(
    pen: SheetWriter, layout: SheetLayout, record: Record, *, locked: bool = True
) -> None:
    formats = pen.formats
    for column, label in enumerate(layout.card_header):
        pen.worksheet.set_column(column, column, _CARD_WIDTHS[label])
        pen.put(HEADER_ROW, column, label, formats.header)
    for column_spec in layout.columns:
        row, value_column = layout.place(column_spec.name)
        pen.put(row, LABEL_COLUMN, column_spec.label, formats.words)
        pen.put(row, UNIT_COLUMN, column_spec.unit or None, formats.centred)
        pen.put(
            row,
            value_column,
            record.get(column_spec.name),
            formats.value(column_spec, locked=locked),
        )
        pen.put(row, layout.last_column, None, formats.get(border=1, text_wrap=True, locked=locked))
    for span in layout.groups():
        rows = (layout.first_row + span.first, layout.first_row + span.last)
        if span.text:
            pen.merge(rows, (GROUP_COLUMN,) * 2, span.text, formats.centred)
        else:
            for row in range(rows[0], rows[1] + 1):
                pen.put(row, GROUP_COLUMN, None, formats.centred)
    pen.worksheet.freeze_panes(layout.first_row, 0)
    pen.worksheet.set_paper(9)
    pen.worksheet.fit_to_pages(1, 0)


def _draw_table(
    pen: SheetWriter, layout: SheetLayout, records: Sequence[Record], *, nil: bool
) -> None:
    formats = pen.formats
    draw_table_header(pen, layout)
    for number, record in enumerate(records):
        pen.put(layout.first_row + number, SERIAL_COLUMN, number + 1, formats.centred)
        for column in layout.columns:
            place = layout.place(column.name, number)
            pen.put(*place, record.get(column.name), formats.value(column))
    for row in range(layout.first_row + len(records), layout.first_row + layout.records):
        for empty in range(SERIAL_COLUMN, layout.last_column + 1):
            words = NIL.value if nil and empty == FIRST_FIELD_COLUMN else None
            pen.put(row, empty, words, formats.centred)
    if layout.total_row is not None:
        # As a clerk's sheet has it: numbers added up, texts ignored.
        draw_totals(
            pen,
            layout,
            layout.total_row,
            lambda column: _sum(record.get(column.name) for record in records),
        )
    set_up_table(pen, layout)


def set_up_table(pen: SheetWriter, layout: SheetLayout) -> None:
    """How a table scrolls and prints: A4, its header on every page."""
    pen.worksheet.freeze_panes(layout.first_row, FIRST_FIELD_COLUMN + 1)
    if len(layout.columns) >= _LANDSCAPE_FROM:
        pen.worksheet.set_landscape()
    pen.worksheet.set_paper(9)
    pen.worksheet.fit_to_pages(1, 0)
    pen.worksheet.repeat_rows(HEADER_ROW, layout.first_row - 1)


def draw_table_header(pen: SheetWriter, layout: SheetLayout) -> None:
    header = pen.formats.header
    rows = (HEADER_ROW, layout.first_row - 1)
    pen.worksheet.set_row(rows[1], _LABEL_ROW_HEIGHT)
    pen.worksheet.set_column(SERIAL_COLUMN, SERIAL_COLUMN, 6)
    pen.merge(rows, (SERIAL_COLUMN,) * 2, "序号", header)
    for span in layout.groups():
        places = (FIRST_FIELD_COLUMN + span.first, FIRST_FIELD_COLUMN + span.last)
        if span.text:
            pen.merge((HEADER_ROW,) * 2, places, span.text, header)
        for column, place in zip(
            layout.columns[span.first : span.last + 1],
            range(places[0], places[1] + 1),
            strict=True,
        ):
            label_rows = (rows[1],) * 2 if span.text else rows
            pen.merge(label_rows, (place, place), column.label, header)
            pen.worksheet.set_column(place, place, width_of(column))


def draw_totals(
    pen: SheetWriter, layout: SheetLayout, row: int, total: Callable[[Column], CellValue]
) -> None:
    """The 合计 row: `total` says what stands below a column that adds up."""
    formats = pen.formats
    pen.put(row, SERIAL_COLUMN, None, formats.centred)
    for position, column in enumerate(layout.columns):
        place = FIRST_FIELD_COLUMN + position
        if position == 0:
            pen.put(row, place, "合计", formats.header)
        elif is_additive(layout.form, column):
            pen.put(row, place, total(column), formats.value(column, total=True))
        else:
            pen.put(row, place, None, formats.centred)


def _sum(values: Any) -> Decimal:
    numbers = (v for v in values if isinstance(v, int | float | Decimal) and v is not True)
    return sum((Decimal(str(number)) for number in numbers), Decimal(0))


def draw_footer(pen: SheetWriter, layout: SheetLayout, signatures: Signatures) -> None:
    across = (0, layout.last_column)
    for line, note in enumerate(layout.form.notes):
        row = layout.notes_row + line
        pen.worksheet.set_row(row, 30)
        pen.merge((row, row), across, f"注：{note}", pen.formats.note)
    row = layout.signature_row
    pen.merge((row, row), across, signatures.line, pen.formats.plain)
