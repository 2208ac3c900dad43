"""Content that was received and corrected since, and now comes again: decision 0022.

A conflict copy of a cloud drive, a backup that somebody put back, an attachment sent twice: an old
return would undo its own correction, and nobody would see it. So it is held back, form by form, and
its unit is asked. It counts once a person answers that the old numbers are meant.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, or_, select, update

from schemas.findings import Status
from warehouse import history
from warehouse.counting import COMEBACK, is_overtaken
from warehouse.explanations import Explanation
from warehouse.form_digests import stored_digest
from warehouse.known_submissions import known_submission
from warehouse.tables import finding, submission, submission_form
from warehouse.vault import Vault

# The answer that brings the old numbers back; any other one leaves the correction in force.
_BACK = re.compile(r"改回\s*[:：]\s*\S")


@dataclass(frozen=True)
class Arrived:
    """A file that is about to be merged, as far as it must be known here. `digests`: by form."""

    collection: str
    unit_code: str
    path: str
    sha256: str
    digests: Mapping[str, str]


@dataclass(frozen=True)
class Comeback:
    """A form that holds what an earlier submission of the unit held, and the one that counts does not."""

    form: str
    first: int  # the submission that held it first
    received_at: datetime  # when it counted last
    over: int  # the submission that counts
    corrected_at: datetime


def means_going_back(text: str) -> bool:
    """Whether an answer says, beyond doubt, that the old numbers are meant: 改回：原因."""
    return _BACK.match(text.lstrip()) is not None


@dataclass(frozen=True)
class Seen:
    """What of a file was received before: what comes back, and what is just what counts already."""

    comebacks: list[Comeback]
    echoes: frozenset[str]


def seen_before(connection: Connection, vault: Vault, arrived: Arrived) -> Seen:
    """Of a file that is known, only what is held back already comes back.

    A file that is judged again was received once: it is held against what came before it, and what
    counted then counts still.
    """
    known = known_submission(
        connection, vault, arrived.collection, arrived.unit_code, arrived.path, arrived.sha256
    )
    query = _received(arrived)
    held_already: set[str] | None = None
    if known is not None and known.unit_code == arrived.unit_code:
        query = query.where(
            or_(
                submission.c.receipt < known.receipt,
                and_(submission.c.receipt == known.receipt, submission.c.id < known.id),
            )
        )
        held_already = _held_forms(connection, known.id)
    earlier: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        earlier[row.form].append(row)
    found: list[Comeback] = []
    echoes: set[str] = set()
    for form, digest in arrived.digests.items():
        counted = [row for row in earlier[form] if not row.held]
        same = [
            row for row in counted if _is_same(connection, vault, row, form, digest, arrived.sha256)
        ]
        if same and same[-1] is counted[-1]:
            echoes.add(form)
        elif same and (held_already is None or form in held_already):
            at, over = same[-1].received_at, counted[-1]
            found.append(Comeback(form, same[0].id, at, over.id, over.received_at))
    return Seen(found, frozenset(echoes))


def let_back(
    connection: Connection,
    collection: str,
    unit_code: str,
    answers: Iterable[Explanation],
    at: datetime,
) -> list[str]:
    """Let the forms count whose old numbers are meant, by these answers; which ones.

    What a later file has overtaken stays as it is: its question is no longer open.
    """
    keys = {answer.key for answer in answers if means_going_back(answer.text)}
    if not keys:
        return []
    held = connection.execute(
        select(
            submission.c.id, submission.c.receipt, submission_form.c.form, submission_form.c.digest
        )
        .join(submission_form, submission_form.c.submission_id == submission.c.id)
        .where(
            submission.c.collection == collection,
            submission.c.unit_code == unit_code,
            submission_form.c.held.is_(True),
            ~is_overtaken(),
        )
        .order_by(submission.c.receipt, submission.c.id)
    ).all()
    asked = set(
        connection.scalars(
            select(finding.c.submission_id).where(
                finding.c.collection == collection,
                finding.c.unit_code == unit_code,
                finding.c.rule == COMEBACK,
                finding.c.key.in_(keys),
            )
        )
    )
    meant = {(row.form, row.digest) for row in held if row.id in asked}
    # A copy of the same content that came meanwhile asks no more.
    free = [row for row in held if (row.form, row.digest) in meant]
    for row in free:
        connection.execute(
            update(submission_form)
            .where(submission_form.c.submission_id == row.id, submission_form.c.form == row.form)
            .values(held=False, let_back_at=at)
        )
    forms = sorted({row.form for row in free})
    history.rebuild(connection, collection, unit_code, forms)
    return forms


def _received(arrived: Arrived) -> Any:
    """What came of these forms of the unit, in the order of receipt."""
    return (
        select(
            submission.c.id,
            submission.c.received_at,
            submission.c.content_sha256,
            submission_form.c.form,
            submission_form.c.status,
            submission_form.c.digest,
            submission_form.c.held,
        )
        .join(submission_form, submission_form.c.submission_id == submission.c.id)
        .where(
            submission.c.collection == arrived.collection,
            submission.c.unit_code == arrived.unit_code,
            submission_form.c.form.in_(arrived.digests),
        )
        .order_by(submission.c.receipt, submission.c.id)
    )


def _held_forms(connection: Connection, submission_id: int) -> set[str]:
    return set(
        connection.scalars(
            select(submission_form.c.form).where(
                submission_form.c.submission_id == submission_id, submission_form.c.held.is_(True)
            )
        )
    )


def _is_same(
    connection: Connection, vault: Vault, row: Any, form: str, digest: str, sha256: str
) -> bool:
    if row.content_sha256 == sha256:
        return True
    known = row.digest
    if known is None and Status(row.status).is_accepted:  # came before there were digests
        known = stored_digest(connection, vault, row.id, form)
    return bool(known == digest)
