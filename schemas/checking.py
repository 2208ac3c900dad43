"""Running rules over frames with pandera: one call a form, however many units are in the frame.

A frame has an integer index that names its records; it is never reset, so every failure can be
traced to its submission and sheet row by whoever built the frame.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from schemas.collections import Collection
from schemas.columns import Blank
from schemas.form import FORMS, Form
from schemas.rule import RULES, Frame, Mask, Rule, Stage

# pandera's built-in column checks that our fields use, and the rule each of them enforces.
COLUMN_CHECK_RULES = {
    "greater_than_or_equal_to": "VAL-003",
    "isin": "VAL-005",
}


@dataclass(frozen=True)
class Failure:
    """A rule that does not hold for one record. `column` is set for checks of a single column."""

    rule: str
    record: int
    column: str = ""


class RuleCrashed(RuntimeError):
    """A check raised instead of judging: a fault of ours, never of the return."""

    def __init__(self, rule: str, kind: str) -> None:
        """`kind`: of the exception. Its message is left out, for it could quote a return."""
        super().__init__(f"rule {rule} crashed ({kind})")
        self.rule = rule


def form_rules(form: Form) -> list[Rule]:
    return [r for r in RULES.values() if r.stage is Stage.FORM and r.form == form.code]


def unjudged(rules: Iterable[Rule], collection: Collection) -> list[Rule]:
    """The rules that judge by a standard that is not in force in this round: see STD-001."""
    return [rule for rule in rules if not rule.is_judged_in(collection)]


def check_form(form: Form, frame: Frame, collection: Collection) -> list[Failure]:
    """Validate the rows of one form, of any number of units, in one pandera call.

    `frame` has the form's columns in their declared dtypes plus the register facts of the unit
    (`unit_kind`, `unit_stages` …). Raises RuleCrashed when a rule itself is at fault.
    """
    believed = believable(form, frame)
    checks = _checks(form_rules(form), collection, lambda _: believed)
    return _validate(pa.DataFrameSchema(columns=form.schema.columns, checks=checks), frame)


def believable(form: Form, frame: Frame) -> Frame:
    """The rows as the form's rules see them: what a column itself refuses is missing.

    A negative number or a term that is not on the list has its own finding; sums over it, and
    comparisons with it, would say it again at other cells.
    """
    without: dict[str, pd.Series[Any]] = {}
    for column in form.columns:
        values = frame[column.name]
        if column.codes:
            refused = values.notna() & ~values.isin(column.codes)
        elif column.minimum is not None:
            refused = (values < column.minimum).fillna(False)
        else:
            continue
        if refused.any():
            without[column.name] = values.mask(refused)
    return frame.assign(**without) if without else frame


def warm_up() -> None:
    """Build every form's schema and load pandera's machinery, which it does at the first call."""
    for form in FORMS.values():
        pa.DataFrameSchema(columns=form.schema.columns)
    pa.DataFrameSchema().validate(pd.DataFrame())


def holds(rule: Rule, frame: Frame, collection: Collection) -> Mask:
    """True for each row that is right, or in which an answer that the rule blames is missing.

    That answer has its own finding; a sentence that names it would have nothing to say.
    """
    verdict = rule.passes(frame, collection)
    if rule.stage is not Stage.FORM:
        return verdict  # sums over anything missing are missing there
    columns = FORMS[rule.form].specs
    blamed = [name for name in rule.culprits if columns[name].column.blank is Blank.ERROR]
    return verdict | frame[blamed].isna().any(axis="columns")


def check_rules(rules: Sequence[Rule], frame: Frame, collection: Collection) -> list[Failure]:
    """Validate a built frame (UNIT and DISTRICT stages) against some rules."""
    return _validate(pa.DataFrameSchema(checks=_checks(rules, collection)), frame)


def _checks(
    rules: Sequence[Rule], collection: Collection, seen: Callable[[Frame], Frame] = lambda f: f
) -> list[pa.Check]:
    """`seen`: the frame that is validated → the frame that the rules see, with the same index."""

    def judge(rule: Rule) -> Callable[[Frame], Mask]:
        return lambda frame: holds(rule, seen(frame), collection)

    # ignore_na=False: pandera would otherwise drop failing rows that hold a missing value.
    return [
        pa.Check(judge(rule), name=rule.id, ignore_na=False)
        for rule in rules
        if rule.is_judged_in(collection)
    ]


def _validate(schema: pa.DataFrameSchema, frame: Frame) -> list[Failure]:
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        failures: dict[Failure, None] = {}
        for error in errors.schema_errors:
            for failure in _failures(error):
                failures[failure] = None
        return list(failures)
    return []


def _failures(error: pa.errors.SchemaError) -> list[Failure]:
    check = error.check
    name = getattr(check, "name", None)
    cases = error.failure_cases
    if error.reason_code is pa.errors.SchemaErrorReason.CHECK_ERROR or not isinstance(
        cases, pd.DataFrame
    ):
        # pandera tells of a crash as text: `ValueError("…")`.
        raise RuleCrashed(str(name or error.schema.name), str(cases).partition("(")[0])
    records = [int(record) for record in cases["index"]]
    if name in COLUMN_CHECK_RULES:
        return [
            Failure(COLUMN_CHECK_RULES[name], record, str(error.schema.name)) for record in records
        ]
    if name in RULES:
        return [Failure(name, record) for record in records]
    raise RuleCrashed(str(name), f"unexpected pandera failure {error.reason_code}")
