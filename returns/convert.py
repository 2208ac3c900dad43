"""One raw cell → one typed value, or the id of the rule it breaks. Never a guess.

Values come out ready for storage: money in fen, areas in hundredths of a m², dates as ISO text.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from schemas.columns import Blank, Column, Kind

Raw = None | bool | int | float | str | date | datetime | time | timedelta
Value = None | bool | int | str


class Converted(NamedTuple):
    """`rule` is empty when the cell is fine; then `value` is None only for an empty cell."""

    value: Value
    rule: str = ""


BLANK = Converted(None)

# Signs that people put where there is nothing; none of them means 0 by itself.
_NOTHING = frozenset({"无", "/", "\\", "-", "—", "——", "–", "○", "无此项", "不适用"})
# Words for 0: an answer that is due, never "does not concern this row".
_ZERO = frozenset({"零", "〇"})
# Words that put the answer off or point to it; what is due is still missing.
_ELSEWHERE = frozenset(
    {
        *("见附件", "见附表", "详见附件", "详见附表", "附后", "见备注", "同上", "同左", "同前"),
        *("待核", "待核实", "待定", "待查", "待报", "待补", "未统计", "暂无数据"),
        *("不详", "不清楚", "不知道", "未知"),
    }
)
_YES = frozenset({"是", "有", "已", "√", "✓", "✔", "y", "yes", "1", "对"})
_NO = frozenset({"否", "没有", "无", "未", "×", "x", "✗", "n", "no", "0", "错"})
_INVISIBLE = dict.fromkeys(
    (
        *(code for code in range(32) if not chr(code).isspace()),
        127,
        *map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"),
    )
)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
EXCEL_EPOCH = date(1899, 12, 30)  # day 0 of a workbook
_SERIAL_DAYS = range(29221, 73051)  # 1980 to 2099: what a date stored as a bare number can be
# A year or month typed into a cell for days, 2020 or 2020.1, shows as a day of 1905.
YEARS = range(1906, 2100)
LARGEST = 10**12  # a count or an amount beyond this is a slip, not a district
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+\d+")  # how a sheet shows a long number
_EXACT_DIGITS = 15  # beyond this a spreadsheet number has lost digits


@lru_cache(maxsize=2**14)  # sheets repeat their words: labels, terms, names of places
def clean(text: str) -> str:
    """NFKC, without invisible and control characters and outer spaces; line breaks become spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_INVISIBLE).split())


def show(raw: Raw) -> str:
    """A raw cell as a person would see it in the sheet."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 10**_EXACT_DIGITS:
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    return str(raw).replace("\0", "")  # _x0000_ in a file; no database holds it in a text


def convert(column: Column, raw: Raw) -> Converted:
    """Convert `raw` as `column` declares. A blank is BLANK; whether it may be is judged later."""
    if raw is None or (isinstance(raw, str) and not clean(raw)):
        return BLANK
    if type(raw) is str and clean(raw).strip("()。") in _ELSEWHERE:
        return Converted(None, "VAL-014")
    if column.kind is Kind.COUNT and type(raw) is float and -LARGEST < raw < LARGEST:
        whole = int(raw)
        if whole == raw:  # by far the most frequent cell
            return Converted(whole)
    return _CONVERTERS[column.kind](column, raw)


def _number(column: Column, raw: Raw) -> Converted:
    amount = _decimal(raw)
    if amount is None:
        if isinstance(raw, str) and clean(raw) in _ZERO:
            return Converted(None, "VAL-012")
        if isinstance(raw, str) and clean(raw) in _NOTHING:
            return BLANK if column.blank is Blank.NOT_APPLICABLE else Converted(None, "VAL-012")
        return Converted(None, "VAL-001")
    if not amount.is_finite() or abs(amount) >= LARGEST:
        return Converted(None, "VAL-013")
    scaled = amount.scaleb(column.kind.scale)
    if scaled != scaled.to_integral_value():
        # A binary float such as 0.1+0.2 is the exact decimal that the sheet displays.
        rounded = scaled.quantize(Decimal(1))
        if not isinstance(raw, float) or abs(scaled - rounded) > Decimal("1e-6"):
            return Converted(None, "VAL-010" if column.kind.scale else "VAL-002")
        scaled = rounded
    return Converted(int(scaled))


def _percent(column: Column, raw: Raw) -> Converted:
    """79.68, or a text with its sign: 79.68%."""
    if isinstance(raw, str):
        raw = clean(raw).removesuffix("%").rstrip()
    return _number(column, raw)


def _decimal(raw: Raw) -> Decimal | None:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return Decimal(repr(raw))
    if not isinstance(raw, str) or any(c.isnumeric() and not c.isdecimal() for c in raw):
        return None  # among others 12①: cleaned, a footnote would become a digit
    text = clean(raw).replace("−", "-")
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    elif not _PLAIN.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _flag(_column: Column, raw: Raw) -> Converted:
    if isinstance(raw, bool):
        return Converted(raw)
    text = clean(show(raw)).lower()
    if text in _YES:
        return Converted(True)
    if text in _NO:
        return Converted(False)
    return Converted(None, "VAL-009")


def _code(column: Column, raw: Raw) -> Converted:
    """A term of the list, spaces apart; anything else is kept for pandera's isin to judge."""
    text = clean(show(raw))
    squeezed = text.replace(" ", "")
    return Converted(squeezed if squeezed in column.codes else text)


def _text(_column: Column, raw: Raw) -> Converted:
    return Converted(clean(show(raw)))


def _day(column: Column, raw: Raw) -> Converted:
    if isinstance(raw, date):  # datetime is a date
        day = raw.date() if isinstance(raw, datetime) else raw
        return _plausible(day)
    if isinstance(raw, str) and clean(raw) in _NOTHING and column.blank is Blank.NOT_APPLICABLE:
        return BLANK
    text = clean(show(raw))
    if text.isdigit() and len(text) == 5 and int(text) in _SERIAL_DAYS:
        return Converted((EXCEL_EPOCH + timedelta(days=int(text))).isoformat())
    match = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    if match is None:
        return Converted(None, "VAL-006")
    try:
        return _plausible(date(*map(int, match.groups())))
    except ValueError:
        return Converted(None, "VAL-006")


def _plausible(day: date) -> Converted:
    """A slip such as 20200-5-6 or 9999-12-31 is no day that a return can speak of."""
    return Converted(day.isoformat()) if day.year in YEARS else Converted(None, "VAL-006")


def _identifier(column: Column, raw: Raw) -> Converted:
    if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) >= 10**_EXACT_DIGITS:
        return Converted(None, "VAL-011")
    text = clean(show(raw)).replace(" ", "").upper()
    if _SCIENTIFIC.fullmatch(text):
        return Converted(None, "VAL-011")
    if column.blank is Blank.NOT_APPLICABLE and text in _NOTHING:
        return BLANK
    return Converted(text)


_CONVERTERS: dict[Kind, Callable[[Column, Raw], Converted]] = {
    Kind.COUNT: _number,
    Kind.MONEY: _number,
    Kind.AREA: _number,
    Kind.PERCENT: _percent,
    Kind.FLAG: _flag,
    Kind.CODE: _code,
    Kind.TEXT: _text,
    Kind.PERSON: _text,
    Kind.DATE: _day,
    Kind.PUPIL_ID: _identifier,
    Kind.CITIZEN_ID: _identifier,
    Kind.IDENTIFIER: _identifier,
}
