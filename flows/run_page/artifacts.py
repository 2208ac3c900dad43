"""What an operator sees of a run without opening a log: artifacts on its page.

They hold units, files, rules and numbers of the district; nothing of a person.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_table_artifact,
)

from indicators.quoted_file import read_quotes
from pipeline.outbox.folders import NOBODY
from pipeline.results.documents import figures_file
from pipeline.results.since_release import moved_since_release
from pipeline.results.totals import TotalsOutcome
from pipeline.results.unit_states import STATE_LABELS, UnitState, unit_states
from pipeline.run.run_result import RunResult
from pipeline.workspace import Workspace
from reports.markdown_text import as_text
from schemas.findings import Origin, Severity, Status
from schemas.raw_text import Change
from schemas.rules import RULES
from warehouse.engine import reading
from warehouse.findings import open_findings
from warehouse.raw_texts import count_changes

_SHOWN = 20  # lines of a list; the rest is counted


def publish(workspace: Workspace, result: RunResult, totals: TotalsOutcome) -> None:
    """Put the artifacts of a night on its run's page."""
    code = workspace.collection.code
    states = unit_states(workspace)
    create_markdown_artifact(
        key=f"night-{code}",
        markdown=night_markdown(workspace, result, totals, states),
        description=f"{code} 夜间汇总结果",
    )
    create_table_artifact(
        key=f"returned-{code}",
        table=returned_rows(workspace),
        description=f"{code} 退回和无法读取的报表及原因",
    )
    if workspace.settings.pages_url:
        create_link_artifact(
            key=f"page-{code}",
            link=page_link(workspace),
            link_text=f"{code} 指标页",
            description="全部指标、口径和缺报单位",
        )


def page_link(workspace: Workspace) -> str:
    code = workspace.collection.code
    return f"{workspace.settings.pages_url.rstrip('/')}/{code}/{figures_file(code, 'html')}"


def night_markdown(
    workspace: Workspace, result: RunResult, totals: TotalsOutcome, states: Sequence[UnitState]
) -> str:
    """The night in one page: received, where the units stand, the totals, what changed, what next."""
    received = Counter(one.status for one in result.files)
    standing = Counter(STATE_LABELS[state.state] for state in states)
    final = totals.computed - totals.provisional
    lines = [
        f"## {workspace.collection.code} 夜间汇总",
        "",
        "| 本次收到 | 份数 |",
        "|---|---|",
        *(
            f"| {status.label} | {received[status.value]} |"
            for status in Status
            if received[status.value]
        ),
        f"| 合计 | {len(result.files)} |",
        "",
        f"**应报 {len(states)} 个单位**："
        + "，".join(f"{k} {n}" for k, n in standing.items())
        + "。",
        "",
        f"**指标**：最终 {final} 项，暂定 {totals.provisional} 项。",
        "**关系核对**："
        + "，".join(f"{v.label} {n} 条" for v, n in totals.relations.items())
        + "。",
        *_changes(workspace),
        "",
        "### 与上次相比",
        "",
        *(["这是第一次汇总。"] if result.is_first else _listed(result.changes) or ["没有变化。"]),
        *_since_release(workspace),
        *_unread_quotes(workspace),
        *_unfinished(result),
        "",
        "### 接下来",
        "",
        *_next_steps(result, states),
    ]
    if workspace.settings.pages_url:
        lines += ["", f"[打开指标页]({page_link(workspace)})"]
    return "\n".join(lines)


def _changes(workspace: Workspace) -> list[str]:
    """How many cells of what is in force were read otherwise than they were written."""
    with reading(workspace.engine) as connection:
        counted = count_changes(connection, workspace.collection.code)
    parts = [f"{change.label} {counted[change]} 格" for change in Change if counted[change]]
    return ["", f"**按规范写法读取**：{'，'.join(parts)}。"] if parts else []


def _listed(texts: Sequence[str]) -> list[str]:
    shown = [f"- {as_text(text)}" for text in texts[:_SHOWN]]
    if len(texts) > _SHOWN:
        shown.append(f"- 另有 {len(texts) - _SHOWN} 项")
    return shown


def _since_release(workspace: Workspace) -> list[str]:
    """What became of the figures that were signed."""
    since = moved_since_release(workspace)
    if since is None:
        return []
    return ["", f"### {since.headline}", "", *(_listed(since.lines) or ["没有变动。"])]


def _unread_quotes(workspace: Workspace) -> list[str]:
    """Lines of the quoted figures that stand for nothing until somebody mends them."""
    troubles = read_quotes(workspace.collection.code).troubles
    return ["", "### 引用数字没有采用的", "", *_listed(troubles)] if troubles else []


def _unfinished(result: RunResult) -> list[str]:
    """What an earlier run told already, with what to do; it fails no further run."""
    if not result.unfinished:
        return []
    texts = [f"{one.text}；{one.fault.kind.cure}" for one in result.unfinished]
    words = "下列文件以前已报告过，每次运行都会再试，不再算运行失败："
    return ["", "### 仍未处理", "", words, "", *_listed(texts)]


def _next_steps(result: RunResult, states: Sequence[UnitState]) -> list[str]:
    """What the operator is to do, the pressing things first."""
    steps = []
    if result.clock:
        steps.append(f"{result.clock}。")
    if result.troubles:
        names = "、".join(
            f"{as_text(one.file)}（{one.fault.kind.words}）" for one in result.troubles[:_SHOWN]
        )
        steps.append(
            f"{len(result.troubles)} 份文件因技术原因没有处理：{names}。排除故障后点 Retry。"
        )
    if result.crashed:
        steps.append(f"规则 {result.crashed.rule} 出错：请告诉维护人员，修好后点 Retry。")
    if result.locked:
        steps.append(f"请关闭正在编辑的文件：{_names(result.locked)}。")
    if result.passed_over:
        steps.append(f"收件文件夹里有没有处理的：{_names(result.passed_over)}。")
    waiting = [state.unit.name for state in states if state.state in ("returned", "unreadable")]
    if waiting:
        steps.append(
            f"把问题清单发给 {len(waiting)} 个单位（见表 returned-…）：{_names(waiting)}。"
        )
    missing = [state.unit.name for state in states if state.state in ("missing", "incomplete")]
    if missing:
        steps.append(f"催报 {len(missing)} 个单位：{_names(missing)}。")
    return [f"{at}. {step}" for at, step in enumerate(steps, start=1)] or ["没有需要处理的事项。"]


def _names(names: Sequence[str]) -> str:
    return "、".join(map(as_text, names[:_SHOWN]))


def returned_rows(workspace: Workspace) -> list[dict[str, str]]:
    """A row for each unit and rule with something to correct: in how many places; no values.

    Prefect renders every cell as Markdown.
    """
    with reading(workspace.engine) as connection:
        raised = open_findings(connection, workspace.collection.code)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for one in raised:
        if one.origin is Origin.FILE and one.finding.severity is Severity.ERROR:
            unit = workspace.register[one.unit_code].name if one.unit_code else NOBODY
            reasons[unit][one.finding.rule] += 1
    return [
        {"单位": as_text(unit), "规则": rule, "问题": RULES[rule].title, "处数": str(number)}
        for unit, rules in reasons.items()
        for rule, number in rules.most_common()
    ] or [{"单位": "—", "规则": "", "问题": "没有退回的报表", "处数": "0"}]
