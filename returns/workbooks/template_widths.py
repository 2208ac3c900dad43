"""Column widths of a template: no label, value, heading or signature is cut off on screen or paper.

Widths are in characters of the default font, of which a Chinese character takes two.
"""

from collections.abc import Sequence

from returns.workbooks.sheet_layout import (
    FIRST_FIELD_COLUMN,
    GROUP_COLUMN,
    SERIAL_COLUMN,
    SheetLayout,
)
from returns.workbooks.sheet_writer import SheetWriter
from returns.workbooks.text_width import places
from schemas.columns import Column, Kind

_SERIAL_WIDTH = 8.0
_PADDING = 2.0
_LONGEST_VALUE = 30.0
_LEAST = {
    Kind.DATE: 12.0,
    Kind.MONEY: 17.0,  # 999,999,999.99
    Kind.AREA: 14.0,
    Kind.TEXT: 22.0,
    Kind.PERSON: 12.0,
}
_UNGROUPED_WIDTH = 8  # of a card's 类别 where no field has one


def set_widths(pen: SheetWriter, layout: SheetLayout, headings: Sequence[str]) -> None:
    """Set the widths of a template's sheet. `headings` are the lines that run over all columns."""
    if layout.is_card:
        if not any(column.group for column in layout.columns):
            pen.worksheet.set_column(GROUP_COLUMN, GROUP_COLUMN, _UNGROUPED_WIDTH)
        return
    pen.worksheet.set_column(SERIAL_COLUMN, SERIAL_COLUMN, _SERIAL_WIDTH)
    for place, width in enumerate(table_widths(layout, headings), start=FIRST_FIELD_COLUMN):
        pen.worksheet.set_column(place, place, width)


def table_widths(layout: SheetLayout, headings: Sequence[str]) -> list[float]:
    """A width for each field of a table: what it needs, and its share of what the headings need."""
    widths = [_needed(column) for column in layout.columns]
    across = max((places(line) for line in headings), default=0) + _PADDING
    missing = max(across - _SERIAL_WIDTH - sum(widths), 0)
    return [round(width + missing / len(widths), 1) for width in widths]


def _needed(column: Column) -> float:
    """The label over two lines, and a usual value on one."""
    label = 2 * -(-len(column.label) // 2) + _PADDING
    values = [column.example, *column.codes]
    value = min(max(places(one) for one in values) + _PADDING, _LONGEST_VALUE)
    return max(label, value, _LEAST.get(column.kind, 7.5))
