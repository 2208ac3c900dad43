"""A school's own workbook with its problem cells coloured and commented, and the list in front.

The colour is a conditional format over the cell, and a comment of ours stands below a line of ours:
what the school made itself stays as it was, and marks of an earlier round can be taken off again.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from returns.reading.comments import OUR_LINE, theirs_of
from returns.reading.formats.bounded_zip import DAMAGED, open_zip
from returns.reading.unreadable import UnreadableFile
from returns.workbooks.issues.cell_contents import Contents, changed_cells, contents
from returns.workbooks.issues.issue_list import IssueList
from returns.workbooks.issues.issue_sheet import draw
from returns.workbooks.issues.kept_numbers import with_numbers
from returns.workbooks.saving import saved
from schemas.sheet_names import ISSUES

_OURS = '"汇总标记"="汇总标记"'  # always true; by it our formats are found again
_AUTHOR = "汇总"
_RED, _YELLOW = "FFC7CE", "FFEB9C"
_COMMENT_WIDTH, _COMMENT_CHARACTERS = 330, 22  # pixels; Chinese characters in a line of them
# Parts that openpyxl would drop in silence. Comments have a drawing of their own, which it keeps.
_LOST = ("xl/charts/", "xl/media/", "xl/pivotTables/", "xl/ctrlProps/", "xl/slicers/", "xl/diagrams/",
         "xl/drawings/drawing", "xl/embeddings/", "xl/threadedComments/")  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """What is to be said at one cell; `is_error`: must be corrected, else to be looked at."""

    sheet: str
    cell: str
    text: str
    is_error: bool


class CannotCarryMarks(ValueError):
    """The file would lose something by being written anew, or is no .xlsx."""


class WouldChange(CannotCarryMarks):
    """Some cells would hold something else in the copy: `cells`, as sheet!D7."""

    def __init__(self, cells: Sequence[str]) -> None:
        super().__init__("cells would change")
        self.cells = cells


class _Reader(ExcelReader):
    """openpyxl's own, but that a number stays a number whatever its format shows.

    Made a day and back again, a serial loses its last digits, and one beyond the calendar, such as
    20201126, comes out as #VALUE!.
    """

    def read_worksheets(self) -> None:
        for known in ("_date_formats", "_timedelta_formats"):
            setattr(self.wb, known, frozenset())
        super().read_worksheets()


def mark(content: bytes, marks: Sequence[Mark], listed: IssueList) -> bytes:
    """The workbook, marked, as .xlsx without macros. Raises CannotCarryMarks, WouldChange among it.

    The copy is held against the file cell by cell: a library that writes a file anew may turn a value
    into another one, and it is the copy that comes back.
    """
    if not can_carry_marks(content):
        raise CannotCarryMarks
    try:
        before = contents(content)
        reader = _Reader(io.BytesIO(content), rich_text=True)
        reader.read()
        copy = _drawn(reader.wb, marks, listed)
        copy = with_numbers(copy, before)
        after = contents(copy)
    except Exception as error:  # whatever openpyxl does not understand of a foreign file
        raise CannotCarryMarks from error
    _refuse_changes(before, after)
    return copy


def _refuse_changes(before: Contents, after: Contents) -> None:
    """Raises WouldChange. The list in front is drawn anew, whatever there was of one."""
    before.pop(ISSUES, None)
    if changed := changed_cells(before, after):
        raise WouldChange(changed)


def _drawn(book: Workbook, marks: Sequence[Mark], listed: IssueList) -> bytes:
    _take_off(book)
    for sheet in book.worksheets:
        own = [one for one in marks if one.sheet == sheet.title]
        _colour(sheet, own)
        _say(sheet, own)
    draw(book, listed)
    book.active = 0
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == ISSUES
    return saved(book)


def can_carry_marks(content: bytes) -> bool:
    """Whether a file is an .xlsx or .xlsm of which nothing is lost when it is written anew."""
    if not content.startswith(b"PK"):
        return False
    try:
        with open_zip(content) as archive:
            names = archive.namelist()
    except (*DAMAGED, UnreadableFile):
        return False
    return "xl/workbook.xml" in names and not any(name.startswith(_LOST) for name in names)


def _take_off(book: Workbook) -> None:
    """Remove the marks and the list of an earlier round."""
    if ISSUES in book.sheetnames and len(book.sheetnames) > 1:
        book.remove(book[ISSUES])
    for sheet in book.worksheets:
        kept = ConditionalFormattingList()
        for formatted in sheet.conditional_formatting:
            for rule in formatted.rules:
                if rule.formula != [_OURS]:
                    kept.add(str(formatted.sqref), rule)
        sheet.conditional_formatting = kept
        # `iter_rows` would make a cell for every place in between.
        for cell in list(sheet._cells.values()):
            if cell.comment is not None and OUR_LINE in cell.comment.text:
                cell.comment = _comment(theirs_of(cell.comment.text), cell.comment.author)


def _colour(sheet: Worksheet, marks: Sequence[Mark]) -> None:
    """Ours before theirs: the lower number wins where both colour a cell."""
    red = {one.cell for one in marks if one.is_error}
    yellow = {one.cell for one in marks} - red
    coloured = [(cells, colour) for cells, colour in ((red, _RED), (yellow, _YELLOW)) if cells]
    for formatted in sheet.conditional_formatting:
        for rule in formatted.rules:
            rule.priority += len(coloured)
    for priority, (cells, colour) in enumerate(coloured, start=1):
        fill = DifferentialStyle(fill=PatternFill(bgColor=colour))
        rule = Rule("expression", formula=[_OURS], dxf=fill)
        rule.priority = priority
        sheet.conditional_formatting.add(" ".join(sorted(cells, key=coordinate_to_tuple)), rule)


def _say(sheet: Worksheet, marks: Sequence[Mark]) -> None:
    by_cell: dict[str, list[str]] = {}
    for one in marks:
        by_cell.setdefault(one.cell, []).append(one.text)
    for place, texts in by_cell.items():
        cell = sheet[place]
        if isinstance(cell, MergedCell):  # the value stands in the first cell of the block
            block = next(b for b in sheet.merged_cells.ranges if place in b)
            cell = sheet.cell(block.min_row, block.min_col)
        theirs = f"{cell.comment.text.rstrip()}\n" if cell.comment else ""
        author = cell.comment.author if cell.comment else _AUTHOR
        cell.comment = _comment("\n".join([f"{theirs}{OUR_LINE}", *texts]), author)


def _comment(text: str, author: str) -> Comment | None:
    """A comment as large as its text; none without one."""
    if not text:
        return None
    comment = Comment(ILLEGAL_CHARACTERS_RE.sub("", text), author)
    lines = sum(-(-len(line) // _COMMENT_CHARACTERS) or 1 for line in text.splitlines())
    comment.width, comment.height = _COMMENT_WIDTH, 30 + 18 * lines
    return comment
