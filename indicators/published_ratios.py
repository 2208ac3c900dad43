"""Published ratios: whether a rate can come from the two numbers that are published beside it.

4.12万 of 5.00万 is no single quotient. Each number stands for all that it may have been rounded from,
so the rate agrees when some whole numbers within both give it, and differs when none do.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from indicators.qualifiers import Interval
from indicators.quoting import Quoted
from indicators.units import PERCENT, unit_size

# Of so many candidates neighbours differ by less than any published rate has decimals.
_TRIED = 20_000
_FARTHEST = 2  # 超过300 has no upper end, but nobody says it of more than twice the number


@dataclass(frozen=True)
class RatioFit:
    """Whether whole numbers give the rate: `part` and `whole` are such numbers, None where none do.

    `is_exact`: both were published to the last unit, so that there was nothing to try.
    """

    part: int | None
    whole: int | None
    is_exact: bool

    @property
    def fits(self) -> bool:
        return self.whole is not None


def fit_ratio(rate: Quoted, part: Quoted, whole: Quoted) -> RatioFit:
    """Whether whole numbers within the roundings of `part` and `whole` give `rate`.

    The rate is a share in % or a number a head. Raises ValueError for a figure without a number or
    with two words that contradict.
    """
    factor = 100 if rate.unit == PERCENT else 1
    parts, wholes = _whole_numbers(part), _whole_numbers(whole)
    said = rate.interval
    is_exact = len(parts) == len(wholes) == 1
    possible = _wholes_for(said, parts, wholes, factor)
    for w in possible[:: max(1, len(possible) // _TRIED)]:
        giving = _within(said, Fraction(w, factor))
        both = range(max(parts.start, giving.start), min(parts.stop, giving.stop))
        if both:
            return RatioFit(both[len(both) // 2], w, is_exact)
    return RatioFit(None, None, is_exact)


def _wholes_for(rate: Interval, parts: range, wholes: range, factor: int) -> range:
    """Of `wholes`, those for which some real number among the parts gives the rate; never 0."""
    first, stop = max(wholes.start, 1), wholes.stop
    if parts and rate.high:
        first = max(first, ceil(Fraction(parts[0] * factor) / Fraction(rate.high)))
    if parts and rate.low and rate.low > 0:
        stop = min(stop, floor(Fraction(parts[-1] * factor) / Fraction(rate.low)) + 1)
    return range(first, max(first, stop))


def _whole_numbers(quoted: Quoted) -> range:
    """The whole numbers that a published number may stand for, in its base unit."""
    return _within(quoted.interval, Fraction(unit_size(quoted.unit).factor))


def _within(interval: Interval, factor: Fraction) -> range:
    """The whole numbers from 0 in an interval after it was multiplied."""
    low = Fraction(interval.low or 0) * factor
    high = low * _FARTHEST if interval.high is None else Fraction(interval.high) * factor
    first = ceil(low) if interval.has_low else floor(low) + 1
    last = floor(high) if interval.has_high else ceil(high) - 1
    return range(max(first, 0), max(first, last + 1, 0))
