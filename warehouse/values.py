"""Computed indicator values, kept under the digest of what they were computed from."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from warehouse.tables import indicator_value


@dataclass(frozen=True)
class StoredValue:
    """One total: integers as SQL returned them (persons, fen, hundredths of a m²), undivided."""

    indicator: str
    numerator: int | None
    denominator: int | None
    reported_units: int
    expected_units: int
    status: str
    underway: int | None = None  # of a target: what has begun and is not done
    excess_units: int = 0  # by how many a claim of every unit is not borne out
    scope: str = ""  # the units that it speaks of, in words, as they were then


def store_values(
    connection: Connection,
    collection: str,
    digest: str,
    values: Iterable[StoredValue],
    computed_at: datetime,
) -> None:
    """Keep the values computed under `digest`, in place of any kept under it before."""
    table = indicator_value
    connection.execute(
        delete(table).where(table.c.collection == collection, table.c.in_force_digest == digest)
    )
    rows = [
        asdict(value)
        | {"collection": collection, "in_force_digest": digest, "computed_at": computed_at}
        for value in values
    ]
    if rows:
        connection.execute(insert(table), rows)


def load_values(connection: Connection, collection: str, digest: str) -> list[StoredValue]:
    """The values kept under `digest`, by indicator; empty when nothing was computed under it."""
    table = indicator_value
    rows = connection.execute(
        select(
            table.c.indicator,
            table.c.numerator,
            table.c.denominator,
            table.c.reported_units,
            table.c.expected_units,
            table.c.status,
            table.c.underway,
            table.c.excess_units,
            table.c.scope,
        )
        .where(table.c.collection == collection, table.c.in_force_digest == digest)
        .order_by(table.c.indicator)
    )
    return [StoredValue(*row) for row in rows]
