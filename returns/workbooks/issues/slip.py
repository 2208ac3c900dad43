"""The slip that tells a school what to correct or explain: the 问题清单 as a workbook of its own."""

from pathlib import Path

from openpyxl import Workbook

from returns.files.atomic_write import write_whole
from returns.workbooks.issues.issue_list import IssueList
from returns.workbooks.issues.issue_sheet import draw
from returns.workbooks.saving import saved


def write_slip(path: Path, listed: IssueList) -> None:
    """Write the slip for one file. Its findings are masked already. Raises OSError."""
    book = Workbook()
    blank = book.active
    draw(book, listed)
    if blank is not None:
        book.remove(blank)
    write_whole(path, saved(book))
