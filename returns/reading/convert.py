"""One raw cell → one typed value, or the id of the rule it breaks. Never a guess.

Values come out ready for storage: money in fen, areas in hundredths of a m², dates as ISO text.
With each comes what had to be changed to read it (`schemas.raw_text`).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from returns.reading.quantities import quantity
from schemas.columns import Blank, Column, Kind
from schemas.raw_text import Change
from schemas.unseen import DIRECTION, NO_WIDTH

Raw = None | bool | int | float | str | date | datetime | time | timedelta
Value = None | bool | int | str


class Converted(NamedTuple):
    """`rule` is empty when the cell is fine; then `value` is None only where nothing is answered.

    That is a blank, or a sign that the row is not concerned, which `changes` tells from it.
    """

    value: Value
    rule: str = ""
    changes: tuple[Change, ...] = ()


BLANK = Converted(None)
NOT_CONCERNED = Converted(None, changes=(Change.NOT_APPLICABLE,))

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
        *map(ord, NO_WIDTH + DIRECTION),  # a name would show otherwise than it is stored
    )
)
# Digits are ours: those of other scripts are no slip of a clerk, and `int` takes not all of them.
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.A)
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.A)
# Behind a day may stand what a program adds of itself: midnight, or the day of the week.
_DAY = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?:\s*日)?"
    r"(?:(?:T|\s)\s*00?:00(?::00(?:\.0{1,6})?)?)?(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)?",
    re.A,
)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.A)
_SERIAL_DAY = re.compile(r"\d{5}", re.A)
_MONTH = re.compile(r"\d{4}\.(?:0?[1-9]|1[0-2])", re.A)  # 2020.1, which may have been 2020.10
EXCEL_EPOCH = date(1899, 12, 30)  # day 0 of a workbook
_SERIAL_DAYS = range(29221, 73051)  # 1980 to 2099: what a date stored as a bare number can be
# A year or month typed into a cell for days, 2020 or 2020.1, shows as a day of 1905.
YEARS = range(1906, 2100)
_YEARS_AS_DAYS = 1905
LARGEST = 10**12  # a count or an amount beyond this is a slip, not a district
LARGEST_COUNT = 10**9  # of persons or things: what is longer is a telephone or another number
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+\d+", re.A)  # how a sheet shows a long number
# An error value that was written as text: a table saved as text, or by a program that knows none.
_ERROR_TEXT = re.compile(r"#(N/A|GETTING_DATA|[A-Z][A-Z0-9_/]*[!?])", re.A)
_PICTURE = "=DISPIMG("  # how WPS writes a picture within a cell
_HASHES = re.compile(r"#{2,}")  # what a column too narrow shows, and a table saved as text keeps
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
    if raw is None:
        return BLANK
    if isinstance(raw, str):
        text = clean(raw)
        if not text:
            return BLANK
        if text.strip("()。") in _ELSEWHERE:
            return Converted(None, "VAL-014")
        if text.upper().startswith(_PICTURE):
            return Converted(None, "VAL-028")
        if text[0] == "#":
            if _ERROR_TEXT.fullmatch(text):
                return Converted(None, "VAL-007")
            if _HASHES.fullmatch(text):
                return Converted(None, "VAL-025")
        if text in _NOTHING and _need_not_answer(column, text):
            return NOT_CONCERNED
    if column.kind is Kind.COUNT and type(raw) is float and abs(raw) < LARGEST_COUNT:
        whole = int(raw)
        if whole == raw:  # by far the most frequent cell
            return Converted(whole)
    return _CONVERTERS[column.kind](column, raw)


def _need_not_answer(column: Column, sign: str) -> bool:
    """Whether a sign for nothing says that the row is not concerned: it is no term, and no no."""
    if column.blank is not Blank.NOT_APPLICABLE or sign in column.codes:
        return False
    return column.kind is not Kind.FLAG or sign not in _NO


def _cleaned(raw: str, text: str) -> tuple[Change, ...]:
    return () if text == raw else (Change.CHARACTERS,)


def _number(column: Column, raw: Raw) -> Converted:
    if isinstance(raw, date | time | timedelta):  # as a person sees it, no number stands there
        return Converted(None, "VAL-026")
    amount, changes = _decimal(raw)
    if amount is None:
        text = clean(raw) if isinstance(raw, str) else ""
        if text in _NOTHING or text in _ZERO:
            return Converted(None, "VAL-012")
        written = None if _has_odd_digits(str(raw)) else quantity(text)
        if written is None:
            return Converted(None, "VAL-001")
        return Converted(None, "VAL-018" if written.is_rough else "VAL-017")
    largest = LARGEST_COUNT if column.kind is Kind.COUNT else LARGEST
    if not amount.is_finite() or abs(amount) >= largest:
        return Converted(None, "VAL-013")
    scaled = amount.scaleb(column.kind.scale)
    if scaled != scaled.to_integral_value():
        # A binary float such as 0.1+0.2 is the exact decimal that the sheet displays.
        rounded = scaled.quantize(Decimal(1))
        if not isinstance(raw, float) or abs(scaled - rounded) > Decimal("1e-6"):
            return Converted(None, "VAL-010" if column.kind.scale else "VAL-002")
        return Converted(int(rounded), changes=(Change.ROUNDED,))
    return Converted(int(scaled), changes=changes)


def _percent(column: Column, raw: Raw) -> Converted:
    """79.68, or a text with its sign: 79.68%."""
    if not isinstance(raw, str) or not (text := clean(raw)).endswith("%"):
        return _number(column, raw)
    if _has_odd_digits(raw):
        return Converted(None, "VAL-001")
    read = _number(column, text.removesuffix("%").rstrip())
    if read.rule:
        return read
    kept = tuple(change for change in read.changes if change is not Change.TEXT_NUMBER)
    return read._replace(changes=(*_cleaned(raw, text), *kept, Change.PERCENT_SIGN))


def _decimal(raw: Raw) -> tuple[Decimal | None, tuple[Change, ...]]:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return Decimal(repr(raw)), ()
    if not isinstance(raw, str) or _has_odd_digits(raw):
        return None, ()
    text = clean(raw).replace("−", "-")
    if _GROUPED.fullmatch(text):
        number, change = text.replace(",", ""), Change.GROUPED
    elif _PLAIN.fullmatch(text):
        number, change = text, Change.TEXT_NUMBER
    else:
        return None, ()
    try:
        return Decimal(number), (*_cleaned(raw, text), change)
    except InvalidOperation:
        return None, ()


def _has_odd_digits(text: str) -> bool:
    """Among others 12①: cleaned, a footnote would become a digit."""
    return any(c.isnumeric() and not c.isdecimal() and not "\u4e00" <= c <= "\u9fff" for c in text)


def _flag(_column: Column, raw: Raw) -> Converted:
    if isinstance(raw, bool):
        return Converted(raw, changes=(Change.YES_NO,))
    shown = show(raw)
    text = clean(shown)
    changes = _cleaned(shown, text)
    if text not in ("是", "否"):
        changes += (Change.YES_NO,)
    if text.lower() in _YES:
        return Converted(True, changes=changes)
    if text.lower() in _NO:
        return Converted(False, changes=changes)
    return Converted(None, "VAL-009")


def _code(column: Column, raw: Raw) -> Converted:
    """A term of the list, spaces apart; anything else is kept for pandera's isin to judge."""
    shown = show(raw)
    if shown in column.codes:
        return Converted(shown)
    text = clean(shown)
    squeezed = text.replace(" ", "")
    value = squeezed if squeezed in column.codes else text
    return Converted(value, changes=_cleaned(shown, value))


