"""Hazards 38 to 62, but for days (`test_days`): what stands in the cells, and what is said of it."""

import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook

from returns.judging.batch import History, judge
from returns.judging.judged import JudgedFile
from returns.reading.convert import Converted, convert
from returns.workbooks.issues.issue_list import IssueList, Listed, issues
from returns.workbooks.issues.slip import write_slip
from schemas import offices
from schemas.columns import Column, Kind
from schemas.findings import Finding, Severity, Status
from schemas.forms import FORMS
from schemas.identifiers import citizen_check_character
from schemas.raw_text import Change, RawText
from schemas.units import OFFICE, Register, Unit
from tests.returns.reading.hazards.books import (
    CASES,
    DRILLS,
    FUNDING,
    SAFETY,
    SHEET_PART,
    cases,
    drills,
    edited,
    of_field,
    safety,
)
from tests.returns.small_returns import (
    COLLECTION,
    example_record,
    found,
    judge_one,
    read,
    rewrite,
    workbook,
)

PRESCHOOL_OFFICE = Unit(
    code="BUREAU",
    name=offices.PRESCHOOL,
    kind=OFFICE,
    type="机关科室",
    nature="公办",
    area="城区",
    boarding=False,
    party_organisation=False,
    opened_on=date(1990, 9, 1),
)


def pupil(serial: int) -> str:
    """A right 学籍号."""
    first = f"34040320100101{serial:03}"
    return f"G{first}{citizen_check_character(first)}"


def guards(folder: Path, value: Any) -> tuple[list[Any], list[str]]:
    """What was read of 专职保安 in D7, and the rules of the findings there."""
    judged = judge_one(safety(folder, guards_full_time=value))
    rules = [rule for rule, *place in found(judged) if place == [SAFETY, "D7"]]
    return of_field(judged, "guards_full_time"), [rule for rule in rules if rule[:3] == "VAL"]


def notes_of(judged: JudgedFile) -> list[tuple[str, str]]:
    """(cell, message) of what is said of the cells that reading changed."""
    return [(one.cell, one.message) for one in judged.findings if one.rule == "VAL-016"]


@pytest.mark.parametrize("text", ["１２", "\u00a012", "12\u200b", "\ufeff12　"])
def test_hazard_38_other_widths_and_invisible_characters(text: str, tmp_path: Path) -> None:
    judged = judge_one(safety(tmp_path, guards_full_time=text, law_lectures="3"))
    # Read as twelve, which are more guards than a school of its size has.
    assert found(judged) == [("BND-008", SAFETY, "D7")]
    assert of_field(judged, "guards_full_time") == [12]
    assert judged.forms[0].sheet.raw_texts == [
        RawText(4, "guards_full_time", text, (Change.CHARACTERS, Change.TEXT_NUMBER)),
        RawText(4, "law_lectures", "3", (Change.TEXT_NUMBER,)),
    ]
    assert notes_of(judged) == [
        (
            "A1",
            f"「{SAFETY}」A1：2 个单元格按规范写法读取：全角、空格或不可见字符 1（D7）、"
            "文本格式的数字 2；与原意不符的请改正。",
        )
    ]
    assert judged.status is Status.ACCEPTED_WITH_QUERIES
    assert guards(tmp_path, "－１２") == ([-12], ["VAL-003"])
    judged = judge_one(safety(tmp_path, guards_full_time="１２％"))
    assert [(one.rule, one.value) for one in judged.findings] == [("VAL-001", "１２％")]


@pytest.mark.parametrize(
    ("text", "read_as"), [("'12", None), ("1,234", 1234), ("1，234", 1234), ("12,34", None)]
)
def test_hazard_39_numbers_as_text_are_parsed_strictly(
    text: str, read_as: int | None, tmp_path: Path
) -> None:
    expected = ([read_as], []) if read_as else ([None], ["VAL-001"])
    assert guards(tmp_path, text) == expected
    judged = judge_one(safety(tmp_path, guards_full_time=text))
    changes = {change for one in judged.forms[0].sheet.raw_texts for change in one.changes}
    wide = {Change.CHARACTERS} if "，" in text else set()
    assert changes == ({Change.GROUPED} | wide if read_as else set())


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        ("12人", "VAL-017", "这里只能填数字，不要带单位，请只填数字 12。"),
        ("1,200 名", "VAL-017", "这里只能填数字，不要带单位，请只填数字 1200。"),
        ("12次", "VAL-017", "这里只能填数字，不要带单位，请换算成以“人”为单位的数，只填数字。"),
        ("5万", "VAL-017", "这里只能填数字，不要带单位，请只填数字 50000。"),
        ("约300", "VAL-018", "填的是约数，请填准确数。"),
        ("5万多", "VAL-018", "填的是约数，请填准确数。"),
        ("300余", "VAL-018", "填的是约数，请填准确数。"),
        ("300多人", "VAL-018", "填的是约数，请填准确数。"),
        ("近60", "VAL-018", "填的是约数，请填准确数。"),
        ("三十", "VAL-001", "这里只能填数字，请改为数字。"),
    ],
)
def test_hazard_40_a_qualified_number_is_a_finding_where_an_exact_one_is_due(
    text: str, rule: str, said: str, tmp_path: Path
) -> None:
    judged = judge_one(safety(tmp_path, guards_full_time=text))
    assert of_field(judged, "guards_full_time") == [None]
    assert [(one.rule, one.value, one.message) for one in judged.findings] == [
        (rule, text, f"「{SAFETY}」D7：专职保安填了“{text}”，{said}")
    ]
    assert judged.status is Status.RETURNED


