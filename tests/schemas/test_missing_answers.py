"""What is missing never turns into a number: over every rule, with any of its answers taken away."""

from collections.abc import Iterator
from itertools import chain, combinations

import pandas as pd
import pytest

from schemas.checking import holds
from schemas.columns import Blank
from schemas.forms import FORMS
from schemas.rule import Frame, Rule, Stage
from schemas.rules import RULES
from tests.schemas.frames import form_frame, sample_frame
from tests.schemas.test_rules import COLLECTION

_FEW = 3
CHECKED = [rule for rule in RULES.values() if rule.stage is not Stage.READING]


def answers(rule: Rule, frame: Frame) -> list[str]:
    """The columns that a rule reads and whose absence has a finding of its own."""
    if rule.stage is Stage.FORM:
        due = {c.name for c in FORMS[rule.form].columns if c.blank is Blank.ERROR}
    elif rule.stage is Stage.UNIT:
        named = {name for row in (*rule.passing, *rule.failing) for name in row}
        due = {name for name in named if "__" in name}
        if rule.id.startswith("BND-"):  # a size that nobody knows has a bound of its own
            due -= {name for name in due if name.startswith("profile__")}
    else:
        due = {str(n) for n in frame if pd.api.types.is_numeric_dtype(frame[n].dtype)}
    return sorted(name for name in due if reads(rule, frame, name))


def reads(rule: Rule, frame: Frame, name: str) -> bool:
    try:
        rule.passes(frame.drop(columns=name), COLLECTION)
    except (KeyError, AttributeError):
        return True
    return False


def subsets(names: list[str]) -> Iterator[tuple[str, ...]]:
    """Each one, all of them, and where there are few, everything between."""
    sizes = range(1, len(names) + 1) if len(names) <= _FEW else (1, len(names))
    return chain.from_iterable(combinations(names, size) for size in sizes)


def variants(rule: Rule) -> Iterator[Frame]:
    """The failing sample, and with all of its numbers at an extreme.

    A number made up for a missing one may be harmless beside the sample's own.
    """
    frame = sample_frame(rule, rule.failing)
    yield frame
    numbers = [name for name in answers(rule, frame) if frame[name].dtype == "Int64"]
    for value in (0, 1_000_000):
        yield frame.assign(
            **{name: pd.Series(value, index=frame.index, dtype="Int64") for name in numbers}
        )


@pytest.mark.parametrize("rule", CHECKED, ids=lambda rule: rule.id)
def test_nothing_is_said_of_what_is_missing(rule: Rule) -> None:
    """With any subset of the answers that it reads missing, a rule does not speak."""
    spoke = [
        missing
        for frame in variants(rule)
        for missing in subsets(answers(rule, frame))
        if not holds(rule, without(frame, missing), COLLECTION).all()
    ]
    assert spoke == []


@pytest.mark.parametrize("missing", [("pupils",), ("staff",), ("boarders",), ("pupils", "staff")])
def test_no_guards_are_due_of_a_headcount_that_nobody_knows(missing: tuple[str, ...]) -> None:
    """No pupils, no guard: "应配 1 人" was a number that nobody had filled in."""
    row = {"pupils": 380, "staff": 26, "boarders": 0, "guards_full_time": 0}
    frame = form_frame("safety", [row])
    rule = RULES["SAF-002"]
    assert not holds(rule, frame, COLLECTION).all()
    values = rule.with_given(without(frame, missing), COLLECTION)
    assert values.required.isna().all()
    assert values.shortfall.isna().all()
    assert holds(rule, without(frame, missing), COLLECTION).all()


def without(frame: Frame, names: tuple[str, ...]) -> Frame:
    return frame.assign(**{n: pd.Series(index=frame.index, dtype=frame[n].dtype) for n in names})
