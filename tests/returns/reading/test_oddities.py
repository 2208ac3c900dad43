"""What clerks and foreign programs do to workbooks, beside the 62 lines in `hazards`."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from returns.reading.convert import Converted, clean, convert
from returns.reading.formats.xlsx_cells import scan
from returns.workbooks.return_book import NIL
from schemas.forms import FORMS
from tests.returns.reading.hazards.books import edited
from tests.returns.small_returns import example_record, found, judge_one, read, rewrite, workbook

SHEET = "xl/worksheets/sheet1.xml"
SAFETY, DRILLS, PUBLICITY = "平安校园", "应急演练", "宣传"
GUARDS = FORMS["safety"].column("guards_full_time")


def safety(folder: Path) -> bytes:
    return workbook(folder, {"safety": example_record(FORMS["safety"])})


def articles(*headlines: str) -> list[dict[str, Any]]:
    return [example_record(FORMS["publicity"], headline=headline) for headline in headlines]


def with_d7(content: bytes, cell: bytes) -> bytes:
    return rewrite(content, SHEET, lambda xml: re.sub(rb'<c r="D7".*?</c>', cell, xml))


@pytest.mark.parametrize(
    "headline",
    [
        "注：一个故事",
        "说明：我们",
        "例：新生",
        "示例课堂",
        "负责人的一天",
        "审核人",
        "合计",
        "小计",
        "无",
    ],
)
def test_a_headline_is_never_taken_for_a_note_a_total_or_an_example(
    headline: str, tmp_path: Path
) -> None:
    judged = judge_one(workbook(tmp_path, {"publicity": articles(headline, "乙")}))
    assert found(judged) == []
    assert judged.forms[0].values()["headline"] == [clean(headline), "乙"]


@pytest.mark.parametrize("mark", ["例", "示例", "（例）"])
def test_an_example_row_is_known_by_its_serial_number(mark: str, tmp_path: Path) -> None:
    overwrites = {(PUBLICITY, "A4"): mark}
    content = workbook(tmp_path, {"publicity": articles("甲", "乙")}, overwrites=overwrites)
    assert read(content).sheets[0].rows == [5]


def test_a_record_below_the_notes_is_read(tmp_path: Path) -> None:
    record = {"B9": "丙", "C9": "人民网", "D9": "2020-05-07"}
    content = workbook(
        tmp_path,
        {"publicity": articles("甲")},
        overwrites={(PUBLICITY, cell): value for cell, value in record.items()},
    )
    assert read(content).sheets[0].columns["headline"] == ["甲", "丙"]


def test_nil_beside_records_is_a_contradiction(tmp_path: Path) -> None:
    rows = [*articles("甲"), {"headline": "无"}]
    assert found(judge_one(workbook(tmp_path, {"publicity": rows}))) == [
        ("VAL-004", PUBLICITY, "C5"),
        ("VAL-004", PUBLICITY, "D5"),
    ]


def test_nil_may_stand_in_the_serial_column(tmp_path: Path) -> None:
    overwrites = {(PUBLICITY, "A4"): "无", (PUBLICITY, "B4"): None}
    sheet = read(workbook(tmp_path, {"publicity": NIL}, overwrites=overwrites)).sheets[0]
    assert (sheet.nil, sheet.rows) == (True, [])


def test_a_total_with_a_colon_is_no_record(tmp_path: Path) -> None:
    drills = [example_record(FORMS["drills"])]
    content = workbook(tmp_path, {"drills": drills}, overwrites={(DRILLS, "B5"): "合 计："})
    assert read(content).sheets[0].rows == [4]


def test_an_error_in_a_total_is_found(tmp_path: Path) -> None:
    content = workbook(tmp_path, {"drills": [example_record(FORMS["drills"])]})

    def spoil(book: Workbook) -> None:
        book[DRILLS]["E5"] = "#REF!"

    assert found(judge_one(edited(content, spoil))) == [("VAL-007", DRILLS, "E5")]


def test_a_row_of_nothing_but_empty_formulas_is_not_skipped(tmp_path: Path) -> None:
    content = workbook(tmp_path, {"publicity": articles("甲", "乙")})

    def spoil(book: Workbook) -> None:
        for cell in ("B5", "C5", "D5"):
            book[PUBLICITY][cell] = "=Z9"

    assert found(judge_one(edited(content, spoil))) == [
        ("VAL-008", PUBLICITY, cell) for cell in ("B5", "C5", "D5")
    ]


def test_what_is_left_under_a_merged_cell_is_no_answer(tmp_path: Path) -> None:
    merged = rewrite(
        safety(tmp_path),
        SHEET,
        lambda xml: re.sub(
            rb"(<mergeCells[^>]*>)", rb'\1<mergeCell ref="D7:D8"/>', xml.replace(b"count=", b"x=")
        ),
    )
    judged = judge_one(merged)
    assert found(judged) == [("VAL-004", SAFETY, "D8")]


def test_an_empty_sheet_of_a_form_and_a_spaced_cover_are_seen(tmp_path: Path) -> None:
    content = edited(safety(tmp_path), lambda book: book.create_sheet(PUBLICITY))
    assert found(judge_one(content)) == [("HDR-004", PUBLICITY, "")]
    record = {"safety": example_record(FORMS["safety"])}
    covered = workbook(tmp_path, record, cover=True, edition="2019.1")

    def rename(book: Workbook) -> None:
        book["封面"].title = "封 面"

    assert found(judge_one(edited(covered, rename))) == [("EDN-001", "封 面", "B6")]


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (time(3), "VAL-026"),
        (timedelta(hours=30), "VAL-026"),
        (float("nan"), "VAL-013"),
        (float("inf"), "VAL-013"),
        ("12①", "VAL-001"),
        ("3²", "VAL-001"),
        (True, "VAL-001"),
        ("1,5", "VAL-001"),
        ("5%", "VAL-001"),
        ("1e5", "VAL-001"),
    ],
)
def test_what_is_no_count_is_never_made_one(value: Any, rule: str) -> None:
    assert convert(GUARDS, value) == Converted(None, rule)


@pytest.mark.parametrize("text", ["2 \u200b", "\u200b 2", "２", "2.0"])
def test_invisible_characters_do_not_spoil_a_count(text: str) -> None:
    assert convert(GUARDS, text)[:2] == (2, "")


@pytest.mark.parametrize("day", ["9999-12-31", "1600-01-01", datetime(9999, 12, 31)])
def test_a_day_that_no_frame_can_hold_is_a_finding(day: Any, tmp_path: Path) -> None:
    rows = [example_record(FORMS["publicity"], published_on=day)]
    assert found(judge_one(workbook(tmp_path, {"publicity": rows}))) == [
        ("VAL-006", PUBLICITY, "D4")
    ]


def test_a_number_in_scientific_notation_is_no_identifier() -> None:
    column = FORMS["dropout_cases"].column("child_id")
    assert convert(column, "3.40403E+17") == Converted(None, "VAL-011")


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        (b'<c t="e" r="D7"><v>#REF!</v></c>', "VAL-007"),
        (b"<c r='D7' t='e'><v>#REF!</v></c>", "VAL-007"),
        (b'<c r="D7" t = "e"><v>#REF!</v></c>', "VAL-007"),
        (b'<c r="D7" t="e"><v xml:space="preserve">#N/A</v></c>', "VAL-007"),
        (b'<c t="n" r="D7"><f>1+1</f></c>', "VAL-008"),
        (b'<c r="D7"><f>1+1</f><v> </v></c>', "VAL-008"),
        (b'<c r="D7"><f t="shared" si="0"/></c>', "VAL-008"),
        (b'<c r="D7"><f>1</f><!-- calculated later --></c>', "VAL-008"),
        (b'<c r="D7" t="str"><f>IF(1,"")</f><v></v></c>', "VAL-004"),
        (b'<c r="D7" t="e"></c>', "VAL-007"),
        (b'<c r="D7"><v>NaN</v></c>', "VAL-013"),
    ],
)
def test_a_cell_is_judged_however_its_xml_is_spelt(cell: bytes, rule: str, tmp_path: Path) -> None:
    assert found(judge_one(with_d7(safety(tmp_path), cell))) == [(rule, SAFETY, "D7")]


ROW = b'<row r="2"><c r="B2" t="e"><v>#REF!</v></c><c r="C2"><f>1</f></c></row>'


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        ROW.replace(b"<c r", b"<c  r"),
        ROW.replace(b' r="C2"', b""),
        b"<row/>" + ROW.replace(b' r="2"', b"", 1).replace(b' r="C2"', b""),
        ROW.replace(b'"', b"'"),
    ],
)
def test_every_spelling_is_scanned_alike(row: bytes) -> None:
    seen = scan(b"<worksheet><sheetData>" + row + b"</sheetData></worksheet>")
    assert (seen.rows, seen.columns) == (2, 3)
    assert (seen.error_cells, seen.uncalculated) == ({"B2": "#REF!"}, {"C2"})


def test_a_namespace_prefix_hides_no_far_cell() -> None:
    far = b'<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>'
    seen = scan(b'<x:worksheet xmlns:x="urn:x">' + far + b"</x:worksheet>")
    assert (seen.rows, seen.columns) == (1048576, 16384)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda xml: b"\xff\xfe" + xml.decode().encode("utf-16-le"), "FIL-003"),
        (lambda xml: xml.replace(b"UTF-8", b"cp037"), "FIL-003"),
        (lambda xml: xml.replace(b"<v>2</v>", b"<v><![CDATA[2]]></v>"), "FIL-003"),
        (
            lambda xml: xml.replace(b"?>", b"?><!--" + b"x" * 70000 + b"--><!DOCTYPE x []>", 1),
            "FIL-007",
        ),
        (
            lambda xml: xml.replace(b"<row ", b'<row><c r="XFD900000"><v>1</v></c></row><row ', 1),
            "FIL-004",
        ),
    ],
)
def test_what_could_hide_something_is_refused(
    change: Callable[[bytes], bytes], rule: str, tmp_path: Path
) -> None:
    refused = read(rewrite(safety(tmp_path), SHEET, change)).refused
    assert refused is not None
    assert refused.rule == rule


def test_a_huge_merge_does_not_stall_the_reader(tmp_path: Path) -> None:
    content = rewrite(
        safety(tmp_path),
        SHEET,
        lambda xml: xml.replace(b"</mergeCells>", b'<mergeCell ref="F1:XFD1048576"/></mergeCells>'),
    )
    assert found(judge_one(content)) == []


def test_a_nul_character_never_reaches_a_finding(tmp_path: Path) -> None:
    cell = b'<c r="D7" t="inlineStr"><is><t>a_x0000_b</t></is></c>'
    judged = judge_one(with_d7(safety(tmp_path), cell))
    assert [(finding.rule, finding.value) for finding in judged.findings] == [("VAL-001", "ab")]
