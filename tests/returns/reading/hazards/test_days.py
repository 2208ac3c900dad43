"""Hazards 47 to 49: days, months, and what turned into a day on the way."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from schemas.findings import Severity
from tests.returns.reading.hazards.books import DRILLS, SAFETY, drills, edited, of_field, safety
from tests.returns.small_returns import found, judge_one


def held_on(folder: Path, value: Any) -> tuple[Any, list[str]]:
    """What was read of 演练日期 in B4, and the rules of the findings there."""
    judged = judge_one(drills(folder, {"B4": value}))
    return of_field(judged, "held_on")[0], [one[0] for one in found(judged) if one[2] == "B4"]


def in_general(book: Workbook, value: Any) -> None:
    """A value as it was typed into a cell that shows it as it is."""
    book[DRILLS]["B4"] = value
    book[DRILLS]["B4"].number_format = "General"


@pytest.mark.parametrize(
    "written",
    ["2020.9.1", "2020年9月1日", "20200901", "2020/9/1", 44075, "44075", datetime(2020, 9, 1)],
)
def test_hazard_47_dates_are_typed_with_their_precision(written: Any, tmp_path: Path) -> None:
    assert held_on(tmp_path, written) == (date(2020, 9, 1), [])
    assert held_on(tmp_path, "2020年9月") == (None, ["VAL-006"])  # a month is no day

    def count_from_1904(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book[DRILLS]["B4"], book[DRILLS]["B5"] = 44075 - 1462, datetime(2020, 9, 2)
        book[DRILLS]["B4"].number_format = "General"

    judged = judge_one(edited(drills(tmp_path), count_from_1904))
    assert of_field(judged, "held_on")[:2] == [date(2020, 9, 1), date(2020, 9, 2)]


@pytest.mark.parametrize(
    ("written", "rule", "said"),
    [
        (2020, "VAL-006", "“1905-07-12”，不是完整的日期"),
        (2020.1, "VAL-019", "“2020.1”，可能是 2020 年 1 月，也可能是 10 月（数字末尾的 0 会丢失）"),
        ("2020.1", "VAL-019", "“2020.1”，可能是 2020 年 1 月，也可能是 10 月（数字末尾的 0 会丢失）"),
        ("2020.10", "VAL-019", "“2020.10”，2020 年 10 月，没有写日"),
        (2020.9, "VAL-019", "“2020.9”，2020 年 9 月，没有写日"),
    ],
)  # fmt: skip
def test_hazard_48_a_month_that_lost_its_zero_is_no_day(
    written: Any, rule: str, said: str, tmp_path: Path
) -> None:
    """An error, not the query of the list: no day is stored, for any would be a guess.

    So the field is empty, which a query would let into the figures as if nothing were due.
    """
    assert held_on(tmp_path, written) == (None, [rule])
    judged = judge_one(drills(tmp_path, {"B4": written}))
    (message,) = (one.message for one in judged.findings if one.cell == "B4")
    assert message.startswith(f"「{DRILLS}」B4：演练日期填了{said}")
    assert message.endswith("格式填写完整的日期。") or rule == "VAL-006"
    in_text = edited(drills(tmp_path), lambda book: in_general(book, written))
    assert of_field(judge_one(in_text), "held_on")[0] is None


def test_hazard_49_a_range_turned_into_a_date_is_found_in_a_number(tmp_path: Path) -> None:
    def type_a_range(book: Workbook) -> None:
        book[SAFETY]["D7"] = datetime(2020, 3, 5)
        book[SAFETY]["D7"].number_format = 'm"月"d"日"'  # as Excel formats what was typed 3-5

    judged = judge_one(edited(safety(tmp_path), type_a_range))
    assert [(one.rule, one.cell, one.value) for one in judged.findings] == [
        ("VAL-026", "D7", "2020-03-05")
    ]
    as_number = judge_one(
        safety(tmp_path, guards_full_time=43895)
    )  # in a cell formatted as a number
    asked = {one.rule: one for one in as_number.findings}["VAL-015"]
    assert (asked.severity, asked.cell, asked.value) == (Severity.QUERY, "D7", "43895")
    assert "2020-03-05" in asked.message and "“3-5”" in asked.message
