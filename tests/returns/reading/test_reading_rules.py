"""One failing sample for every rule that the reader applies; the good return breaks none of them."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook

from returns.workbooks.return_book import NIL
from returns.workbooks.template import write_template
from schemas.forms import FORMS
from schemas.rules import RULES, Stage
from tests.returns.small_returns import (
    COLLECTION,
    OTHER,
    SCHOOL,
    example_record,
    judge_one,
    rewrite,
    workbook,
)

SHEET = "xl/worksheets/sheet1.xml"
SAFETY, DRILLS = "平安校园", "应急演练"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def good(folder: Path) -> bytes:
    drills = [example_record(FORMS["drills"], theme=theme) for theme in ("火灾", "地震")]
    forms = {"safety": example_record(FORMS["safety"]), "drills": drills}
    return workbook(folder, forms, cover=True)


def with_cells(**cells: Any) -> Callable[[Path], bytes]:
    """The good return with cells of 平安校园 (D7=…) or, behind an underscore, 应急演练 (_E4=…)."""

    def spoil(folder: Path) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(good(folder)))
        for name, value in cells.items():
            book[DRILLS if name.startswith("_") else SAFETY][name.removeprefix("_")] = value
        return saved(book)

    return spoil


HALF_STRUCK = CellRichText(TextBlock(InlineFont(strike=True), "2"), "3")


def strike(book: Workbook, sheet: str, *cells: str) -> None:
    for cell in cells:
        book[sheet][cell].font = Font(strike=True)


def place_a_picture(book: Workbook) -> None:
    """As WPS does it: a formula that every other program reads as a text."""
    cell = book[DRILLS]["D4"]
    cell.value = '=DISPIMG("ID_0A1B",1)'
    cell.data_type = "s"


def with_cover(**cells: Any) -> Callable[[Path], bytes]:
    def spoil(folder: Path) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(good(folder)))
        for cell, value in cells.items():
            book["封面"][cell] = value
        return saved(book)

    return spoil


def with_book(change: Callable[[Workbook], object]) -> Callable[[Path], bytes]:
    def spoil(folder: Path) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(good(folder)))
        change(book)
        return saved(book)

    return spoil


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def content(body: bytes) -> Callable[[Path], bytes]:
    return lambda _folder: body


def with_xml(old: bytes, new: bytes) -> Callable[[Path], bytes]:
    return lambda folder: rewrite(good(folder), SHEET, lambda xml: xml.replace(old, new, 1))


def two_units(folder: Path) -> bytes:
    return with_cells(A2=f"填报单位：{OTHER.name}　　单位代码：{OTHER.code}　　填报任务：2020")(
        folder
    )


def unknown_unit(folder: Path) -> bytes:
    heading = "填报单位：无名小学　　填报任务：2020"
    forms = {"safety": example_record(FORMS["safety"])}
    return workbook(folder, forms, overwrites={(SAFETY, "A2"): heading})


def ambiguous_unit(folder: Path) -> bytes:
    heading = "填报单位：实验小学　　填报任务：2020"
    forms = {"safety": example_record(FORMS["safety"])}
    return workbook(folder, forms, overwrites={(SAFETY, "A2"): heading})


def unowed(folder: Path) -> bytes:
    forms = {"preschool": example_record(FORMS["preschool"])}
    return workbook(folder, forms)


def empty_table(folder: Path) -> bytes:
    return workbook(folder, {"drills": NIL}, overwrites={(DRILLS, "B4"): None})


def template_sent_blank(folder: Path) -> bytes:
    path = folder / "template.xlsx"
    write_template(path, SCHOOL, COLLECTION, ["safety", "drills"])
    return path.read_bytes()


def example_row(folder: Path) -> bytes:
    return with_cells(_A4="例：")(folder)


def error_cell(book: Workbook) -> None:
    book[SAFETY]["D7"].value = "#REF!"
    book[SAFETY]["D7"].data_type = "e"


def with_macros(folder: Path) -> bytes:
    buffer = io.BytesIO(good(folder))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", OLE)
    return buffer.getvalue()


def hide_a_row(book: Workbook) -> None:
    book[SAFETY].row_dimensions[7].hidden = True


def show_per_cent(book: Workbook) -> None:
    book[SAFETY]["D7"].number_format = "0%"


def add_a_comment(book: Workbook) -> None:
    book[SAFETY]["D7"].comment = Comment("请核对", "王老师")


def repeat_header(book: Workbook) -> None:
    sheet = book[DRILLS]
    sheet.insert_rows(5)
    for cell in sheet[3]:
        sheet.cell(5, cell.column).value = cell.value


def long_number(folder: Path) -> bytes:
    record = example_record(FORMS["dropout_cases"])
    overwrites = {("控辍保学核查台账", "D4"): 340403201001010017.0}
    return workbook(folder, {"dropout_cases": [record]}, overwrites=overwrites)


FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'

FAILING: dict[str, Callable[[Path], bytes]] = {
    "FIL-001": content("安全工作总结。".encode()),
    "FIL-016": content(b"%PDF-1.7"),
    "FIL-017": content(b"Rar!\x1a\x07\x00"),
    "FIL-002": content(OLE + "EncryptedPackage".encode("utf-16-le")),
    "FIL-003": lambda folder: good(folder)[:2000],
    "FIL-004": with_xml(b"</sheetData>", FAR),
    "FIL-006": content(b""),
    "FIL-007": with_xml(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "a">]><worksheet'),
    "FIL-008": content(b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n"),
    "FIL-010": content("学生数,12,\n".encode() + b"\x81\xff\xff,,\n"),
    "FIL-009": with_book(lambda book: [book.remove(book[name]) for name in (SAFETY, DRILLS)]),
    "FIL-012": with_macros,
    "UNT-001": unknown_unit,
    "UNT-002": two_units,
    "UNT-003": good,  # sent under another unit's name, see below
    "UNT-005": ambiguous_unit,
    "UNT-004": with_cells(A2="填报单位：甲校　　单位代码：2134000101　　填报任务：2020"),
    "UNT-008": with_cells(A2=f"填报单位：{OTHER.name}　　单位代码：2134000101　　填报任务：2020"),
    "COL-001": with_cells(A2="填报单位：曹庵镇第二小学　　填报任务：2019"),
    "EDN-001": with_cover(B6="2019.1"),
    "SHT-001": with_book(lambda book: book.remove(book[DRILLS])),
    "SHT-002": with_book(lambda book: book.create_sheet("草稿").append(["随手记的"])),
    "SHT-003": with_book(lambda book: book.copy_worksheet(book[SAFETY])),
    "SHT-004": unowed,
    "SHT-005": with_book(hide_a_row),
    "SHT-006": template_sent_blank,
    "HDR-001": with_cells(B7="门卫大爷"),
    "HDR-002": with_cells(B7=None),
    "HDR-003": with_cells(B8="专职保安"),
    "HDR-005": lambda folder: workbook(
        folder, {"premises": example_record(FORMS["premises"])}, overwrites={("校舍", "C4"): "亩"}
    ),
    "HDR-004": with_cells(B3="甲", D3="乙"),
    "HDR-006": with_cells(C7="岗"),
    "VAL-001": with_cells(D7="两人"),
    "VAL-002": with_cells(D7=1.5),
    "VAL-003": with_cells(D7=-1),
    "VAL-004": with_cells(D7=None),
    "VAL-005": with_cells(_C4="跑步"),
    "VAL-006": with_cells(_B4="2020年9月"),
    "VAL-007": with_book(error_cell),
    "VAL-008": with_cells(D7="=1+1"),
    "VAL-009": with_cells(D9="部分"),
    "VAL-010": lambda folder: workbook(
        folder, {"premises": example_record(FORMS["premises"])}, overwrites={("校舍", "D4"): 1.005}
    ),
    "VAL-011": long_number,
    "VAL-012": with_cells(D7="无"),
    "VAL-013": with_cells(D7=1e15),
    "VAL-014": with_cells(D7="见附件"),
    "VAL-015": with_cells(D7=43895),
    "VAL-016": with_cells(D7="１２"),
    "VAL-017": with_cells(D7="12人"),
    "VAL-018": with_cells(D7="约300"),
    "VAL-019": with_cells(_B4="2020.1"),
    "VAL-020": with_book(add_a_comment),
    "VAL-022": with_cells(D7=HALF_STRUCK),
    "VAL-023": with_book(lambda book: strike(book, SAFETY, "D7")),
    "VAL-024": with_cells(_D4=HALF_STRUCK),
    "VAL-025": with_cells(D7="########"),
    "VAL-026": with_cells(D7=date(2020, 1, 2)),
    "VAL-027": with_cells(_B4="2020-02-30"),
    "VAL-028": with_book(place_a_picture),
    "FMT-001": with_book(show_per_cent),
    "ROW-001": with_cells(_D5="火灾"),
    "ROW-002": empty_table,
    "ROW-003": example_row,
    "ROW-004": with_cells(_A4="上年数"),
    "ROW-005": with_book(repeat_header),
    "ROW-006": with_book(lambda book: strike(book, DRILLS, *(f"{c}4" for c in "ABCDEFG"))),
    "TOT-001": with_cells(_E6=1),
}
# A file that stalls its process: test_slots. What is raised where files are loaded: tests/flows.
# What needs last year's amounts: test_money_scale. What needs what is in force:
# test_blank_forms. What a 中心校 filed for others: test_splitting.
ELSEWHERE = {
    "FIL-005",
    "FIL-011",
    "FIL-013",
    "FIL-014",
    "FIL-015",
    "EXP-001",
    "UNT-006",
    "UNT-007",
    "VAL-021",
    "SHT-007",
}
# What is said of a whole round, across units: tests/flows.
ELSEWHERE |= {"STD-001", "RAT-008", "RAT-009"}


def test_every_reading_rule_has_a_failing_sample() -> None:
    reading = {rule.id for rule in RULES.values() if rule.stage is Stage.READING}
    assert FAILING.keys() | ELSEWHERE == reading


def test_the_good_return_breaks_none(tmp_path: Path) -> None:
    broken = {finding.rule for finding in judge_one(good(tmp_path)).findings}
    assert not broken & FAILING.keys()


@pytest.mark.parametrize("rule", FAILING)
def test_the_failing_sample_breaks_the_rule(rule: str, tmp_path: Path) -> None:
    name = f"{OTHER.name}_报表.xlsx" if rule == "UNT-003" else "报表.xlsx"
    judged = judge_one(FAILING[rule](tmp_path), name)
    assert rule in {finding.rule for finding in judged.findings}
    assert all("{" not in finding.message for finding in judged.findings)
