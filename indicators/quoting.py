"""How figures are quoted, and whether a quoted figure is borne out by a computed one.

A quoted figure is an interval. With u the unit of its last significant digit (300 → 100, 5万 → 1万,
55.9 → 0.1): 余 and 多 mean v < x < v + u; 近 means v − u/2 ≤ x < v; 以上 means x ≥ v; otherwise x,
rounded half up to the digits as written, is v. Two claims leave no room for rounding: 0 means
nothing at all, and 100 % means all of them, in every unit.

All arithmetic is Decimal. Nothing here knows documents or the database.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from importlib.resources import files
from typing import NamedTuple

ZERO = Decimal(0)
ALL = Decimal(100)
PERCENT = "%"
TEN_THOUSAND = "万"


class Qualifier(StrEnum):
    """The word beside a quoted number."""

    NONE = "none"
    OVER = "余"
    MANY = "多"
    NEARLY = "近"
    NEARLY_OVER = "近+余"  # both at once, which no number can be
    AT_LEAST = "以上"
    AND_MORE = "等"  # ends an open list; the number itself is exact
    SEVERAL = "多次"  # no number at all
    A_BATCH = "一批"


class Verdict(StrEnum):
    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_QUOTED = "not-quoted"

    @property
    def label(self) -> str:
        return {"agrees": "相符", "differs": "不符", "not-quoted": "未引用"}[self.value]


class _Size(NamedTuple):
    base: str
    factor: Decimal


# Units of money are sizes of one another; 万 goes before any unit but a per cent.
_MONEY = {"分": _Size("元", Decimal("0.01")), "角": _Size("元", Decimal("0.1"))}


def unit_size(unit: str) -> _Size:
    """A unit's base and size in it: 万元 → (元, 10000), 人次 → (人次, 1)."""
    if unit in _MONEY:
        return _MONEY[unit]
    for prefix, factor in (("亿", Decimal(10**8)), (TEN_THOUSAND, Decimal(10**4))):
        if unit.startswith(prefix) and len(unit) > 1:
            return _Size(unit.removeprefix(prefix), factor)
    return _Size(unit, Decimal(1))


@dataclass(frozen=True)
class Quoted:
    """A figure as quoted: the number as written, its unit, the word beside it.

    `value` is None where the text speaks of several without a number.
    """

    value: Decimal | None
    unit: str
    qualifier: Qualifier = Qualifier.NONE

    @property
    def number(self) -> Decimal:
        """The number as written. Raises ValueError where there is none."""
        if self.value is None:
            raise ValueError(f"“{self.qualifier.value}” gives no number")
        return self.value

    @property
    def step(self) -> Decimal:
        """The unit of the last significant digit written; 1 for 0."""
        exponent = _exponent(self.number)
        if exponent >= 0 and self.number:
            exponent = _exponent(self.number.normalize())
        return Decimal(1).scaleb(exponent)

    @property
    def text(self) -> str:
        """The figure as the bureau writes it, e.g. 近5万人, 41万余元, 100多篇, 55.9余元."""
        if self.value is None:
            return self.qualifier.value
        base, prefix = self.unit, ""
        if self.unit.startswith(TEN_THOUSAND):
            base, prefix = self.unit.removeprefix(TEN_THOUSAND), TEN_THOUSAND
        number = f"{self.value:f}{prefix}"
        match self.qualifier:
            case Qualifier.OVER | Qualifier.MANY:
                return f"{number}{self.qualifier.value}{base}"
            case Qualifier.NEARLY:
                return f"近{number}{base}"
            case Qualifier.NEARLY_OVER:
                return f"近{number}余{base}"
            case Qualifier.AT_LEAST | Qualifier.AND_MORE:
                return f"{number}{base}{self.qualifier.value}"
        return f"{number}{base}"


@dataclass(frozen=True)
class Figure:
    """A computed value as far as judging needs it.

    `value` is undivided by rounding. `excess`: the units in which the numerator of a share is above
    its denominator. `is_complete`: every unit that owes an answer has given it.
    """

    value: Decimal | None
    unit: str
    excess: tuple[str, ...] = ()
    is_complete: bool = True


@dataclass(frozen=True)
class Judgement:
    """A verdict with its reason in Chinese; `agrees_as` is the unit under which it would agree."""

    verdict: Verdict
    reason: str = ""
    agrees_as: str = ""


def judge(quoted: Quoted | None, figure: Figure) -> Judgement:
    """Whether `figure` bears out what was quoted."""
    if quoted is None:
        return Judgement(Verdict.NOT_QUOTED)
    if quoted.value is None:
        return Judgement(Verdict.NOT_QUOTED, f"原文只写“{quoted.text}”，没有数字可核对")
    if figure.value is None:
        return Judgement(Verdict.DIFFERS, "暂无数据，无法核对")
    quoted_size, computed_size = unit_size(quoted.unit), unit_size(figure.unit)
    if quoted_size.base != computed_size.base:
        return Judgement(Verdict.DIFFERS, f"计量单位不同：引用“{quoted.unit}”，计算“{figure.unit}”")
    exact = figure.value * computed_size.factor
    if quoted.qualifier is Qualifier.NEARLY_OVER:
        return _contradiction(quoted, exact / quoted_size.factor)
    if not _covers(quoted, exact / quoted_size.factor):
        for unit in _other_sizes(quoted.unit):
            if _covers(quoted, exact / unit_size(unit).factor):
                return Judgement(Verdict.DIFFERS, f"单位不符：按“{unit}”则相符", unit)
        return Judgement(Verdict.DIFFERS, "数值不符")
    if quoted.unit == PERCENT and quoted.value == ALL and figure.excess:
        return Judgement(Verdict.DIFFERS, f"有 {len(figure.excess)} 个单位分子大于分母，不能认定")
    if quoted.value == ZERO and not figure.is_complete:
        return Judgement(Verdict.DIFFERS, "应报单位尚未报齐，不能认定为零")
    return Judgement(Verdict.AGREES)