def test_hazard_41_another_unit_of_money_is_a_finding_and_nothing_is_rescaled(
    tmp_path: Path,
) -> None:
    content = workbook(tmp_path, {"funding": example_record(FORMS["funding"], base_received=24.7)})
    cells: dict[str, str]
    for cells, place in (
        ({"E2": "单位：万元"}, "E2"),
        ({"C7": "万元"}, "C7"),
        ({"B7": "基准定额到账金额（万元）"}, "C7"),
    ):

        def state(book: Workbook, cells: dict[str, str] = cells) -> None:
            sheet = book[FUNDING]
            sheet.unmerge_cells("A2:E2")
            for cell, text in cells.items():
                sheet[cell] = text

        judged = judge_one(edited(content, state))
        assert ("HDR-005", FUNDING, place) in found(judged)
        assert of_field(judged, "base_received") == [2470]  # fen, as written
    (said,) = (finding.message for finding in judged.findings if finding.rule == "HDR-005")
    assert (
        said
        == f"「{FUNDING}」C7：计量单位写的是“万元”，这里应按“元”填报，请换算后填写，并改正计量单位。"
    )


def test_hazard_42_blank_zero_and_not_applicable_are_three_things(tmp_path: Path) -> None:
    assert guards(tmp_path, 0) == ([0], [])
    assert guards(tmp_path, None) == ([None], ["VAL-004"])
    for sign in ("无", "/", "—", "-", "○", "零", "〇"):
        assert guards(tmp_path, sign) == ([None], ["VAL-012"])
    cleared = [f"G{row}" for row in range(4, 7)]
    content = cases(tmp_path, *map(pupil, (1, 2, 3)))

    def answer(book: Workbook) -> None:
        for cell, value in zip(cleared, ("/", None, "零"), strict=True):
            book[CASES][cell] = value

    judged = judge_one(edited(content, answer))
    assert [one for one in found(judged) if one[0].startswith("VAL")] == [("VAL-006", CASES, "G6")]
    assert of_field(judged, "cleared_on") == [None, None, None]
    # Of two fields that hold nothing, one says so: its text is kept.
    assert judged.forms[0].sheet.raw_texts == [
        RawText(4, "cleared_on", "/", (Change.NOT_APPLICABLE,))
    ]
    assert notes_of(judged) == [
        (
            "A3",
            f"「{CASES}」A3：1 个单元格按规范写法读取：“/”“无”等读作不涉及 1（G4）；"
            "与原意不符的请改正。",
        )
    ]
    # Not reported is no value at all: a form that is not in the file is none of its forms.
    assert [form.form.code for form in judged.forms] == ["dropout_cases"]


@pytest.mark.parametrize("text", ["见附件", "同上", "待核", "不详", "（详见附表）"])
def test_hazard_43_an_answer_put_off_is_missing_with_its_reason(text: str, tmp_path: Path) -> None:
    assert guards(tmp_path, text) == ([None], ["VAL-014"])
    cells = {"B5": text, "C5": text, "D5": text}
    judged = judge_one(drills(tmp_path, cells))
    assert found(judged) == [("VAL-014", DRILLS, cell) for cell in cells]

    def evade(book: Workbook) -> None:
        book[CASES]["G4"] = text  # need not be answered, yet this is no answer

    evaded = judge_one(edited(cases(tmp_path, pupil(1)), evade))
    assert ("VAL-014", CASES, "G4") in found(evaded)


def test_hazard_44_a_formula_without_a_value_is_never_blank(tmp_path: Path) -> None:
    judged = judge_one(
        edited(safety(tmp_path), lambda book: book[SAFETY].__setitem__("D7", "=1+1"))
    )
    assert [finding.message for finding in judged.findings] == [
        f"「{SAFETY}」D7：专职保安是公式但没有计算结果，请用 Excel 或 WPS 打开并保存后再报送，或直接填写结果。"
    ]


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?"])
def test_hazard_45_an_error_value_is_never_blank(error: str, tmp_path: Path) -> None:
    judged = judge_one(edited(safety(tmp_path), lambda book: book[SAFETY].__setitem__("D7", error)))
    assert [(one.rule, one.cell, one.value) for one in judged.findings] == [
        ("VAL-007", "D7", error)
    ]