def _text(_column: Column, raw: Raw) -> Converted:
    shown = show(raw)
    text = clean(shown)
    return Converted(text) if text == shown else Converted(text, "", (Change.CHARACTERS,))


def _day(_column: Column, raw: Raw) -> Converted:
    if isinstance(raw, date):  # datetime is a date
        return _as_day(raw)
    shown = show(raw)
    text = clean(shown)
    changes = _cleaned(shown, text)
    if _SERIAL_DAY.fullmatch(text) and int(text) in _SERIAL_DAYS:
        day = EXCEL_EPOCH + timedelta(days=int(text))
        return Converted(day.isoformat(), changes=(*changes, Change.SERIAL_DATE))
    if _MONTH.fullmatch(text):
        return Converted(None, "VAL-019")
    match = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    if match is None:
        return Converted(None, "VAL-006")
    try:
        day = date(*map(int, match.groups()))
    except ValueError:
        return Converted(None, "VAL-027")
    kind = Change.TEXT_DATE if isinstance(raw, str) else Change.NUMBER_DATE
    return _plausible(day, (*changes, kind))


def _as_day(raw: date) -> Converted:
    """The day of a cell for days."""
    if not isinstance(raw, datetime):
        return _plausible(raw)
    if raw.year == _YEARS_AS_DAYS and month_of(raw):
        return Converted(None, "VAL-019")
    return _plausible(raw.date())


def month_of(raw: Raw) -> str:
    """2020.1 where a year and a month were typed as a decimal, also where the cell shows a day.

    The 2020th day of the calendar lies in 1905, and .1 is a time of that day.
    """
    text = clean(show(raw))
    if isinstance(raw, datetime) and raw.year == _YEARS_AS_DAYS:
        since = raw - datetime(EXCEL_EPOCH.year, EXCEL_EPOCH.month, EXCEL_EPOCH.day)
        text = show(round(since / timedelta(days=1), 2))
    return text if _MONTH.fullmatch(text) else ""


def _plausible(day: date, changes: tuple[Change, ...] = ()) -> Converted:
    """A slip such as 20200-5-6 or 9999-12-31 is no day that a return can speak of."""
    if day.year not in YEARS:
        return Converted(None, "VAL-006")
    return Converted(day.isoformat(), "", changes)


def _identifier(column: Column, raw: Raw) -> Converted:
    if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) >= 10**_EXACT_DIGITS:
        return Converted(None, "VAL-011")
    shown = show(raw)
    text = clean(shown).replace(" ", "")
    upper = text.upper()
    if _SCIENTIFIC.fullmatch(upper):
        return Converted(None, "VAL-011")
    changes = _cleaned(shown, text)
    if upper != text:
        changes += (Change.UPPER_CASE,)
    if len(upper) < column.digits and upper.isascii() and upper.isdecimal():
        return Converted(upper.zfill(column.digits), changes=(*changes, Change.PADDED))
    return Converted(upper, "", changes)


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
