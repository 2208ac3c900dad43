"""What a change of a return comes to: status, findings, totals, coverage, verdicts, row by row.

The changes are made to the finished sample district, as many in one night as can be told apart: no
form of a unit is changed twice in it, and no figure is moved by two of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from indicators.definitions import INDICATORS
from indicators.indicator import Indicator
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.findings import Severity
from schemas.form import FORMS
from tests.nights import District, Night, look
from tests.pipeline.changed_returns import write_changed
from tests.pipeline.changes import CHANGES, NO_ROOM, Change, Place
from tests.plain_engine import nightly
from warehouse.engine import reading
from warehouse.findings import open_findings
from warehouse.status import form_states

TITLES = {form.title: form.code for form in FORMS.values()}


def nights(changes: tuple[Change, ...]) -> list[list[Change]]:
    """The changes, each in the first night that has nothing to do with it yet."""
    planned: list[list[Change]] = []
    for change in changes:
        fits = (night for night in planned if not any(_meet(change, other) for other in night))
        night = next(fits, None)
        if night is None:
            planned.append(night := [])
        night.append(change)
    return planned


def _meet(one: Change, other: Change) -> bool:
    touches_returned = (
        (one.moves.keys() & NO_ROOM.get(other.sheet, frozenset()))
        if other.is_returned
        else (other.moves.keys() & NO_ROOM.get(one.sheet, frozenset()))
        if one.is_returned
        else frozenset()
    )
    same_form = (one.unit, one.sheet) == (other.unit, other.sheet)
    return same_form or bool(one.moves.keys() & other.moves.keys()) or bool(touches_returned)


NIGHTS = nights(CHANGES)


def found(workspace: Workspace) -> set[Place]:
    """(unit, rule, cell) of every open error and query; the unit is 全区 where it is nobody's."""
    names = {unit.code: unit.name for unit in workspace.register}
    with reading(workspace.engine) as connection:
        return {
            (names.get(one.unit_code or "", "全区"), one.finding.rule, one.finding.cell)
            for one in open_findings(connection, workspace.collection.code)
            if one.finding.severity is not Severity.NOTE
        }


def statuses(workspace: Workspace) -> dict[tuple[str, str], str]:
    names = {unit.code: unit.name for unit in workspace.register}
    with reading(workspace.engine) as connection:
        return {
            (names[state.unit_code], FORMS[state.form].title): state.status.value
            for state in form_states(connection, workspace.collection.code)
        }


def moved(before: Night, after: Night) -> dict[str, tuple[int, int]]:
    """Figure → by how much its numerator and its denominator moved, in storage units."""
    changes = {}
    for name in INDICATORS:
        old, new = before.totals[name], after.totals[name]
        pair = (
            (new.numerator or 0) - (old.numerator or 0),
            (new.denominator or 0) - (old.denominator or 0),
        )
        if pair != (0, 0):
            changes[name] = pair
    return changes


@dataclass
class Outcome:
    """What is looked at after a night, each as far as it is not as it was before."""

    statuses: dict[tuple[str, str], str]
    findings: set[Place]
    moves: dict[str, tuple[int, int]]
    awaited: dict[str, set[str]]  # figure → names of the units that it waits for
    differs: set[str]  # figures whose verdict turned


def differences(meant: Outcome, came: Outcome) -> Iterator[str]:
    """A line for each thing that was written down and did not come, or came and was not."""
    for name in ("statuses", "moves", "awaited"):
        wanted, got = getattr(meant, name), getattr(came, name)
        for key in sorted(wanted.keys() | got.keys(), key=str):
            if wanted.get(key) != got.get(key):
                yield f"{name} {key}: {got.get(key)}, written down: {wanted.get(key)}"
    for name in ("findings", "differs"):
        wanted, got = getattr(meant, name), getattr(came, name)
        yield from (f"{name}: no {one}" for one in sorted(wanted - got, key=str))
        yield from (f"{name}: also {one}" for one in sorted(got - wanted, key=str))


def expected(workspace: Workspace, changes: list[Change]) -> Outcome:
    returned = [one for one in changes if one.is_returned]
    return Outcome(
        {(one.unit, one.sheet): one.status for one in changes},
        {place for one in changes for place in one.places},
        {name: amounts for one in changes for name, amounts in one.moves.items()},
        {
            name: units
            for name, indicator in INDICATORS.items()
            if (units := {one.unit for one in returned if _reads(workspace, indicator, one)})
        },
        {name for one in changes for name in one.differs}
        | {name for one in returned for name in NO_ROOM.get(one.sheet, ())},
    )


def _reads(workspace: Workspace, indicator: Indicator, change: Change) -> bool:
    """Whether a figure waits for the unit's form."""
    (unit,) = (unit for unit in workspace.register if unit.name == change.unit)
    return any(
        term.form.title == change.sheet and term.is_owed_by(unit, workspace.collection)
        for term in indicator.measure.terms
    )


@pytest.mark.parametrize("night", range(len(NIGHTS)))
def test_what_a_change_comes_to(own_district: District, tmp_path: Path, night: int) -> None:
    changes = NIGHTS[night]
    workspace = Workspace(Settings(), "2020")
    names = {unit.code: unit.name for unit in workspace.register}
    earlier = found(workspace)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for unit in {change.unit for change in changes}:
        write_changed(inbox, unit, [change for change in changes if change.unit == unit])
    after = look(nightly("2020", str(inbox)))

    was, now = own_district.corrected.totals, after.totals
    states = statuses(workspace)
    came = Outcome(
        {(one.unit, one.sheet): states[one.unit, one.sheet] for one in changes},
        found(workspace) - earlier,
        moved(own_district.corrected, after),
        {name: {names[code] for code in one.missing} for name, one in now.items() if one.missing},
        {
            name
            for name, one in now.items()
            if one.judgement.verdict is not was[name].judgement.verdict
        },
    )
    unlike = list(differences(expected(workspace, changes), came))
    assert unlike == [], "\n".join(unlike)


def test_the_table_is_of_every_form() -> None:
    assert len(CHANGES) >= 80
    assert {TITLES[change.sheet] for change in CHANGES} == set(FORMS)
