"""The declaration of a form: a pandera model plus who owes it, for when, and how it is laid out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TypeVar

import pandera.pandas as pa
from pandera.engines.pandas_engine import Engine

from schemas.collections import Basis, Collection
from schemas.columns import Column, FormLayout, Layout
from schemas.editions import FormChanges
from schemas.fields import DTYPES, FieldSpec
from schemas.obligations import Obligation
from schemas.units import Unit

Model = TypeVar("Model", bound=type[pa.DataFrameModel])


@dataclass(frozen=True)
class SameThing:
    """What makes two rows of a table the same project, payment or event under two numbers.

    Rows agree in all `fields`. `repeats`: the terms of the first of them that are entered several
    times in the ordinary course. A form whose rows are alike by nature (papers sent by the dozen,
    loans of one amount) declares none.
    """

    rule: str
    fields: tuple[str, ...]
    repeats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Copied:
    """From how much content on it is no accident that two units answered a form alike.

    `digits`: of all different numbers from 10 on, and four for each different text. A form whose
    numbers follow from the number of pupils needs more of them: two schools of one size may well
    have the same stock of masks.
    """

    rule: str
    digits: int


@dataclass(frozen=True)
class Form:
    """One table that is asked for, e.g. 平安校园."""

    code: str
    number: int
    title: str
    layout: Layout
    model: type[pa.DataFrameModel]
    basis: Callable[[Collection], Basis]
    owed_by: Obligation
    key: tuple[str, ...] = ()  # the columns that name a row of a table
    aliases: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # printed below the form: how to fill it in
    same_thing: SameThing | None = None
    copied: Copied | None = None
    changes: FormChanges = FormChanges()  # noqa: RUF009 - frozen

    @cached_property
    def schema(self) -> "pa.DataFrameSchema":
        return self.model.to_schema()

    @cached_property
    def specs(self) -> dict[str, FieldSpec]:
        """Field name → declaration, in the order of the form."""
        specs: dict[str, FieldSpec] = {}
        for name, column in self.schema.columns.items():
            spec = (column.metadata or {}).get("spec")
            if not isinstance(spec, FieldSpec):
                raise TypeError(
                    f"{self.code}.{name} is not declared with a field of schemas.fields"
                )
            if column.dtype != Engine.dtype(DTYPES[spec.column.kind]):
                raise TypeError(
                    f"{self.code}.{name}: {column.dtype} cannot hold {spec.column.kind}"
                )
            specs[str(name)] = spec.named(str(name))
        for name, label in self.changes.labels.items():
            specs[name] = specs[name].labelled(label)
        return specs

    @property
    def columns(self) -> tuple[Column, ...]:
        """The model's columns, in use or not: what the warehouse and the rules know."""
        return tuple(spec.column for spec in self.specs.values())

    @property
    def columns_in_use(self) -> tuple[Column, ...]:
        """The columns that this edition of the form asks for."""
        return tuple(c for c in self.columns if c.name not in self.changes.not_in_use)

    def column(self, name: str) -> Column:
        return self.specs[name].column

    def owed_by_unit(self, unit: Unit, collection: Collection) -> bool:
        """Whether `unit` owes this form: it is asked for, concerns the unit, and the unit was open
        when the basis ends.
        """
        return (
            self.code not in collection.edition.forms_left_out
            and self.owed_by.holds_for(unit)
            and unit.is_open_on(self.basis(collection).end)
        )

    def columns_owed_by(self, unit: Unit) -> tuple[Column, ...]:
        return tuple(column for column in self.columns_in_use if self._owes(unit, column))

    def _owes(self, unit: Unit, column: Column) -> bool:
        obligation = self.specs[column.name].owed_by
        return obligation is None or obligation.holds_for(unit)

    def layout_for_reader(self) -> FormLayout:
        return FormLayout(
            code=self.code,
            title=self.title,
            titles=(self.title, *self.aliases),
            layout=self.layout,
            key=self.key,
            columns=self.columns_in_use,
        )


FORMS: dict[str, Form] = {}


def forms_of(collection: Collection) -> dict[str, Form]:
    """The forms that a collection asks for, as its edition has them, by code.

    Raises ValueError for changes to a field that the form does not have, or that name a row.
    """
    left_out = collection.edition.forms_left_out
    return {code: form_in(collection, code) for code in FORMS if code not in left_out}


def form_in(collection: Collection, code: str) -> Form:
    """A form as the collection's edition has it, asked for or not."""
    changes = collection.edition.changes.get(code)
    return _changed(FORMS[code], changes) if changes else FORMS[code]


@lru_cache(maxsize=2**8)
def _changed(form: Form, changes: FormChanges) -> Form:
    strangers = {*changes.labels, *changes.not_in_use} - form.specs.keys()
    if strangers:
        raise ValueError(f"{form.code} has no field {', '.join(sorted(strangers))}")
    keys = set(changes.not_in_use) & set(form.key)
    if keys:
        raise ValueError(f"{form.code}: rows are named by {', '.join(sorted(keys))}")
    return replace(form, changes=changes)


def form(
    code: str,
    *,
    number: int,
    title: str,
    layout: Layout,
    basis: Callable[[Collection], Basis],
    owed_by: Obligation,
    key: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    same_thing: SameThing | None = None,
    copied: Copied | None = None,
) -> Callable[[Model], Model]:
    """Class decorator: declare the decorated model as a form and enter it in FORMS."""

    def declare(model: Model) -> Model:
        if code in FORMS:
            raise ValueError(f"form {code} is declared twice")
        FORMS[code] = Form(
            code,
            number,
            title,
            layout,
            model,
            basis,
            owed_by,
            key,
            aliases,
            notes,
            same_thing,
            copied,
        )
        return model

    return declare
