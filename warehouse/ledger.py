"""The ledger of runs: what ran, when, and how it ended. The scheduler's own history is no proof."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from schemas.labelled import Labelled
from warehouse.tables import run


@dataclass(frozen=True)
class Run:
    """One run. `outcome` and `finished_at` are None while it is under way.

    `started_by`: a deployment or a command; `flow_run` and `attempt`: the scheduler's own;
    `totals_digest`: which totals it left behind.
    """

    id: int
    collection: str
    started_at: datetime
    finished_at: datetime | None
    outcome: str | None
    counts: dict[str, int]
    versions: dict[str, str]
    started_by: str | None = None
    flow_run: str | None = None
    attempt: int | None = None
    totals_digest: str | None = None


@dataclass(frozen=True)
class Starter:
    """Who or what starts a run."""

    name: str
    flow_run: str | None = None
    attempt: int = 1


class Outcome(Labelled):
    """How a run ended, as the ledger keeps it."""

    COMPLETED = "completed", "完成"
    FAILED = "failed", "未完成"
    DIED = "died", "中途停止"


def start_run(
    connection: Connection,
    collection: str,
    started_at: datetime,
    versions: Mapping[str, str],
    starter: Starter | None = None,
) -> int:
    """Open an entry and return its number. `versions` name what judged: reader, rules, register."""
    result = connection.execute(
        insert(run).values(
            collection=collection,
            started_at=started_at,
            counts={},
            versions=dict(versions),
            started_by=starter.name if starter else None,
            flow_run=starter.flow_run if starter else None,
            attempt=starter.attempt if starter else None,
        )
    )
    key = result.inserted_primary_key
    assert key is not None  # noqa: S101 - both engines return it
    return int(key[0])


def finish_run(
    connection: Connection,
    run_id: int,
    finished_at: datetime,
    outcome: Outcome,
    counts: Mapping[str, int],
    totals_digest: str | None = None,
) -> None:
    """Close an entry. Raises LookupError when there is none."""
    result = connection.execute(
        update(run)
        .where(run.c.id == run_id)
        .values(
            finished_at=finished_at,
            outcome=outcome.value,
            counts=dict(counts),
            totals_digest=totals_digest,
        )
    )
    if result.rowcount == 0:
        raise LookupError(f"no run {run_id} in the ledger")


def mark_dead_runs(connection: Connection, collection: str, now: datetime) -> list[Run]:
    """Mark as died what was left under way; which. Call while no run can be under way."""
    left = (run.c.collection == collection, run.c.outcome.is_(None))
    rows: Any = connection.execute(select(run).where(*left).order_by(run.c.id)).mappings()
    dead = [Run(**row) for row in rows]
    connection.execute(update(run).where(*left).values(outcome=Outcome.DIED.value, finished_at=now))
    return dead


def flow_runs_under_way(connection: Connection) -> set[str]:
    """The scheduler's runs, of any collection, whose entries are open: at work, or dead and not buried."""
    rows = connection.scalars(select(run.c.flow_run).where(run.c.outcome.is_(None)))
    return {one for one in rows if one}


def runs(connection: Connection, collection: str) -> list[Run]:
    """The runs of a collection, the latest first."""
    rows: Any = connection.execute(
        select(run).where(run.c.collection == collection).order_by(run.c.id.desc())
    ).mappings()
    return [Run(**row) for row in rows]
