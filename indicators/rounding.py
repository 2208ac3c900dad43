"""Rounding of figures, half up, in Decimal: one way for what is shown and for what is judged."""

from decimal import ROUND_HALF_UP, Decimal

from indicators.units import PERCENT

ZERO = Decimal(0)
ALL = Decimal(100)


def readable(x: Decimal, unit: str, digits: int) -> Decimal:
    """`x` rounded half up to `digits` decimals, or to as many as keep it from reading as 0 or 100 %."""
    shown = rounded(x, digits)
    while shown != x and (shown == ZERO or (unit == PERCENT and shown == ALL)):
        digits += 1
        shown = rounded(x, digits)
    return shown


def rounded(x: Decimal, digits: int) -> Decimal:
    """`x` rounded half up; the result is written with `digits` decimals (none if below 0)."""
    return plainly(x.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP), digits)


def plainly(x: Decimal, digits: int) -> Decimal:
    """Without an exponent above 0: 3E+2 → 300."""
    return x.quantize(Decimal(1).scaleb(-max(digits, 0)))


def decimals(value: Decimal) -> int:
    """Decimals without the zeros at their end."""
    return max(0, -exponent(value.normalize()))


def exponent(value: Decimal) -> int:
    """The place of the last digit written: −2 for 5.00, 0 for 300. Raises ValueError for NaN."""
    place = value.as_tuple().exponent
    if not isinstance(place, int):
        raise ValueError(f"{value} is not a number")
    return place
