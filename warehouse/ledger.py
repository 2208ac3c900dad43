"""The ledger of runs: what ran, when, and how it ended. The scheduler's own history is no proof."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from warehouse.tables import run


@dataclass(frozen=True)
class Run:
    """One run. `outcome` and `finished_at` are None while it is under way, or if it was killed."""

    id: int
    collection: str
    started_at: datetime
    finished_at: datetime | None
    outcome: str | None
    counts: dict[str, int]
    versions: dict[str, str]


def start_run(
    connection: Connection, collection: str, started_at: datetime, versions: Mapping[str, str]
) -> int:
    """Open an entry and return its number. `versions` name what judged: reader, rules, register."""
    result = connection.execute(
        insert(run).values(
            collection=collection, started_at=started_at, counts={}, versions=dict(versions)
        )
    )
    key = result.inserted_primary_key
    assert key is not None  # noqa: S101 - both engines return it
    return int(key[0])


def finish_run(
    connection: Connection,
    run_id: int,
    finished_at: datetime,
    outcome: str,
    counts: Mapping[str, int],
) -> None:
    """Close an entry. Raises LookupError when there is none."""
    result = connection.execute(
        update(run)
        .where(run.c.id == run_id)
        .values(finished_at=finished_at, outcome=outcome, counts=dict(counts))
    )
    if result.rowcount == 0:
        raise LookupError(f"no run {run_id} in the ledger")


def runs(connection: Connection, collection: str) -> list[Run]:
    """The runs of a collection, the latest first."""
    rows: Any = connection.execute(
        select(run).where(run.c.collection == collection).order_by(run.c.id.desc())
    ).mappings()
    return [Run(**row) for row in rows]
