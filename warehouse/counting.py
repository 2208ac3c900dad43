"""Which files and forms count: what says something of a unit's return, and what does not.

A form that is held back does not count until a person lets it back. Of a whole file three kinds say
nothing: one of which every form is held back, one that can hold no table, and one that could not be
read and was taken away again. Every question about a unit's state asks here.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from schemas.findings import Status
from warehouse.tables import arrival, finding, submission, submission_form

COMEBACK = "FIL-015"  # the rule that asks about what is held back; its words say how to answer


def form_counts(form: Any = None, as_of: datetime | None = None) -> ColumnElement[bool]:
    """Of a `submission_form` or an alias of it."""
    columns = submission_form.c if form is None else form.c
    counts: ColumnElement[bool] = columns.held.is_(False)
    if as_of is None:
        return counts
    return and_(counts, or_(columns.let_back_at.is_(None), columns.let_back_at <= as_of))


def file_counts(file: Any) -> ColumnElement[bool]:
    """Of `submission` or an alias of it."""
    return and_(
        file.c.status != Status.ATTACHMENT.value,
        ~is_held_whole(file),
        or_(file.c.status != Status.UNREADABLE.value, lies_there(file)),
    )


def is_held_whole(file: Any) -> ColumnElement[bool]:
    """Whether every form of a file is held back."""
    return and_(_has_form(file, held=True), ~_has_form(file, held=False))


def lies_there(file: Any) -> ColumnElement[bool]:
    """Whether what was last seen at some place of the inbox is this file.

    Of what gave no form only: the places of other files stay noted when they are cleared away.
    """
    return exists().where(arrival.c.submission_id == file.c.id).correlate(file)


def gave_no_form(file: Any) -> ColumnElement[bool]:
    """What could not be read, or can hold no table: it is told as long as it lies there."""
    gave_none: ColumnElement[bool] = file.c.status.in_(
        (Status.ATTACHMENT.value, Status.UNREADABLE.value)
    )
    return gave_none


def _has_form(file: Any, held: bool) -> ColumnElement[bool]:
    form = submission_form.alias()
    return exists().where(form.c.submission_id == file.c.id, form.c.held.is_(held)).correlate(file)


def is_overtaken() -> ColumnElement[bool]:
    """Whether a later file of the unit, which counts, holds the form of a `submission_form`.

    The query names its `submission`, too.
    """
    later, later_form = submission.alias(), submission_form.alias()
    return (
        exists()
        .where(
            later_form.c.submission_id == later.c.id,
            later_form.c.form == submission_form.c.form,
            form_counts(later_form),
            later.c.collection == submission.c.collection,
            later.c.unit_code == submission.c.unit_code,
            comes_after(later.c, submission.c),
        )
        .correlate(submission, submission_form)
    )


def waits_for_answer() -> ColumnElement[bool]:
    """Of a `finding` that asks about what is held back: whether any form of the file still is."""
    return (
        exists()
        .where(
            submission_form.c.submission_id == finding.c.submission_id,
            submission_form.c.held.is_(True),
            ~is_overtaken(),
        )
        .correlate(finding, submission)
    )


def comes_after(later: Any, earlier: Any) -> ColumnElement[bool]:
    """The order of submissions: by receipt, then by the order of recording."""
    return or_(
        later.receipt > earlier.receipt,
        and_(later.receipt == earlier.receipt, later.id > earlier.id),
    )
