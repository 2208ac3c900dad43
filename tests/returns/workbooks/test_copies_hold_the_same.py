"""A marked copy holds in every cell what the file held, or is not made."""

import io
import random
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest

from returns.reading.opening import open_grids
from returns.sandbox.marking_pool import MarkingSlot
from returns.workbooks.issues.issue_list import IssueList
from returns.workbooks.issues.marking import CannotCarryMarks, Mark, WouldChange, mark
from schemas.sheet_names import ISSUES
from tests.returns.small_returns import rewrite

LISTED = IssueList("一小", "2101", "2020", "一小.xlsx")
MARKS = [Mark("表", "A1", "请核对", is_error=True)]
_SHEET, _STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
# Number formats of cell styles 0, 1, …: plain, days of every kind, a time, a percentage, our own.
FORMATS = (0, 14, 31, 57, 22, 21, 46, 10, 4, 49, 176)
_OWN = '<numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;;@"/></numFmts>'


def book(cells: str, *, from_1904: bool = False, after: str = "") -> bytes:
    """One sheet, 表, whose rows are given as XML."""
    buffer = io.BytesIO()
    made = openpyxl.Workbook()
    made.active.title = "表"
    made.save(buffer)
    styles = "".join(
        f'<xf numFmtId="{one}" fontId="0" fillId="0" borderId="0"/>' for one in FORMATS
    )
    content = rewrite(
        buffer.getvalue(),
        _STYLES,
        lambda xml: re.sub(
            r"<cellXfs.*?</cellXfs>",
            f'<cellXfs count="{len(FORMATS)}">{styles}</cellXfs>',
            re.sub(r"<numFmts[^<>]*/>", _OWN, xml.decode()),
        ).encode(),
    )
    content = rewrite(
        content,
        _SHEET,
        lambda xml: re.sub(
            r"<sheetData\s*/>|<sheetData>.*</sheetData>",
            lambda _: f"<sheetData>{cells}</sheetData>{after}",
            xml.decode(),
        ).encode(),
    )
    if from_1904:
        content = rewrite(
            content,
            "xl/workbook.xml",
            lambda xml: re.sub(rb"<workbookPr\b", b'<workbookPr date1904="1"', xml),
        )
    return content


def numbers(*stored: str, style: int = 1) -> str:
    cells = (
        f'<row r="{row}"><c r="A{row}" s="{style}"><v>{value}</v></c></row>'
        for row, value in enumerate(stored, start=1)
    )
    return "".join(cells)


def shown(content: bytes) -> list[list[Any]]:
    """The sheet's cells as our own reader sees them."""
    (grid,) = (one for one in open_grids(content) if one.name == "表")
    found: list[list[Any]] = [list(row) for row in grid.cells]
    under = {"A2", "B1", "B2"} if grid.merges else set()  # nobody sees what is left there
    errors = sorted((cell, value) for cell, value in grid.error_cells.items() if cell not in under)
    return [*found, [errors, sorted(grid.uncalculated - under)]]


def test_a_number_under_a_format_for_days_stays_the_number() -> None:
    content = book(numbers("20201126", "-5", "44075.123456789012", "2958466", "1e20", "0", "60"))
    copy = mark(content, MARKS, LISTED)
    assert shown(copy) == shown(content)
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        (part,) = (n for n in archive.namelist() if b"20201126" in archive.read(n))
        xml = archive.read(part).decode()
    assert re.findall(r'<c r="A[12]" s="\d+"(?: t="n")?><v>([^<]*)</v>', xml) == ["20201126", "-5"]


def test_a_formula_keeps_its_result() -> None:
    cells = (
        '<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f>A1*2</f><v>4</v></c>'
        '<c r="C1" t="str"><f>"甲"&amp;"&lt;乙"</f><v>甲&lt;乙</v></c>'
        '<c r="D1" t="e"><f>A1/0</f><v>#DIV/0!</v></c><c r="E1" t="b"><f>A1=2</f><v>1</v></c>'
        '<c r="F1"><f>A1+1</f></c></row>'
    )
    content = book(cells)
    assert shown(content)[0][:5] == [2, 4, "甲<乙", "", True]
    assert shown(mark(content, MARKS, LISTED)) == shown(content)


