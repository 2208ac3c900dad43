"""Whether a file that lies somewhere is one that was received already, and which."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from warehouse.sealed_places import path_key
from warehouse.tables import arrival, submission
from warehouse.vault import Vault


class Known(NamedTuple):
    """A submission that is in the warehouse already."""

    id: int
    receipt: int
    unit_code: str | None
    judged_under: str


def known_submission(
    connection: Connection,
    vault: Vault,
    collection: str,
    unit_code: str | None,
    path: str,
    sha256: str,
) -> Known | None:
    """The same content at the same path, or the content of the unit's latest submission elsewhere."""
    known = select(
        submission.c.id,
        submission.c.receipt,
        submission.c.unit_code,
        submission.c.judged_under,
        submission.c.content_sha256,
    )
    same_arrival = connection.execute(
        known.join(arrival, arrival.c.submission_id == submission.c.id).where(
            arrival.c.collection == collection,
            arrival.c.path_key == path_key(vault, path),
            arrival.c.sha256 == sha256,
        )
    ).one_or_none()
    latest = None
    if same_arrival is None and unit_code is not None:
        latest = connection.execute(
            known.where(submission.c.collection == collection, submission.c.unit_code == unit_code)
            .order_by(submission.c.receipt.desc(), submission.c.id.desc())
            .limit(1)
        ).one_or_none()
    row = same_arrival or latest
    if row is None or row.content_sha256 != sha256:
        return None
    return Known(row.id, row.receipt, row.unit_code, row.judged_under)
