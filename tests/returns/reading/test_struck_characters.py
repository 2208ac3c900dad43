"""Struck and raised characters: 2 struck out beside 3 is no 23, in whatever format it comes."""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.workbook import Workbook

from returns.reading.grid import Grid
from returns.reading.lettering import PLAIN, Lettering, Look, lettering
from returns.reading.opening import open_grids
from tests.returns.reading.binary_workbooks import Rich, Sheet, binary_workbook
from tests.returns.reading.hazards.books import DRILLS, SAFETY, SHEET_PART, drills, of_field, safety
from tests.returns.reading.old_workbooks import record
from tests.returns.small_returns import found, judge_one, rewrite

STRUCK, RAISED = InlineFont(strike=True), InlineFont(vertAlign="superscript")
UNEVEN, WHOLLY = Lettering.UNEVEN, Lettering.STRUCK


def changed(content: bytes, change: Callable[[Workbook], object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rich(first: InlineFont, *texts: str) -> CellRichText:
    """The first text in a font of its own, the others as they are."""
    return CellRichText(TextBlock(first, texts[0]), *texts[1:])


@pytest.mark.parametrize(
    ("pieces", "odd"),
    [
        ([("23", PLAIN)], None),
        ([("2", Look(struck=True)), ("3", PLAIN)], UNEVEN),
        ([("2", PLAIN), ("1", Look(level=1))], UNEVEN),
        ([("2", Look(level=-1)), ("1", Look(level=1))], UNEVEN),
        ([("23", Look(struck=True))], WHOLLY),
        ([("2", Look(struck=True)), ("3", Look(struck=True))], WHOLLY),
        ([("2", Look(level=1))], None),  # small, but one number
        ([("23", PLAIN), (" ", Look(struck=True))], None),
        ([(" ", Look(struck=True))], None),
        ([], None),
    ],
)
def test_pieces_of_a_text(pieces: list[tuple[str, Look]], odd: Lettering | None) -> None:
    assert lettering(pieces) is odd


@pytest.mark.parametrize("font", [STRUCK, RAISED, InlineFont(vertAlign="subscript")])
def test_a_number_a_day_a_term_and_a_yes_are_no_answers(tmp_path: Path, font: InlineFont) -> None:
    def spoil(book: Workbook) -> None:
        book[DRILLS]["B4"] = rich(font, "2020", "-10-15")
        book[DRILLS]["C4"] = rich(font, "疏散", "消防")
        book[DRILLS]["E4"] = rich(font, "2", "3")

    judged = judge_one(changed(drills(tmp_path), spoil))
    told = [("VAL-022", DRILLS, cell) for cell in ("B4", "C4", "E4")]
    assert [one for one in found(judged) if one[0] == "VAL-022"] == told
    assert of_field(judged, "pupils")[0] is None
    yes = changed(
        safety(tmp_path), lambda book: book[SAFETY].__setitem__("D9", rich(font, "是", "否"))
    )
    assert ("VAL-022", SAFETY, "D9") in found(judge_one(yes))


def test_texts_in_the_cell_itself_are_looked_at_too(tmp_path: Path) -> None:
    inline = (
        '<c r="D7" t="inlineStr"><is><r><rPr><strike/></rPr><t>2</t></r><r><t>3</t></r></is></c>'
    )
    content = rewrite(
        safety(tmp_path),
        SHEET_PART,
        lambda xml: re.sub(r'<c r="D7".*?</c>', inline, xml.decode()).encode(),
    )
    assert found(judge_one(content)) == [("VAL-022", SAFETY, "D7")]


def test_a_struck_answer_is_none(tmp_path: Path) -> None:
    content = changed(
        safety(tmp_path), lambda book: setattr(book[SAFETY]["D7"], "font", Font(strike=True))
    )
    judged = judge_one(content)
    assert found(judged) == [("VAL-023", SAFETY, "D7")]
    assert of_field(judged, "guards_full_time") == [None]


def test_a_struck_row_is_read_and_asked_about_once(tmp_path: Path) -> None:
    def strike(book: Workbook) -> None:
        for column in "ABCDEFG":
            for row in (4, 5):
                book[DRILLS][f"{column}{row}"].font = Font(strike=True)

    judged = judge_one(changed(drills(tmp_path), strike))
    asked = [one for one in judged.findings if one.rule == "ROW-006"]
    assert [(one.cell, one.severity) for one in asked] == [("A4", "query")]
    assert "第 4、5 行" in asked[0].message
    assert not [one for one in judged.findings if one.rule in ("VAL-022", "VAL-023")]
    assert len(of_field(judged, "theme")) == 3


def test_words_with_struck_pieces_are_read_and_noted(tmp_path: Path) -> None:
    content = changed(
        drills(tmp_path),
        lambda book: book[DRILLS].__setitem__("D4", rich(STRUCK, "火灾", "地震")),
    )
    judged = judge_one(content)
    noted = [(one.cell, one.severity) for one in judged.findings if one.rule == "VAL-024"]
    assert noted == [("D4", "note")]
    assert of_field(judged, "theme")[0] == "火灾地震"


def test_a_struck_total_is_told(tmp_path: Path) -> None:
    content = changed(
        drills(tmp_path), lambda book: book[DRILLS].__setitem__("E7", rich(STRUCK, "2", "3"))
    )
    assert ("VAL-022", DRILLS, "E7") in found(judge_one(content))


# The same cells in every format: A1 "2̶3", B1 "2¹", C1 12 struck out, D1 plain 12.
EXPECTED = {(0, 0): UNEVEN, (0, 1): UNEVEN, (0, 2): WHOLLY}


def lettered(content: bytes) -> dict[tuple[int, int], Lettering]:
    (grid,) = open_grids(content)
    assert _texts(grid) == ["23", "21", "12", "12"]
    return dict(grid.lettered())


def _texts(grid: Grid) -> list[str]:
    return [re.sub(r"\.0$", "", str(grid.at(0, column))) for column in range(4)]


def test_xlsx() -> None:
    book = Workbook()
    book.active["A1"], book.active["B1"] = rich(STRUCK, "2", "3"), rich(RAISED, "2", "1")
    book.active["C1"], book.active["D1"] = 12, 12
    book.active["C1"].font = Font(strike=True)
    buffer = io.BytesIO()
    book.save(buffer)
    assert lettered(buffer.getvalue()) == EXPECTED


def _font(*, struck: bool = False, level: int = 0) -> bytes:
    body = struct.pack("<HHHHHBBBB", 200, 8 if struck else 0, 0x7FFF, 400, level, 0, 0, 0, 0)
    return record(0x31, body + b"\x05Arial")


def test_xls() -> None:
    """BIFF 5, whose rich texts stand in the cells; a font after the fourth counts one more."""
    fonts = _font() + _font(struck=True) + _font(level=1)
    styles = b"".join(
        record(0xE0, struct.pack("<HHHHHHHH", font, 0, 1, 0x20, 0, 0, 0, 0)) for font in (0, 1)
    )
    cells = (
        record(0xD6, struct.pack("<HHHH", 0, 0, 0, 2) + b"23" + bytes([2, 0, 1, 1, 0]))
        + record(0xD6, struct.pack("<HHHH", 0, 1, 0, 2) + b"21" + bytes([1, 1, 2]))
        + record(0x203, struct.pack("<HHHd", 0, 2, 1, 12))
        + record(0x203, struct.pack("<HHHd", 0, 3, 0, 12))
    )
    body = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0)) + cells + record(0x0A, b"")
    start = (
        record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0))
        + record(0x42, struct.pack("<H", 936))
        + fonts
        + styles
    )
    bound = 4 + 6 + 1 + 1
    offset = len(start) + bound + 4
    sheet = record(0x85, struct.pack("<IHB", offset, 0, 1) + b"S")
    assert lettered(start + sheet + record(0x0A, b"") + body) == EXPECTED