def test_a_copy_that_would_differ_is_not_made() -> None:
    """A day written as text is a kind of its own, which openpyxl turns into a number."""
    content = book('<row r="1"><c r="A1"/><c r="B1" t="d"><v>2020-11-26</v></c></row>')
    with pytest.raises(WouldChange) as raised:
        mark(content, MARKS, LISTED)
    assert raised.value.cells == ["表!B1"]
    with MarkingSlot() as slot, pytest.raises(WouldChange) as told:
        slot.mark(content, MARKS, LISTED)
    assert told.value.cells == ["表!B1"]


_TEXTS = ("甲乙", "  前后  ", "0012", "=1+1", "a&amp;b", "_x000D_", "1\n2", "#REF!", "１２")


def _cells(rng: random.Random) -> Iterator[str]:
    """Cells as programs write them, and as none should."""
    for row in range(1, 13):
        yield f'<row r="{row}">'
        for letter in "ABCDEF":
            place, style = f'r="{letter}{row}"', f's="{rng.randrange(len(FORMATS))}"'
            number = rng.choice(
                ("20201126", "-1", "0", "60", "1.0", "12345678901234567", "0.1", "2958465.99",
                 "1E+21", "44075.333333333336", "-0.5", "340000199001010017", "1e308")
            )  # fmt: skip
            text = rng.choice(_TEXTS)
            yield rng.choice(
                (
                    f"<c {place} {style}><v>{number}</v></c>",
                    f'<c {place} {style} t="n"><v>{number}</v></c>',
                    f'<c {place} {style} t="b"><v>{rng.randrange(2)}</v></c>',
                    f'<c {place} {style} t="e"><v>{rng.choice(("#REF!", "#N/A", "#SPILL!"))}</v></c>',
                    f'<c {place} {style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>',
                    f'<c {place} {style} t="inlineStr"><is><r><rPr><strike/></rPr><t>2</t></r>'
                    "<r><t>3</t></r></is></c>",
                    f'<c {place} {style} t="str"><f>"{letter}"</f><v>{letter}</v></c>',
                    f"<c {place} {style}><f>{row}+1</f><v>{row + 1}</v></c>",
                    f"<c {place} {style}><f>{row}+2</f></c>",
                    f'<c {place} {style}><f t="array" ref="{letter}{row}">SUM(Z1:Z2*2)</f><v>0</v></c>',
                    f'<c {place} {style} t="d"><v>2020-11-26</v></c>',
                    f"<c {place} {style}/>",
                )
            )
        yield "</row>"
    shared = "".join(
        f'<row r="{row}"><c r="A{row}" s="1"><f t="shared" si="0"{first}</c></row>'
        for row, first in (
            (20, ' ref="A20:A22">B20*2</f><v>20201126</v>'),
            (21, "/><v>4</v>"),
            (22, "/><v>6</v>"),
        )
    )
    yield shared


@pytest.mark.parametrize("from_1904", [False, True])
def test_odd_workbooks_come_back_as_they_were_or_not_at_all(from_1904: bool) -> None:
    made = refused = 0
    for seed in range(60):
        rng = random.Random(seed)  # noqa: S311
        cells = "".join(_cells(rng))
        if seed % 3:  # most without what cannot be kept
            cells = re.sub(r'<c [^<>]*t="d">.*?</c>', "", cells)
        blocks = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>' if seed % 2 else ""
        content = book(cells, from_1904=from_1904, after=blocks)
        try:
            copy = mark(content, MARKS, LISTED)
        except CannotCarryMarks:
            refused += 1
            continue
        made += 1
        assert shown(copy) == shown(content), seed
        assert openpyxl.load_workbook(io.BytesIO(copy)).sheetnames == [ISSUES, "表"]
    assert made >= 30 and refused >= 10
