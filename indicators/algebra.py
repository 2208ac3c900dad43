"""What a figure is made of: a small algebra over the forms.

A definition is one expression, e.g. ``Ratio(Count("safety", where=field("cctv").is_true()),
Count("safety"))``. `indicators.compiling` turns the same expression into the SQL of the value, of
its breakdown by unit and of the cells behind it, so that the three cannot disagree.

Every measure comes down to *quotients* of whole numbers; a plain total is a quotient without a
denominator. Whole numbers are signed sums of *terms*, each over the rows of one form in force.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from indicators.expressions import Condition, Total
from schemas.collections import Collection
from schemas.columns import Layout
from schemas.form import Form
from schemas.forms import FORMS
from schemas.obligations import Obligation
from schemas.units import Unit


@dataclass(frozen=True)
class Quotient:
    """One candidate for the value of a measure: numerator ÷ denominator × factor."""

    numerator: "Whole"
    denominator: "Whole | None" = None
    factor: Fraction = Fraction(1)


class Measure(ABC):
    """A figure's make-up. Where there are several quotients, the lowest is the value."""

    @property
    @abstractmethod
    def quotients(self) -> tuple[Quotient, ...]: ...

    @property
    @abstractmethod
    def text(self) -> str:
        """The definition in Chinese, from the labels of the forms."""

    @property
    def terms(self) -> Iterator["Term"]:
        """Every term read, numerators before denominators; a term may come more than once."""
        for quotient in self.quotients:
            for whole in (quotient.numerator, quotient.denominator):
                if whole is not None:
                    yield from (term for _, term in whole.signed_terms)

    @property
    def scope(self) -> str:
        """The groups of units that the figure speaks of, in Chinese."""
        return "；".join(dict.fromkeys(term.scope for term in self.terms))

    @property
    def scale(self) -> int:
        """Decimal digits kept in the whole numbers: 2 for money (fen) and areas, else 0."""
        scales = {term.scale for term in self.terms}
        if len(scales) != 1:
            raise TypeError(f"{self.text}: numbers of different scales cannot be put together")
        return scales.pop()


class Whole(Measure):
    """A whole number: a signed sum of terms."""

    @property
    @abstractmethod
    def signed_terms(self) -> tuple[tuple[int, "Term"], ...]: ...

    @property
    def quotients(self) -> tuple[Quotient, ...]:
        return (Quotient(self),)

    def __add__(self, other: "Whole") -> "Whole":
        return Combination((*self.signed_terms, *other.signed_terms))

    def __sub__(self, other: "Whole") -> "Whole":
        negated = tuple((-sign, term) for sign, term in other.signed_terms)
        return Combination((*self.signed_terms, *negated))


@dataclass(frozen=True)
class Combination(Whole):
    """Whole numbers added and subtracted."""

    signed: tuple[tuple[int, "Term"], ...]

    @property
    def signed_terms(self) -> tuple[tuple[int, "Term"], ...]:
        return self.signed

    @property
    def text(self) -> str:
        (first_sign, first), *rest = self.signed
        parts = [first.text if first_sign > 0 else f"－{first.text}"]
        parts += [f"{'＋' if sign > 0 else '－'}{term.text}" for sign, term in rest]
        return "".join(parts)


class Term(Whole):
    """A number over the rows in force of one form, filed by the units that owe them.

    `units` narrows the form's own obligation. `unit_field` names the field that says whom a row
    is about, where an office files it for others. An unknown form is a KeyError at declaration.
    """

    def __init__(
        self,
        form: str,
        *,
        where: Condition | None = None,
        units: Obligation | None = None,
        unit_field: str = "",
    ) -> None:
        self.form: Form = FORMS[form]
        self.where = where
        self.units = units
        self.unit_field = unit_field

    @property
    def signed_terms(self) -> tuple[tuple[int, "Term"], ...]:
        return ((1, self),)

    @property
    @abstractmethod
    def fields(self) -> tuple[str, ...]:
        """The fields that the number rests on; a unit that owes none of them is out of scope."""

    @property
    def scale(self) -> int:
        return 0

    @property
    def scope(self) -> str:
        if self.units is not None:
            return self.units.text
        owed_by = (self.form.specs[name].owed_by or self.form.owed_by for name in self.fields)
        return "、".join(dict.fromkeys(obligation.text for obligation in owed_by))

    def is_owed_by(self, unit: Unit, collection: Collection) -> bool:
        """Whether the figure waits for this unit's form."""
        if not self.form.owed_by_unit(unit, collection):
            return False
        if self.units is not None and not self.units.holds_for(unit):
            return False
        owed_by = (self.form.specs[name].owed_by for name in self.fields)
        return any(obligation is None or obligation.holds_for(unit) for obligation in owed_by)

    @property
    def _condition(self) -> str:
        return f"（{self.where.text(self.form)}）" if self.where is not None else ""


