"""Numbers that come with words: 12人, 约300, 5万多. Taken apart to say what is wrong, never used."""

import re
from dataclasses import dataclass
from decimal import Decimal

from schemas.columns import Column
from schemas.units_of_measure import SCALES, WORDS, unit_size

_BEFORE = (
    *("大约", "大概", "约", "将近", "接近", "近", "不到", "不足", "超过", "超", "逾", "至少"),
    *("最多", "不少于", "不超过", ">=", "<=", ">", "<", "≥", "≤", "≈", "~"),
)
_AFTER = ("多", "余", "来", "几", "左右", "上下", "以上", "以下", "以内", "+")
_UNITS = tuple(word for word in WORDS if unit_size(word)[0] not in ("%", "‰"))


def _any(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_QUANTITY = re.compile(
    rf"(?P<before>{_any(_BEFORE)})?(?P<number>[+-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)"
    rf"(?P<after>{_any(_AFTER)})?(?P<factor>{_any(tuple(SCALES))})?(?P<later>{_any(_AFTER)})?"
    rf"(?P<unit>{_any(_UNITS)})?(?P<last>{_any(_AFTER)})?"
)


@dataclass(frozen=True)
class Quantity:
    """A number, 12; its unit, 人; what makes it a rough one, 约. 5万元 is 50000 元."""

    number: Decimal
    unit: str
    qualifier: str

    @property
    def is_rough(self) -> bool:
        return bool(self.qualifier)


def quantity(text: str) -> Quantity | None:
    """The quantity that a cleaned text says; None where it says something else, or a bare number."""
    match = _QUANTITY.fullmatch(text.replace(" ", ""))
    if match is None or match["number"] == match[0]:
        return None
    number = Decimal(match["number"].replace(",", "")) * SCALES.get(match["factor"], 1)
    qualifiers = (match["before"], match["after"], match["later"], match["last"])
    return Quantity(number, match["unit"] or "", "".join(filter(None, qualifiers)))


def facts_of_quantity(column: Column, text: str) -> dict[str, str]:
    """What the words on a quantity in a field for numbers may say."""
    written = quantity(text)
    if written is None:
        return {}
    number = f"{written.number.normalize():f}"
    is_same = not column.unit or unit_size(written.unit) == unit_size(column.unit)
    if is_same or not written.unit:
        return {"advice": f"只填数字 {number}"}
    return {"advice": f"换算成以“{column.unit}”为单位的数，只填数字"}
