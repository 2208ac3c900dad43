"""Whole numbers and conditions over the fields of one row of a form.

An expression knows the fields that it reads, its SQL over the columns of the form's fact table,
and its Chinese wording for people. Blanks count as 0 in sums and satisfy no condition: that an
owed field is answered at all is settled before a form comes into force.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, and_, func, literal, true

from schemas.collections import PERIOD_NAMES, Basis, Collection
from schemas.form import Form


class Expression(ABC):
    """A whole number for each row of a form."""

    @property
    @abstractmethod
    def fields(self) -> tuple[str, ...]:
        """The fields read, the one that people look at first."""

    @abstractmethod
    def sql(self, table: FromClause, collection: Collection) -> ColumnElement[int]:
        """The number over `table`; never NULL."""

    @abstractmethod
    def text(self, form: Form) -> str:
        """The number as people call it."""

    @abstractmethod
    def scale(self, form: Form) -> int:
        """Decimal digits kept in the number. Raises TypeError where they cannot go together."""

    def at_least(self, bound: "Expression | int") -> "Condition":
        return AtLeast(self, bound if isinstance(bound, Expression) else Constant(bound))


class Condition(ABC):
    """True or false for each row of a form."""

    @property
    @abstractmethod
    def fields(self) -> tuple[str, ...]:
        """The fields read; the first one's cell stands for the row in the lineage of a count."""

    @abstractmethod
    def sql(self, table: FromClause, collection: Collection) -> ColumnElement[bool]: ...

    @abstractmethod
    def text(self, form: Form) -> str: ...

    def __and__(self, other: "Condition") -> "Condition":
        return Both(self, other)


@dataclass(frozen=True)
class Constant(Expression):
    """The same number in every row."""

    value: int

    @property
    def fields(self) -> tuple[str, ...]:
        return ()

    def sql(self, table: FromClause, collection: Collection) -> ColumnElement[int]:
        return literal(self.value)

    def text(self, form: Form) -> str:
        return str(self.value)

    def scale(self, form: Form) -> int:
        return 0


@dataclass(frozen=True)
class Total(Expression):
    """The sum of several number fields of a row."""

    names: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return self.names

    def sql(self, table: FromClause, collection: Collection) -> ColumnElement[int]:
        first, *rest = (func.coalesce(table.c[name], 0) for name in self.names)
        total: ColumnElement[int] = first
        for addend in rest:
            total = total + addend
        return total

    def text(self, form: Form) -> str:
        return "＋".join(_label(form, name) for name in self.names)

    def scale(self, form: Form) -> int:
        return _one_scale(form, self.names)


@dataclass(frozen=True)
class Difference(Expression):
    """One number field less another."""

    name: str
    less: str

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.name, self.less)

    def sql(self, table: FromClause, collection: Collection) -> ColumnElement[int]:
        return func.coalesce(table.c[self.name], 0) - func.coalesce(table.c[self.less], 0)

    def text(self, form: Form) -> str:
        return f"（{_label(form, self.name)}－{_label(form, self.less)}）"

    def scale(self, form: Form) -> int:
        return _one_scale(form, self.fields)


@dataclass(frozen=True)
class Product(Expression):
    """One number of a row times another, e.g. pupils × yuan a head."""

    left: Expression
    right: Expression

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.left.fields, *self.right.fields)))

    def sql(self, table: FromClause, collection: Collection) -> ColumnElement[int]:
        return self.left.sql(table, collection) * self.right.sql(table, collection)

    def text(self, form: Form) -> str:
        return f"{self.left.text(form)}×{self.right.text(form)}"

    def scale(self, form: Form) -> int:
        return self.left.scale(form) + self.right.scale(form)


def _one_scale(form: Form, names: tuple[str, ...]) -> int:
    scales = {form.column(name).kind.scale for name in names}
    if len(scales) != 1:
        raise TypeError(f"{form.code}: {names} are of different scales")
    return scales.pop()


def _label(form: Form, name: str) -> str:
    """A field's label; with its group where the form has the label twice."""
    column = form.column(name)
    alike = sum(other.label == column.label for other in form.columns)
    return column.full_label if alike > 1 else column.label


