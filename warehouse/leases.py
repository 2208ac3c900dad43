"""Leases: who may work on something alone, for longer than a transaction.

A holder renews its lease while it works. One that stopped renewing, or whose process is known to be
gone, has lost it, so a killed run never blocks the next for long. Alike on both engines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from warehouse.locks import lock
from warehouse.tables import lease

# A holder renews every few seconds; so long without a sign is long enough on a busy machine.
TERM = timedelta(seconds=90)


@dataclass(frozen=True)
class Holder:
    """A process that holds a lease: `token` is unique, the rest finds the process again."""

    token: str
    host: str
    process: int
    process_started: float  # seconds since the epoch, as the operating system tells it


def take(
    connection: Connection,
    name: str,
    holder: Holder,
    now: datetime,
    is_gone: Callable[[Holder], bool],
) -> Holder | None:
    """Take the lease; None when it is ours now, else whoever has it.

    Call in a writing transaction. `is_gone` says that a holder's process no longer exists.
    """
    lock(connection, "lease", name)
    row = connection.execute(select(lease).where(lease.c.name == name)).one_or_none()
    if row is not None:
        held_by = Holder(row.token, row.host, row.process, row.process_started)
        if held_by != holder and now - row.renewed_at < TERM and not is_gone(held_by):
            return held_by
        connection.execute(delete(lease).where(lease.c.name == name))
    connection.execute(
        insert(lease).values(
            name=name,
            token=holder.token,
            host=holder.host,
            process=holder.process,
            process_started=holder.process_started,
            renewed_at=now,
        )
    )
    return None


def renew(connection: Connection, name: str, holder: Holder, now: datetime) -> bool:
    """Say that the holder is alive; False when the lease has gone to another."""
    result = connection.execute(
        update(lease)
        .where(lease.c.name == name, lease.c.token == holder.token)
        .values(renewed_at=now)
    )
    return result.rowcount == 1


def give_back(connection: Connection, name: str, holder: Holder) -> None:
    """End the lease, if it is still the holder's."""
    connection.execute(delete(lease).where(lease.c.name == name, lease.c.token == holder.token))