class Sum(Term):
    """The fields of a form, added up over its rows."""

    def __init__(
        self,
        form: str,
        *fields: str,
        where: Condition | None = None,
        units: Obligation | None = None,
        unit_field: str = "",
    ) -> None:
        super().__init__(form, where=where, units=units, unit_field=unit_field)
        self.added = Total(fields)

    @property
    def fields(self) -> tuple[str, ...]:
        return self.added.fields

    @property
    def scale(self) -> int:
        scales = {self.form.column(name).kind.scale for name in self.fields}
        if len(scales) != 1:
            raise TypeError(f"{self.form.code}: {self.fields} are of different scales")
        return scales.pop()

    @property
    def text(self) -> str:
        return f"《{self.form.title}》{self.added.text(self.form)}合计{self._condition}"


class Count(Term):
    """The rows of a form; on a card, which has one row a unit, the units.

    `cell` names the field whose cell stands for a row in the lineage; left out, it is the
    condition's first field, or the form's first.
    """

    def __init__(
        self,
        form: str,
        *,
        where: Condition | None = None,
        units: Obligation | None = None,
        unit_field: str = "",
        cell: str = "",
    ) -> None:
        super().__init__(form, where=where, units=units, unit_field=unit_field)
        condition_fields = where.fields if where is not None else ()
        self.cell = cell or next(iter(condition_fields), self.form.columns[0].name)

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.cell,)

    @property
    def text(self) -> str:
        counted = "单位数" if self.form.layout is Layout.CARD else "条数"
        return f"《{self.form.title}》{counted}{self._condition}"


class CountDistinct(Term):
    """The different values of a field over all units; persons are told apart by keyed hash."""

    def __init__(
        self,
        form: str,
        distinct: str,
        *,
        where: Condition | None = None,
        units: Obligation | None = None,
        unit_field: str = "",
    ) -> None:
        super().__init__(form, where=where, units=units, unit_field=unit_field)
        self.distinct = distinct

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.distinct,)

    @property
    def text(self) -> str:
        label = self.form.column(self.distinct).label
        return f"《{self.form.title}》不重复的{label}个数{self._condition}"


PERCENT = Fraction(100)


@dataclass(frozen=True)
class Ratio(Measure):
    """One whole number in per cent of another, pooled over the units."""

    numerator: Whole
    denominator: Whole

    @property
    def quotients(self) -> tuple[Quotient, ...]:
        return (Quotient(self.numerator, self.denominator, PERCENT),)

    @property
    def text(self) -> str:
        return f"{_operand(self.numerator)} ÷ {_operand(self.denominator)}"


def _operand(whole: Whole) -> str:
    return f"（{whole.text}）" if len(whole.signed_terms) > 1 else whole.text


def share(form: str, where: Condition, units: Obligation | None = None) -> Ratio:
    """The rows of a form that meet a condition, in per cent of all its rows."""
    cell = where.fields[0]
    return Ratio(Count(form, where=where, units=units), Count(form, units=units, cell=cell))


class Lowest(Measure):
    """The lowest of several ratios: what holds for each of them."""

    def __init__(self, *ratios: Ratio) -> None:
        self.ratios = ratios

    @property
    def quotients(self) -> tuple[Quotient, ...]:
        return tuple(chain.from_iterable(ratio.quotients for ratio in self.ratios))

    @property
    def text(self) -> str:
        return "取较低者：" + "；".join(ratio.text for ratio in self.ratios)


@dataclass(frozen=True)
class LowestQuotient(Measure):
    """The lowest, over the units, of one field ÷ another ÷ `divided_by`; for cards only.

    Units whose denominator is 0 set no limit. E.g. the weeks that the masks last where they last
    shortest: masks ÷ daily use ÷ 7.
    """

    form_code: str
    numerator: str
    denominator: str
    divided_by: int = 1
    units: Obligation | None = None

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
