"""How figures are quoted, and whether a quoted figure is borne out by a computed one.

A quoted figure is an interval: see `indicators.qualifiers`. Two kinds of claims say more than their
interval, and agree only once every unit that owes an answer has given it:

- A claim that leaves no room: 0 means nothing at all, 100 % (全部, 100 % 以上) all of them, in every
  unit. Nothing is rounded to either.
- A floor: said of the lowest of all units, a number is what every unit reaches. It is not rounded
  and has no upper end.

All arithmetic is Decimal. Nothing here knows documents or the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import ROUND_FLOOR, Decimal

from indicators.qualifiers import Interval, Qualifier, claimed
from indicators.rounding import (
    ALL,
    ZERO,
    decimals,
    exponent,
    plainly,
    readable,
    rounded,
)
from indicators.units import PERCENT, TEN_THOUSAND, one_of, spelled_out, unit_size
from schemas.labelled import Labelled

__all__ = [
    "ALL",
    "PERCENT",
    "TEN_THOUSAND",
    "Figure",
    "Judgement",
    "Qualifier",
    "Quoted",
    "Style",
    "Verdict",
    "judge",
    "quote",
    "readable",
    "rounded",
    "unit_size",
]

_PLAIN = frozenset({Qualifier.NONE, Qualifier.AND_MORE})


class Verdict(Labelled):
    AGREES = "agrees", "相符"
    DIFFERS = "differs", "不符"
    NOT_QUOTED = "not-quoted", "未引用"


@dataclass(frozen=True)
class Quoted:
    """A figure as quoted: the number as written, its unit, the word beside it.

    `value` is None where the text speaks of several without a number. `other_end` is that of a
    range. `written` is the text that it was read from; two texts may claim the same.
    """

    value: Decimal | None
    unit: str
    qualifier: Qualifier = Qualifier.NONE
    other_end: Decimal | None = None
    written: str = field(default="", compare=False)

    @property
    def number(self) -> Decimal:
        """The number as written. Raises ValueError where there is none."""
        if self.value is None:
            raise ValueError(f"“{self.qualifier.value}” gives no number")
        return self.value

    @property
    def step(self) -> Decimal:
        """The unit of the last significant digit written; 1 for 0."""
        place = exponent(self.number)
        if place >= 0 and self.number:
            place = exponent(self.number.normalize())
        return Decimal(1).scaleb(place)

    @property
    def claims_all(self) -> bool:
        """All of them: 100 %, or no less."""
        exactly = self.qualifier in _PLAIN or self.qualifier is Qualifier.AT_LEAST
        return exactly and self.unit == PERCENT and self.value == ALL

    @property
    def claims_none(self) -> bool:
        """Nothing at all: 0, or no more; of what is counted, fewer than one."""
        if self.qualifier is Qualifier.BELOW:
            return self.value is not None and self.value <= one_of(self.unit)
        exactly = self.qualifier in _PLAIN or self.qualifier is Qualifier.AT_MOST
        return exactly and self.value == ZERO

    @property
    def leaves_no_room(self) -> bool:
        """One exception refutes it, so that it is true only once everybody has answered."""
        return self.claims_all or self.claims_none

    @property
    def interval(self) -> Interval:
        """The numbers that bear it out, in its own unit. Raises ValueError for 近+余 and no number."""
        v = self.number
        if self.leaves_no_room and self.qualifier in _PLAIN:
            return Interval(v, v)
        last = Decimal(1).scaleb(exponent(v))
        if last >= 1:
            last /= spelled_out(self.unit)
        return claimed(self.qualifier, v, last, self.step, self.other_end, one_of(self.unit))

    @property
    def floor(self) -> Interval:
        """The same said of the lowest unit: nothing below is rounded up, and more is no fault."""
        if self.qualifier in _PLAIN:
            return Interval(self.number, None)
        said = self.interval
        return said if said.low is None else replace(said, high=None)

    @property
    def text(self) -> str:
        """As it was written; else as the bureau writes: 近5万人, 41万余元, 7000余万元, 100多篇."""
        if self.written:
            return self.written
        if self.value is None:
            return self.qualifier.value
        sizes = unit_size(self.unit).sizes
        base = self.unit.removeprefix(sizes)
        number = f"{self.value:f}"
        match self.qualifier:
            case Qualifier.OVER | Qualifier.MANY:
                # 41万余: some thousands more. 7000余万, 3851.6余万: some 万 more, or part of one.
                word = self.qualifier.value
                return (
                    f"{number}{sizes}{word}{base}"
                    if self.step == 1
                    else f"{number}{word}{self.unit}"
                )
            case Qualifier.NEARLY_OVER:
                return f"近{number}{sizes}余{base}"
            case Qualifier.AT_LEAST | Qualifier.AT_MOST | Qualifier.AND_MORE:
                return f"{number}{self.unit}{self.qualifier.value}"
            case Qualifier.RANGE:
                return f"{number}至{self.other_end:f}{self.unit}"
            case Qualifier.NONE:
                return f"{number}{self.unit}"
        return f"{self.qualifier.value}{number}{self.unit}"


@dataclass(frozen=True)
class Figure:
    """A computed value as far as judging needs it.

    `value` is undivided by rounding. `excess`: in how many units the numerator of a share is above
    its denominator; of the lowest of several, how many units have none. `is_complete`: every unit
    that owes an answer has given it. `is_lowest`: it is that of the lowest unit, so that what is said
    of it is said of every unit.
    """

    value: Decimal | None
    unit: str
    excess: int = 0
    is_complete: bool = True
    is_lowest: bool = False


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
    if quoted_size.kind != computed_size.kind:
        return Judgement(Verdict.DIFFERS, f"计量单位不同：引用“{quoted.unit}”，计算“{figure.unit}”")
    exact = figure.value * computed_size.factor
    x = exact / quoted_size.factor
    if quoted.qualifier is Qualifier.NEARLY_OVER:
        return _contradiction(quoted, x)
    if figure.is_lowest:
        return _judge_floor(quoted, x, figure)
    if x not in quoted.interval:
        for unit in _other_sizes(quoted.unit):
            if exact / unit_size(unit).factor in quoted.interval:
                return Judgement(Verdict.DIFFERS, f"单位不符：按“{unit}”则相符", unit)
        return Judgement(Verdict.DIFFERS, "数值不符")
    if quoted.claims_all and figure.excess:
        return Judgement(Verdict.DIFFERS, f"有 {figure.excess} 个单位分子大于分母，不能认定")
    if quoted.leaves_no_room and not figure.is_complete:
        whole = "全部" if quoted.claims_all else "零"
        return Judgement(Verdict.DIFFERS, f"应报单位尚未报齐，不能认定为{whole}")
    return Judgement(Verdict.AGREES)


def _judge_floor(quoted: Quoted, x: Decimal, figure: Figure) -> Judgement:
    reaches = x in quoted.floor
    digits = 1
    while (
        rounded(x, digits) in quoted.floor
    ) != reaches:  # 1.96 must not read as the 2 that it is not
        digits += 1
    lowest = f"以最低单位计为 {rounded(x, digits):f}{quoted.unit}"
    if not reaches:
        return Judgement(Verdict.DIFFERS, f"{lowest}，够不上“{quoted.text}”")
    if figure.excess:
        return Judgement(
            Verdict.DIFFERS, f"有 {figure.excess} 个单位分母填 0，算不出，不能认定每个单位都达到"
        )
    if not figure.is_complete:
        return Judgement(Verdict.DIFFERS, "应报单位尚未报齐，不能认定每个单位都达到")
    return Judgement(Verdict.AGREES, f"{lowest}，各单位都不低于此数")


def _contradiction(quoted: Quoted, x: Decimal) -> Judgement:
    """近 says below, 余 says above: no value bears out both. Which of the two would?"""
    reason = "“近”与“余”不能用于同一个数"
    for qualifier in (Qualifier.NEARLY, Qualifier.OVER):
        alone = replace(quoted, qualifier=qualifier, written="")
        if x in alone.interval:
            reason += f"，应写作“{alone.text}”"
    return Judgement(Verdict.DIFFERS, reason)


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


def quote(value: Decimal, unit: str, style: Style, *, is_lowest: bool = False) -> Quoted:
    """`value`, in `unit`, as it would be quoted. `judge` agrees with every figure quoted so.

    The word of the style is used only where the value bears it out; 近 also gives way to 余 more
    than half a step below. Without a word the number is rounded, that of the lowest unit down, and
    never reads as 0 or 100 % unless it is: it keeps as many more decimals as it takes. Zeros at the
    end of the decimals are left out.
    """
    x = value * unit_size(unit).factor / unit_size(style.unit).factor
    step = Decimal(1).scaleb(-style.digits)
    below = plainly((x / step).to_integral_value(ROUND_FLOOR) * step, style.digits)
    if style.qualifier not in _PLAIN and x > 0 and x != below:
        for said in _rounded_with_words(x, below, step, style):
            if said.number > 0 and x in (said.floor if is_lowest else said.interval):
                return said
    if is_lowest:
        digits = max(style.digits, 0)
        shown = plainly(x.quantize(Decimal(1).scaleb(-digits), ROUND_FLOOR), digits)
        if shown == ZERO != x:
            shown = x
    else:
        shown = readable(x, style.unit, max(style.digits, 0))
    return Quoted(plainly(shown.normalize(), decimals(shown)), style.unit)


def _rounded_with_words(
    x: Decimal, below: Decimal, step: Decimal, style: Style
) -> Iterator[Quoted]:
    """What the style would say of a number that is not a round one, the best first."""
    above = plainly(below + step, style.digits)
    match style.qualifier:
        case Qualifier.NEARLY:
            if x >= above - step / 2:
                yield Quoted(above, style.unit, Qualifier.NEARLY)
            yield Quoted(below, style.unit, Qualifier.OVER)
        case Qualifier.ABOUT:
            yield Quoted(rounded(x, style.digits), style.unit, Qualifier.ABOUT)
        case Qualifier.BELOW | Qualifier.AT_MOST:
            # 不足100 of 51 is true, and nobody would read it so.
            if x in Quoted(above, style.unit, Qualifier.NEARLY).interval:
                yield Quoted(above, style.unit, style.qualifier)
        case Qualifier.RANGE:
            yield Quoted(below, style.unit, Qualifier.RANGE, above)
        case _:
            yield Quoted(below, style.unit, style.qualifier)
