"""What a person of the bureau passed, and whether it is still what was passed.

A unit is passed with all that it has in force and all that it has explained. When any of that
changes it is not passed any more, until somebody looks again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from warehouse.current import in_force_at
from warehouse.tables import passed


def digests(
    connection: Connection, collection: str, explained: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """Unit → SHA-256 of what it has in force and of the keys of what it has explained."""
    source = in_force_at(collection)
    lines: dict[str, set[str]] = {
        unit: {f"explained\t{key}" for key in keys} for unit, keys in explained.items()
    }
    for row in connection.execute(select(source)):
        lines.setdefault(row.unit_code, set()).add(f"{row.form}\t{row.submission_id}")
    return {
        unit: sha256("\n".join(sorted(of_unit)).encode()).hexdigest()
        for unit, of_unit in lines.items()
    }


def note_passed(
    connection: Connection,
    collection: str,
    units: Mapping[str, str],
    passed_by: str,
    passed_at: datetime,
    note: str,
) -> None:
    """Note that a person passed units: code → digest of what was passed."""
    said = {
        "collection": collection,
        "passed_by": passed_by,
        "passed_at": passed_at,
        "note": note,
    }
    rows = [{"unit_code": code, "digest": digest, **said} for code, digest in units.items()]
    if rows:
        connection.execute(insert(passed), rows)


def passed_digests(connection: Connection, collection: str) -> dict[str, str]:
    """Unit → the digest of what was passed last."""
    rows = connection.execute(
        select(passed.c.unit_code, passed.c.digest)
        .where(passed.c.collection == collection)
        .order_by(passed.c.id)
    )
    return {row.unit_code: row.digest for row in rows}
