"""The declaration of a rule and the registry of all rules.

A rule is declared once: id, severity, words, basis, what it protects, its check and two samples.
Where a rule is judged follows from its stage:

* READING  raised by the reader for a file, a sheet or a cell; has no check here
* FORM     `check` sees the rows of one form, with the unit's register facts beside them
* UNIT     `check` sees one row a submission with columns `form__field`: a card's value, or the sum
           of a table's column; forms the submission does not hold come from what is in force
* DISTRICT `check` sees a frame built from all that is in force (`frame`)

A check returns a boolean Series, True where the row is right. NA counts as right: what is missing
has its own finding. Ids are never reused; `tests/schemas/ids.txt` remembers them all.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from string import Formatter
from typing import Any, TypeAlias

import pandas as pd

from schemas.collections import Collection
from schemas.findings import Severity
from schemas.standards import editions, is_in_force

Frame: TypeAlias = pd.DataFrame
Mask: TypeAlias = "pd.Series[Any]"
Expression: TypeAlias = Callable[[Frame, Collection], "pd.Series[Any]"]
# (form code → rows in force, with the register facts of their unit), collection → frame to check
FrameBuilder: TypeAlias = Callable[[Mapping[str, Frame], Collection], Frame]
Record: TypeAlias = Mapping[str, Any]


class Stage(StrEnum):
    READING = "reading"
    FORM = "form"
    UNIT = "unit"
    DISTRICT = "district"


@dataclass(frozen=True)
class Rule:
    """One rule. `says` and `says_en` are format strings over the failing row's columns."""

    id: str
    stage: Stage
    severity: Severity
    title: str
    says: str
    says_en: str
    basis: str
    protects: tuple[str, ...] = ()  # indicators, or the arithmetical identity in words
    form: str = ""  # FORM: the form whose rows are checked
    says_to_school: str = ""  # DISTRICT: instead of `says`, where that names another unit
    culprits: tuple[str, ...] = ()  # FORM: field names; UNIT and DISTRICT: "form.field"
    check: Expression | None = None
    given: Mapping[str, Expression] = field(default_factory=dict)  # named values, in order
    frame: FrameBuilder | None = None  # DISTRICT
    needs: tuple[str, ...] = ()  # DISTRICT: the forms that `frame` reads
    asks_for: tuple[str, ...] = ()  # FORM: fields to fill in; it stands at the first that is blank
    passing: Sequence[Record] = ()  # rows of the frame (only the columns that the check reads)
    failing: Sequence[Record] = ()  # at least one row fails

    def with_given(self, frame: Frame, collection: Collection) -> Frame:
        """`frame` with the rule's named values added as columns."""
        for name, expression in self.given.items():
            frame = frame.assign(**{name: expression(frame, collection)})
        return frame

    def passes(self, frame: Frame, collection: Collection) -> Mask:
        """True for each row that is right or cannot be judged."""
        if self.check is None:
            raise TypeError(f"rule {self.id} is raised by the reader and has no check")
        verdict = self.check(self.with_given(frame, collection), collection)
        return verdict.astype("boolean").fillna(True).astype(bool)

    @cached_property
    def standard(self) -> str:
        """The dated standard that it judges by, which its basis names; "" for none."""
        return self.basis if editions(self.basis) else ""

    def is_judged_in(self, collection: Collection) -> bool:
        """Whether the standard that it judges by is in force on the collection's stock date."""
        return not self.standard or is_in_force(self.standard, collection.stock_date)

    @cached_property
    def spoken(self) -> frozenset[str]:
        """The names that `says` fills in."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.says) if name)

    @property
    def uses(self) -> tuple[tuple[str, str], ...]:
        """UNIT: the (form, field) pairs whose values the check needs."""
        pairs = []
        for culprit in self.culprits:
            form_code, _, name = culprit.partition(".")
            pairs.append((form_code, name))
        return tuple(pairs)


RULES: dict[str, Rule] = {}

# Severity is dated data: what a collection judges differently from a rule's declaration.
SEVERITIES: dict[tuple[str, str], Severity] = {
    # Spring 2020 was disrupted: the monthly drill duty is for information in that collection.
    ("2020", "DRL-002"): Severity.NOTE,
}


def severity(rule: Rule, collection: Collection) -> Severity:
    """The rule's severity in this collection."""
    return SEVERITIES.get((collection.code, rule.id), rule.severity)


def rules_version(collection: Collection) -> str:
    """Digest of the catalogue as it applies to a collection: which rules, how severe, what they say."""
    catalogue = sorted(
        (r.id, severity(r, collection).value, r.says, r.says_to_school, r.basis)
        for r in RULES.values()
    )
    return hashlib.sha256(repr(catalogue).encode()).hexdigest()[:16]


def declare(rule: Rule) -> Rule:
    """Enter a rule in RULES. Raises ValueError when the id is taken."""
    if rule.id in RULES:
        raise ValueError(f"rule id {rule.id} is taken")
    RULES[rule.id] = rule
    return rule


def reading_rule(
    id: str, severity: Severity, title: str, says: str, says_en: str, *, basis: str = "填报要求"
) -> Rule:
    """A rule that the reader applies to a file, a sheet or a cell."""
    return declare(
        Rule(id, Stage.READING, severity, title, says, says_en, basis, protects=("全部数字可读",))
    )