def test_xlsb() -> None:
    content = binary_workbook(
        {
            "表": Sheet(
                {
                    (0, 0): Rich("23", fonts=((0, 1), (1, 0))),
                    (0, 1): Rich("21", shared=False, fonts=((1, 2),)),
                    (0, 2): Rich("12", fonts=((0, 1),)),
                    (0, 3): 12,
                }
            )
        }
    )
    assert lettered(content) == EXPECTED


_ODS = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">
<office:automatic-styles>
<style:style style:name="T1" style:family="text"><style:text-properties
 style:text-line-through-style="solid"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties
 style:text-position="super 58%"/></style:style>
<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="gone"/>
</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="表"><table:table-row>
<table:table-cell office:value-type="string">
<text:p><text:span text:style-name="T1">2</text:span>3</text:p></table:table-cell>
<table:table-cell office:value-type="string">
<text:p>2<text:span text:style-name="T2">1</text:span></text:p></table:table-cell>
<table:table-cell table:style-name="ce1" office:value-type="float" office:value="12">
<text:p>12</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="12">
<text:p>12</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""
_ODS_STYLES = """<office:document-styles
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:styles>
<style:style style:name="gone" style:family="table-cell"><style:text-properties
 style:text-line-through-type="single"/></style:style></office:styles></office:document-styles>"""


def test_ods() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", _ODS)
        archive.writestr("styles.xml", _ODS_STYLES)
    assert lettered(buffer.getvalue()) == EXPECTED


@pytest.mark.parametrize(
    "cells",
    [
        "<td><s>2</s>3</td><td>2<sup>1</sup></td><td><del>12</del></td><td>12</td>",
        '<td><span style="text-decoration: line-through">2</span>3</td>'
        '<td>2<font style="vertical-align:super">1</font></td>'
        '<td style="mso-x:1;text-decoration:line-through">12</td><td>12</td>',
        '<td><font class="font5">2</font>3</td><td>2<font class=font6>1</font></td>'
        '<td class="xl65">12</td><td class="xl66">12</td>',
    ],
)
def test_html(cells: str) -> None:
    styles = (
        "<style>.font5 {color:red; text-decoration:line-through;}\n.font6{vertical-align:super;}"
        ".xl65{text-decoration:line-through} .xl66{text-decoration:none}</style>"
    )
    page = f"<html><head>{styles}</head><body><table><tr>{cells}</tr></table></body></html>"
    assert lettered(page.encode()) == EXPECTED


def test_xml_2003() -> None:
    content = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">
<Styles><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style></Styles>
<Worksheet ss:Name="表"><Table><Row>
<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><S>2</S>3</ss:Data></Cell>
<Cell><ss:Data ss:Type="String"><html:Font>2</html:Font><html:Sup>1</html:Sup></ss:Data></Cell>
<Cell ss:StyleID="s1"><Data ss:Type="Number">12</Data></Cell>
<Cell><Data ss:Type="Number">12</Data></Cell></Row></Table></Worksheet></Workbook>"""
    assert lettered(content.encode()) == EXPECTED
