"""Who has reported: the expected returns, unit by unit, against what has come in."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.intake.unopened import unopened_files
from pipeline.workspace import Workspace
from schemas.findings import Severity, Status
from schemas.form import FORMS
from schemas.units import Unit
from warehouse.engine import reading
from warehouse.findings import count_open, explained_queries
from warehouse.passing import digests, passed_digests
from warehouse.status import FileState, FormState, form_states, latest_files

MISSING = "missing"
INCOMPLETE = "incomplete"
EXPLAINED = "explained"  # every query was answered; nobody has judged the answers yet
PASSED = "passed"  # by a person, who saw what is in force and explained now
STATE_LABELS = {
    MISSING: "未报",
    INCOMPLETE: "缺表",
    **{status.value: status.label for status in Status if status is not Status.ATTACHMENT},
    EXPLAINED: "已说明",
    PASSED: "审核通过",
}
# What the machine has no more to say of, and a person may pass.
TO_PASS = (Status.ACCEPTED.value, EXPLAINED)


@dataclass(frozen=True)
class UnitState:
    """The state of one unit's return: missing, incomplete, the outcome of its worst form, or passed."""

    unit: Unit
    state: str
    received_at: datetime | None
    errors: int
    queries: int
    missing_forms: tuple[str, ...]
    returned_forms: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The contract of `huizong status --format json`."""
        return {
            "unit": self.unit.code,
            "name": self.unit.name,
            "kind": self.unit.kind,
            "state": self.state,
            "received_at": self.received_at.isoformat() if self.received_at else None,
            "errors": self.errors,
            "queries": self.queries,
        }


def unit_states(workspace: Workspace) -> list[UnitState]:
    """The state of every unit that owes something, in the order of the register."""
    collection = workspace.collection
    with reading(workspace.engine) as connection:
        by_unit: dict[str, dict[str, FormState]] = {}
        for state in form_states(connection, collection.code):
            by_unit.setdefault(state.unit_code, {})[state.form] = state
        files = latest_files(connection, collection.code)
        findings = count_open(connection, collection.code)
        explained = explained_queries(connection, collection.code)
        now = digests(connection, collection.code, explained)
        seen = passed_digests(connection, collection.code)
    unopened = {one.unit.code: one for one in unopened_files(workspace) if one.unit}
    states = []
    for unit in workspace.register:
        owed = [form.code for form in FORMS.values() if form.owed_by_unit(unit, collection)]
        if owed:
            forms = by_unit.get(unit.code, {})
            one = _unit_state(unit, owed, forms, files.get(unit.code), findings.get(unit.code))
            if one.state == MISSING and unit.code in unopened:  # something came, at any rate
                since = unopened[unit.code].first_seen_at
                one = replace(one, state=Status.UNREADABLE.value, received_at=since)
            if one.state == Status.ACCEPTED.value and unit.code in explained:
                one = replace(one, state=EXPLAINED)
            if one.state in TO_PASS and unit.code in seen and seen[unit.code] == now.get(unit.code):
                one = replace(one, state=PASSED)
            states.append(one)
    return states


def _unit_state(
    unit: Unit,
    owed: list[str],
    forms: dict[str, FormState],
    latest: FileState | None,
    findings: Counter[Severity] | None,
) -> UnitState:
    counts = findings or Counter()
    missing = tuple(code for code in owed if code not in forms)
    statuses = {code: forms[code].status for code in owed if code in forms}
    returned = tuple(code for code, status in statuses.items() if status is Status.RETURNED)
    if latest is None:
        state = MISSING
    elif latest.status is Status.UNREADABLE:
        state = Status.UNREADABLE.value
    elif len(missing) == len(owed):  # what came holds no form that was filled in
        state = MISSING
    elif returned:
        state = Status.RETURNED.value
    elif missing:
        state = INCOMPLETE
    elif counts[Severity.QUERY]:
        state = Status.ACCEPTED_WITH_QUERIES.value
    else:
        state = Status.ACCEPTED.value
    return UnitState(
        unit,
        state,
        latest.received_at if latest else None,
        counts[Severity.ERROR],
        counts[Severity.QUERY],
        missing,
        returned,
    )
