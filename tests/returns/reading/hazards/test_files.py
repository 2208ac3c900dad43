"""Hazards 1 to 16: what comes as a file. Lines 11, 12 and 15 are tried in a night of their own."""

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.intake.collection_inbox import Inbox
from pipeline.intake.inbox import collect
from returns.judging.identity import IdentityProblem, identify
from schemas.forms import FORMS
from tests.returns.reading.compound_files import compound_file
from tests.returns.reading.encrypted_workbooks import encrypted_workbook
from tests.returns.reading.hazards.books import (
    DRILLS,
    SAFETY,
    SHEET_PART,
    THEMES,
    drills,
    of_field,
    safety,
)
from tests.returns.reading.test_unpacking import zipped
from tests.returns.small_returns import (
    OTHER,
    REGISTER,
    example_record,
    found,
    judge_one,
    read,
    rewrite,
    workbook,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# 应急演练 as rows of text: a title, who reports, the header and two drills.
LINES = (
    ("曹庵镇第二小学应急演练表",),
    ("填报单位：曹庵镇第二小学", "填报任务：2020"),
    ("演练日期", "演练类型", "演练主题", "参加学生人次", "参加教职工人次"),
    ("2020-10-15", "疏散", "火灾逃生", "360", "25"),
    ("2020-11-16", "消防", "灭火", "全体", "25"),
)
WRONG_CELL = "D5"  # 全体


def page() -> bytes:
    rows = "".join(
        "<tr>" + "".join(f"<td>{text}</td>" for text in line) + "</tr>" for line in LINES
    )
    return f"<html><meta charset=utf-8><table>{rows}</table></html>".encode()


def xml_of_2003() -> bytes:
    rows = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in line)
        + "</Row>"
        for line in LINES
    )
    spreadsheet = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{spreadsheet}" xmlns:ss="{spreadsheet}">'
        f'<Worksheet ss:Name="{DRILLS}"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def linked(content: bytes, stored: str = "7") -> bytes:
    """An .xlsm with macros, and a link to another workbook in D7 that last said `stored`."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package_kind = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    macros = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    link = "xl/externalLinks/externalLink1.xml"
    type_of = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    usual = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    kinds = (
        '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        f'<Override PartName="/{link}" ContentType="application/vnd.openxmlformats-officedocument'
        '.spreadsheetml.externalLink+xml"/></Types>'
    )
    related = (
        f'<Relationship Id="rIdM" Type="{macros}" Target="vbaProject.bin"/>'
        f'<Relationship Id="rIdL" Type="{office}/externalLink" Target="{link[3:]}"/></Relationships>'
    )
    edits = {
        "[Content_Types].xml": lambda xml: xml.replace(usual, type_of).replace("</Types>", kinds),
        "xl/_rels/workbook.xml.rels": lambda xml: xml.replace("</Relationships>", related),
        "xl/workbook.xml": lambda xml: xml.replace(
            "</sheets>",
            f'</sheets><externalReferences><externalReference xmlns:r="{office}" r:id="rIdL"/>'
            "</externalReferences>",
        ),
        SHEET_PART: lambda xml: re.sub(
            r'(<c r="D7"[^>]*>)<v>[^<]*</v>', rf"\1<f>[1]Sheet1!$A$1</f><v>{stored}</v>", xml
        ),
    }
    for part, edit in edits.items():
        before = content
        content = rewrite(content, part, lambda xml, edit=edit: edit(xml.decode()).encode())
        assert content != before
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", compound_file({"PROJECT": b"ID=", "VBA": b"Shell"}))
        archive.writestr(
            link,
            f'<externalLink xmlns="{main}"><externalBook xmlns:r="{office}" r:id="rId1"/></externalLink>',
        )
        archive.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            f'<Relationships xmlns="{package_kind}"><Relationship Id="rId1" Type="{office}/externalLinkPath"'
            ' Target="http://127.0.0.1:9/other.xlsx" TargetMode="External"/></Relationships>',
        )
    return buffer.getvalue()


def told(content: bytes, file_name: str) -> tuple[list[tuple[str, str]], list[str]]:
    """(rule, cell) of the findings, and the themes read."""
    judged = judge_one(content, file_name)
    return [(rule, cell) for rule, _, cell in found(judged)], of_field(judged, "theme")


def refused(content: bytes, file_name: str = "报表.xlsx") -> tuple[str, str]:
    """The rule of the one finding of a file that cannot be read, and what it says."""
    judged = judge_one(content, file_name)
    (finding,) = judged.findings
    assert judged.status.value == "unreadable"
    return finding.rule, finding.message


@pytest.mark.parametrize("name", ["报表.xls", "报表.pdf", "报表", "报表.xlsx.exe"])
def test_hazard_1_the_suffix_does_not_matter(name: str, tmp_path: Path) -> None:
    assert told(drills(tmp_path), name) == ([], list(THEMES))
    scan = judge_one(b"%PDF-1.7", "报表.xlsx")
    assert ([one.rule for one in scan.findings], scan.status.value) == (["FIL-016"], "attachment")


def test_hazard_2_a_page_saved_as_xls_is_read() -> None:
    assert told(page(), "报表.xls") == ([("VAL-001", WRONG_CELL)], ["火灾逃生", "灭火"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_hazard_3_text_saved_as_xls_is_decoded(encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join(line) for line in LINES)
    assert told(text.encode(encoding), "报表.xls") == (
        [("VAL-001", WRONG_CELL)],
        ["火灾逃生", "灭火"],
    )


def test_hazard_4_xml_of_2003_is_read() -> None:
    assert told(xml_of_2003(), "报表.xls") == ([("VAL-001", WRONG_CELL)], ["火灾逃生", "灭火"])


def test_hazard_5_a_page_in_one_file_is_named() -> None:
    rule, message = refused(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n")
    assert rule == "FIL-008"
    assert message == (
        "文件是单个文件网页（.mht）格式，请用 Excel 或 WPS 另存为 .xlsx 后重新报送。"
    )


@pytest.mark.parametrize("name", ["报表.et", "报表.xls"])
def test_hazard_6_a_file_of_wps_is_read_by_its_content(name: str, tmp_path: Path) -> None:
    """.et is .xls as a rule and may be .xlsx; `test_formats` reads a whole return saved so."""
    assert told(drills(tmp_path), name) == ([], list(THEMES))
    assert refused(OLE + bytes(4096), name)[0] == "FIL-003"  # taken for an old workbook


def test_hazard_7_a_password_is_named_and_none_is_tried(tmp_path: Path) -> None:
    assert refused(encrypted_workbook(drills(tmp_path))) == (
        "FIL-002",
        "文件设有打开密码，无法读取，请取消密码后重新报送。",
    )


def test_hazard_8_lock_files_are_passed_over_and_named(tmp_path: Path) -> None:
    for name in ("~$报表.xlsx", ".DS_Store", "Thumbs.db", "报表.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    collected = collect(Inbox(tmp_path, tmp_path), datetime.now(UTC))
    assert [file.name for file in collected.files] == ["报表.xlsx"]
    assert collected.locked == ["报表.xlsx"]


def test_hazard_9_an_attached_zip_is_unpacked_safely(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    nested = zipped({"小学/一小.xlsx": b"1", "../../越界.xlsx": b"2"})
    (inbox / "a.zip").write_bytes(nested)
    (inbox / "b.zip").write_bytes(zipped({"中心校.zip": nested}))
    (inbox / "c.zip").write_bytes(zipped({"三小.xlsx": b"3"}, "gb18030"))
    files = collect(Inbox(inbox, inbox), datetime.now(UTC)).files
    names = sorted(file.name.rstrip("_") for file in files)
    assert names == ["一小.xlsx", "一小.xlsx", "三小.xlsx", "越界.xlsx", "越界.xlsx"]
    assert all(file.path.is_relative_to(inbox) and ".." not in file.path.parts for file in files)
    assert sorted(tmp_path.rglob("*.xlsx")) == []  # nothing is written


def test_hazard_10_a_damaged_file_is_refused_and_the_batch_goes_on(tmp_path: Path) -> None:
    good = drills(tmp_path)
    with zipfile.ZipFile(tmp_path / "return.xlsx") as archive:
        info = archive.getinfo(SHEET_PART)
    spoilt = bytearray(good)
    spoilt[info.header_offset + 60 + info.compress_size // 2] ^= 0xFF
    for content, rule in ((b"", "FIL-006"), (good[:999], "FIL-003"), (bytes(spoilt), "FIL-003")):
        assert refused(content)[0] == rule
        assert told(good, "报表.xlsx") == ([], list(THEMES))


def test_hazard_13_another_school_in_the_name_or_folder_is_queried(tmp_path: Path) -> None:
    content = drills(tmp_path)
    assert found(judge_one(content, f"{OTHER.name}_报表(最终版2).xlsx")) == [("UNT-003", "", "")]
    file = read(content)
    file.folder = OTHER.name
    unit, doubts = identify(file, REGISTER)
    assert unit is not None and unit.name == "曹庵镇第二小学"
    assert doubts == [IdentityProblem("UNT-003", raw="曹庵镇第二小学")]
    heading = f"填报单位：{OTHER.name}　　单位代码：2134000101　　填报任务：2020"
    record = {"safety": example_record(FORMS["safety"])}
    other_name = workbook(tmp_path, record, overwrites={(SAFETY, "A2"): heading})
    judged = judge_one(other_name)
    assert (judged.unit, found(judged)) == (None, [("UNT-008", SAFETY, "A2")])
    assert not judged.status.is_accepted


def test_hazard_14_another_edition_or_form_is_refused_with_both_versions(tmp_path: Path) -> None:
    record = {"safety": example_record(FORMS["safety"])}
    judged = judge_one(workbook(tmp_path, record, cover=True, edition="2019.1"))
    assert found(judged) == [("EDN-001", "封面", "B6")]
    assert judged.findings[0].message == (
        "「封面」B6：表样版本为“2019.1”，本次应为“2020.1”，请改用“曹庵镇第二小学_2020年报表模板.xlsx”填报。"
    )
    last_year = "填报单位：曹庵镇第二小学　　填报任务：2019"
    content = workbook(tmp_path, record, overwrites={(SAFETY, "A2"): last_year})
    assert found(judge_one(content)) == [("COL-001", SAFETY, "A2")]
    preschool = {"preschool": example_record(FORMS["preschool"])}
    assert [rule for rule, *_ in found(judge_one(workbook(tmp_path, preschool)))] == ["SHT-004"]


def test_hazard_16_macros_and_links_are_never_followed_and_told(tmp_path: Path) -> None:
    """They are parts of the package that nobody opens; a link's last value is a value like any."""
    judged = judge_one(linked(safety(tmp_path)), "报表.xlsm")
    assert found(judged) == [("BND-008", SAFETY, "D7")]  # as it is many guards
    assert of_field(judged, "guards_full_time") == [7]
    assert [one.message for one in judged.findings if one.rule == "FIL-012"] == [
        "文件中有宏（没有运行）、外部链接（没有更新），各表按文件保存时的数值读取，请核对这些数值是否最新。"
    ]
    uncalculated = judge_one(linked(safety(tmp_path), stored=""), "报表.xlsm")
    assert found(uncalculated) == [("VAL-008", SAFETY, "D7")]
    assert not [one for one in judge_one(safety(tmp_path)).findings if one.rule == "FIL-012"]
