"""What a template shows of last year: grey and locked, to hold this year's figures against.

A card has last year's value beside each field. A table whose rows are terms of code lists has last
year's rows below its 合计. Other lists show nothing: each row is another event, child or contract,
and rows that were filled in beforehand would be taken for this year's if nobody looked.
"""

from returns.reading.locate import LAST_YEAR
from returns.workbooks.sheet_layout import SERIAL_COLUMN, SheetLayout
from returns.workbooks.sheet_writer import SheetWriter, as_filled_in
from schemas.last_year import Rows

_GREY = {"font_color": "#808080", "bg_color": "#F2F2F2", "border": 1}


def draw_last_year(pen: SheetWriter, layout: SheetLayout, records: Rows) -> None:
    """`records`: as many as the layout has room for."""
    marked = pen.formats.get(align="center", **_GREY)
    for number, record in enumerate(records):
        if not layout.is_card:
            pen.put(layout.last_year_row + number, SERIAL_COLUMN, LAST_YEAR, marked)
        for column in layout.columns:
            place = layout.last_year_place(column.name, number)
            shape = pen.formats.shape(column)
            stored = None if column.kind.is_personal else record.get(column.name)
            value = as_filled_in(column, stored)
            pen.put(*place, value, pen.formats.get(**_GREY, **shape))
