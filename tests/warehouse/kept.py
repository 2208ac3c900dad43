"""What a warehouse has kept, asked for row by row: no program needs to, and tests do."""

from sqlalchemy import Connection, Subquery, select

from schemas.findings import Finding, Origin, Severity
from schemas.raw_text import Change, RawText
from warehouse.key_record import unbound
from warehouse.raw_texts import place_of
from warehouse.tables import finding, raw_text, release, release_submission
from warehouse.vault import Vault


def findings_of_submission(connection: Connection, submission_id: int) -> list[Finding]:
    """What judging this file found, in the order in which it was found."""
    rows = connection.execute(
        select(finding)
        .where(finding.c.submission_id == submission_id, finding.c.stage == Origin.FILE.value)
        .order_by(finding.c.id)
    ).mappings()
    return [
        Finding(
            severity=Severity(row["severity"]),
            **{
                name: row[name]
                for name in ("rule", "message", "form", "sheet", "cell", "field", "value")
            },
        )
        for row in rows
    ]


def raw_texts_of(
    connection: Connection, vault: Vault, submission_id: int, form: str
) -> list[RawText]:
    """The raw texts of a form, by row and field; for whoever may see the file itself."""
    table = raw_text
    rows = connection.execute(
        select(table)
        .where(table.c.submission_id == submission_id, table.c.form == form)
        .order_by(table.c.row, table.c.field)
    )
    is_old = unbound(connection).holds_submission(submission_id)
    texts: dict[tuple[int, str], str] = {}
    changes: dict[tuple[int, str], list[Change]] = {}
    for row in rows:
        place = row.row, row.field
        if row.sealed is None:
            texts[place] = row.text
        else:
            texts[place] = vault.unseal(row.sealed, place_of(submission_id, form, *place, is_old))
        changes.setdefault(place, []).append(Change(row.change))
    return [RawText(*place, text, tuple(sorted(changes[place], key=list(Change).index)))
            for place, text in texts.items()]  # fmt: skip


def in_release(collection: str, number: int) -> Subquery:
    """(unit_code, form, submission_id) of what a release was made from."""
    return (
        select(
            release_submission.c.unit_code,
            release_submission.c.form,
            release_submission.c.submission_id,
        )
        .join(release, release.c.id == release_submission.c.release_id)
        .where(release.c.collection == collection, release.c.number == number)
        .subquery("source")
    )
