"""What clerks and programs do to the layout of a return without changing what it says.

Each change edits one sheet of a form in place. Cells keep their origin, so where each went is
known; so does the label that no form has, which deserves a finding.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from schemas.columns import Kind
from tests.returns.metamorphic.sheets import Cell, Sheet

Edit: TypeAlias = Callable[[Sheet], None]
Condition: TypeAlias = Callable[[Sheet], bool]

UNKNOWN = "联系情况"  # a label that no form has, and the origin of the cell that holds it
_FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in "0123456789.-+,%"}
_DAY_SPELLINGS: tuple[Callable[[date], Any], ...] = (
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year} - {day.month} - {day.day}",
    lambda day: (day - date(1899, 12, 30)).days,
)


@dataclass(frozen=True)
class Change:
    """`applies`: whether there is anything on the sheet to change."""

    name: str
    edit: Edit
    applies: Condition


# One of each may be made on a sheet, in this order.
HEADERS: list[Change] = []
PLACES: list[Change] = []
SPELLINGS: list[Change] = []
KINDS = (HEADERS, PLACES, SPELLINGS)


def apply(sheet: Sheet, number: int) -> list[str]:
    """Make a change of each kind: the one of this number, or the next one that applies."""
    made = []
    for kind in KINDS:
        first = number % len(kind)
        for one in (*kind[first:], *kind[:first]):
            if one.applies(sheet):
                one.edit(sheet)
                made.append(one.name)
                break
    return made


def change(kind: list[Change], applies: Condition = lambda _: True) -> Callable[[Edit], Edit]:
    def enter(edit: Edit) -> Edit:
        kind.append(Change(edit.__name__, edit, applies))
        return edit

    return enter


def is_table(sheet: Sheet) -> bool:
    return sheet.is_table


def is_card(sheet: Sheet) -> bool:
    return not sheet.is_table


def has_two_records(sheet: Sheet) -> bool:
    return sheet.is_table and len(sheet.records) > 1


def has_numbers(sheet: Sheet) -> bool:
    return any(_is_number(sheet.cells[place].value) for place, _ in sheet.values())


def has_days(sheet: Sheet) -> bool:
    return any(isinstance(sheet.cells[place].value, date) for place, _ in sheet.values())


def has_aliases(sheet: Sheet) -> bool:
    return any(column.aliases for column in sheet.columns.values())


def has_total(sheet: Sheet) -> bool:
    return bool(_totals(sheet))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _numbers(sheet: Sheet) -> list[tuple[int, int]]:
    return [place for place, cell in sheet.cells.items() if _is_number(cell.value)]


def _totals(sheet: Sheet) -> list[tuple[int, int]]:
    return [place for place, cell in sheet.cells.items() if cell.value == "合计"]


# --- the header -----------------------------------------------------------------------------------


@change(HEADERS, is_table)
def a_heading_merged_above_the_header(sheet: Sheet) -> None:
    top, width = sheet.header[0], sheet.width
    sheet.insert_rows(top, 1)
    sheet.put((top, 0), "填报内容")
    sheet.merges.append((top, 0, top, width - 1))


@change(HEADERS, is_table)
def labels_merged_over_two_rows(sheet: Sheet) -> None:
    bottom = sheet.header[-1]
    sheet.insert_rows(bottom + 1, 1)
    ends = {right for _, _, low, right in sheet.merges if low == bottom}
    sheet.merges = [
        (top, left, low + 1 if low == bottom else low, right)
        for top, left, low, right in sheet.merges
    ]
    sheet.merges += [
        (bottom, column, bottom + 1, column)
        for row, column in sheet.labels()
        if row == bottom and column not in ends
    ]
    sheet.header.append(bottom + 1)


@change(HEADERS, has_aliases)
def labels_by_their_aliases(sheet: Sheet) -> None:
    aliases: dict[str, set[str]] = {}
    for column in sheet.columns.values():
        if column.aliases:
            aliases.setdefault(column.label, set()).add(column.aliases[-1])
    for place in sheet.labels():
        names = aliases.get(sheet.text(*place), set())
        if len(names) == 1:  # 其他 stands for two fields, each with an alias of its own
            sheet.put(place, min(names))


@change(HEADERS)
def labels_with_spaces_breaks_and_colons(sheet: Sheet) -> None:
    for number, place in enumerate(sheet.labels()):
        text = sheet.text(*place)
        spelt = (f"{text[0]}　{text[1:]}", f"{text[:2]}\n{text[2:]}", f"{text}：", f" {text}\u200b")
        sheet.put(place, spelt[number % 4])


@change(HEADERS)
def an_unknown_column_or_line(sheet: Sheet) -> None:
    if sheet.is_table:
        at = sheet.width
        sheet.cells[sheet.header[-1], at] = Cell(UNKNOWN, UNKNOWN)
        values = [(row, at) for row in sheet.records]
    else:
        below = sheet.records[-1] + 1
        sheet.insert_rows(below, 1)
        sheet.cells[below, 1] = Cell(UNKNOWN, UNKNOWN)
        values = [(below, 3)]
    for place in values:
        sheet.put(place, 12)


# --- where things stand ---------------------------------------------------------------------------


@change(PLACES)
def title_rows_above(sheet: Sheet) -> None:
    sheet.insert_rows(0, 3)
    sheet.put((0, 0), "附件2")
    sheet.put((1, 0), "（2020年度）")


@change(PLACES)
def a_line_between_title_and_header(sheet: Sheet) -> None:
    sheet.insert_rows(2, 2)
    sheet.put((2, 0), "制表机关：区教体局　　表号：教基201表")


@change(PLACES)
def blank_rows_and_columns_around(sheet: Sheet) -> None:
    sheet.insert_rows(0, 2)
    sheet.insert_columns(0, 2)


@change(PLACES)
def a_blank_column_within(sheet: Sheet) -> None:
    sheet.insert_columns(3 if sheet.is_table and sheet.width > 3 else 2, 1)


@change(PLACES)
def columns_in_reverse(sheet: Sheet) -> None:
    sheet.reorder(range(sheet.width)[::-1])


@change(PLACES)
def first_column_last(sheet: Sheet) -> None:
    sheet.reorder([*range(1, sheet.width), 0])


@change(PLACES, has_two_records)
def blank_rows_within_a_table(sheet: Sheet) -> None:
    sheet.insert_rows(sheet.records[-1], 2)
    sheet.insert_rows(sheet.records[1], 1)


@change(PLACES, is_card)
def blank_rows_within_a_card(sheet: Sheet) -> None:
    sheet.insert_rows(sheet.records[len(sheet.records) // 2], 1)


@change(PLACES, has_two_records)
def a_page_break_with_the_header_again(sheet: Sheet) -> None:
    at = sheet.records[len(sheet.records) // 2]
    header = list(sheet.header)
    texts = {place: sheet.cells[place].value for place in sheet.labels()}
    merged = [block for block in sheet.merges if block[0] in header]
    sheet.insert_rows(at, len(header))
    down = at - header[0]
    for (row, column), text in texts.items():
        sheet.cells[row + down, column] = Cell(text)
    sheet.merges += [
        (top + down, left, bottom + down, right) for top, left, bottom, right in merged
    ]


@change(PLACES)
def every_other_row_hidden(sheet: Sheet) -> None:
    sheet.hidden_rows |= set(sheet.records[::2])
    sheet.hidden_columns.add(1)


# --- how values are spelt -------------------------------------------------------------------------


@change(SPELLINGS, has_numbers)
def numbers_as_text(sheet: Sheet) -> None:
    for place in _numbers(sheet):
        sheet.put(place, f" {sheet.cells[place].value}", "@")


@change(SPELLINGS, has_numbers)
def numbers_with_thousands_separators(sheet: Sheet) -> None:
    for number, place in enumerate(_numbers(sheet)):
        text = f"{sheet.cells[place].value:,}"
        sheet.put(place, text.replace(",", "，") if number % 2 else text, "@")


@change(SPELLINGS)
def full_width_digits(sheet: Sheet) -> None:
    for place, cell in list(sheet.cells.items()):
        if isinstance(cell.value, date):
            sheet.put(place, f"{cell.value:%Y-%m-%d}".translate(_FULL_WIDTH), "@")
        elif isinstance(cell.value, str) or _is_number(cell.value):
            sheet.put(place, str(cell.value).translate(_FULL_WIDTH), "@")


@change(SPELLINGS, has_days)
def days_in_every_spelling(sheet: Sheet) -> None:
    days = [place for place, _ in sheet.values() if isinstance(sheet.cells[place].value, date)]
    for number, place in enumerate(days):
        spell = _DAY_SPELLINGS[number % len(_DAY_SPELLINGS)]
        sheet.put(place, spell(sheet.cells[place].value.date()), "General")


@change(SPELLINGS)
def spaces_around_and_within_terms(sheet: Sheet) -> None:
    for place, column in sheet.values():
        value = sheet.cells[place].value
        if isinstance(value, str) and value:
            inner = f"{value[0]}\u3000{value[1:]}" if column.kind is Kind.CODE else value
            sheet.put(place, f"\u00a0{inner}\u200b　\n")


@change(SPELLINGS, has_total)
def the_total_spaced_and_in_another_column(sheet: Sheet) -> None:
    for row, column in _totals(sheet):
        sheet.put((row, column), None)
        sheet.put((row, 0), "合　计：")


@change(SPELLINGS)
def notes_and_signatures_of_their_own(sheet: Sheet) -> None:
    at = sheet.height
    for line, text in enumerate(
        ("说明：以上数据以2020年底为准。", "填报人：", "填报日期：2021年1月5日")
    ):
        sheet.put((at + line, 0), text)
    sheet.put((at + 4, 2), "（公章）")
