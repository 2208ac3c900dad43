"""The rule catalogue as a workbook that the bureau can hand to schools."""

from datetime import datetime
from pathlib import Path

import xlsxwriter

from reports.catalogue import rule_rows

_WIDTHS = (10, 10, 26, 60, 34, 34, 30)
_FIXED_TIME = datetime(2020, 1, 1)  # the same rules give the same bytes


def write_rule_workbook(path: Path) -> None:
    """One sheet 校验规则, a row a rule, with frozen heading and filters."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _FIXED_TIME})
        sheet = book.add_worksheet("校验规则")
        plain = {"font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "top"}
        body = book.add_format({**plain, "border": 1})
        head = book.add_format({**plain, "bold": True, "border": 1, "bg_color": "#DDE6F0"})
        rows = rule_rows()
        for column in range(len(rows[0])):
            sheet.set_column(column, column, _WIDTHS[min(column, len(_WIDTHS) - 1)])
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, body if row else head)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
