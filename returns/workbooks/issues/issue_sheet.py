"""Drawing the 问题清单 into a workbook."""

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from returns.workbooks.issues.issue_list import WHAT_TO_DO, Issue, IssueList
from returns.workbooks.text_width import places
from schemas.sheet_names import AUTHOR_LABEL, EXPLANATION_LABEL, ISSUES, KEY_LABEL

_MESSAGE = "问题和处理办法"
_COLUMNS = (
    ("序号", 6),
    ("工作表", 18),
    ("单元格", 14),
    ("表内填写", 16),
    (_MESSAGE, 64),
    ("类别", 11),
    ("规则", 11),
    (f"{EXPLANATION_LABEL}（经验校验确属实情的，请在此填写）", 40),
    (KEY_LABEL, 10),
)
_WIDTHS = dict(_COLUMNS)
_EXPLANATION_COLUMN, _KEY_COLUMN = 8, 9
_TITLE_ROW, _IDENTITY_ROW, _TO_DO_ROW, _AUTHOR_ROW, _HEADER_ROW = 1, 2, 3, 4, 5
_LINE_HEIGHT = 18  # points; a viewer does not fit wrapped rows to their text by itself

_EDGE = Side(style="thin", color="B0B0B0")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_PLAIN, _STRONG, _LINK = (
    Font(name="宋体", size=11, color=c) for c in ("000000", "B00020", "0563C1")
)
_HEAD = Font(name="宋体", size=11, bold=True)
_HEAD_FILL = PatternFill("solid", start_color="DDE6F0")
_INPUT_FILL = PatternFill("solid", start_color="FFF8DC")


def draw(book: Workbook, listed: IssueList) -> Worksheet:
    """Add the list as the first sheet of a workbook; places in its other sheets become links."""
    there = set(book.sheetnames)
    sheet: Worksheet = book.create_sheet(ISSUES, 0)
    for column, (_, width) in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.column_dimensions[get_column_letter(_KEY_COLUMN)].hidden = True
    _write(sheet, _TITLE_ROW, 1, listed.title).font = Font(name="宋体", size=15, bold=True)
    _write(sheet, _IDENTITY_ROW, 1, listed.identity).font = _PLAIN
    _write(sheet, _TO_DO_ROW, 1, f"{listed.notice}{WHAT_TO_DO}").font = _PLAIN
    label = _write(sheet, _AUTHOR_ROW, _EXPLANATION_COLUMN - 1, f"{AUTHOR_LABEL}：")
    label.font, label.alignment = _PLAIN, Alignment(horizontal="right", vertical="center")
    _for_input(sheet.cell(_AUTHOR_ROW, _EXPLANATION_COLUMN))
    for column, (text, _) in enumerate(_COLUMNS, start=1):
        cell = _write(sheet, _HEADER_ROW, column, text)
        cell.font, cell.fill, cell.border = _HEAD, _HEAD_FILL, _BORDER
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    for number, issue in enumerate(listed.issues, start=1):
        _draw_issue(sheet, _HEADER_ROW + number, number, issue, issue.sheet in there)
    last = f"{get_column_letter(_KEY_COLUMN)}{_HEADER_ROW + len(listed.issues)}"
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{last}"
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return sheet


def _draw_issue(sheet: Worksheet, row: int, number: int, issue: Issue, linked: bool) -> None:
    texts = (issue.sheet, issue.place, issue.value, issue.message, issue.label, issue.rule)
    sheet.cell(row, 1, number)
    for column, text in enumerate(texts, start=2):
        _write(sheet, row, column, text)
    _write(sheet, row, _KEY_COLUMN, " ".join(issue.keys))
    for column in range(1, _KEY_COLUMN):
        cell = sheet.cell(row, column)
        cell.font, cell.border = _PLAIN, _BORDER
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    if issue.is_error:
        sheet.cell(row, 5).font = _STRONG
    if issue.is_query:
        _for_input(sheet.cell(row, _EXPLANATION_COLUMN))
    if linked and issue.cells:
        cell = sheet.cell(row, 3)
        target = f"{quote_sheetname(issue.sheet)}!{issue.cells[0]}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
        cell.font = _LINK
    lines = max(
        _lines(issue.message, _MESSAGE),
        _lines(issue.place, "单元格"),
        _lines(issue.value, "表内填写"),
    )
    sheet.row_dimensions[row].height = _LINE_HEIGHT * lines


def _for_input(cell: Cell | MergedCell) -> None:
    cell.fill, cell.border, cell.font = _INPUT_FILL, _BORDER, _PLAIN
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    cell.protection = Protection(locked=False)
    cell.number_format = "@"


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell | MergedCell:
    """A text, even if it looks like a formula."""
    cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text) or None
    if cell.value is not None:
        cell.data_type = "s"
    return cell


def _lines(text: str, label: str) -> int:
    """How many lines a text takes in its column."""
    return max(-(-places(text) // (_WIDTHS[label] - 3)), 1)
