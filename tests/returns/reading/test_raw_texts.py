"""What reading changed in a cell: which kinds, the text that is kept, and what a clerk is told."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from returns.reading.convert import convert
from returns.reading.extract import extract
from returns.reading.file_read import FileRead
from returns.reading.quantities import Quantity, quantity
from returns.workbooks.template_copy import place_in_template
from schemas.columns import Blank, Column, Kind
from schemas.forms import FORMS
from schemas.raw_text import Change, RawText
from tests.returns.reading.hazards.books import CASES, DRILLS, cases, drills, edited, safety
from tests.returns.small_returns import COLLECTION, SCHOOL

C = Change


def column(kind: Kind, blank: Blank = Blank.ERROR, *codes: str) -> Column:
    return Column("field", "栏目", kind, "1", blank=blank, codes=codes)


@pytest.mark.parametrize(
    ("kind", "raw", "value", "changes"),
    [
        (Kind.COUNT, 12.0, 12, ()),
        (Kind.COUNT, 12, 12, ()),
        (Kind.COUNT, "12", 12, (C.TEXT_NUMBER,)),
        (Kind.COUNT, " 12.0", 12, (C.CHARACTERS, C.TEXT_NUMBER)),
        (Kind.COUNT, "−12", -12, (C.CHARACTERS, C.TEXT_NUMBER)),
        (Kind.COUNT, "1,234", 1234, (C.GROUPED,)),
        (Kind.COUNT, "１，２３４", 1234, (C.CHARACTERS, C.GROUPED)),
        (Kind.MONEY, 0.1 + 0.2, 30, (C.ROUNDED,)),
        (Kind.MONEY, 0.3, 30, ()),
        (Kind.PERCENT, "98%", 9800, (C.PERCENT_SIGN,)),
        (Kind.PERCENT, "９８％", 9800, (C.CHARACTERS, C.PERCENT_SIGN)),
        (Kind.PERCENT, "98", 9800, (C.TEXT_NUMBER,)),
        (Kind.PERCENT, 98, 9800, ()),
        (Kind.DATE, date(2020, 9, 1), "2020-09-01", ()),
        (Kind.DATE, datetime(2020, 9, 1), "2020-09-01", ()),
        (Kind.DATE, "2020-09-01", "2020-09-01", (C.TEXT_DATE,)),
        (Kind.DATE, "２０２０年９月１日", "2020-09-01", (C.CHARACTERS, C.TEXT_DATE)),
        (Kind.DATE, 20200901, "2020-09-01", (C.NUMBER_DATE,)),
        (Kind.DATE, 44075, "2020-09-01", (C.SERIAL_DATE,)),
        (Kind.DATE, "44075", "2020-09-01", (C.SERIAL_DATE,)),
        (Kind.FLAG, "是", True, ()),
        (Kind.FLAG, "是 ", True, (C.CHARACTERS,)),
        (Kind.FLAG, "√", True, (C.YES_NO,)),
        (Kind.FLAG, "Y", True, (C.YES_NO,)),
        (Kind.FLAG, 0, False, (C.YES_NO,)),
        (Kind.FLAG, True, True, (C.YES_NO,)),
        (Kind.TEXT, "火灾 逃生", "火灾 逃生", ()),
        (Kind.TEXT, "火灾\n（逃生）", "火灾 (逃生)", (C.CHARACTERS,)),
        (Kind.PERSON, "欧阳　小例", "欧阳 小例", (C.CHARACTERS,)),
        (Kind.CITIZEN_ID, "34040320100101 002x", "34040320100101002X", (C.CHARACTERS, C.UPPER_CASE)),
        (Kind.IDENTIFIER, 2134000101.0, "2134000101", ()),
        (Kind.IDENTIFIER, "2134000101", "2134000101", ()),
    ],
)  # fmt: skip
def test_each_value_says_what_was_changed(
    kind: Kind, raw: Any, value: Any, changes: tuple[Change, ...]
) -> None:
    assert convert(column(kind), raw) == (value, "", changes)


@pytest.mark.parametrize("sign", ["/", "无", "—", "不适用"])
def test_a_sign_for_nothing_is_an_answer_only_where_a_row_need_not_be_concerned(sign: str) -> None:
    optional = Blank.NOT_APPLICABLE
    for kind in Kind:
        if (kind, sign) == (Kind.FLAG, "无"):
            continue  # says no
        said = convert(column(kind, optional), sign)
        assert said == (None, "", (C.NOT_APPLICABLE,)), kind
        assert C.NOT_APPLICABLE not in convert(column(kind), sign).changes
    assert convert(column(Kind.FLAG, optional), "无") == (False, "", (C.YES_NO,))
    assert convert(column(Kind.CODE, optional, "无", "有"), "无") == ("无", "", ())
    assert convert(column(Kind.DATE, optional), None) == (None, "", ())
    assert convert(column(Kind.DATE, optional), "\u3000") == (None, "", ())


@pytest.mark.parametrize(
    ("text", "number", "unit", "qualifier"),
    [
        ("12人", 12, "人", ""),
        ("约300", 300, "", "约"),
        ("5万多", 50000, "", "多"),
        ("300余", 300, "", "余"),
        ("近60", 60, "", "近"),
        ("大约 1,200 人次左右", 1200, "人次", "大约左右"),
        ("1.2万元", 12000, "元", ""),
        (">=5", 5, "", ">="),
    ],
)
def test_a_quantity_is_taken_apart(text: str, number: int, unit: str, qualifier: str) -> None:
    assert quantity(text) == Quantity(number, unit, qualifier)


@pytest.mark.parametrize("text", ["", "12", "1,200", "3-5", "人", "见附件12", "12見", "1万2千"])
def test_what_is_no_quantity_is_not_taken_for_one(text: str) -> None:
    assert quantity(text) is None


def read(content: bytes) -> FileRead:
    """As the reading process answers, through JSON."""
    layouts = [form.layout_for_reader() for form in FORMS.values()]
    plain = orjson.loads(orjson.dumps(extract(content, layouts).to_plain()))
    return FileRead.from_plain("报表.xlsx", plain)


def test_an_ordinary_return_carries_none(tmp_path: Path) -> None:
    for content in (safety(tmp_path), drills(tmp_path), cases(tmp_path, "G340403201001010017")):
        (sheet,) = read(content).sheets
        assert sheet.raw_texts == []


def test_the_text_is_that_of_the_cell(tmp_path: Path) -> None:
    """Of a day counted from 1904 and of a cell merged over rows too."""

    def spoil(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        sheet = book[DRILLS]
        sheet["B4"], sheet["B4"].number_format = 44075 - 1462, "General"
        sheet["C5"] = " 疏散"
        sheet.merge_cells("C5:C6")

    (sheet,) = read(edited(drills(tmp_path), spoil)).sheets
    assert sheet.columns["held_on"][0] == "2020-09-01"
    assert sheet.raw_texts == [
        RawText(4, "held_on", "42613", (C.SERIAL_DATE,)),
        RawText(5, "kind", " 疏散", (C.CHARACTERS,)),
        RawText(6, "kind", " 疏散", (C.CHARACTERS,)),
    ]


def test_what_does_not_concern_a_row_is_set_into_a_template_as_it_was_said(tmp_path: Path) -> None:
    def answer(book: Workbook) -> None:
        book[CASES]["G4"], book[CASES]["G5"] = "/", None

    file = read(edited(cases(tmp_path, "G340403201001010017", "G340403201001010025"), answer))
    content, _ = place_in_template(file, SCHOOL, COLLECTION)
    (again,) = [sheet for sheet in read(content).sheets if sheet.form == "dropout_cases"]
    assert again.columns["cleared_on"] == [None, None]
    assert [(one.field, one.text) for one in again.raw_texts] == [("cleared_on", "/")]
