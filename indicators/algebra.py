"""What a figure is made of: a small algebra over the forms.

A definition is one expression, e.g. ``Ratio(Count("safety", where=field("cctv").is_true()),
Count("safety"))``. `indicators.compiling` turns the same expression into the SQL of the value, of
its breakdown by unit and of the cells behind it, so that the three cannot disagree.

Every measure comes down to *quotients* of whole numbers; a plain total is a quotient without a
denominator. Whole numbers are signed sums of *terms*, each over the rows of one form in force.

A quotient has one *population*, and there are two kinds of it (`Population`):

* amounts are divided over the units that have answered every side of the quotient, so that while a
  round is open no unit stands above the line only, or below it only;
* a share of those who *owe* is divided by all of them, as the register has them, answered or not.
  Who has not answered has not said yes: the value is a floor until everybody has.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from indicators.expressions import Condition, Expression, Total
from schemas.collections import Collection
from schemas.columns import Layout
from schemas.form import Form
from schemas.forms import FORMS
from schemas.obligations import Obligation
from schemas.standards import editions, standard
from schemas.units import Unit


class Population(Enum):
    """Over whom a quotient is taken."""

    ANSWERED = "已报齐各项的单位"  # the same units above the line and below it
    OWING = "应报单位"  # a claim of coverage is one about those who owe, not those who happened to report


@dataclass(frozen=True)
class Quotient:
    """One candidate for the value of a measure: numerator ÷ denominator × factor."""

    numerator: "Whole"
    denominator: "Whole | None" = None
    factor: Fraction = Fraction(1)

    @property
    def terms(self) -> tuple["Term", ...]:
        """What is added up above the line and below it."""
        wholes = (self.numerator, self.denominator)
        return tuple(term for w in wholes if w is not None for _, term in w.signed_terms)

    @property
    def population(self) -> Population | None:
        """None for a plain total, which adds up whatever is there."""
        if self.denominator is None:
            return None
        below = (term for _, term in self.denominator.signed_terms)
        return Population.OWING if any(isinstance(t, Owing) for t in below) else Population.ANSWERED


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
    def summands(self) -> Iterator["Term"]:
        """Every term added up, numerators before denominators; a term may come more than once."""
        for quotient in self.quotients:
            yield from quotient.terms

    @property
    def terms(self) -> Iterator["Term"]:
        """Every term read: the summands, and what picks their rows out."""
        for term in self.summands:
            yield term
            if term.among is not None:
                yield from term.among.terms

    @property
    def is_part_of_whole(self) -> bool:
        """Whether a value above 100 % would be untrue whatever the reason."""
        return False

    @property
    def scope(self) -> str:
        """The groups of units that the figure speaks of, in Chinese."""
        return "；".join(dict.fromkeys(term.scope for term in self.terms))

    @property
    def scale(self) -> int:
        """Decimal digits kept in the numerators: 2 for money (fen) and areas, else 0."""
        return self._scale_of(quotient.numerator for quotient in self.quotients)

    @property
    def denominator_scale(self) -> int:
        """Decimal digits kept in the denominators; 0 when there are none."""
        return self._scale_of(
            quotient.denominator for quotient in self.quotients if quotient.denominator is not None
        )

    def _scale_of(self, wholes: Iterable["Whole"]) -> int:
        scales = {term.scale for whole in wholes for _, term in whole.signed_terms}
        if len(scales) > 1:
            raise TypeError(f"{self.text}: numbers of different scales cannot be put together")
        return scales.pop() if scales else 0


class Whole(Measure):
    """A whole number: a signed sum of terms, or a number that a document fixes."""

    def fixed(self, collection: Collection) -> int:
        """The part that nobody reports."""
        return 0

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


class Fixed(Whole):
    """A number that a document of the year fixes: nobody reports it and nothing is added up."""

    def __init__(self, number: int, source: str) -> None:
        self.number = number
        self.source = source

    def fixed(self, collection: Collection) -> int:
        return self.number

    @property
    def signed_terms(self) -> tuple[tuple[int, "Term"], ...]:
        return ()

    @property
    def text(self) -> str:
        return f"固定数：{self.source}"

    @property
    def scope(self) -> str:
        return "不需填报"


class Prescribed(Fixed):
    """A parameter of a dated standard, as in force on the collection's stock date."""

    def __init__(self, name: str, parameter: str) -> None:
        latest = editions(name)[-1]
        super().__init__(latest[parameter], latest.citation)
        self.name = name
        self.parameter = parameter

    def fixed(self, collection: Collection) -> int:
        return standard(self.name, collection.stock_date)[self.parameter]


