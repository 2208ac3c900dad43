"""Units of figures: which words count the same things, and what 百, 千, 万 and 亿 before one mean.

A unit is known by its word and counts a kind of thing: 名 and 位 count persons as 人 does, 所 and 家
institutions and 只 and 台 things as 个 does. Persons (人) and attendances (人次) stay two kinds,
whatever their number.
"""

from decimal import Decimal
from typing import NamedTuple

PERCENT = "%"
TEN_THOUSAND = "万"

# The first of each row names the kind; every other word counts the same things.
_FAMILIES = (
    ("人", "名", "位"),
    ("个", "家", "所", "处", "只", "台", "支", "把"),
    ("人次",),
    ("次", "场", "场次"),
    ("起",),
    ("例",),
    ("天", "日"),
    ("周", "星期"),
    ("平方米", "㎡", "m2", "平米"),
    ("平方米/人", "㎡/人", "m2/人"),
    (PERCENT, "％", "成"),
    ("元", "角", "分"),
    ("个区",),
    ("份",),
    ("篇",),
    ("条",),
    ("件",),
    ("套",),
    ("项",),
    ("类",),
    ("块",),
)
KINDS = {word: family[0] for family in _FAMILIES for word in family}
# Words of a family that are a part, or several, of its first.
_PARTS = {"角": Decimal("0.1"), "分": Decimal("0.01"), "成": Decimal(10)}
# What is measured may lie between two numbers; of everything else there are whole ones alone.
_MEASURED = frozenset({"元", "平方米", "平方米/人", PERCENT, "天", "周"})
SIZES = {
    "百": Decimal(10**2),
    "千": Decimal(10**3),
    "万": Decimal(10**4),
    "亿": Decimal(10**8),
}


class Unit(NamedTuple):
    """A unit taken apart: 千万元 is of the kind 元, counted in 元 and 10 000 000 of them."""

    kind: str
    base: str
    factor: Decimal
    sizes: str = ""  # the size words as written, e.g. 千万


def unit_size(unit: str) -> Unit:
    """A unit's kind, base and size: 万元 → (元, 元, 10000), 名 → (人, 名, 1).

    A word that no family has is a kind of its own.
    """
    word, factor, sizes = unit, Decimal(1), ""
    while word not in KINDS and word[:1] in SIZES and len(word) > 1:
        factor, sizes, word = factor * SIZES[word[0]], sizes + word[0], word[1:]
    if word not in KINDS:
        return Unit(unit, unit, Decimal(1))
    if word in _PARTS:
        return Unit(KINDS[word], KINDS[word], factor * _PARTS[word], sizes)
    return Unit(KINDS[word], word, factor, sizes)


def one_of(unit: str) -> Decimal:
    """What one thing more or less makes: 1 in 人, 0.0001 in 万人; 0 where it is measured."""
    size = unit_size(unit)
    return Decimal(0) if size.kind in _MEASURED else 1 / size.factor


def spelled_out(unit: str) -> Decimal:
    """The 百 and 千 that a unit begins with: 1 000 for 千万元. 3千 says no less exactly 3 000 than 三千."""
    out = Decimal(1)
    for size in unit_size(unit).sizes:
        if size not in ("百", "千"):
            break
        out *= SIZES[size]
    return out


def is_known(unit: str) -> bool:
    """Whether some family has the unit, with or without a size before it."""
    return unit_size(unit).kind in KINDS
