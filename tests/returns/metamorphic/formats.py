"""Sheets saved in the formats that returns come in: by LibreOffice, or as Excel of 2003 wrote them.

LibreOffice takes long to start, so it is handed all workbooks that are due in a format at once.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, TypeAlias

from tests.returns.metamorphic.sheets import Cell, Sheet, save

SOFFICE = shutil.which("soffice")
Books: TypeAlias = Mapping[str, Sequence[Sheet]]  # name → sheets
Row: TypeAlias = list[tuple[int, Cell, tuple[int, int]]]  # column, cell, (rows, columns) it spans

# Text is UTF-8, of the first sheet, numbers and days as they are shown.
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
BY_OFFICE = {"xls": "xls", "ods": "ods", "html": "html", "csv": _CSV}


def save_all(kind: str, books: Books, folder: Path) -> dict[str, bytes]:
    """Name → the workbook in that format. `folder` is new, or was used for the same purpose."""
    if kind in BY_OFFICE:
        return _by_office(kind, books, folder)
    return {name: BY_HAND[kind](sheets).encode() for name, sheets in books.items()}


def _by_office(kind: str, books: Books, folder: Path) -> dict[str, bytes]:
    assert SOFFICE is not None
    received, saved = folder / f"received-{kind}", folder / f"saved-{kind}"
    received.mkdir(parents=True)
    for name, sheets in books.items():
        (received / f"{name}.xlsx").write_bytes(save(sheets))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    paths = sorted(map(str, received.iterdir()))
    subprocess.run(
        [
            SOFFICE,
            profile,
            "--headless",
            "--convert-to",
            BY_OFFICE[kind],
            "--outdir",
            saved,
            *paths,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: (saved / f"{name}.{kind}").read_bytes() for name in books}


def web_page(sheets: Sequence[Sheet]) -> str:
    """A page with Excel's own marks: names of sheets, exact numbers beside what is shown."""
    names = "".join(f"<x:ExcelWorksheet><x:Name>{escape(one.name)}</x:Name>" for one in sheets)
    tables = "".join(f"<table>{''.join(map(_html_row, _rows(one)))}</table>" for one in sheets)
    return (
        "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head><meta charset=utf-8>"
        f"<!--[if gte mso 9]><xml>{names}</xml><![endif]--></head><body>{tables}</body></html>"
    )


def _html_row(row: Row) -> str:
    cells = []
    for _, cell, (down, across) in row:
        number = f" x:num='{cell.value}'" if _is_number(cell.value) else ""
        text = escape(_shown(cell.value)).replace("\n", "<br>")
        cells.append(f"<td rowspan={down} colspan={across}{number}>{text}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def xml_2003(sheets: Sequence[Sheet]) -> str:
    """An XML spreadsheet; rows and cells say where they stand, and blank ones are left out."""
    tables = "".join(
        f'<Worksheet ss:Name="{escape(one.name)}"><Table>'
        f"{''.join(_xml_row(number, row) for number, row in enumerate(_rows(one), 1))}"
        "</Table></Worksheet>"
        for one in sheets
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        f' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{tables}</Workbook>'
    )


def _xml_row(number: int, row: Row) -> str:
    cells = "".join(
        f'<Cell ss:Index="{at + 1}" ss:MergeDown="{down - 1}" ss:MergeAcross="{across - 1}">'
        f'<Data ss:Type="{_kind(cell.value)}">{escape(_shown(cell.value))}</Data></Cell>'
        for at, cell, (down, across) in row
        if cell.value is not None
    )
    return f'<Row ss:Index="{number}">{cells}</Row>' if cells else ""


def _kind(value: Any) -> str:
    if isinstance(value, date):
        return "DateTime"
    return "Number" if _is_number(value) else "String"


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _rows(sheet: Sheet) -> Iterator[Row]:
    """Row by row, every cell that is seen, also the blank ones."""
    spans = {(t, left): (low - t + 1, right - left + 1) for t, left, low, right in sheet.merges}
    covered = sheet.covered()
    for row in range(sheet.height):
        yield [
            (column, sheet.cells.get((row, column), Cell(None)), spans.get((row, column), (1, 1)))
            for column in range(sheet.width)
            if (row, column) not in covered
        ]


BY_HAND: dict[str, Callable[[Sequence[Sheet]], str]] = {
    "web page": web_page,
    "XML of 2003": xml_2003,
}
