"""Verdicts on the relations between figures, kept under the digest of what they rest on."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select

from warehouse.tables import relation_verdict


@dataclass(frozen=True)
class StoredVerdict:
    """One relation: its id, its verdict, the numbers in words."""

    relation: str
    verdict: str
    detail: str


def store_verdicts(
    connection: Connection, collection: str, digest: str, verdicts: Iterable[StoredVerdict]
) -> None:
    """Keep the verdicts under `digest`, in place of any kept under it before."""
    table = relation_verdict
    connection.execute(
        delete(table).where(table.c.collection == collection, table.c.in_force_digest == digest)
    )
    rows = [
        asdict(verdict) | {"collection": collection, "in_force_digest": digest}
        for verdict in verdicts
    ]
    if rows:
        connection.execute(insert(table), rows)


def load_verdicts(connection: Connection, collection: str, digest: str) -> list[StoredVerdict]:
    """The verdicts kept under `digest`, by relation."""
    table = relation_verdict
    rows = connection.execute(
        select(table.c.relation, table.c.verdict, table.c.detail)
        .where(table.c.collection == collection, table.c.in_force_digest == digest)
        .order_by(table.c.relation)
    )
    return [StoredVerdict(*row) for row in rows]
