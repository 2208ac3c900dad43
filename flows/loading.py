"""One judged file into archive and warehouse. Safe to repeat at any point."""

from dataclasses import dataclass

from flows.intake import Incoming, code_version
from flows.outbox import NOBODY
from flows.workspace import Workspace
from returns.judged import JudgedFile
from schemas.findings import Severity
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
    merged = merge(workspace.engine, workspace.vault, _to_merge(workspace, incoming, judged))
    return _outcome(incoming.name, judged, merged)


def _to_merge(workspace: Workspace, incoming: Incoming, judged: JudgedFile) -> Judged:
    return Judged(
        collection=workspace.collection.code,
        unit_code=judged.unit.code if judged.unit else None,
        content_sha256=incoming.sha256,
        file_name=incoming.name,
        path=incoming.place,
        received_at=incoming.received_at,
        reader_version=code_version(),
        edition=workspace.collection.edition.code,
        judged_under=workspace.judged_under,
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
            )
            for form in judged.forms
        ],
    )


def _outcome(file_name: str, judged: JudgedFile, merged: Merged) -> FileOutcome:
    severities = [finding.severity for finding in judged.findings]
    return FileOutcome(
        file=file_name,
        unit=judged.unit.code if judged.unit else None,
        name=judged.unit.name if judged.unit else NOBODY,
        status=judged.status.value,
        errors=severities.count(Severity.ERROR),
        queries=severities.count(Severity.QUERY),
        merged_forms=len(merged.merged_forms),
        unchanged=merged.unchanged,
    )
