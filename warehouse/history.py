"""What is in force, and was: derived from the submissions, never edited by hand.

A form of a unit is in force from the moment when a submission with that form, accepted, was
received, until the next such submission was. Deriving the intervals anew after every change has two
effects: the result does not depend on the order in which files happened to be merged, and a form
that is judged again and returned gives way to the one before it.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from schemas.findings import Status
from warehouse.tables import in_force, submission, submission_form

ACCEPTED = tuple(status.value for status in Status if status.is_accepted)


def rebuild(connection: Connection, collection: str, unit_code: str, forms: Iterable[str]) -> None:
    """Write the intervals of these forms of one unit anew."""
    codes = sorted(set(forms))
    if not codes:
        return
    accepted = connection.execute(
        select(submission_form.c.form, submission.c.id, submission.c.received_at)
        .join(submission, submission.c.id == submission_form.c.submission_id)
        .where(
            submission.c.collection == collection,
            submission.c.unit_code == unit_code,
            submission_form.c.form.in_(codes),
            submission_form.c.status.in_(ACCEPTED),
        )
        # Of two files received at the same moment the one recorded later counts.
        .order_by(submission_form.c.form, submission.c.received_at, submission.c.id)
    ).all()
    connection.execute(
        delete(in_force).where(
            in_force.c.collection == collection,
            in_force.c.unit_code == unit_code,
            in_force.c.form.in_(codes),
        )
    )
    if not accepted:
        return
    following = [*accepted[1:], None]
    connection.execute(
        insert(in_force),
        [
            {
                "submission_id": row.id,
                "form": row.form,
                "collection": collection,
                "unit_code": unit_code,
                "since": row.received_at,
                "until": after.received_at if after and after.form == row.form else None,
            }
            for row, after in zip(accepted, following, strict=True)
        ],
    )


def current(connection: Connection, collection: str, unit_code: str) -> dict[str, int]:
    """Form → the submission in force, for one unit."""
    rows = connection.execute(
        select(in_force.c.form, in_force.c.submission_id).where(
            in_force.c.collection == collection,
            in_force.c.unit_code == unit_code,
            in_force.c.until.is_(None),
        )
    )
    return {row.form: row.submission_id for row in rows}
