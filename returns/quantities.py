"""Numbers that come with words: 12人, 约300, 5万多. Taken apart to say what is wrong, never used."""

import re
from dataclasses import dataclass
from decimal import Decimal

from schemas.columns import Column

_FACTORS = {"十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}
_BEFORE = (
    *("大约", "大概", "约", "将近", "接近", "近", "不到", "不足", "超过", "超", "逾", "至少"),
    *("最多", "不少于", "不超过", ">=", "<=", ">", "<", "≥", "≤", "≈", "~"),
)
_AFTER = ("多", "余", "来", "几", "左右", "上下", "以上", "以下", "以内", "+")
# fmt: off
_UNITS = (
    "人次", "人", "名", "个", "位", "户", "元", "平方米", "平米", "m2", "亩", "份", "台", "辆", "场", "篇",
    "套", "起", "例", "件", "项", "次", "所", "间", "处", "班", "册", "本", "张", "只", "支", "部", "块",
    "天", "日", "周", "月", "年", "岁", "小时", "课时", "节", "期", "批",
)
# fmt: on
_SAME = ({"人", "人次", "名", "个", "位"}, {"平方米", "平米", "m2"}, {"天", "日"})


def _any(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_QUANTITY = re.compile(
    rf"(?P<before>{_any(_BEFORE)})?(?P<number>[+-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)"
    rf"(?P<after>{_any(_AFTER)})?(?P<factor>{_any(tuple(_FACTORS))})?(?P<later>{_any(_AFTER)})?"
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
    number = Decimal(match["number"].replace(",", "")).scaleb(_FACTORS.get(match["factor"], 0))
    qualifiers = (match["before"], match["after"], match["later"], match["last"])
    return Quantity(number, match["unit"] or "", "".join(filter(None, qualifiers)))


def facts_of_quantity(column: Column, text: str) -> dict[str, str]:
    """What the words on a quantity in a field for numbers may say."""
    written = quantity(text)
    if written is None:
        return {}
    number = f"{written.number.normalize():f}"
    same = not column.unit or any({written.unit, column.unit} <= units for units in _SAME)
    if same or written.unit in ("", column.unit):
        return {"advice": f"只填数字 {number}"}
    return {"advice": f"换算成以“{column.unit}”为单位的数，只填数字"}
