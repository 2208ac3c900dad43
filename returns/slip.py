"""问题清单: the slip that tells a school what to correct or explain, as a workbook."""

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

from returns.files import write_whole
from schemas.findings import Finding, Severity

_ORDER = {Severity.ERROR: 0, Severity.QUERY: 1, Severity.NOTE: 2}
_MESSAGE = "问题和处理办法"
_COLUMNS = (
    ("序号", 6),
    ("工作表", 18),
    ("单元格", 9),
    ("表内填写", 16),
    (_MESSAGE, 70),
    ("类别", 11),
    ("规则", 11),
    ("说明（经验校验确属实情的，请在此填写）", 40),
)
_WHAT_TO_DO = "“逻辑校验”必须改正后重新报送；“经验校验”请核对，有误的改正，无误的写明情况；“提示”供参考，不必回复。"
_LINE_HEIGHT = 18  # points; a viewer does not fit wrapped rows to their text by itself
_FIXED_TIME = datetime(2020, 1, 1)  # the same findings give the same bytes


def write_slip(path: Path, title: str, file_name: str, findings: Sequence[Finding]) -> None:
    """Write the slip for one file, errors first. `findings` are masked already."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False, "in_memory": True}) as book:
        book.set_properties({"created": _FIXED_TIME})
        sheet = book.add_worksheet("问题清单")
        font = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        plain = book.add_format({**font, "text_wrap": True, "border": 1})
        head = book.add_format({**font, "bold": True, "border": 1, "bg_color": "#DDE6F0"})
        strong = book.add_format({**font, "text_wrap": True, "border": 1, "font_color": "#B00020"})
        heading = book.add_format({**font, "font_size": 15, "bold": True})
        sheet.write_string(0, 0, f"{title} 报表问题清单", heading)
        sheet.write_string(1, 0, f"文件：{file_name}", book.add_format(font))
        sheet.write_string(2, 0, _WHAT_TO_DO, book.add_format(font))
        for column, (label, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(4, column, label, head)
        ordered = sorted(findings, key=lambda finding: _ORDER[finding.severity])
        for number, finding in enumerate(ordered, start=1):
            row = 4 + number
            sheet.set_row(row, _LINE_HEIGHT * _lines(finding.message))
            words = strong if finding.severity is Severity.ERROR else plain
            sheet.write_number(row, 0, number, plain)
            for column, text in enumerate((finding.sheet, finding.cell, finding.value), start=1):
                sheet.write_string(row, column, text, plain)
            sheet.write_string(row, 4, finding.message, words)
            sheet.write_string(row, 5, finding.severity.label, plain)
            sheet.write_string(row, 6, finding.rule, plain)
            sheet.write_blank(row, 7, None, plain)
        sheet.freeze_panes(5, 0)
        sheet.autofilter(4, 0, 4 + len(ordered), len(_COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(4)
    write_whole(path, content.getvalue())


def _lines(message: str) -> int:
    """How many lines the message takes in its column, where a Chinese character takes two places."""
    places = sum(1 if ord(character) < 0x2E80 else 2 for character in message)
    return -(-places // (dict(_COLUMNS)[_MESSAGE] - 4))
