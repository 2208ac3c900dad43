"""One judged file into archive and warehouse. Safe to repeat at any point."""

from dataclasses import dataclass

from pipeline.intake.inbox import Incoming, code_version, judged_for_now
from pipeline.intake.unopened import CANNOT_BE_READ
from pipeline.outbox.folders import NOBODY
from pipeline.workspace import Workspace
from returns.judging.judged import JudgedFile
from schemas.findings import Finding, Severity
from warehouse.counting import COMEBACK
from warehouse.engine import reading
from warehouse.explanations import Explanation, queries_of
from warehouse.submissions import FormRows, Judged, Merged, merge


@dataclass(frozen=True)
class FileOutcome:
    """What became of a file, without anything personal: fit for logs and Prefect's database."""

    file: str
    unit: str | None
    name: str
    status: str
    errors: int
    queries: int
    merged_forms: int
    unchanged: bool


def load(workspace: Workspace, incoming: Incoming, judged: JudgedFile) -> FileOutcome:
    """Archive and merge one file.

    Raises what broke while it was read or judged (then nothing is merged), OSError or
    SQLAlchemyError.
    """
    workspace.archive.keep(incoming.content)
    if judged.broken:
        raise judged.broken
    explained = _explanations(workspace, judged)
    to_merge = _to_merge(workspace, incoming, judged, explained)
    merged = merge(workspace.engine, workspace.vault, to_merge)
    return _outcome(judged, merged)


def _explanations(workspace: Workspace, judged: JudgedFile) -> list[Explanation]:
    """What the unit explains in this file; an explanation of nothing gets a finding (a note)."""
    replies = judged.file.replies
    if not replies or judged.unit is None:
        return []
    keys = {key for reply in replies for key in reply.keys}
    with reading(workspace.engine) as connection:
        known = queries_of(connection, workspace.collection.code, judged.unit.code, keys)
    explained: dict[str, Explanation] = {}  # what stands twice in a list was said last
    for reply in replies:
        its = [key for key in reply.keys if key in known]
        explained |= {key: Explanation(key, reply.text, reply.author) for key in its}
        if not its:
            judged.add("EXP-001", {}, sheet=reply.sheet, cell=reply.cell)
    return list(explained.values())


def _to_merge(
    workspace: Workspace, incoming: Incoming, judged: JudgedFile, explained: list[Explanation]
) -> Judged:
    return Judged(
        collection=workspace.collection.code,
        unit_code=judged.unit.code if judged.unit else None,
        content_sha256=incoming.sha256,
        file_name=incoming.name,
        path=incoming.place,
        part=incoming.part,
        received_at=incoming.received_at,
        receipt=incoming.receipt,
        reader_version=code_version(),
        masker=judged.masker,
        edition=workspace.collection.edition.code,
        judged_under=_judged_under(workspace, judged),
        status=judged.status,
        findings=judged.findings,
        forms=[
            FormRows(
                form=form.form.code,
                sheet=form.sheet.sheet,
                status=form.status,
                layout=form.sheet.layout,
                rows=form.sheet.rows if form.status.is_accepted else [],
                columns=form.values() if form.status.is_accepted else {},
                raw_texts=form.sheet.raw_texts if form.status.is_accepted else [],
                digest=form.digest,
                held=form.held,
            )
            for form in judged.forms
        ],
        explanations=explained,
    )


def _judged_under(workspace: Workspace, judged: JudgedFile) -> str:
    """A file that nobody could read is tried again every night: its verdict is never up to date."""
    refused = judged.file.refused
    if refused is not None and refused.rule == CANNOT_BE_READ:
        return judged_for_now(workspace.judged_under)
    return workspace.judged_under


def _counted(judged: JudgedFile) -> list[Finding]:
    """Of what is held back only the question is told, and counts."""
    held = {form.form.code for form in judged.forms if form.held}
    if held and len(held) == len(judged.forms):
        return [finding for finding in judged.findings if finding.rule == COMEBACK]
    return [finding for finding in judged.findings if finding.form not in held]


def _outcome(judged: JudgedFile, merged: Merged) -> FileOutcome:
    severities = [finding.severity for finding in _counted(judged)]
    return FileOutcome(
        file=judged.shown_name,
        unit=judged.unit.code if judged.unit else None,
        name=judged.unit.name if judged.unit else NOBODY,
        status=judged.status.value,
        errors=severities.count(Severity.ERROR),
        queries=severities.count(Severity.QUERY),
        merged_forms=len(merged.merged_forms),
        unchanged=merged.unchanged,
    )
