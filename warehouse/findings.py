"""Findings in the warehouse: those of a file, those of the district, and which are still open."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, insert, or_, select

from schemas.findings import Finding, Severity
from warehouse.tables import finding, submission, submission_form


class Origin(StrEnum):
    """Who raised a finding: the judging of one file, or a rule across all that is in force."""

    FILE = "file"
    DISTRICT = "district"


@dataclass(frozen=True)
class Raised:
    """A finding at a unit. `unit_code` None: at nobody known, or at the district itself."""

    finding: Finding
    unit_code: str | None = None
    submission_id: int | None = None
    origin: Origin = Origin.DISTRICT


def insert_findings(connection: Connection, collection: str, raised: Iterable[Raised]) -> None:
    rows = [
        {
            **vars(one.finding),
            "severity": one.finding.severity.value,
            "collection": collection,
            "unit_code": one.unit_code,
            "submission_id": one.submission_id,
            "stage": one.origin.value,
        }
        for one in raised
    ]
    if rows:
        connection.execute(insert(finding), rows)


def replace_district_findings(
    connection: Connection, collection: str, raised: Iterable[Raised]
) -> None:
    """Make these the collection's district findings; those that no longer hold are gone."""
    connection.execute(
        delete(finding).where(
            finding.c.collection == collection, finding.c.stage == Origin.DISTRICT.value
        )
    )
    insert_findings(connection, collection, raised)


def findings_of_submission(connection: Connection, submission_id: int) -> list[Finding]:
    """What judging this file found, in the order in which it was found."""
    rows = connection.execute(
        select(finding)
        .where(finding.c.submission_id == submission_id, finding.c.stage == Origin.FILE.value)
        .order_by(finding.c.id)
    ).mappings()
    return [_finding(row) for row in rows]


def open_findings(
    connection: Connection, collection: str, unit_code: str | None = None
) -> list[Raised]:
    """The findings that nothing received since has overtaken, of one unit or of all.

    A finding in a form stands until a later file of the unit holds that form; one about a whole
    file stands until the unit's next file; a district finding stands until the rules run again.
    """
    query = (
        select(finding)
        .outerjoin(submission, submission.c.id == finding.c.submission_id)
        .where(
            finding.c.collection == collection,
            or_(finding.c.stage == Origin.DISTRICT.value, ~_overtaken()),
        )
        .order_by(finding.c.unit_code, finding.c.id)
    )
    if unit_code is not None:
        query = query.where(finding.c.unit_code == unit_code)
    return [
        Raised(_finding(row), row["unit_code"], row["submission_id"], Origin(row["stage"]))
        for row in connection.execute(query).mappings()
    ]


def count_open(connection: Connection, collection: str) -> dict[str, Counter[Severity]]:
    """Unit → how many findings of each severity are open. Units without any are left out."""
    counts: dict[str, Counter[Severity]] = {}
    for one in open_findings(connection, collection):
        if one.unit_code is not None:
            counts.setdefault(one.unit_code, Counter())[one.finding.severity] += 1
    return counts


def _overtaken() -> ColumnElement[bool]:
    later = submission.alias("later")
    later_form = submission_form.alias("later_form")
    is_later = and_(
        later.c.collection == submission.c.collection,
        # Files of nobody known overtake each other when they lie at the same path.
        or_(
            later.c.unit_code == submission.c.unit_code,
            and_(submission.c.unit_code.is_(None), later.c.path == submission.c.path),
        ),
        comes_after(later.c, submission.c),
    )
    holds_form = (
        exists()
        .where(later_form.c.submission_id == later.c.id, later_form.c.form == finding.c.form)
        .correlate(later, finding)
    )
    return (
        exists()
        .where(is_later, or_(finding.c.form == "", holds_form))
        .correlate(finding, submission)
    )


def comes_after(later: Any, earlier: Any) -> ColumnElement[bool]:
    """The order of submissions: by the moment received, then by the order of recording."""
    return or_(
        later.received_at > earlier.received_at,
        and_(later.received_at == earlier.received_at, later.id > earlier.id),
    )


def _finding(row: Mapping[Any, Any]) -> Finding:
    return Finding(
        rule=row["rule"],
        severity=Severity(row["severity"]),
        message=row["message"],
        form=row["form"],
        sheet=row["sheet"],
        cell=row["cell"],
        field=row["field"],
        value=row["value"],
    )
