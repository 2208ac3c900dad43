"""Small returns for reader tests, written by the product's own writer and then spoilt."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from returns.judging.batch import History, judge
from returns.judging.judged import JudgedFile
from returns.reading.file_read import FileRead
from returns.sandbox.reader_pool import FileToRead, read_files
from returns.workbooks.return_book import Answer, write_workbook
from schemas.collections import COLLECTIONS
from schemas.columns import Column, Kind
from schemas.form import Form
from schemas.forms import FORMS
from schemas.units import Register, Unit

COLLECTION = COLLECTIONS["2020"]
SCHOOL = Unit(
    code="2134000101",
    name="曹庵镇第二小学",
    kind="学校",
    type="小学",
    nature="公办",
    area="乡村",
    boarding=False,
    party_organisation=True,
    opened_on=date(1990, 9, 1),
    aliases=("曹庵二小", "实验小学"),
)
OTHER = Unit(
    code="2134000102",
    name="史院乡中心小学",
    kind="学校",
    type="小学",
    nature="公办",
    area="乡村",
    boarding=False,
    party_organisation=True,
    opened_on=date(1990, 9, 1),
    aliases=("实验小学",),
)
REGISTER = Register([SCHOOL, OTHER])


def example_value(column: Column) -> Any:
    """A column's example as a clerk would type it."""
    if column.kind in (Kind.COUNT,):
        return int(column.example)
    if column.kind in (Kind.MONEY, Kind.AREA):
        return Decimal(column.example)
    if column.kind is Kind.FLAG:
        return column.example == "是"
    if column.kind is Kind.DATE:
        return date.fromisoformat(column.example)
    return column.example


def example_record(form: Form, **changes: Any) -> dict[str, Any]:
    return {column.name: example_value(column) for column in form.columns} | changes


def workbook(
    folder: Path, forms: Mapping[str, Answer], unit: Unit = SCHOOL, **options: Any
) -> bytes:
    """A return of `unit` without a cover, unless asked for one."""
    path = folder / "return.xlsx"
    write_workbook(path, unit, COLLECTION, forms, **{"cover": False, **options})
    return path.read_bytes()


def read(content: bytes, file_name: str = "报表.xlsx") -> FileRead:
    """Through a real reading process."""
    layouts = [form.layout_for_reader() for form in FORMS.values()]
    ((_, plain),) = read_files([FileToRead("x", content)], layouts)
    return FileRead.from_plain(file_name, plain)


def judge_one(
    content: bytes, file_name: str = "报表.xlsx", history: History | None = None
) -> JudgedFile:
    (judged,) = judge([read(content, file_name)], REGISTER, COLLECTION, history or History())
    return judged


def found(judged: JudgedFile) -> list[tuple[str, str, str]]:
    """(rule, sheet, cell) of each finding that is not a note, as a sorted list."""
    return sorted(
        (finding.rule, finding.sheet, finding.cell)
        for finding in judged.findings
        if finding.severity != "note"
    )


def rewrite(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one member of the zip changed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            body = source.read(info)
            target.writestr(info.filename, change(body) if info.filename == part else body)
    return buffer.getvalue()
