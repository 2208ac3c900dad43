"""Findings: what is wrong with a return, where, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum

from schemas.columns import Kind
from schemas.labelled import Labelled

MAX_FINDINGS = 1000  # of a file that are kept and told; of the rest only how many there are

MAX_SHOWN = 200  # characters of a value that are shown; a cell may hold thousands
_MAX_WORDS = 1000  # characters of anything else that a message says


class Severity(Labelled):
    ERROR = "error", "逻辑校验"  # cannot be true or cannot be read; must be corrected
    QUERY = "query", "经验校验"  # corrected or explained
    NOTE = "note", "提示"  # for information

    @property
    def rank(self) -> int:
        """The pressing ones first."""
        return list(Severity).index(self)


class Status(Labelled):
    """The outcome of judging a form, or a file by its worst form.

    ATTACHMENT: a file that can hold no table, such as a scan. It is kept and told, and says nothing
    of the return that it came with.
    """

    ACCEPTED = "accepted", "校验通过"
    ACCEPTED_WITH_QUERIES = "accepted-with-queries", "待说明"
    RETURNED = "returned", "退回"
    UNREADABLE = "unreadable", "无法读取"
    ATTACHMENT = "attachment", "附件（不取数）"

    @property
    def is_accepted(self) -> bool:
        return self in (Status.ACCEPTED, Status.ACCEPTED_WITH_QUERIES)


@dataclass(frozen=True)
class Finding:
    """One problem with its place. `value` and `message` are already masked.

    `about` is what it rests on, in clear: the values that it blames or quotes. It tells a query
    that was explained from one whose value has changed since; only a keyed hash of it is kept.
    `own`: the same with the place and the value as they stand in the file, where a person turned up
    in them (`schemas.masking`): for the slip and the marked copy of the school whose file it is.
    """

    rule: str
    severity: Severity
    message: str
    form: str = ""  # form code; empty for a problem of the whole file
    sheet: str = ""
    cell: str = ""
    field: str = ""
    value: str = ""
    about: str = dataclass_field(default="", repr=False, compare=False)
    own: "Finding | None" = dataclass_field(default=None, repr=False, compare=False)

    @property
    def for_its_school(self) -> "Finding":
        """As whoever sent the file may read it."""
        return self.own or self

    def to_json(self) -> dict[str, str]:
        """The contract of `huizong check --format json`."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "form": self.form,
            "sheet": self.sheet,
            "cell": self.cell,
            "value": self.value,
            "message": self.message,
        }


class Origin(StrEnum):
    """Who raised a finding: the judging of one file, or a rule across all that is in force."""

    FILE = "file"
    DISTRICT = "district"


@dataclass(frozen=True)
class UnitFinding:
    """A finding at a unit. `unit_code` None: at nobody known, or at the district itself.

    `key` names it once it is stored; `explained`: its unit has said why it is as it is.
    """

    finding: Finding
    unit_code: str | None = None
    submission_id: int | None = None
    origin: Origin = Origin.DISTRICT
    key: str = ""
    explained: bool = False


def about(facts: Mapping[str, object]) -> str:
    """What a finding rests on, as its key is made of it: see `Finding.about`.

    A school's explanation hangs on that key, so this spelling never changes.
    """
    return repr(sorted((name, str(value)) for name, value in facts.items()))


def status_of(findings: list[Finding]) -> Status:
    """Accepted, accepted with queries, or returned, by the worst finding."""
    severities = {finding.severity for finding in findings}
    if Severity.ERROR in severities:
        return Status.RETURNED
    if Severity.QUERY in severities:
        return Status.ACCEPTED_WITH_QUERIES
    return Status.ACCEPTED


def shortened(text: str) -> str:
    """As much of a cell's text as is shown: a finding is read, not searched."""
    return _cut(text, MAX_SHOWN)


def shortened_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """What a message says, no more of it than somebody reads."""
    return {name: _cut(text, most_shown(name)) for name, text in facts.items()}


def most_shown(fact: str) -> int:
    """How many characters are shown of a fact that a message says, by the fact's name."""
    return MAX_SHOWN if fact == "raw" else _MAX_WORDS


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def mask(text: str, kind: Kind) -> str:
    """A personal value as it may be shown: 张**, G34**************15. Other kinds are unchanged."""
    if not kind.is_personal or not text:
        return text
    if kind is Kind.PERSON:
        return text[0] + "*" * (len(text) - 1)
    return text[:3] + "*" * max(len(text) - 5, 0) + text[-2:] if len(text) > 5 else "*" * len(text)
