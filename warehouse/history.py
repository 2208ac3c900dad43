"""What is in force, and was: derived from the submissions, never edited by hand.

A form of a unit is in force from the moment when a submission with that form, accepted, was
received, until the next such submission was. One that was held back is in force from the moment when
it was let back (see `warehouse.comebacks`), and before that not at all. Which is the next one is told
by the order of receipt, not by the clock, which may be set back. Deriving the intervals anew after every change has two
effects: the result does not depend on the order in which files happened to be merged, and a form
that is judged again and returned gives way to the one before it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from schemas.findings import Status
from warehouse.counting import form_counts
from warehouse.tables import in_force, submission, submission_form

ACCEPTED = tuple(status.value for status in Status if status.is_accepted)


def rebuild(connection: Connection, collection: str, unit_code: str, forms: Iterable[str]) -> None:
    """Write the intervals of these forms of one unit anew."""
    codes = sorted(set(forms))
    if not codes:
        return
    accepted = connection.execute(
        select(
            submission_form.c.form,
            submission.c.id,
            submission.c.received_at,
            submission_form.c.let_back_at,
        )
        .join(submission, submission.c.id == submission_form.c.submission_id)
        .where(
            submission.c.collection == collection,
            submission.c.unit_code == unit_code,
            submission_form.c.form.in_(codes),
            submission_form.c.status.in_(ACCEPTED),
            form_counts(),
        )
        .order_by(submission_form.c.form, submission.c.receipt, submission.c.id)
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
    connection.execute(
        insert(in_force),
        [
            {"collection": collection, "unit_code": unit_code, **interval}
            for _, of_form in groupby(accepted, key=lambda row: row.form)
            for interval in _intervals(list(of_form))
        ],
    )


def _intervals(accepted: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """The intervals of one form, one after the other without a gap.

    None begins before the one that it follows. What was received under a clock that ran ahead was
    in force for no moment, as far as the clock can tell.
    """
    since = list(accumulate((row.let_back_at or row.received_at for row in accepted), max))
    for row, begins, ends in zip(accepted, since, [*since[1:], None], strict=True):
        yield {"submission_id": row.id, "form": row.form, "since": begins, "until": ends}


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
