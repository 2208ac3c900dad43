"""Quotients of whole numbers that figures are quoted as: shares, rates, numbers a head, the lowest.

Of whom each is taken follows from what stands below the line: `indicators.algebra.Population`.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from indicators.algebra import Count, Measure, Owing, Quotient, Sum, Whole
from indicators.expressions import Condition
from schemas.columns import Layout
from schemas.forms import FORMS
from schemas.obligations import Obligation

PERCENT = Fraction(100)


@dataclass(frozen=True)
class Ratio(Measure):
    """A part in per cent of its whole, pooled over the units of one population."""

    numerator: Whole
    denominator: Whole

    def __post_init__(self) -> None:
        if self.scale != self.denominator_scale:
            raise TypeError(f"{self.text}: numbers of different scales have no share in common")

    @property
    def quotients(self) -> tuple[Quotient, ...]:
        return (Quotient(self.numerator, self.denominator, PERCENT),)

    @property
    def is_part_of_whole(self) -> bool:
        return True

    @property
    def text(self) -> str:
        return f"{_operand(self.numerator)} ÷ {_operand(self.denominator)}"


class GrossRatio(Ratio):
    """One number in per cent of another that it is no part of: above 100 % is no mistake by itself.

    E.g. children of any age in kindergartens ÷ the population of three ages.
    """

    @property
    def is_part_of_whole(self) -> bool:
        return False


@dataclass(frozen=True)
class PerHead(Measure):
    """One number for each of another, e.g. m² a resident."""

    numerator: Whole
    denominator: Whole

    @property
    def quotients(self) -> tuple[Quotient, ...]:
        scaled = Fraction(10**self.denominator.scale, 10**self.numerator.scale)
        return (Quotient(self.numerator, self.denominator, scaled),)

    @property
    def text(self) -> str:
        return f"{_operand(self.numerator)} ÷ {_operand(self.denominator)}"


def _operand(whole: Whole) -> str:
    return f"（{whole.text}）" if len(whole.signed_terms) > 1 else whole.text


def share(form: str, where: Condition) -> Ratio:
    """The rows of a list that meet a condition, in per cent of all its rows."""
    if FORMS[form].layout is Layout.CARD:
        raise TypeError(f"{form} has one row a unit: a share of those who owe it is meant")
    return Ratio(Count(form, where=where), Count(form, cell=where.fields[0]))


def share_of_owing(form: str, where: Condition, units: Obligation | None = None) -> Ratio:
    """The units that meet a condition of their card, in per cent of all that owe it."""
    if FORMS[form].layout is not Layout.CARD:
        raise TypeError(f"{form} has several rows a unit")
    return Ratio(
        Count(form, where=where, units=units), Owing(form, units=units, cell=where.fields[0])
    )


class Lowest(Measure):
    """The lowest of several ratios: what holds for each of them."""

    def __init__(self, *ratios: Ratio) -> None:
        self.ratios = ratios

    @property
    def quotients(self) -> tuple[Quotient, ...]:
        return tuple(chain.from_iterable(ratio.quotients for ratio in self.ratios))

    @property
    def is_part_of_whole(self) -> bool:
        return all(ratio.is_part_of_whole for ratio in self.ratios)

    @property
    def text(self) -> str:
        return "取较低者：" + "；".join(ratio.text for ratio in self.ratios)


@dataclass(frozen=True)
class LowestQuotient(Measure):
    """The lowest, over the units, of one field ÷ another ÷ `divided_by`; for cards only.

    Units whose denominator is 0 set no limit, so that nothing can be said of every unit; but those
    in which all fields of `people` are 0 have nobody to be provided for. E.g. the weeks that the masks
    last where they last shortest: masks ÷ daily use ÷ 7.
    """

    form_code: str
    numerator: str
    denominator: str
    divided_by: int = 1
    units: Obligation | None = None
    people: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if FORMS[self.form_code].layout is not Layout.CARD:
            raise TypeError(f"{self.form_code} has several rows a unit")

    @property
    def quotients(self) -> tuple[Quotient, ...]:
        numerator = Sum(self.form_code, self.numerator, units=self.units)
        denominator = Sum(self.form_code, self.denominator, units=self.units)
        return (Quotient(numerator, denominator, Fraction(1, self.divided_by)),)

    @property
    def text(self) -> str:
        form = FORMS[self.form_code]
        numerator, denominator = form.column(self.numerator), form.column(self.denominator)
        divided = f" ÷ {self.divided_by}" if self.divided_by != 1 else ""
        return f"各单位《{form.title}》{numerator.label} ÷ {denominator.label}{divided}，取最低者"