def _contradiction(quoted: Quoted, x: Decimal) -> Judgement:
    """近 says below, 余 says above: no value bears out both. Which of the two would?"""
    reason = "“近”与“余”不能用于同一个数"
    for qualifier in (Qualifier.NEARLY, Qualifier.OVER):
        alone = replace(quoted, qualifier=qualifier)
        if _covers(alone, x):
            reason += f"，应写作“{alone.text}”"
    return Judgement(Verdict.DIFFERS, reason)


def _leaves_no_room(quoted: Quoted) -> bool:
    """A claim that one exception refutes: none at all, or all of them."""
    return quoted.value == ZERO or (quoted.unit == PERCENT and quoted.value == ALL)


def _covers(quoted: Quoted, x: Decimal) -> bool:
    """Whether x, in the quoted unit, lies in the interval that was quoted."""
    v, step = quoted.number, quoted.step
    match quoted.qualifier:
        case Qualifier.OVER | Qualifier.MANY:
            return v < x < v + step
        case Qualifier.NEARLY:
            return v - step / 2 <= x < v
        case Qualifier.AT_LEAST:
            return x >= v
    return x == v if _leaves_no_room(quoted) else rounded(x, -_exponent(v)) == v


def _other_sizes(unit: str) -> Iterator[str]:
    base = unit_size(unit).base
    if base == PERCENT:
        return
    yield from (other for other in (base, f"{TEN_THOUSAND}{base}") if other != unit)


@dataclass(frozen=True)
class Style:
    """How a figure is quoted in the summary.

    `unit` is 万-something where it is quoted so; `digits` are the decimals kept, below 0 for whole
    tens or hundreds; `qualifier` is the word used when the rounded number is not the exact one.
    """

    unit: str
    digits: int = 0
    qualifier: Qualifier = Qualifier.NONE


def quote(value: Decimal, unit: str, style: Style) -> Quoted:
    """`value`, in `unit`, as it would be quoted. `judge` agrees with every figure quoted so.

    近 is said only of what lies within half a step below a round number; otherwise 余. A rounded
    number never reads as 0 or 100 % unless it is: it keeps as many more decimals as it takes.
    Zeros at the end of the decimals are left out.
    """
    x = value * unit_size(unit).factor / unit_size(style.unit).factor
    step = Decimal(1).scaleb(-style.digits)
    below = _plain((x / step).to_integral_value(ROUND_FLOOR) * step, style.digits)
    if style.qualifier not in (Qualifier.NONE, Qualifier.AND_MORE) and x > 0:
        if x == below:
            return Quoted(below, style.unit)
        above = _plain(below + step, style.digits)
        if style.qualifier is Qualifier.NEARLY and x >= above - step / 2:
            return Quoted(above, style.unit, Qualifier.NEARLY)
        if below > 0:
            over = Qualifier.OVER if style.qualifier is Qualifier.NEARLY else style.qualifier
            return Quoted(below, style.unit, over)
    shown = readable(x, style.unit, max(style.digits, 0))
    return Quoted(_plain(shown.normalize(), _decimals(shown)), style.unit)


def readable(x: Decimal, unit: str, digits: int) -> Decimal:
    """`x` rounded half up to `digits` decimals, or to as many as keep it from reading as 0 or 100 %."""
    shown = rounded(x, digits)
    while shown != x and (shown == ZERO or (unit == PERCENT and shown == ALL)):
        digits += 1
        shown = rounded(x, digits)
    return shown


def rounded(x: Decimal, digits: int) -> Decimal:
    """`x` rounded half up; the result is written with `digits` decimals (none if below 0)."""
    return _plain(x.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP), digits)


def _plain(x: Decimal, digits: int) -> Decimal:
    """Without an exponent above 0: 3E+2 → 300."""
    return x.quantize(Decimal(1).scaleb(-max(digits, 0)))


def _decimals(value: Decimal) -> int:
    """Decimals without the zeros at their end."""
    return max(0, -_exponent(value.normalize()))


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is not a number")
    return exponent


def quoted_figures(collection: str) -> dict[str, Quoted]:
    """Indicator → what the bureau quoted for this collection; empty when nothing is recorded."""
    source = files("indicators") / f"quoted_{collection}.csv"
    if not source.is_file():
        return {}
    with source.open(encoding="utf-8") as lines:
        return {
            row["indicator"]: Quoted(
                Decimal(row["value"]) if row["value"] else None,
                row["unit"],
                Qualifier(row["qualifier"]),
            )
            for row in csv.DictReader(lines)
        }