@pytest.mark.parametrize(
    ("written", "hundredths", "queried"),
    [
        (0.98, 98, True),
        (1, 100, True),
        ("98%", 9800, False),
        ("９８％", 9800, False),
        (98, 9800, False),
    ],
)
def test_hazard_46_a_percentage_of_at_most_1_is_queried(
    written: Any, hundredths: int, queried: bool, tmp_path: Path
) -> None:
    record = example_record(FORMS["stated_rates"], stated=written, part=hundredths, whole=10_000)
    file = read(workbook(tmp_path, {"stated_rates": [record]}, unit=PRESCHOOL_OFFICE))
    (judged,) = judge([file], Register([PRESCHOOL_OFFICE]), COLLECTION, History())
    assert of_field(judged, "stated") == [hundredths]
    queries = [one for one in found(judged) if one[0].startswith(("VAL", "RAT-007"))]
    assert queries == ([("RAT-007", "比率核对表", "E4")] if queried else [])


def test_hazard_50_a_long_number_stored_as_a_number_is_never_repaired(tmp_path: Path) -> None:
    content = edited(
        cases(tmp_path, pupil(1)), lambda book: book[CASES].__setitem__("D4", 340403201001010000)
    )
    judged = judge_one(content)
    assert found(judged) == [("VAL-011", CASES, "D4")]
    assert of_field(judged, "child_id") == [None]


def test_hazard_51_numbers_dragged_down_are_named_so(tmp_path: Path) -> None:
    number = pupil(1)
    dragged = [number[:-2] + f"{int(number[-2:]) + step:02}" for step in range(3)]
    judged = judge_one(cases(tmp_path, *dragged, pupil(40)))
    assert found(judged) == [
        ("DRP-003", CASES, "D5"),
        ("DRP-003", CASES, "D6"),
        ("DRP-011", CASES, "D5"),
        ("DRP-011", CASES, "D6"),
    ]
    assert not any(number in finding.message for finding in judged.findings)


def test_hazard_52_letters_are_raised_and_zeros_are_put_back_where_declared(
    tmp_path: Path,
) -> None:
    ending_in_x = next(number for number in map(pupil, range(1, 99)) if number.endswith("X"))
    judged = judge_one(cases(tmp_path, ending_in_x.lower(), f" {pupil(60)} "))
    assert found(judged) == []
    assert of_field(judged, "child_id") == [ending_in_x, pupil(60)]
    assert [(one.row, one.changes) for one in judged.forms[0].sheet.raw_texts] == [
        (4, (Change.UPPER_CASE,)),
        (5, (Change.CHARACTERS,)),
    ]
    assert not any(pupil(60) in message for _, message in notes_of(judged))

    code = Column("code", "档案编号", Kind.IDENTIFIER, "0123456789", digits=10)
    for written in (123456789.0, 123456789, "123456789"):
        assert convert(code, written) == Converted("0123456789", changes=(Change.PADDED,))
    assert convert(code, "0123456789") == Converted("0123456789")
    assert convert(code, "12345678X") == Converted("12345678X")  # no number lost its zero here
    # No code of a school begins with 0, so none is padded: a short one is short.
    profile = example_record(FORMS["profile"], school_code=21340001)
    short = judge_one(workbook(tmp_path, {"profile": profile}))
    assert of_field(short, "school_code") == ["21340001"]
    assert "基本情况" in {sheet for rule, sheet, _ in found(short) if rule.startswith("PRF")}


@pytest.mark.parametrize("number", ["340403201001010017", "X340403201001010017", "20200101"])
def test_hazard_53_a_number_that_begins_as_none_does_is_an_error(
    number: str, tmp_path: Path
) -> None:
    judged = judge_one(cases(tmp_path, pupil(1), number))
    assert found(judged) == [("DRP-010", CASES, "D5")]


def test_hazard_54_binary_fractions_and_whole_floats(tmp_path: Path) -> None:
    assert guards(tmp_path, 12.0) == ([12], [])
    premises = example_record(FORMS["premises"], floor_area=0.1 + 0.2)
    judged = judge_one(workbook(tmp_path, {"premises": premises}))
    assert of_field(judged, "floor_area") == [30]  # hundredths of a m²


@pytest.mark.parametrize(("value", "rule"), [(-3, "VAL-003"), (2.5, "VAL-002"), ("2.5", "VAL-002")])
def test_hazard_55_negative_and_fractional_persons(value: Any, rule: str, tmp_path: Path) -> None:
    _, rules = guards(tmp_path, value)
    assert rules == [rule]


