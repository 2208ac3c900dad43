"""The formats that returns come in: the same answers whatever the format, or a finding."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from returns.reading.extract import extract
from returns.reading.formats import html, ods, text, xls, xml2003
from returns.reading.grid import Grid
from returns.reading.opening import open_grids
from returns.reading.sheet_extract import FileExtract
from returns.reading.unreadable import UnreadableFile
from schemas.forms import FORMS
from tests.returns.reading.binary_workbooks import as_binary
from tests.returns.reading.old_workbooks import ERROR, old_workbook
from tests.returns.small_returns import found, judge_one

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "sample_inputs" / "2020" / "first_round" / "第一小学_2020年报表.xlsx"
LAYOUTS = [form.layout_for_reader() for form in FORMS.values()]
# One process: LibreOffice takes long to start.
pytestmark = pytest.mark.xdist_group("formats")
SOFFICE = shutil.which("soffice")
_ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@pytest.fixture(scope="session")
def saved_as(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample return saved in other formats by LibreOffice."""
    if SOFFICE is None:
        pytest.skip("no LibreOffice on this machine: saving in other formats needs it")
    folder = tmp_path_factory.mktemp("formats")
    shutil.copy(SAMPLE, folder / "return.xlsx")
    for target in ("xls", "ods", "html", _ALL_SHEETS):
        subprocess.run(
            [
                *(SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
                *("--convert-to", target, "--outdir", str(folder), str(folder / "return.xlsx")),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return folder


def answers(read: FileExtract) -> dict[str, Any]:
    """All that was read of each form, with its places."""
    assert read.refused is None
    return {
        sheet.form: (sheet.sheet, sheet.layout, sheet.rows, sheet.columns, sheet.nil)
        for sheet in read.sheets
    }


@pytest.mark.parametrize("suffix", ["xls", "ods", "html"])
def test_the_same_return_in_another_format_gives_the_same_answers(
    saved_as: Path, suffix: str
) -> None:
    original = extract(SAMPLE.read_bytes(), LAYOUTS)
    other = extract((saved_as / f"return.{suffix}").read_bytes(), LAYOUTS)
    assert answers(other) == answers(original)
    assert other.cover == original.cover
    assert other.listed == original.listed


def test_the_same_return_as_a_binary_workbook_gives_the_same_answers() -> None:
    content = SAMPLE.read_bytes()
    original, other = extract(content, LAYOUTS), extract(as_binary(content), LAYOUTS)
    assert answers(other) == answers(original)
    assert (other.cover, other.listed) == (original.cover, original.listed)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_sheet_as_text_gives_the_same_answers(saved_as: Path, encoding: str) -> None:
    original = answers(extract(SAMPLE.read_bytes(), LAYOUTS))
    for form, (sheet, *expected) in original.items():
        written = (saved_as / f"return-{sheet}.csv").read_text(encoding="utf-8")
        as_sent = written.encode(encoding)
        assert answers(extract(as_sent, LAYOUTS)) == {form: ("", *expected)}, sheet


def test_a_return_as_xls_is_judged_like_any_other(saved_as: Path) -> None:
    content = (saved_as / "return.xls").read_bytes()
    expected = found(judge_one(SAMPLE.read_bytes(), "第一小学.xlsx"))
    assert found(judge_one(content, "第一小学.et")) == expected
    assert found(judge_one(as_binary(SAMPLE.read_bytes()), "第一小学.xlsb")) == expected
    assert expected


# --- old workbooks ------------------------------------------------------------------------------


def refusal(read: Callable[[], Any]) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read()
    return refused.value.rule


def test_an_old_workbook_in_code_page_936_is_read_right() -> None:
    (grid,) = xls.grids(old_workbook({(2, 1): "学生数", (3, 1): ERROR, (4, 1): 12.0}, 936))
    assert grid.at(2, 1) == "学生数"
    assert grid.error_cells == {"B4": "#REF!"}
    assert grid.at(4, 1) == 12.0


def test_chinese_under_a_western_code_page_is_in_doubt() -> None:
    """The fast reader would show Ñ§ÉúÊý for 学生数, and nobody would know."""
    content = old_workbook({(2, 1): "学生数"}, 1252)
    assert refusal(lambda: list(xls.grids(content))) == "FIL-010"


def test_a_code_page_that_nobody_knows_is_damage() -> None:
    assert refusal(lambda: list(xls.grids(old_workbook({(2, 1): "学生数"}, 12345)))) == "FIL-003"


@pytest.mark.parametrize("cut", [9, 40, 100, 600, 2000, 20_000])
def test_a_truncated_xls_is_damaged(saved_as: Path, cut: int) -> None:
    content = (saved_as / "return.xls").read_bytes()[:cut]
    assert refusal(lambda: list(open_grids(content))) in ("FIL-003", "FIL-001")


# --- web pages ----------------------------------------------------------------------------------


def page_of(rows: str, head: str = "") -> bytes:
    return f"<html>{head}<body><table>{rows}</table></body></html>".encode()


def test_spans_of_a_page_leave_the_addresses_true() -> None:
    rows = (
        "<tr><td rowspan=2>单位</td><td colspan=2>教师</td><td>备注</td></tr>"
        "<tr><td>专任</td><td>兼任</td></tr>"
        "<tr><td>一小</td><td x:num='1234.5'>1,234.50</td><td>#DIV/0!</td></tr>"
    )
    (grid,) = html.grids(page_of(rows))
    assert grid.cells == [
        ["单位", "教师", None, "备注"],
        [None, "专任", "兼任"],
        ["一小", 1234.5, None],
    ]
    assert grid.merges == [(0, 0, 1, 0), (0, 1, 0, 2)]
    assert grid.error_cells == {"C3": "#DIV/0!"}


def test_a_table_within_a_cell_keeps_its_cells_apart() -> None:
    inner = "<table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>"
    outer, within = html.grids(page_of(f"<tr><td>外{inner}</td><td>1</td></tr>"))
    assert outer.cells == [["外", "1"]]
    assert within.cells == [["a", "1"], ["b", "2"]]


def test_a_page_in_gbk_is_read_by_its_own_word() -> None:
    head = '<head><meta http-equiv=Content-Type content="text/html; charset=gb2312"></head>'
    content = page_of("<tr><td>学生数</td><td>12</td></tr>", head).decode().encode("gb18030")
    (grid,) = html.grids(content)
    assert grid.cells == [["学生数", "12"]]


def test_a_page_that_lies_about_its_encoding_is_refused() -> None:
    head = "<head><meta charset=utf-8></head>"
    content = page_of("<tr><td>学生数</td></tr>", head).decode().encode("gb18030")
    assert refusal(lambda: list(html.grids(content))) == "FIL-010"


def test_pages_in_several_files_are_named() -> None:
    several = b"<html><frameset><frame src='a.files/sheet001.htm'></frameset></html>"
    assert refusal(lambda: list(open_grids(several))) == "FIL-008"
    single = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n<html>"
    assert refusal(lambda: list(open_grids(single))) == "FIL-008"


# --- XML of 2003 --------------------------------------------------------------------------------

XML_2003 = """<?xml version="1.0" encoding="UTF-8"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Worksheet ss:Name="平安校园"><Table>
  <Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="String">标题</Data></Cell>
   <Cell><Data ss:Type="Number">12.5</Data></Cell></Row>
  <Row ss:Index="5"><Cell ss:Index="3"><Data ss:Type="DateTime">2020-09-01T00:00:00.000</Data></Cell>
   <Cell><Data ss:Type="Error">#REF!</Data></Cell><Cell ss:Formula="=A1"/></Row>
 </Table></Worksheet>
 <Worksheet ss:Name="草稿"><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible>
 </x:WorksheetOptions></Worksheet>
</Workbook>"""


def test_xml_of_2003_with_its_gaps() -> None:
    seen, hidden = xml2003.grids(XML_2003.encode())
    assert (seen.name, seen.hidden, hidden.hidden) == ("平安校园", False, True)
    assert seen.at(1, 0) == "标题" and seen.at(1, 2) == 12.5
    assert seen.at(4, 2) == datetime(2020, 9, 1)
    assert seen.error_cells == {"D5": "#REF!"}
    assert seen.uncalculated == {"E5"}
    assert seen.merges == [(1, 0, 1, 1)]
    (same, _) = open_grids(XML_2003.encode())
    assert same.cells == seen.cells


def test_entities_are_refused_in_every_xml() -> None:
    laughs = XML_2003.replace("<Workbook", '<!DOCTYPE w [<!ENTITY a "ha">]><Workbook', 1)
    assert refusal(lambda: list(xml2003.grids(laughs.encode()))) == "FIL-007"
    assert refusal(lambda: list(open_grids(as_ods(laughs)))) == "FIL-007"


# --- OpenDocument -------------------------------------------------------------------------------

ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
 <office:body><office:spreadsheet><table:table table:name="表">{}</table:table>
 </office:spreadsheet></office:body></office:document-content>"""


def as_ods(content: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def ods_sheet(rows: str) -> Grid:
    (grid,) = ods.grids(as_ods(ODS.format(rows)))
    return grid


def test_repeated_cells_and_rows_of_a_document_stay_small_and_true() -> None:
    grid = ods_sheet(
        "<table:table-row table:number-rows-repeated='3'><table:table-cell"
        " table:number-columns-repeated='16384'/></table:table-row>"
        "<table:table-row><table:table-cell table:number-columns-repeated='2'"
        " office:value-type='float' office:value='7'/><table:table-cell"
        " table:number-columns-repeated='16382'/></table:table-row>"
        "<table:table-row table:number-rows-repeated='1048572'><table:table-cell"
        " table:number-columns-repeated='16384'/></table:table-row>"
    )
    assert grid.cells == [[], [], [], [7.0, 7.0]]


def test_errors_and_empty_formulas_of_a_document_are_found() -> None:
    grid = ods_sheet(
        "<table:table-row>"
        "<table:table-cell table:formula='of:=1/0' calcext:value-type='error'"
        " office:value-type='string'><text:p>#DIV/0!</text:p></table:table-cell>"
        "<table:table-cell table:formula='of:=A1'/>"
        "<table:table-cell office:value-type='date' office:date-value='2020-09-01'/>"
        "<table:table-cell office:value-type='string'><text:p>第一<text:s/>行</text:p>"
        "<text:p>第二行</text:p></table:table-cell></table:table-row>"
    )
    assert grid.error_cells == {"A1": "#DIV/0!"}
    assert grid.uncalculated == {"B1"}
    assert grid.at(0, 2) == datetime(2020, 9, 1)
    assert grid.at(0, 3) == "第一 行\n第二行"


def test_a_value_repeated_down_the_whole_sheet_is_too_large() -> None:
    rows = (
        "<table:table-row table:number-rows-repeated='1048576'><table:table-cell"
        " table:number-columns-repeated='16384' office:value-type='float' office:value='1'/>"
        "</table:table-row>"
    )
    assert refusal(lambda: ods_sheet(rows)) == "FIL-004"


# --- text ---------------------------------------------------------------------------------------


def test_text_with_tabs_and_quotes() -> None:
    (grid,) = text.grids('甲\t"乙\t丙"\t1,234\n\n\t\t"第一行\n第二行"\n'.encode())
    assert grid.cells == [["甲", "乙\t丙", "1,234"], [], [None, None, "第一行\n第二行"]]


def test_text_that_is_no_table_is_named() -> None:
    assert refusal(lambda: list(text.grids("安全工作总结。".encode()))) == "FIL-001"


def test_bytes_that_are_no_text_are_named() -> None:
    assert refusal(lambda: list(text.grids(bytes(range(256)) * 9))) == "FIL-001"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "学,校,\n".encode() + b"\x81\xff\xff,\n"])
def test_text_in_a_doubtful_encoding_is_refused(content: bytes) -> None:
    assert refusal(lambda: list(text.grids(content))) == "FIL-010"


def test_an_unbalanced_quote_is_damage_not_a_long_cell() -> None:
    content = 'a,"b,c\n' + "d,e,f\n" * 9999
    assert refusal(lambda: list(text.grids(content.encode()))) == "FIL-003"


# --- what no program writes -----------------------------------------------------------------------


@pytest.mark.parametrize("stated", ["-5", "x", "1e9", "99999999", "٣", "0"])
def test_nonsense_where_a_number_is_due_is_damage(stated: str) -> None:
    rows = f"<table:table-row table:number-rows-repeated='{stated}'/>"
    assert refusal(lambda: ods_sheet(rows)) == "FIL-003"
    old = XML_2003.replace('ss:Index="2"', f'ss:Index="{stated}"')
    assert refusal(lambda: list(xml2003.grids(old.encode()))) == "FIL-003"


def test_a_page_with_characters_that_no_page_may_hold_is_read() -> None:
    page = "<html><table><tr><td>甲<br>&#1;乙</td><td colspan='²'>3</td></tr></table></html>"
    (grid,) = html.grids(page.encode())
    assert (grid.at(0, 0), grid.at(0, 1)) == ("甲\n乙", "3")


def test_a_cell_as_wide_as_no_sheet_is_costs_no_more_than_a_wide_sheet() -> None:
    page = "<html><table><tr><td colspan=45000>甲</td></tr><tr><td>乙</td><td>3</td></tr></table></html>"
    (grid,) = html.grids(page.encode())
    assert (grid.at(0, 0), grid.at(1, 0), grid.at(1, 1)) == ("甲", "乙", "3")
    assert grid.width < 45000


def test_sectors_too_small_for_an_address_are_damage() -> None:
    """A compound file that says its sectors have one byte each, found by fuzzing."""
    content = bytearray(4096)
    content[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    content[26:32] = b"\x03\x00\xfe\xff\x00\x00"  # version, byte order, sectors of 2⁰ bytes
    assert refusal(lambda: list(xls.grids(bytes(content)))) == "FIL-003"


def test_a_cell_repeated_across_without_end_is_too_large() -> None:
    cell = "<table:table-cell table:number-columns-repeated='9999999' office:value-type='float'"
    rows = f"<table:table-row>{cell} office:value='1'/></table:table-row>"
    assert refusal(lambda: ods_sheet(rows)) == "FIL-004"


def test_elements_within_elements_without_end() -> None:
    deep = "<text:span>" * 5000 + "</text:span>" * 5000
    cell = (
        f"<table:table-cell office:value-type='string'><text:p>{deep}</text:p></table:table-cell>"
    )
    content = as_ods(ODS.format(f"<table:table-row>{cell}</table:table-row>"))
    assert refusal(lambda: list(open_grids(content))) == "FIL-004"
    page = b"<html><table>" + b"<tr><td><div>" * 20_000
    with suppress(UnreadableFile):  # lxml bounds the depth by itself, and may read what is above
        assert all(isinstance(grid, Grid) for grid in open_grids(page))


@pytest.mark.parametrize(
    "content",
    [
        XML_2003.replace("</Table>", "<Row/>" * 1_000_000 + "</Table>", 1).encode(),
        as_ods(ODS.format("<table:table-row/>" * 1_000_000)),
        page_of("<tr><td>1" * 500_000),
        b"a,b\n" * 500_001,
    ],
    ids=["XML 2003", "ods", "html", "csv"],
)
def test_more_tags_or_separators_than_any_return_has_are_too_much(content: bytes) -> None:
    assert refusal(lambda: list(open_grids(content))) == "FIL-004"
