"""The small returns that the hazards are tried on, and the hands that spoil them."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from returns.judging.judged import JudgedFile
from schemas.forms import FORMS
from tests.returns.small_returns import example_record, workbook

SAFETY, DRILLS, CASES, FUNDING = "平安校园", "应急演练", "控辍保学核查台账", "公用经费"
SHEET_PART = "xl/worksheets/sheet1.xml"
THEMES = ("火灾逃生", "地震避险", "防汛")


def safety(folder: Path, **changes: Any) -> bytes:
    """平安校园: a card, its values in D4 to D18; guards_full_time stands in D7."""
    return workbook(folder, {"safety": example_record(FORMS["safety"], **changes)})


def drills(folder: Path, overwrites: Mapping[str, Any] | None = None) -> bytes:
    """应急演练: three records in rows 4 to 6 below the header in row 3, their 合计 in row 7."""
    records = [example_record(FORMS["drills"], theme=theme) for theme in THEMES]
    cells = {(DRILLS, cell): value for cell, value in (overwrites or {}).items()}
    return workbook(folder, {"drills": records}, overwrites=cells)


def cases(folder: Path, *child_ids: str) -> bytes:
    """控辍保学核查台账: one record a number, from row 4 on; the numbers stand in column D."""
    records = [
        example_record(FORMS["dropout_cases"], case_number=f"KC{n:04}", child_id=child_id)
        for n, child_id in enumerate(child_ids, start=1)
    ]
    return workbook(folder, {"dropout_cases": records})


def edited(content: bytes, edit: Callable[[Workbook], object]) -> bytes:
    """The same workbook after a clerk's hand was in it, saved without calculated values."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def values(judged: JudgedFile) -> dict[str, dict[str, list[Any]]]:
    """Form code → field → values."""
    return {one.form.code: one.values() for one in judged.forms}


def of_field(judged: JudgedFile, name: str) -> list[Any]:
    """The values of a field of the only form."""
    (form,) = judged.forms
    return form.values()[name]


def notes(judged: JudgedFile) -> list[tuple[str, str, str]]:
    """(rule, sheet, cell) of what the reader mentions without asking for anything."""
    return [
        (finding.rule, finding.sheet, finding.cell)
        for finding in judged.findings
        if finding.severity == "note" and finding.rule.startswith(("SHT", "ROW"))
    ]
