"""A cell's own text beside the value that was read of it, and what was done to the one to get the other.

Standard library only: the sandboxed reading process uses this too.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_DECIMALS = re.compile(r"\.([0-9]*)\s*(?:%\s*)?")


class Change(StrEnum):
    """What reading changed in a cell, each kind counted: a closed list."""

    CHARACTERS = "characters"  # full-width or invisible characters, spaces
    TEXT_NUMBER = "text-number"  # a number in a cell of text
    GROUPED = "grouped"  # 1,234
    PERCENT_SIGN = "percent-sign"
    ROUNDED = "rounded"  # a binary fraction: 0.1+0.2 is stored as 0.30000000000000004
    TEXT_DATE = "text-date"  # 2020.9.1, 2020年9月1日, 20200901
    NUMBER_DATE = "number-date"  # 20200901 as a number, which a format for days shows as ########
    SERIAL_DATE = "serial-date"  # a day as its number in the workbook: 44075
    YES_NO = "yes-no"  # another word or sign for 是 or 否
    UPPER_CASE = "upper-case"  # the x of a citizen number
    PADDED = "padded"  # zeros at the front of a code that a number cell had dropped
    NOT_APPLICABLE = "not-applicable"  # / or 无 where a row need not be concerned

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_evident(self) -> bool:
        """Whoever sees the text sees the value: nobody has to be told."""
        return self in _EVIDENT


_LABELS = {
    Change.CHARACTERS: "全角、空格或不可见字符",
    Change.TEXT_NUMBER: "文本格式的数字",
    Change.GROUPED: "千分位逗号",
    Change.PERCENT_SIGN: "百分号",
    Change.ROUNDED: "小数尾差",
    Change.TEXT_DATE: "日期的其他写法",
    Change.NUMBER_DATE: "按数字存放的日期",
    Change.SERIAL_DATE: "日期编号读作日期",
    Change.YES_NO: "“是”“否”的其他写法",
    Change.UPPER_CASE: "小写字母改为大写",
    Change.PADDED: "补足前面的 0",
    Change.NOT_APPLICABLE: "“/”“无”等读作不涉及",
}
_EVIDENT = frozenset(
    {Change.TEXT_NUMBER, Change.PERCENT_SIGN, Change.ROUNDED, Change.TEXT_DATE, Change.UPPER_CASE}
)


@dataclass(frozen=True)
class RawText:
    """What stood in the cell of a field, in the record's row, where reading changed it."""

    row: int
    field: str
    text: str
    changes: tuple[Change, ...]

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "RawText":
        return cls(**{**plain, "changes": tuple(map(Change, plain["changes"]))})


def decimals_of_text(text: str) -> int:
    """Decimals that a number was written with, zeros at its end among them: two of 81.60%."""
    found = _DECIMALS.search(unicodedata.normalize("NFKC", text))
    return len(found[1]) if found else 0


def decimals_of_value(scaled: int, digits: int) -> int:
    """Decimals of a number held as so many digits' fractions, without zeros at its end.

    All that a cell for numbers knows: 8160 hundredths are 81.6, one decimal, whatever the cell's
    format shows; the template's own shows two of every number.
    """
    while digits and scaled % 10 == 0:
        scaled, digits = scaled // 10, digits - 1
    return digits
