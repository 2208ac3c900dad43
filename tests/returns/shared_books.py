"""Workbooks in which a 中心校 files for its schools, made of what each school would have sent."""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook, load_workbook

from returns.judging.batch import History, judge
from returns.judging.judged import JudgedFile
from returns.judging.splitting import split
from returns.workbooks.return_book import Answer, draw_workbook
from schemas.units import Register, Unit
from tests.returns.small_returns import COLLECTION, SCHOOL, read


def _school(code: str, name: str, alias: str, central_code: str = "") -> Unit:
    return replace(SCHOOL, code=code, name=name, aliases=(alias,), central_code=central_code)


CENTRE = _school("2134000102", "曹庵镇中心小学", "曹庵中心校")
SECOND = _school("2134000101", "曹庵镇第二小学", "曹庵二小", CENTRE.code)
PINES = _school("2134000108", "曹庵镇松岗小学", "松岗小学", CENTRE.code)
STRANGER = _school("2134000199", "史院乡中心小学", "史院中心校")
REGISTER = Register([CENTRE, SECOND, PINES, STRANGER])


def returned(unit: Unit, forms: dict[str, Answer], *, cover: bool = False) -> bytes:
    """The return of one unit, as it would file it by itself."""
    content, _ = draw_workbook(unit, COLLECTION, forms, cover=cover)
    return content


def bound(*returns: tuple[str, bytes]) -> bytes:
    """One workbook of the sheets of several; those of a return with a name begin with it."""
    book = Workbook()
    book.remove(book.active)
    for name, content in returns:
        for sheet in load_workbook(io.BytesIO(content)):
            copy = book.create_sheet(f"{name}-{sheet.title}" if name else sheet.title)
            for row in sheet.iter_rows():
                for cell in row:
                    copy[cell.coordinate].value = cell.value
                    copy[cell.coordinate].number_format = cell.number_format
            for block in sheet.merged_cells.ranges:
                copy.merge_cells(str(block))
    return saved(book)


def cover(unit: Unit) -> bytes:
    """A cover that lists no form."""
    content, _ = draw_workbook(unit, COLLECTION, {}, cover=True)
    return content


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def judge_shared(
    content: bytes, file_name: str = "报表.xlsx", folder: str = "", register: Register = REGISTER
) -> list[JudgedFile]:
    """The parts, then the whole, which has heard of them."""
    file = read(content, file_name)
    file.folder = folder
    *parts, whole = judge(split(file, register), register, COLLECTION, History())
    for part in parts:
        whole.report_part(part)
    return [*parts, whole]


def said(judged: JudgedFile) -> list[tuple[str, str, str]]:
    """(rule, sheet, cell) of the findings about whose it is, in their order."""
    return [(f.rule, f.sheet, f.cell) for f in judged.findings if f.rule.startswith("UNT")]


def summary(judged: Sequence[JudgedFile]) -> list[tuple[str, str, list[str]]]:
    """Of each part: its unit's name, its status, its forms."""
    return [
        (one.unit.name if one.unit else "", one.status.value, [f.form.code for f in one.forms])
        for one in judged
    ]


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
