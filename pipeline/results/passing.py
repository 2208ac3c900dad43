"""审核通过: a person of the bureau passes what units have reported and explained."""

from collections.abc import Sequence
from datetime import UTC, datetime

from pipeline.results.unit_states import PASSED, STATE_LABELS, TO_PASS, unit_states
from pipeline.workspace import Workspace, WrongUse
from schemas.units import Unit
from warehouse.engine import reading, writing
from warehouse.findings import explained_queries
from warehouse.passing import digests, note_passed


def pass_units(workspace: Workspace, units: Sequence[Unit], by: str, note: str = "") -> None:
    """Note that somebody passed units, as they stand now.

    Raises WrongUse, and notes nothing, when one of them is not ready for it or nobody is named.
    """
    if not by.strip():
        raise WrongUse("请写明审核人")
    collection = workspace.collection.code
    with reading(workspace.engine) as connection:  # what comes after this is not passed
        now = digests(connection, collection, explained_queries(connection, collection))
    states = {one.unit.code: one.state for one in unit_states(workspace)}
    for unit in units:
        state = states.get(unit.code)
        if state not in (*TO_PASS, PASSED):
            reason = f"现在是“{STATE_LABELS[state]}”" if state else "没有应填的表"
            raise WrongUse(f"{unit.name}{reason}，不能审核通过")
    chosen = {unit.code: now[unit.code] for unit in units}
    with writing(workspace.engine) as connection:
        note_passed(connection, collection, chosen, by, datetime.now(UTC), note)