def with_theme(content: bytes, text: bytes) -> bytes:
    cell = b'<c r="D4" t="inlineStr"><is>' + text + b"</is></c>"
    return rewrite(content, SHEET_PART, lambda xml: re.sub(rb'<c r="D4".*?</c>', cell, xml))


def test_hazard_56_phonetic_text_is_no_part_of_a_name(tmp_path: Path) -> None:
    spoken = (
        '<t>火灾逃生</t><rPh sb="0" eb="2"><t>huozai</t></rPh><phoneticPr fontId="1"/>'.encode()
    )
    judged = judge_one(with_theme(drills(tmp_path), spoken))
    assert (found(judged), of_field(judged, "theme")[0]) == ([], "火灾逃生")


def test_hazard_57_rich_text_is_joined_and_comments_are_kept_as_notes(tmp_path: Path) -> None:
    rich = "<r><rPr><b/></rPr><t>火灾</t></r><r><t>逃生</t></r><r><t xml:space='preserve'>\n演练</t></r>"
    judged = judge_one(with_theme(drills(tmp_path), rich.encode()))
    assert (found(judged), of_field(judged, "theme")[0]) == ([], "火灾逃生 演练")

    def say(book: Workbook) -> None:
        book[DRILLS]["D4"].comment = Comment("实为 380 人", "王老师")

    silent, judged = judge_one(drills(tmp_path)), judge_one(edited(drills(tmp_path), say))
    assert [one.cell for one in judged.findings if one not in silent.findings] == ["D4"]
    assert judged.forms[0].values() == silent.forms[0].values()


def test_hazard_58_a_colour_is_no_data(tmp_path: Path) -> None:
    def paint(book: Workbook) -> None:
        for row in (7, 9):
            book[SAFETY].cell(row, 4).fill = PatternFill("solid", fgColor="FFFF0000")

    plain, painted = judge_one(safety(tmp_path)), judge_one(edited(safety(tmp_path), paint))
    assert found(painted) == found(plain) == []
    assert painted.forms[0].values() == plain.forms[0].values()


def test_hazard_59_text_in_a_doubtful_encoding_is_refused() -> None:
    judged = judge_one("平安校园,学生（幼儿）数,\n".encode() + b"\x81\xff\xff,380,\n")
    assert found(judged) == [("FIL-010", "", "")]
    assert judged.forms == []


def test_hazard_60_a_name_is_looked_up_and_never_guessed(tmp_path: Path) -> None:
    def named(name: str) -> tuple[list[tuple[str, str, str]], str]:
        heading = f"填报单位：{name}　　填报任务：2020"
        record = {"safety": example_record(FORMS["safety"])}
        judged = judge_one(workbook(tmp_path, record, overwrites={(SAFETY, "A2"): heading}))
        return found(judged), judged.unit.code if judged.unit else ""

    assert named("曹庵镇第二小学") == ([], "2134000101")
    assert named("曹庵二小") == ([], "2134000101")
    assert named("田家庵区曹庵二小") == ([("UNT-001", SAFETY, "A2")], "")
    assert named("实验小学") == ([("UNT-005", SAFETY, "A2")], "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_hazard_61_what_looks_like_a_formula_goes_out_as_text(start: str, tmp_path: Path) -> None:
    text = f"{start}HYPERLINK(1)"
    finding = Finding("VAL-001", Severity.ERROR, text, sheet=text, cell="D7", value=text)
    listed = IssueList(text, "", "2020", text, issues([Listed(finding)]))
    write_slip(tmp_path / "slip.xlsx", listed)
    sheet = openpyxl.load_workbook(tmp_path / "slip.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert len(cells) == 5
    assert {cell.data_type for cell in cells} == {"s"}
    with zipfile.ZipFile(tmp_path / "slip.xlsx") as archive:
        assert b"<f>" not in archive.read(SHEET_PART)


def test_hazard_62_persons_are_masked(tmp_path: Path) -> None:
    wrong = "G340403201001010027"
    record = example_record(FORMS["dropout_cases"], child_name="欧阳例子", child_id=wrong)
    again = {**record, "case_number": "KC2", "child_name": "同上"}
    judged = judge_one(workbook(tmp_path, {"dropout_cases": [record, again]}))
    assert {rule for rule, *_ in found(judged)} >= {"DRP-003", "DRP-004", "VAL-014"}
    said = "".join(finding.message + finding.value for finding in judged.findings)
    assert wrong[3:-2] not in said and "欧阳例子" not in said and "阳例子" not in said
    assert {one.value for one in judged.findings if one.field == "child_id"} == {
        "G34**************27"
    }
