"""What a clerk does to workbooks."""

from pathlib import Path

import openpyxl

from schemas.sheet_names import ISSUES

EXPLANATION_COLUMN, AUTHOR_CELL = 8, "H4"


def explain(path: Path, text: str, author: str = "王老师") -> int:
    """Write an explanation beside every query of a list; how many lines."""
    book = openpyxl.load_workbook(path)
    sheet = book[ISSUES]
    lines = [row for row in sheet.iter_rows(min_row=6) if row[5].value == "经验校验"]
    for row in lines:
        row[EXPLANATION_COLUMN - 1].value = text
    sheet[AUTHOR_CELL] = author
    book.save(path)
    return len(lines)


def keep_only(path: Path, *sheets: str) -> None:
    book = openpyxl.load_workbook(path)
    for sheet in book.sheetnames:
        if sheet not in sheets:
            del book[sheet]
    book.save(path)


def transfer_in_seven(path: Path) -> None:
    """Seven more pupils into the second grade: 学籍变动 agrees with itself, and with nothing else."""
    book = openpyxl.load_workbook(path)
    for row in book["学籍变动"].iter_rows(min_row=5):
        if row[1].value in ("二年级", "合计"):
            row[6].value += 7
            row[14].value += 7
    book.save(path)


def seven_more_pupils(path: Path) -> None:
    """Seven more pupils in 基本情况, and nowhere else."""
    book = openpyxl.load_workbook(path)
    for row in book["基本情况"].iter_rows():
        if any(cell.value == "在校学生数" for cell in row):
            row[3].value += 7
    book.save(path)
