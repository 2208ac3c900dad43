"""Numbers outside the range that their field declares: one rule a field, all by one pattern."""

from decimal import Decimal

import pandas as pd

from schemas.columns import Column, Layout
from schemas.findings import Severity
from schemas.form import Form
from schemas.forms import FORMS
from schemas.number_words import unscaled
from schemas.plausible import Plausible
from schemas.rule import Frame, Record, Rule, Stage, declare

_SAMPLE_SIZE = 1000  # of each thing that a range is measured by, in the samples


class _Range:
    """A declared range over frames: numbers in the scale in which the field is stored."""

    def __init__(self, form: Form, column: Column, plausible: Plausible) -> None:
        self.form, self.column, self.plausible = form, column, plausible
        self._scale = 10**column.kind.scale
        self.prefix = f"{form.code}__" if plausible.crosses_forms else ""
        self.value = self.prefix + column.name
        self.sizes = tuple(name.replace(".", "__") for name in plausible.per)

    def least(self, size: "pd.Series[int]") -> "pd.Series[int]":
        low = self.plausible.low * self._scale
        least: pd.Series[int] = -(-(size * low.numerator) // low.denominator)
        return least.fillna(0) if self.plausible.crosses_forms else least

    def most(self, size: "pd.Series[int]") -> "pd.Series[int]":
        high = self.plausible.high * self._scale
        most: pd.Series[int] = (size * high.numerator // high.denominator).clip(
            lower=self._stored(self.plausible.allowed)
        )
        if self.plausible.unsized is None:
            return most.mask(most == 0)  # nothing to measure by: other rules speak of that
        return most.fillna(self._stored(self.plausible.unsized))

    def size(self, frame: Frame) -> "pd.Series[int]":
        """What the range is measured by, in every row: NA where it is not known."""
        if not self.sizes:
            return pd.Series(1, index=frame.index, dtype="Int64")
        size: pd.Series[int] = frame[self.sizes[0]]
        for name in self.sizes[1:]:
            size = size + frame[name]
        return size

    @property
    def basis_of_size(self) -> str:
        """学生（幼儿）数、教职工数: what is added up to the size."""
        labels = []
        for name in self.plausible.per:
            code, _, field = name.rpartition(".")
            form = FORMS[code] if code else self.form
            where = f"《{form.title}》" if code else ""
            labels.append(where + form.column(field).label)
        return "、".join(labels)

    @property
    def text(self) -> str:
        """The declared range and its reason, for the catalogue: 按党员教师数每人 30 至 1500 元."""
        plausible, unit = self.plausible, self.column.unit
        low, high = (f"{float(end):.10g}" for end in (plausible.low, plausible.high))
        within = f"{low} 至 {high} {unit}" if plausible.low else f"不超过 {high} {unit}"
        measure = f"按{self.basis_of_size}每人 " if self.sizes else ""
        allowed = f"，{plausible.allowed} {unit}以内不问" if plausible.allowed else ""
        return f"{measure}{within}{allowed}；{plausible.reason}"

    def measured(self, frame: Frame) -> "pd.Series[str]":
        """按学生（幼儿）数、教职工数共 406 计，: how the range comes about, for the sentence."""
        if not self.sizes:
            whole = "每单位" if self.form.layout is Layout.CARD else "每行"
            return pd.Series(whole, index=frame.index, dtype="string")
        sizes = self.size(frame).astype("string")
        sized = f"按{self.basis_of_size}共 " + sizes + " 计，"
        return sized.fillna(f"{self.basis_of_size}尚未填报，") if self.prefix else sized

    def _stored(self, amount: Decimal) -> int:
        return int(amount * self._scale)

    def samples(self) -> tuple[list[Record], list[Record]]:
        """Rows on both sides of both ends."""
        total = _SAMPLE_SIZE * max(len(self.sizes), 1) if self.sizes else 1
        sized = dict.fromkeys(self.sizes, _SAMPLE_SIZE)
        sizes = pd.Series([total], dtype="Int64")
        least, most = int(self.least(sizes)[0]), int(self.most(sizes)[0])
        passing: list[Record] = [{self.value: value, **sized} for value in (0, least, most)]
        failing: list[Record] = [{self.value: most + 1, **sized}]
        if least > 1:
            failing.append({self.value: least - 1, **sized})
        if self.plausible.unsized is not None:
            unsized = self._stored(self.plausible.unsized)
            nothing = dict.fromkeys(self.sizes)
            passing.append({self.value: unsized, **nothing})
            failing.append({self.value: unsized + 1, **nothing})
        return passing, failing


def _outside(form: Form, column: Column, plausible: Plausible) -> Rule:
    """The rule of one field."""
    over = _Range(form, column, plausible)
    digits, unit = column.kind.scale, column.unit
    passing, failing = over.samples()
    says_range = "一般为 {least} 至 {most}" if plausible.low else "一般不超过 {most}"
    return Rule(
        id=plausible.rule,
        stage=Stage.UNIT if plausible.crosses_forms else Stage.FORM,
        form="" if plausible.crosses_forms else form.code,
        severity=Severity.QUERY,
        title=f"{column.label}超出合理范围",
        says=f"{column.label}填了 {{{over.value}}} {unit}，{{measured}}{says_range} {unit}。"
        f"请核对是否多填或少填了位数、是否以“{unit}”为单位；数字无误的，请保留并说明",
        says_en=f"{column.name} {{{over.value}}} is not between {{least}} and {{most}}",
        basis=over.text,
        protects=(f"《{form.title}》{column.label}合计",),
        culprits=(f"{form.code}.{column.name}",)
        if plausible.crosses_forms
        else (column.name, *plausible.per),
        given={
            "lowest": lambda f, _: over.least(over.size(f)),
            "highest": lambda f, _: over.most(over.size(f)),
            "least": lambda f, _: unscaled(f.lowest, digits),
            "most": lambda f, _: unscaled(f.highest, digits),
            "measured": lambda f, _: over.measured(f),
        },
        check=lambda f, _: (f[over.value] == 0) | f[over.value].between(f.lowest, f.highest),
        passing=passing,
        failing=failing,
    )


for _form in FORMS.values():
    for _spec in _form.specs.values():
        if _spec.plausible is not None:
            declare(_outside(_form, _spec.column, _spec.plausible))
