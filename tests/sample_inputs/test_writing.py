"""Workbooks as they are written: layout, cells, totals, and the same bytes every time."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from returns.files.canonical_zip import canonical, pack
from returns.workbooks.return_book import NIL, Signatures, cover_cells, write_workbook
from returns.workbooks.sheet_layout import cell_of, layout_for
from sample_inputs.figures import COLLECTION, Sample, forms_owed
from schemas.forms import FORMS
from schemas.units import KINDERGARTEN, PUBLIC, RURAL, SCHOOL, Unit

SCHOOL_UNIT = Unit(
    code="2134000101",
    name="曹庵镇第二小学",
    kind=SCHOOL,
    type="小学",
    nature=PUBLIC,
    area=RURAL,
    boarding=False,
    party_organisation=True,
    opened_on=date(1970, 9, 1),
)
KINDERGARTEN_UNIT = Unit(
    code="1134000101",
    name="第一幼儿园",
    kind=KINDERGARTEN,
    type="幼儿园",
    nature=PUBLIC,
    area=RURAL,
    boarding=False,
    party_organisation=False,
    opened_on=date(1990, 9, 1),
)
DRILL = {
    "held_on": date(2020, 10, 15),
    "kind": "疏散",
    "theme": "火灾逃生",
    "pupils": 360,
    "staff": 25,
}


def sheet_of(path: Path, title: str) -> Worksheet:
    return openpyxl.load_workbook(path)[title]


def test_card(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    layouts = write_workbook(
        path,
        SCHOOL_UNIT,
        COLLECTION,
        {"safety": {"guards_full_time": 2, "cctv": True, "panic_button": False}},
    )
    sheet = sheet_of(path, "平安校园")
    assert sheet["A1"].value == "曹庵镇第二小学平安校园表"
    assert sheet["A2"].value == (
        "填报单位：曹庵镇第二小学　　单位代码：2134000101　　填报任务：2020　　统计口径：截至2020年9月1日"
    )
    assert [sheet.cell(3, column).value for column in range(1, 6)] == [
        "类别",
        "项目",
        "计量单位",
        "数值",
        "备注",
    ]
    assert [sheet.cell(7, column).value for column in range(1, 6)] == [
        None,
        "专职保安",
        "人",
        2,
        None,
    ]
    assert layouts["safety"].cell("guards_full_time") == "D7"
    assert sheet[layouts["safety"].cell("cctv")].value == "是"
    assert sheet[layouts["safety"].cell("panic_button")].value == "否"
    assert sheet[layouts["safety"].cell("pupils")].value is None


def test_lines_not_owed_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, KINDERGARTEN_UNIT, COLLECTION, {"safety": {"drowning_deaths": 0}})
    labels = [row[1].value for row in sheet_of(path, "平安校园").iter_rows()]
    assert "发放防溺水致家长信" not in labels
    assert cell_of(FORMS["safety"], KINDERGARTEN_UNIT, "drowning_deaths") == "D15"
    assert cell_of(FORMS["safety"], SCHOOL_UNIT, "drowning_deaths") == "D16"


def test_card_groups_are_merged(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, SCHOOL_UNIT, COLLECTION, {"epidemic": {}})
    sheet = sheet_of(path, "疫情防控")
    assert sheet["A6"].value == "防疫物资库存"
    assert "A6:A9" in {str(span) for span in sheet.merged_cells.ranges}


def test_table_with_one_header_row(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    second = {**DRILL, "held_on": date(2020, 11, 3), "pupils": 40}
    write_workbook(path, SCHOOL_UNIT, COLLECTION, {"drills": [DRILL, second]})
    rows = list(sheet_of(path, "应急演练").iter_rows(values_only=True))
    assert rows[2] == (
        "序号",
        "演练日期",
        "演练类型",
        "演练主题",
        "参加学生人次",
        "参加教职工人次",
    )
    assert rows[3] == (1, datetime(2020, 10, 15), "疏散", "火灾逃生", 360, 25)
    assert rows[5] == (None, "合计", None, None, 400, 50)
    assert rows[6][0] == f"注：{FORMS['drills'].notes[0]}"
    assert rows[7][0].startswith("填表人：")
    assert rows[7][0].endswith("（公章）")


def test_table_with_groups_has_two_header_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    layouts = write_workbook(
        path, SCHOOL_UNIT, COLLECTION, {"enrolment": [{"cohort": "一年级", "admitted": 62}]}
    )
    sheet = sheet_of(path, "学籍变动")
    merged = {str(span) for span in sheet.merged_cells.ranges}
    assert {"A3:A4", "B3:B4", "C3:C4", "D3:G3", "H3:N3"} <= merged
    assert (sheet["D3"].value, sheet["D4"].value) == ("本学年增加", "招生")
    assert (sheet["H3"].value, sheet["N4"].value) == ("本学年减少", "其他")
    assert sheet["B5"].value == "一年级"
    layout = layouts["enrolment"]
    assert layout.cell("admitted") == "D5"
    assert layout.total_cell("admitted") == "D6"
    assert layout.header_cell("cohort") == "B3"
    assert layout.header_cell("admitted") == "D4"


def test_nil_answer(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, SCHOOL_UNIT, COLLECTION, {"drills": NIL})
    sheet = sheet_of(path, "应急演练")
    assert (sheet["A4"].value, sheet["B4"].value, sheet["C4"].value) == (None, "无", None)
    assert sheet["A5"].value.startswith("注：")


def test_empty_table_keeps_a_blank_row(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, SCHOOL_UNIT, COLLECTION, {"publicity": []})
    sheet = sheet_of(path, "宣传")
    assert [cell.value for cell in sheet[4]] == [None, None, None, None]
    assert sheet["A5"].value.startswith("注：")


def test_values_are_written_as_given(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    aid = [
        {"category": "低保", "persons": "12人", "amount": Decimal("0.1")},
        {"category": "建档立卡", "persons": None, "amount": Decimal("0.2")},
    ]
    write_workbook(path, SCHOOL_UNIT, COLLECTION, {"student_aid": aid})
    sheet = sheet_of(path, "学生资助")
    assert sheet["E4"].value == "12人"
    assert sheet["E5"].value is None
    assert sheet["F4"].number_format == "#,##0.00"
    assert sheet["F6"].value == 0.3  # added as decimals
    assert sheet["E6"].value == 0  # a text is not added


def test_key_columns_are_not_added_up(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(
        path,
        SCHOOL_UNIT,
        COLLECTION,
        {"population": [{"age": 3, "persons": 5}, {"age": 4, "persons": 6}]},
    )
    sheet = sheet_of(path, "学龄人口")
    assert (sheet["B6"].value, sheet["C6"].value) == ("合计", 11)


def test_cover_lists_the_forms(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    forms = {"safety": {}, "drills": NIL}
    write_workbook(
        path,
        SCHOOL_UNIT,
        COLLECTION,
        forms,
        listed=["safety", "drills", "party"],
        signatures=Signatures("王老师", "李主任", "陈校长"),
    )
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["封面", "平安校园", "应急演练"]
    cells = cover_cells(["safety", "drills", "party"])
    cover = book["封面"]
    assert {name: cover[cell].value for name, cell in cells.items()} == {
        "unit_name": "曹庵镇第二小学",
        "unit_code": "2134000101",
        "collection": "2020",
        "edition": "2020.1",
        "safety": "平安校园",
        "drills": "应急演练",
        "party": "党建",
    }
    lines = [str(row[0]) for row in cover.iter_rows(values_only=True)]
    assert "填表人：王老师　　审核人：李主任　　负责人：陈校长　　（公章）" in lines


def test_a_correction_has_no_cover(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, SCHOOL_UNIT, COLLECTION, {"drills": NIL}, cover=False)
    assert openpyxl.load_workbook(path).sheetnames == ["应急演练"]


def test_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    overwrites = {
        ("应急演练", "D3"): "主题",  # a header
        ("应急演练", "E5"): 999,  # a total
        ("应急演练", "H4"): "多余",  # beyond the layout
        ("草稿", "B2"): "草稿",  # a sheet of its own
    }
    write_workbook(path, SCHOOL_UNIT, COLLECTION, {"drills": [DRILL]}, overwrites=overwrites)
    book = openpyxl.load_workbook(path)
    assert {(s, c): book[s][c].value for s, c in overwrites} == overwrites


def test_unknown_field_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="guards_total"):
        write_workbook(
            tmp_path / "a.xlsx", SCHOOL_UNIT, COLLECTION, {"safety": {"guards_total": 2}}
        )
    with pytest.raises(KeyError):
        layout_for(FORMS["safety"], KINDERGARTEN_UNIT).cell("drowning_letters")


def test_a_table_without_numbers_has_no_total(sample: Sample) -> None:
    layout = layout_for(FORMS["publicity"], SCHOOL_UNIT, 3)
    assert layout.total_row is None
    with pytest.raises(LookupError):
        layout.total_cell("headline")


def test_same_input_same_bytes(tmp_path: Path, sample: Sample) -> None:
    member = sample.district.named("云岭乡九年制学校")
    answers = sample.answers[member.unit.code]
    assert list(answers) == forms_owed(member.unit)
    contents = []
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, member.unit, COLLECTION, answers)
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]


def test_canonical_zip_forgets_order_and_dates() -> None:
    def zipped(names: list[str], year: int) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in names:
                archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), name * 9)
        return buffer.getvalue()

    first = canonical(zipped(["b.xml", "[Content_Types].xml", "a.xml"], 2020))
    second = canonical(zipped(["a.xml", "b.xml", "[Content_Types].xml"], 2021))
    assert first == second == canonical(first)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == ["[Content_Types].xml", "a.xml", "b.xml"]
        assert archive.read("b.xml") == b"b.xml" * 9


def test_canonical_zip_refuses_a_doubled_member() -> None:
    with pytest.raises(ValueError, match="twice"):
        pack([("a", b"1"), ("a", b"2")])