def total(*names: str) -> Total:
    """The sum of number fields of a row."""
    return Total(names)


def minus(name: str, less: str) -> Difference:
    """One number field of a row less another."""
    return Difference(name, less)


def product(left: str | Expression, right: str | Expression) -> Product:
    """One number of a row times another."""
    return Product(*(Total((e,)) if isinstance(e, str) else e for e in (left, right)))


@dataclass(frozen=True)
class AtLeast(Condition):
    """One number of a row reaches another."""

    left: Expression
    right: Expression

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.left.fields, *self.right.fields)

    def sql(self, table: FromClause, collection: Collection) -> ColumnElement[bool]:
        return self.left.sql(table, collection) >= self.right.sql(table, collection)

    def text(self, form: Form) -> str:
        return f"{self.left.text(form)}不少于{self.right.text(form)}"


@dataclass(frozen=True)
class In(Condition):
    """The field holds one of these codes or numbers."""

    name: str
    values: tuple[str | int, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.name,)

    def sql(self, table: FromClause, collection: Collection) -> ColumnElement[bool]:
        column = table.c[self.name]
        return column == self.values[0] if len(self.values) == 1 else column.in_(self.values)

    def text(self, form: Form) -> str:
        return f"{form.column(self.name).label}为{'、'.join(map(str, self.values))}"


@dataclass(frozen=True)
class Yes(Condition):
    """The question was answered 是."""

    name: str

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.name,)

    def sql(self, table: FromClause, collection: Collection) -> ColumnElement[bool]:
        # `= true`, not `IS true`: a blank must make the condition unknown on both engines alike.
        return table.c[self.name] == true()

    def text(self, form: Form) -> str:
        return f"{form.column(self.name).label}为“是”"


@dataclass(frozen=True)
class Filled(Condition):
    """The field is not blank."""

    name: str

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.name,)

    def sql(self, table: FromClause, collection: Collection) -> ColumnElement[bool]:
        return table.c[self.name].is_not(None)

    def text(self, form: Form) -> str:
        return f"已填{form.column(self.name).label}"


@dataclass(frozen=True)
class Within(Condition):
    """The date lies in a period of the collection."""

    name: str
    basis: Callable[[Collection], Basis]

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.name,)

    def sql(self, table: FromClause, collection: Collection) -> ColumnElement[bool]:
        period = self.basis(collection)
        return table.c[self.name].between(period.start, period.end)

    def text(self, form: Form) -> str:
        return f"{form.column(self.name).label}在{PERIOD_NAMES[self.basis]}"


@dataclass(frozen=True)
class OfYear(Condition):
    """The number is the collection's year, or lies so many years beside it."""

    name: str
    offset: int

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.name,)

    def sql(self, table: FromClause, collection: Collection) -> ColumnElement[bool]:
        return table.c[self.name] == collection.year + self.offset

    def text(self, form: Form) -> str:
        years = {0: "本年度", -1: "上年度"}.get(self.offset, f"本年度{self.offset:+d}年")
        return f"{form.column(self.name).label}为{years}"


@dataclass(frozen=True)
class Both(Condition):
    """Two conditions at once."""

    left: Condition
    right: Condition

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.left.fields, *self.right.fields)))

    def sql(self, table: FromClause, collection: Collection) -> ColumnElement[bool]:
        return and_(self.left.sql(table, collection), self.right.sql(table, collection))

    def text(self, form: Form) -> str:
        return f"{self.left.text(form)}且{self.right.text(form)}"


@dataclass(frozen=True)
class FieldReference:
    """A field by name, from which conditions are made."""

    name: str

    def equals(self, value: str | int) -> Condition:
        return In(self.name, (value,))

    def isin(self, values: tuple[str | int, ...]) -> Condition:
        return In(self.name, values)

    def is_true(self) -> Condition:
        return Yes(self.name)

    def is_filled(self) -> Condition:
        return Filled(self.name)

    def within(self, basis: Callable[[Collection], Basis]) -> Condition:
        return Within(self.name, basis)

    def is_year(self, offset: int = 0) -> Condition:
        return OfYear(self.name, offset)


def field(name: str) -> FieldReference:
    """A field of the form that the surrounding measure is about."""
    return FieldReference(name)
