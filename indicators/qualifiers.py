"""The words beside a quoted number, and the interval that each claims.

With v the number, e the unit of its last digit as written (300 → 1, 55.9 → 0.1), u that of its last
significant digit (300 → 100, 5万 → 1万, 55.9 → 0.1) and d the smaller of u/2 and v/10, yet one thing at least
where things are counted:

    none, 等, 达        v − e/2 ≤ x < v + e/2    x, rounded half up to the digits as written, is v
    余, 多, 逾          v < x < v + u
    近                  v − d ≤ x < v
    约                  v − d ≤ x ≤ v + d
    超                  v < x
    以上                v ≤ x
    不足                x < v
    以下                x ≤ v
    至 (a range)        v ≤ x ≤ its other end

Why 近 and 约 reach no further than a tenth, and why 超 and 不足 are open: docs/decisions/0020.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

TENTH = Decimal("0.1")


class Qualifier(StrEnum):
    """The word beside a quoted number; each stands for every word that claims the same."""

    NONE = "none"
    OVER = "余"
    MANY = "多"
    BEYOND = "逾"
    EXCEEDING = "超"
    NEARLY = "近"
    NEARLY_OVER = "近+余"  # both at once, which no number can be
    ABOUT = "约"
    AT_LEAST = "以上"
    BELOW = "不足"
    AT_MOST = "以下"
    RANGE = "至"
    AND_MORE = "等"  # ends an open list; the number itself is exact
    SEVERAL = "多次"  # no number at all
    A_BATCH = "一批"


# As people write them. The longer word of two that begin alike is looked for first.
BEFORE: dict[str, Qualifier] = {
    "大约": Qualifier.ABOUT,
    "约": Qualifier.ABOUT,
    "将近": Qualifier.NEARLY,
    "接近": Qualifier.NEARLY,
    "近": Qualifier.NEARLY,
    "逾": Qualifier.BEYOND,
    "超过": Qualifier.EXCEEDING,
    "多于": Qualifier.EXCEEDING,
    "高于": Qualifier.EXCEEDING,
    "超": Qualifier.EXCEEDING,
    ">": Qualifier.EXCEEDING,
    "至少": Qualifier.AT_LEAST,
    "不少于": Qualifier.AT_LEAST,
    "不低于": Qualifier.AT_LEAST,
    "≥": Qualifier.AT_LEAST,
    "不足": Qualifier.BELOW,
    "不到": Qualifier.BELOW,
    "少于": Qualifier.BELOW,
    "低于": Qualifier.BELOW,
    "<": Qualifier.BELOW,
    "不超过": Qualifier.AT_MOST,
    "不多于": Qualifier.AT_MOST,
    "不高于": Qualifier.AT_MOST,
    "至多": Qualifier.AT_MOST,
    "最多": Qualifier.AT_MOST,
    "≤": Qualifier.AT_MOST,
    "高达": Qualifier.NONE,
    "达到": Qualifier.NONE,
    "达": Qualifier.NONE,
    "共计": Qualifier.NONE,
    "共有": Qualifier.NONE,
    "累计": Qualifier.NONE,
    "总计": Qualifier.NONE,
    "合计": Qualifier.NONE,
    "共": Qualifier.NONE,
}
AFTER: dict[str, Qualifier] = {
    "余": Qualifier.OVER,
    "多": Qualifier.MANY,
    "来": Qualifier.ABOUT,
    "左右": Qualifier.ABOUT,
    "上下": Qualifier.ABOUT,
    "以上": Qualifier.AT_LEAST,
    "不足": Qualifier.BELOW,
    "不到": Qualifier.BELOW,
    "以下": Qualifier.AT_MOST,
    "以内": Qualifier.AT_MOST,
    "等": Qualifier.AND_MORE,
}
NO_NUMBER: dict[str, Qualifier] = {
    "多次": Qualifier.SEVERAL,
    "一批": Qualifier.A_BATCH,
}


@dataclass(frozen=True)
class Interval:
    """Numbers from `low` to `high`; None where there is no end on that side."""

    low: Decimal | None
    high: Decimal | None
    has_low: bool = True
    has_high: bool = True

    def __contains__(self, x: Decimal) -> bool:
        if self.low is not None and (x < self.low or (x == self.low and not self.has_low)):
            return False
        return self.high is None or x < self.high or (x == self.high and self.has_high)

    def times(self, factor: Decimal) -> "Interval":
        """The same in a smaller unit."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Interval(low, high, self.has_low, self.has_high)


def claimed(
    qualifier: Qualifier,
    v: Decimal,
    last: Decimal,
    step: Decimal,
    other_end: Decimal | None,
    one: Decimal,
) -> Interval:
    """What is claimed of v, where `last` is e and `step` is u above. Raises ValueError for 近+余.

    `one`: what one thing more makes; 0 of what is measured.
    """
    near = max(min(step / 2, abs(v) * TENTH), min(one, abs(v) / 2))
    match qualifier:
        case Qualifier.OVER | Qualifier.MANY | Qualifier.BEYOND:
            return Interval(v, v + step, False, False)
        case Qualifier.NEARLY:
            return Interval(v - near, v, True, False)
        case Qualifier.ABOUT:
            return Interval(v - near, v + near)
        case Qualifier.EXCEEDING:
            return Interval(v, None, has_low=False)
        case Qualifier.AT_LEAST:
            return Interval(v, None)
        case Qualifier.BELOW:
            return Interval(None, v, has_high=False)
        case Qualifier.AT_MOST:
            return Interval(None, v)
        case Qualifier.RANGE:
            return Interval(v, other_end)
        case Qualifier.NONE | Qualifier.AND_MORE:
            # Half away from zero, as `rounded` does it.
            return Interval(v - last / 2, v + last / 2, v > 0, v < 0)
    raise ValueError(f"“{qualifier.value}” claims no interval")
