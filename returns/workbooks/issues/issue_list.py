"""问题清单: the findings of a file as the lines that a clerk works through.

Errors first; what one rule found in one column of a sheet is one line ("D7、D9、D12 共 3 处").
Plain data, so that it can go to the process that marks files.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from schemas.findings import Finding, Severity

WHAT_TO_DO = (
    "“逻辑校验”必须改正后重新报送；“经验校验”请核对：有误的改正，无误的在“说明”栏写明情况，"
    "保存后把这份文件报回来；“提示”供参考，不必回复。"
)

_GROUPED_FROM = 3  # places
_MOST_IN_LINE = 500  # places: their keys stand in one cell, which holds 32,767 characters
_SHOWN_CELLS = 30
_SHOWN_VALUES = 3


@dataclass(frozen=True)
class Listed:
    """A finding that is to go on the list; `key` as the warehouse knows it, empty where it cannot."""

    finding: Finding
    key: str = ""


@dataclass(frozen=True)
class Issue:
    """A line of the list. `cells` are the places in `sheet`, the first of which is linked."""

    sheet: str
    cells: list[str]
    value: str
    message: str
    severity: str
    rule: str
    keys: list[str]

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR.value

    @property
    def is_query(self) -> bool:
        return self.severity == Severity.QUERY.value

    @property
    def label(self) -> str:
        return Severity(self.severity).label

    @property
    def place(self) -> str:
        """D7; D7、D9、D12 共 3 处."""
        if len(self.cells) < _GROUPED_FROM:
            return "、".join(self.cells)
        more = "…" if len(self.cells) > _SHOWN_CELLS else ""
        return f"{'、'.join(self.cells[:_SHOWN_CELLS])}{more} 共 {len(self.cells)} 处"


@dataclass(frozen=True)
class IssueList:
    """The whole list of one file. `notice`: what the clerk must know before anything else."""

    unit_name: str
    unit_code: str
    collection: str
    file_name: str
    issues: list[Issue] = field(default_factory=list)
    notice: str = ""

    @property
    def title(self) -> str:
        return f"{self.unit_name} 报表问题清单"

    @property
    def identity(self) -> str:
        """The line by which the list is recognised when it comes back."""
        parts = [
            f"填报单位：{self.unit_name}",
            f"填报任务：{self.collection}",
            f"文件：{self.file_name}",
        ]
        if self.unit_code:
            parts.insert(1, f"单位代码：{self.unit_code}")
        return "　　".join(parts)

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "IssueList":
        return cls(**{**plain, "issues": [Issue(**issue) for issue in plain["issues"]]})


def issues(listed: Iterable[Listed]) -> list[Issue]:
    """The lines for some findings: errors, queries, notes, each in the order given."""
    groups: dict[tuple[str, ...], list[Listed]] = {}
    alone = 0
    for one in listed:
        found = one.finding
        name: tuple[str, ...] = (found.severity.value, found.rule, found.sheet, found.field)
        if not (found.cell and found.sheet):
            alone += 1
            name = (*name, str(alone))
        groups.setdefault(name, []).append(one)
    lines = [
        line
        for group in groups.values()
        for start in range(0, len(group), _MOST_IN_LINE)
        for line in _lines(group[start : start + _MOST_IN_LINE])
    ]
    return sorted(lines, key=lambda line: Severity(line.severity).rank)


def _lines(group: Sequence[Listed]) -> list[Issue]:
    """One line, or one each where there are too few to be worth a summary."""
    if len(group) < _GROUPED_FROM:
        return [_line([one], one.finding.message) for one in group]
    first = group[0].finding
    bodies = [_body(one.finding) for one in group]
    same = len(set(bodies)) == 1
    message = bodies[0] if same else f"{bodies[0]}（这是 {first.cell}；其余各处同类，请逐处核对）"
    return [_line(group, f"「{first.sheet}」{message}")]


def _line(group: Sequence[Listed], message: str) -> Issue:
    first = group[0].finding
    values = list(dict.fromkeys(one.finding.value for one in group if one.finding.value))
    more = "…" if len(values) > _SHOWN_VALUES else ""
    return Issue(
        sheet=first.sheet,
        cells=[one.finding.cell for one in group if one.finding.cell],
        value="、".join(values[:_SHOWN_VALUES]) + more,
        message=message,
        severity=first.severity.value,
        rule=first.rule,
        keys=[one.key for one in group if one.key and first.severity is Severity.QUERY],
    )


def _body(finding: Finding) -> str:
    """The message without its place, see `returns.judging.finding_words.sentence`."""
    return finding.message.removeprefix(f"「{finding.sheet}」{finding.cell}：")
