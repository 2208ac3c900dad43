"""Explanations that the bureau was told, and the list of all that were given."""

from collections.abc import Sequence
from datetime import UTC, datetime

from pipeline.district.judging import judge_district
from pipeline.outbox.outbox import refresh_outbox
from pipeline.outbox.outgoing_zip import refresh_parcel
from pipeline.workspace import Workspace, WrongUse
from schemas.findings import Severity, UnitFinding
from schemas.units import Unit
from warehouse.comebacks import let_back
from warehouse.engine import reading, writing
from warehouse.explanations import Explanation, Given, add_explanations, explanations
from warehouse.findings import open_findings


def open_queries(workspace: Workspace, unit: Unit) -> list[UnitFinding]:
    """The unit's queries that nobody has explained yet."""
    with reading(workspace.engine) as connection:
        raised = open_findings(connection, workspace.collection.code, unit.code)
    return [one for one in raised if one.finding.severity is Severity.QUERY and not one.explained]


def explain_queries(
    workspace: Workspace,
    units: Sequence[Unit],
    rule: str,
    cell: str | None,
    text: str,
    author: str,
    now: datetime | None = None,
) -> int:
    """Note what units said to their open queries of one rule (at one cell); how many queries.

    Their slips and marked copies follow at once, and what they bring back counts (see
    `warehouse.comebacks`). Raises WrongUse when one of them has no such query,
    or words or name are blank; then nothing is noted.
    """
    if not text.strip() or not author.strip():
        raise WrongUse("请写明说明内容和说明人")
    given: dict[str, list[Explanation]] = {}
    for unit in units:
        keys = [
            one.key
            for one in open_queries(workspace, unit)
            if one.finding.rule == rule and cell in (None, one.finding.cell)
        ]
        if not keys:
            raise WrongUse(f"{unit.name}没有待说明的 {rule}{f'（{cell}）' if cell else ''}")
        given[unit.code] = [Explanation(key, text, author) for key in keys]
    at = now or datetime.now(UTC)
    back: list[str] = []
    with writing(workspace.engine) as connection:
        for code, words in given.items():
            add_explanations(
                connection,
                workspace.vault,
                workspace.collection.code,
                code,
                words,
                at,
            )
            back += let_back(connection, workspace.collection.code, code, words, at)
    if back:
        judge_district(workspace)
    unwritten = refresh_outbox(workspace, [unit.code for unit in units])
    unwritten |= refresh_parcel(workspace)
    if unwritten:
        raise next(iter(unwritten.values()))
    return sum(map(len, given.values()))


def all_explanations(workspace: Workspace, units: Sequence[Unit] = ()) -> list[Given]:
    """What was explained, by these units or by all, in the order in which it was given."""
    with reading(workspace.engine) as connection:
        given = explanations(connection, workspace.vault, workspace.collection.code)
    wanted = {unit.code for unit in units}
    return [one for one in given if not wanted or one.unit_code in wanted]
