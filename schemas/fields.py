"""Typed pandera fields that carry everything else the product derives from them.

`count(...)`, `money(...)`, `flag(...)` … wrap `pandera.Field` and cannot be called without a label
and an example, because templates, header matching, messages, warehouse columns and the data
dictionary all come from here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import Blank, Column, Kind
from schemas.obligations import Obligation
from schemas.plausible import Plausible

# The annotations that go with the kinds of field. Missing values are NA, never NaN or 0.
Whole: TypeAlias = Series[pd.Int64Dtype]  # counts; money in fen; areas in hundredths of a m²
YesNo: TypeAlias = Series[pd.BooleanDtype]
Words: TypeAlias = Series[pd.StringDtype]
Day: TypeAlias = Series[pa.DateTime]

DTYPES: dict[Kind, str] = {
    Kind.COUNT: "Int64",
    Kind.MONEY: "Int64",
    Kind.AREA: "Int64",
    Kind.PERCENT: "Int64",
    Kind.FLAG: "boolean",
    Kind.DATE: "datetime64[ns]",
} | dict.fromkeys(
    (Kind.CODE, Kind.TEXT, Kind.PERSON, Kind.PUPIL_ID, Kind.CITIZEN_ID, Kind.IDENTIFIER), "string"
)


@dataclass(frozen=True)
class FieldSpec:
    """A column plus what only the judging side needs to know of it."""

    column: Column
    owed_by: Obligation | None = None  # None: whoever owes the form owes the field
    plausible: Plausible | None = None  # the range in which the number is believed
    bounded_by: tuple[str, ...] = ()  # the rules that hold it to another number instead
    unbounded: str = ""  # why nothing does
    names_unit: bool = False  # holds the code of a unit of the register that the row is about
    also_names: str = ""  # "form.field" of a ledger whose numbers it may hold as well

    def named(self, name: str) -> "FieldSpec":
        return replace(self, column=replace(self.column, name=name))

    def labelled(self, label: str) -> "FieldSpec":
        return replace(self, column=replace(self.column, label=label))


@dataclass(frozen=True)
class _Common:
    """The optional facts that every kind of field accepts."""

    group: str = ""
    unit: str = ""
    blank: Blank = Blank.ERROR
    aliases: Sequence[str] = field(default_factory=tuple)
    owed_by: Obligation | None = None
    zero_claim: bool = False
    never_zero: bool = False
    rate: bool = False
    digits: int = 0
    plausible: Plausible | None = None
    bounded_by: Sequence[str] = ()
    unbounded: str = ""
    names_unit: bool = False
    also_names: str = ""


def _declare(
    label: str, kind: Kind, example: str, *, codes: Sequence[str] = (), **common: Any
) -> Any:
    facts = _Common(**common)
    column = Column(
        name="",  # the attribute's name, known once the model is complete
        label=label,
        kind=kind,
        example=example,
        group=facts.group,
        unit=facts.unit,
        blank=facts.blank,
        aliases=tuple(facts.aliases),
        codes=tuple(codes),
        minimum=0 if kind.is_number else None,
        zero_claim=facts.zero_claim,
        never_zero=facts.never_zero,
        rate=facts.rate,
        digits=facts.digits,
    )
    spec = FieldSpec(
        column,
        facts.owed_by,
        plausible=facts.plausible,
        bounded_by=tuple(facts.bounded_by),
        unbounded=facts.unbounded,
        names_unit=facts.names_unit,
        also_names=facts.also_names,
    )
    checks: dict[str, Any] = {}
    if column.minimum is not None:
        checks["ge"] = column.minimum
    if column.codes:
        checks["isin"] = list(column.codes)
    return pa.Field(
        title=column.full_label,
        nullable=True,  # who owes an answer depends on the unit: see returns.judging.judge_cells
        metadata={"spec": spec},
        **checks,
    )


def count(label: str, *, example: int, **common: Any) -> Any:
    """Whole persons, things or events."""
    return _declare(label, Kind.COUNT, str(example), **common)


def money(label: str, *, example: str, **common: Any) -> Any:
    """An amount filled in as yuan with at most two decimals; held as integer fen."""
    return _declare(label, Kind.MONEY, example, **{"unit": "元", **common})


def area(label: str, *, example: str, **common: Any) -> Any:
    """A floor area filled in as m² with at most two decimals; held as integer hundredths."""
    return _declare(label, Kind.AREA, example, **{"unit": "平方米", **common})


def percent(label: str, *, example: str, **common: Any) -> Any:
    """A rate filled in as 79.68 for 79.68 %; held as integer hundredths of a per cent."""
    return _declare(label, Kind.PERCENT, example, **{"unit": "%", "rate": True, **common})


def decimals_column(name: str) -> str:
    """Beside a percentage in the frames of a form's rules: how many decimals it was written with."""
    return f"{name}_decimals"


def flag(label: str, *, example: str = "是", **common: Any) -> Any:
    """A question answered 是 or 否."""
    return _declare(label, Kind.FLAG, example, **{"unit": "是/否", **common})


def code(label: str, codes: Sequence[str], **common: Any) -> Any:
    """One term of a closed list."""
    return _declare(label, Kind.CODE, codes[0], codes=codes, **common)


def text(label: str, *, example: str, **common: Any) -> Any:
    """Free words."""
    return _declare(label, Kind.TEXT, example, **common)


def day(label: str, *, example: str, **common: Any) -> Any:
    """A full date."""
    return _declare(label, Kind.DATE, example, **common)


def identifier(label: str, *, example: str, **common: Any) -> Any:
    """A public identifier: a code of a unit or a case.

    `digits`: the length of a code of digits only that may begin with 0, which a cell for numbers
    drops and the reader puts back. None of the codes in use can (`schemas.identifiers`).
    """
    return _declare(label, Kind.IDENTIFIER, example, **common)


def unit_code(label: str, *, example: str, also_names: str = "", **common: Any) -> Any:
    """The code of a unit that a row of an office's ledger is about.

    Each such field has a rule (`schemas.rules.unit_codes`): the register has to have the unit.
    """
    return identifier(label, example=example, names_unit=True, also_names=also_names, **common)


def person(label: str, *, example: str = "张小例", **common: Any) -> Any:
    """A person's name: encrypted at rest, masked in every message."""
    return _declare(label, Kind.PERSON, example, **common)


def pupil_id(label: str, *, example: str = "G340403201001010017", **common: Any) -> Any:
    """A 学籍号: kept as a keyed hash, masked in every message."""
    return _declare(label, Kind.PUPIL_ID, example, **common)


def citizen_id(label: str, *, example: str = "340403201001010017", **common: Any) -> Any:
    """A 公民身份号码: kept as a keyed hash, masked in every message."""
    return _declare(label, Kind.CITIZEN_ID, example, **common)
