"""What comes instead of a workbook, and where it lies: seen through the night and `huizong status`."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from schemas.sheet_names import ISSUES
from tests.cli.test_cli import run_json
from tests.nights import SAMPLES
from tests.plain_engine import nightly
from tests.sent_out import slip_of

FIRST_ROUND = SAMPLES / "first_round"
RETURN = "第一小学_2020年报表.xlsx"
# A scan: a page with nothing but a picture.
SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
PHOTO = b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00" + bytes(range(256)) * 8 + b"\xff\xd9"


def word_file() -> bytes:
    document = Document()
    document.add_table(2, 2).cell(0, 0).text = "学生数"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def told(unit: str, file_name: str) -> list[tuple[str, str]]:
    """(rule, what is wrong) of the lines of a slip."""
    sheet = load_workbook(slip_of(unit, file_name))[ISSUES]
    return [(row[6], row[4]) for row in sheet.iter_rows(min_row=6, values_only=True) if row[6]]


def test_hazard_15_what_is_no_workbook_is_told_and_the_return_is_still_owed(inbox: Path) -> None:
    sent = {
        "第三小学": ("第三小学_2020年报表.xlsx", word_file(), "Word 文档，已留存"),
        "曹庵镇第二小学": ("曹庵镇第二小学_扫描件.xlsx", SCAN, "PDF（扫描件），已作盖章件留存"),
        "滨湖路小学": ("滨湖路小学 照片.xlsx", PHOTO, "图片，已作盖章件留存"),
    }
    for name, content, _ in sent.values():
        (inbox / name).write_bytes(content)
    nightly("2020")
    listed = {one["name"]: one for one in run_json("status", "--collection", "2020")}
    for unit, (name, _, kind) in sent.items():
        assert (listed[unit]["state"], listed[unit]["errors"]) == ("missing", 0), unit
        ((rule, words),) = told(unit, name)
        assert rule == "FIL-016"
        assert words == f"这是{kind}，不用于取数；请另报 Excel 电子表（已报的不必重报）。"
    assert listed["第一小学"]["state"] == "accepted-with-queries"  # the others are untouched
    assert "unreadable" not in {one["state"] for one in listed.values()}


@pytest.mark.parametrize("attached", [False, True])
def test_a_return_in_the_folder_of_another_school_is_queried(inbox: Path, attached: bool) -> None:
    """As it stands on the share, or in an attached zip; its own folder raises no question."""
    for unit, place in (("第一小学", "第三小学"), ("第二小学", "第二小学"), ("第四小学", "六月")):
        name = f"{unit}_2020年报表.xlsx"
        if attached:
            with zipfile.ZipFile(inbox / f"{unit}.zip", "w") as archive:
                archive.writestr(f"{place}/{name}", (inbox / name).read_bytes())
            (inbox / name).unlink()
        else:
            (inbox / place).mkdir()
            shutil.move(inbox / name, inbox / place / name)
    nightly("2020")
    asked = [words for rule, words in told("第一小学", RETURN) if rule == "UNT-003"]
    assert asked == ["文件名或文件夹中的单位与表内填报单位“第一小学”不一致，请确认没有发错文件。"]
    listed = {one["name"]: one["state"] for one in run_json("status", "--collection", "2020")}
    assert (listed["第一小学"], listed["第三小学"]) == ("accepted-with-queries", "missing")
    for unit in ("第二小学", "第四小学"):
        name = f"{unit}_2020年报表.xlsx"
        if slip_of(unit, name).exists():
            assert "UNT-003" not in [rule for rule, _ in told(unit, name)]
