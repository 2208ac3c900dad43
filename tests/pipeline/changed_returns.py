"""The changes of returns of `tests.pipeline.changes`, made to the latest workbooks of the sample."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.nights import SAMPLES
from tests.pipeline.changes import Change


def write_changed(inbox: Path, unit: str, changes: Sequence[Change]) -> None:
    """One correction of a unit: the changed forms, and no others.

    The 合计 below a changed number moves along, unless the change is in it: it is a check of its own.
    """
    by_source: dict[Path, list[Change]] = {}
    for change in changes:
        by_source.setdefault(_latest(unit, change.sheet), []).append(change)
    for number, (source, its) in enumerate(by_source.items()):
        book = openpyxl.load_workbook(source)
        sheets = {change.sheet for change in its}
        for name in book.sheetnames:
            if name not in sheets:
                del book[name]
        for change in its:
            for cell, (before, after) in change.cells.items():
                _change(book[change.sheet], cell, before, after)
        book.save(inbox / f"{unit}_更正{number}.xlsx")


def _change(sheet: Worksheet, cell: str, before: object, after: object) -> None:
    assert str(sheet[cell].value) == str(before), f"{sheet.title} {cell}"
    sheet[cell].value = after
    total = next((label.row for label in sheet["B"] if label.value == "合计"), None)
    if total is None or sheet[cell].row == total:
        return
    if isinstance(before, int | float) and isinstance(after, int | float):
        below = sheet.cell(total, sheet[cell].column)
        if isinstance(below.value, int | float):
            below.value = round(below.value - before + after, 2)


@cache
def _latest(unit: str, sheet: str) -> Path:
    """The unit's correction that holds the form, else what it sent first."""
    for folder in ("corrections", "first_round"):
        for path in sorted((SAMPLES / folder).glob(f"{unit}_*.xlsx")):
            if sheet in openpyxl.load_workbook(path, read_only=True).sheetnames:
                return path
    raise LookupError(f"{unit} has no {sheet}")
