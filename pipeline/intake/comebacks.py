"""A file that holds what was corrected before: those forms are held back, and their unit is asked."""

from collections.abc import Iterable, Set
from datetime import datetime

from pipeline.beijing import BEIJING
from pipeline.intake.inbox import Incoming
from pipeline.workspace import Workspace
from returns.judging.judged import JudgedFile, JudgedForm
from schemas.findings import Status, status_of
from warehouse.comebacks import Arrived, Comeback, seen_before
from warehouse.counting import COMEBACK
from warehouse.engine import reading
from warehouse.form_digests import form_digest

_TITLES = 5  # that are named; the rest is counted


def hold_back(workspace: Workspace, incoming: Incoming, judged: JudgedFile) -> None:
    """Mark the forms of a file that come back over their own correction, with one question for all.

    The outcome of the file is then that of the other forms, and the question.
    """
    for form in judged.forms:
        form.digest = _digest(workspace, judged, form)
    if judged.unit is None or not judged.forms or judged.broken:
        return
    arrived = Arrived(
        workspace.collection.code,
        judged.unit.code,
        incoming.place,
        incoming.sha256,
        {form.form.code: form.digest for form in judged.forms if form.digest},
    )
    with reading(workspace.engine) as connection:
        seen = seen_before(connection, workspace.vault, arrived)
    if not seen.comebacks:
        return
    _leave_out(judged, seen.echoes)
    back = {one.form for one in seen.comebacks}
    held = [form for form in judged.forms if form.form.code in back]
    for form in held:
        form.held = True
    judged.add(COMEBACK, _facts(held, seen.comebacks), about=_about(seen.comebacks))
    judged.status = _status(judged)


def _leave_out(judged: JudgedFile, echoes: Set[str]) -> None:
    """Leave out of such a file what counts already: it was judged there beside the correction, and
    here beside what was corrected.
    """
    judged.forms = [form for form in judged.forms if form.form.code not in echoes]
    judged.findings = [finding for finding in judged.findings if finding.form not in echoes]


def _status(judged: JudgedFile) -> Status:
    if all(form.held for form in judged.forms):
        return Status.ACCEPTED_WITH_QUERIES
    held = {form.form.code for form in judged.forms if form.held}
    return status_of([finding for finding in judged.findings if finding.form not in held])


def _facts(held: list[JudgedForm], found: Iterable[Comeback]) -> dict[str, str]:
    titles = "".join(f"《{form.form.title}》" for form in held[:_TITLES])
    more = f"等 {len(held)} 张表" if len(held) > _TITLES else ""
    return {
        "titles": f"{titles}{more}",
        "earlier": _days(one.received_at for one in found),
        "corrected": _days(one.corrected_at for one in found),
    }


def _days(moments: Iterable[datetime]) -> str:
    """11 月 20 日、11 月 22 日"""
    days = sorted({moment.astimezone(BEIJING).date() for moment in moments})
    return "、".join(f"{day.month} 月 {day.day} 日" for day in days)


def _about(found: Iterable[Comeback]) -> str:
    """The same for the same content over the same correction, however often it comes."""
    return repr(sorted((one.form, one.first, one.over) for one in found))


def _digest(workspace: Workspace, judged: JudgedFile, form: JudgedForm) -> str:
    """Of what the form holds; a cell that gave no value counts by its own text."""
    columns = form.values()
    places = {row: at for at, row in enumerate(form.sheet.rows)}
    not_taken = [
        (problem.field, problem.raw)
        for problem in form.sheet.problems
        if problem.field
        and problem.raw
        and (at := places.get(form.record_row(problem.row))) is not None
        and problem.field in columns
        and columns[problem.field][at] is None
    ]
    return form_digest(workspace.vault, judged.masker, form.form.code, columns, not_taken)