class Term(Whole):
    """A number over the rows in force of one form, filed by the units that owe them.

    `units` narrows the form's own obligation. `unit_field` names the field that says whom a row
    is about, where an office files it for others. `among` keeps the rows that belong to rows of
    another form. An unknown form is a KeyError at declaration.
    """

    def __init__(
        self,
        form: str,
        *,
        where: Condition | None = None,
        units: Obligation | None = None,
        unit_field: str = "",
        among: "Among | None" = None,
    ) -> None:
        self.form: Form = FORMS[form]
        self.where = where
        self.units = units
        self.unit_field = unit_field
        self.among = among

    @property
    def signed_terms(self) -> tuple[tuple[int, "Term"], ...]:
        return ((1, self),)

    @property
    @abstractmethod
    def fields(self) -> tuple[str, ...]:
        """The fields that the number rests on; a unit that owes none of them is out of scope."""

    @property
    def reads(self) -> tuple[str, ...]:
        """Every field of a row that decides whether it counts, for whom and with how much."""
        conditions = self.where.fields if self.where is not None else ()
        joined = (self.among.field,) if self.among is not None else ()
        about = (self.unit_field,) if self.unit_field else ()
        return tuple(dict.fromkeys((*self.fields, *conditions, *joined, *about)))

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
        parts = [self.where.text(self.form)] if self.where is not None else []
        if self.among is not None:
            parts.append(self.among.text(self.form))
        return f"（{'，'.join(parts)}）" if parts else ""


class Among:
    """The rows whose `field` names something that counts elsewhere.

    `rows`: counted rows of another form, by their `key` (left out where both forms call it alike),
    e.g. the sign-ins at events of one kind; or units, by their codes: those that owe a form, or an
    obligation's of the register, open when the form's basis ends.
    """

    def __init__(self, field: str, rows: "Count | Owing | Obligation", key: str = "") -> None:
        self.field = field
        self.rows = rows
        self.key = key or field

    @property
    def terms(self) -> tuple["Term", ...]:
        """What else must have come for the rows to be picked out."""
        return (self.rows,) if isinstance(self.rows, Term) else ()

    def text(self, form: Form) -> str:
        return f"{form.column(self.field).label}属于{self._listed}"

    @property
    def _listed(self) -> str:
        if isinstance(self.rows, Obligation):
            return f"单位名册中的{self.rows.text}"
        if isinstance(self.rows, Owing):
            return f"应报《{self.rows.form.title}》的{self.rows.scope}"
        where = self.rows.where.text(self.rows.form) if self.rows.where is not None else ""
        return f"《{self.rows.form.title}》{f'中{where}的条目' if where else ''}"


class Outside(Among):
    """The rows whose `field` names nothing that counts elsewhere: the complement of `Among`."""

    def text(self, form: Form) -> str:
        return f"{form.column(self.field).label}不属于{self._listed}"


class Sum(Term):
    """Fields of a form, or one expression over its fields, added up over its rows."""

    def __init__(
        self,
        form: str,
        *fields: str | Expression,
        where: Condition | None = None,
        units: Obligation | None = None,
        unit_field: str = "",
        among: Among | None = None,
    ) -> None:
        super().__init__(form, where=where, units=units, unit_field=unit_field, among=among)
        self.added = _addend(fields)

    @property
    def fields(self) -> tuple[str, ...]:
        return self.added.fields

    @property
    def scale(self) -> int:
        return self.added.scale(self.form)

    @property
    def text(self) -> str:
        return f"《{self.form.title}》{self.added.text(self.form)}合计{self._condition}"


def _addend(fields: tuple[str | Expression, ...]) -> Expression:
    if len(fields) == 1 and isinstance(fields[0], Expression):
        return fields[0]
    names = tuple(name for name in fields if isinstance(name, str))
    if not names or len(names) != len(fields):
        raise TypeError("a sum is of fields, or of one expression")
    return Total(names)


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
        among: Among | None = None,
    ) -> None:
        super().__init__(form, where=where, units=units, unit_field=unit_field, among=among)
        condition_fields = where.fields if where is not None else ()
        self.cell = cell or next(iter(condition_fields), self.form.columns[0].name)

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.cell,)

    @property
    def text(self) -> str:
        counted = "单位数" if self.form.layout is Layout.CARD else "条数"
        return f"《{self.form.title}》{counted}{self._condition}"


class Owing(Term):
    """The units that owe a form, by the register: those who have answered and those who have not.

    `cell` names the field whose cell stands for a unit that has answered; a unit that owes the form
    and not this field is out of scope.
    """

    def __init__(self, form: str, *, units: Obligation | None = None, cell: str = "") -> None:
        super().__init__(form, units=units)
        self.cell = cell or self.form.columns[0].name

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.cell,)

    @property
    def text(self) -> str:
        return f"应报《{self.form.title}》的单位数"


class DaysCovered(Term):
    """The different days on which something of a form went on, from one date field to another.

    Both ends count, and a day on which two rows overlap counts once.
    """

    def __init__(
        self,
        form: str,
        first: str,
        last: str,
        *,
        where: Condition | None = None,
        units: Obligation | None = None,
    ) -> None:
        super().__init__(form, where=where, units=units)
        self.first = first
        self.last = last

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.last, self.first)

    @property
    def text(self) -> str:
        first, last = self.form.column(self.first).label, self.form.column(self.last).label
        return f"《{self.form.title}》{first}至{last}的不重复天数{self._condition}"


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
        among: Among | None = None,
    ) -> None:
        super().__init__(form, where=where, units=units, unit_field=unit_field, among=among)
        self.distinct = distinct

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.distinct,)

    @property
    def text(self) -> str:
        label = self.form.column(self.distinct).label
        return f"《{self.form.title}》不重复的{label}个数{self._condition}"
