"""What was read of a file, set into our own template: for files that cannot carry marks themselves."""

from returns.reading.convert import Value
from returns.reading.file_read import FileRead, SheetRead
from returns.workbooks.return_book import NIL, Answer, draw_workbook
from returns.workbooks.sheet_writer import CellValue, as_filled_in
from schemas.collections import Collection
from schemas.columns import Column, Layout
from schemas.form import Form, forms_of
from schemas.raw_text import Change
from schemas.units import Unit

Place = tuple[str, str]  # sheet, cell


def place_in_template(
    file: FileRead, unit: Unit, collection: Collection
) -> tuple[bytes, dict[Place, Place]]:
    """The unit's return as we would have sent it, holding what the file holds, cell by cell.

    What could not be converted, or says that nothing is due, stands there as it was written. Also
    returns where each cell of the file went. Of a form that the file holds twice, the first is
    taken.
    """
    forms = forms_of(collection)
    sheets: dict[str, SheetRead] = {}
    for sheet in file.sheets:
        sheets.setdefault(sheet.form, sheet)
    answers: dict[str, Answer] = {
        code: NIL if sheet.nil else _answer(forms[code], sheet) for code, sheet in sheets.items()
    }
    content, layouts = draw_workbook(unit, collection, answers)
    went: dict[Place, Place] = {}
    for code, sheet in sheets.items():
        layout, title = layouts[code], forms[code].title
        shown = {column.name for column in layout.columns}
        for name in sheet.layout.keys() & shown:
            for record, row in enumerate(sheet.rows):
                went[sheet.sheet, sheet.cell_of(name, row)] = (title, layout.cell(name, record))
        for problem in sheet.problems:
            if problem.rule == "TOT-001" and layout.total_row is not None:
                went[sheet.sheet, problem.cell] = (title, layout.total_cell(problem.field))
    return content, went


def _answer(form: Form, sheet: SheetRead) -> Answer:
    raw = {problem.cell: problem.raw for problem in sheet.problems if problem.field}
    raw |= {  # of the others, the value says it all
        sheet.cell_of(one.field, one.row): one.text
        for one in sheet.raw_texts
        if Change.NOT_APPLICABLE in one.changes
    }
    records = [
        {
            column.name: _written(
                column,
                sheet.columns[column.name][position],
                raw.get(sheet.cell_of(column.name, row), ""),
            )
            for column in form.columns
            if column.name in sheet.layout
        }
        for position, row in enumerate(sheet.rows)
    ]
    if form.layout is Layout.CARD:
        return records[0] if records else {}
    return records


def _written(column: Column, value: Value, raw: str) -> CellValue:
    return (raw or None) if value is None else as_filled_in(column, value)
