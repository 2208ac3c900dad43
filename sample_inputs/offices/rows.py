"""Rows, days and people that the offices' ledgers are made of."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from returns.workbooks.sheet_writer import CellValue

Row = dict[str, CellValue]

_FRIDAY = 4
_HOLIDAYS = (  # of 2020; the spring festival was prolonged for the epidemic
    (date(2020, 1, 1), date(2020, 1, 1)),
    (date(2020, 1, 24), date(2020, 2, 2)),
    (date(2020, 4, 4), date(2020, 4, 6)),
    (date(2020, 5, 1), date(2020, 5, 5)),
    (date(2020, 6, 25), date(2020, 6, 27)),
    (date(2020, 10, 1), date(2020, 10, 8)),
)
_SURNAMES = "张王李赵陈刘杨黄周吴徐孙马朱胡林郭何高罗"
_GIVEN = "文武安宁平康志和信义明达远清正谦恒毅朴实"


@dataclass(frozen=True)
class Person:
    """A synthetic member of staff."""

    number: str
    name: str


def people(first: int, count: int) -> list[Person]:
    """So many persons from a serial number on; the same number is the same person everywhere."""
    return [
        Person(
            f"RY{serial:06d}",
            _SURNAMES[serial % len(_SURNAMES)] + "小" + _GIVEN[serial * 7 % len(_GIVEN)],
        )
        for serial in range(first, first + count)
    ]


def numbered(prefix: str, count: int, digits: int = 3) -> list[str]:
    """DX001, DX002, …"""
    return [f"{prefix}{at + 1:0{digits}d}" for at in range(count)]


def days_between(count: int, first: date, last: date) -> list[date]:
    """So many working days, evenly spread from the first to the last."""
    span = (last - first).days
    return [
        _working_day(first + timedelta(days=span * at // max(count - 1, 1))) for at in range(count)
    ]


def _working_day(day: date) -> date:
    """The day, or the last working day before it."""
    while day.weekday() > _FRIDAY or any(first <= day <= last for first, last in _HOLIDAYS):
        day -= timedelta(days=1)
    return day


def sign_ins(event: str, persons: Sequence[Person]) -> list[Row]:
    """活动签到名册 of one event."""
    return [
        {"event_number": event, "person_number": one.number, "person_name": one.name}
        for one in persons
    ]


def event(
    number: str,
    kind: str,
    title: str,
    day: date,
    *,
    last: date | None = None,
    theme: str = "其他",
    counterpart: str | None = None,
) -> Row:
    """One row of 会议活动台账."""
    return {
        "event_number": number,
        "kind": kind,
        "theme": theme,
        "title": title,
        "counterpart": counterpart,
        "starts_on": day,
        "ends_on": last or day,
    }


def documents(
    prefix: str, kind: str, titles: Sequence[str], count: int, first: date, last: date
) -> list[Row]:
    """Rows of 文件信息台账 of one kind; the titles come round in turn."""
    numbers = numbered(f"{prefix}2020-", count, 4)
    return [
        {
            "document_number": number,
            "kind": kind,
            "title": titles[at % len(titles)],
            "dated_on": day,
        }
        for at, (number, day) in enumerate(
            zip(numbers, days_between(count, first, last), strict=True)
        )
    ]


def honour(number: str, subject: str, level: str, title: str, year: int) -> Row:
    """One row of 荣誉台账."""
    return {
        "honour_number": number,
        "subject": subject,
        "level": level,
        "honour": title,
        "for_year": year,
    }


def rate(name: str, part: int, whole: int, digits: int) -> Row:
    """One row of 比率核对表, rounded half up to `digits` decimals."""
    exact = Decimal(100 * part) / whole
    stated = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return {"rate_name": name, "part": part, "whole": whole, "stated": stated}


def chance(offset: int) -> random.Random:
    """Chance that comes out the same on every build."""
    return random.Random(20_200 + offset)  # noqa: S311 - reproducible, not secret
