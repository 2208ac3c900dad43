"""The totals of a collection, computed only when something that they rest on has changed."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import indicators
from indicators.computation import IndicatorValue, ValueStatus, compute
from indicators.moving import moves
from indicators.relations import RelationVerdict, judge_relations
from pipeline.workspace import Workspace
from warehouse import relations, values
from warehouse.engine import Connection, reading, writing
from warehouse.status import form_states, in_force_digest


@dataclass(frozen=True)
class TotalsOutcome:
    """How many indicators have a value, and how many of them are provisional.

    `figures` are those computed now; None when the totals are as they were.
    `relations`: verdict → how many relations between the figures came to it. `digest`: the state
    that the totals are those of.
    """

    digest: str
    computed: int
    provisional: int
    figures: tuple[IndicatorValue, ...] | None
    relations: dict[RelationVerdict, int]


def refresh_totals(workspace: Workspace) -> TotalsOutcome:
    """Compute and store the totals, unless those of exactly this state are stored already."""
    collection = workspace.collection
    with reading(workspace.engine) as connection:
        digest = _state_digest(connection, workspace)
        stored = values.load_values(connection, collection.code, digest)
        if stored:
            judged = relations.load_verdicts(connection, collection.code, digest)
            return _outcome(digest, stored, judged, None)
        computed = compute(connection, collection, workspace.register)
    kept = [one.stored for one in computed]
    verdicts = [
        relations.StoredVerdict(one.relation.id, one.verdict.value, one.detail)
        for one in judge_relations(computed, collection)
    ]
    with writing(workspace.engine) as connection:
        values.store_values(connection, collection.code, digest, kept, datetime.now(UTC))
        relations.store_verdicts(connection, collection.code, digest, verdicts)
    return _outcome(digest, kept, verdicts, tuple(computed))


def changes_since(workspace: Workspace, earlier: str | None, now: str) -> list[str]:
    """The figures that are not as they were under an earlier digest, each with both values."""
    if earlier is None or earlier == now:
        return []
    collection = workspace.collection.code
    with reading(workspace.engine) as connection:
        before, after = (
            values.load_values(connection, collection, digest) for digest in (earlier, now)
        )
    return [move.text for move in moves(before, after).values()]


def current_values(workspace: Workspace) -> list[values.StoredValue]:
    """The figures of this moment: those kept for exactly this state, else computed now."""
    collection = workspace.collection
    with reading(workspace.engine) as connection:
        digest = _state_digest(connection, workspace)
        kept = values.load_values(connection, collection.code, digest)
        if kept:
            return kept
        return [one.stored for one in compute(connection, collection, workspace.register)]


def _outcome(
    digest: str,
    kept: list[values.StoredValue],
    judged: list[relations.StoredVerdict],
    figures: tuple[IndicatorValue, ...] | None,
) -> TotalsOutcome:
    statuses = Counter(ValueStatus(one.status) for one in kept)
    return TotalsOutcome(
        digest=digest,
        computed=len(kept) - statuses[ValueStatus.NOT_COMPUTABLE],
        provisional=statuses[ValueStatus.PROVISIONAL],
        figures=figures,
        relations=Counter(RelationVerdict(one.verdict) for one in judged),
    )


def _state_digest(connection: Connection, workspace: Workspace) -> str:
    """What totals rest on: forms in force, who is returned or missing, register and definitions."""
    collection = workspace.collection.code
    states = [
        (state.unit_code, state.form, state.status.value)
        for state in form_states(connection, collection)
    ]
    parts = [
        in_force_digest(connection, collection),
        repr(states),
        workspace.judged_under,
        definitions_version(),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def definitions_version() -> str:
    """Digest of everything that computes the totals."""
    total = hashlib.sha256()
    for path in sorted(Path(indicators.__path__[0]).rglob("*")):
        if path.suffix in (".py", ".csv"):
            total.update(path.read_bytes())
    return total.hexdigest()
