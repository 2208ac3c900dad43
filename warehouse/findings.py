"""Findings in the warehouse: those of a file, those of the district, and which are still open.

A query is open until it is explained, or no longer raised. Each finding has a key that stays the
same while its unit, rule and values do, so that an explanation stays attached to exactly that query
through later files, and is asked for again when a value changes.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, insert, or_, select

from schemas.findings import Finding, Origin, Severity, UnitFinding
from warehouse.counting import (
    COMEBACK,
    comes_after,
    file_counts,
    form_counts,
    gave_no_form,
    is_held_whole,
    lies_there,
    waits_for_answer,
)
from warehouse.tables import explanation, finding, submission, submission_form
from warehouse.vault import Place, Vault

_KEY_DIGITS = 32
_STORED = ("rule", "form", "sheet", "cell", "field", "value", "message")
_OWN = ("sheet", "value", "message")


def insert_findings(
    connection: Connection, vault: Vault, collection: str, raised: Iterable[UnitFinding]
) -> None:
    alike: Counter[str] = Counter()
    rows = []
    for one in raised:
        rests_on = _rests_on(collection, one)
        alike[rests_on] += 1
        # Two rows of a list may be alike in all that a rule looks at.
        key = vault.fingerprint(f"{rests_on}\n{alike[rests_on]}")[:_KEY_DIGITS]
        rows.append(
            {
                **{name: getattr(one.finding, name) for name in _STORED},
                "own": _sealed_own(vault, one.finding.own, place_of(one.submission_id, key)),
                "severity": one.finding.severity.value,
                "collection": collection,
                "unit_code": one.unit_code,
                "submission_id": one.submission_id,
                "stage": one.origin.value,
                "key": key,
            }
        )
    if rows:
        connection.execute(insert(finding), rows)


def asked_across_units(connection: Connection) -> list[tuple[str, str | None]]:
    """Collection and unit of every finding of the rules across units, each once."""
    rows = connection.execute(
        select(finding.c.collection, finding.c.unit_code)
        .where(finding.c.stage == Origin.DISTRICT.value)
        .distinct()
    )
    return [(row.collection, row.unit_code) for row in rows]


def place_of(submission_id: int | None, key: str) -> Place:
    """Where what a school may read of a finding lies sealed."""
    return Place(f"finding.own/{submission_id}/{key}")


def _sealed_own(vault: Vault, own: Finding | None, place: Place) -> bytes | None:
    """What its school may read of a finding, where that is more than everybody may."""
    return None if own is None else seal_own(vault, texts_of(own), place)


def texts_of(row: object) -> dict[str, str]:
    """What of a finding, or of its row, may name somebody."""
    return {name: getattr(row, name) for name in _OWN}


def seal_own(vault: Vault, texts: Mapping[str, str], place: Place) -> bytes:
    return vault.seal(json.dumps(texts, ensure_ascii=False), place)


def _rests_on(collection: str, one: UnitFinding) -> str:
    found = one.finding
    parts = (collection, one.unit_code or "", found.rule, found.form, found.field, found.about)
    return "\n".join(parts)


def replace_district_findings(
    connection: Connection, vault: Vault, collection: str, raised: Iterable[UnitFinding]
) -> None:
    """Make these the collection's district findings; those that no longer hold are gone."""
    connection.execute(
        delete(finding).where(
            finding.c.collection == collection, finding.c.stage == Origin.DISTRICT.value
        )
    )
    insert_findings(connection, vault, collection, raised)


def open_findings(
    connection: Connection, collection: str, unit_code: str | None = None
) -> list[UnitFinding]:
    """The findings that nothing received since has overtaken, of one unit or of all.

    A finding in a form stands until a later file of the unit holds that form; one about a form that
    its file lacks, until any file holds it, or a later one lacks it too; one about a whole file until
    the unit's next file; a district finding until the rules run again. What does not count overtakes
    nothing (see `warehouse.counting`), and of what is held back only the question stands: until one of
    its forms comes anew. What gave no form is told while it lies there.
    """
    return _open_findings(connection, collection, unit_code, _finding)


def open_findings_for_schools(
    connection: Connection, vault: Vault, collection: str
) -> list[UnitFinding]:
    """The same, with `Finding.own`: for slips and marked copies and nothing else."""

    def read(row: Mapping[Any, Any]) -> Finding:
        found = _finding(row)
        if row["own"] is None:
            return found
        place = place_of(row["submission_id"], row["key"])
        return replace(found, own=replace(found, **json.loads(vault.unseal(row["own"], place))))

    return _open_findings(connection, collection, None, read)


def _open_findings(
    connection: Connection,
    collection: str,
    unit_code: str | None,
    read: Callable[[Mapping[Any, Any]], Finding],
) -> list[UnitFinding]:
    query = (
        select(finding, _explained().label("explained"))
        .outerjoin(submission, submission.c.id == finding.c.submission_id)
        .where(
            finding.c.collection == collection,
            or_(finding.c.stage == Origin.DISTRICT.value, _stands()),
        )
        .order_by(finding.c.unit_code, finding.c.id)
    )
    if unit_code is not None:
        query = query.where(finding.c.unit_code == unit_code)
    return [
        UnitFinding(
            read(row),
            row["unit_code"],
            row["submission_id"],
            Origin(row["stage"]),
            row["key"],
            row["explained"],
        )
        for row in connection.execute(query).mappings()
    ]


def count_open(connection: Connection, collection: str) -> dict[str, Counter[Severity]]:
    """Unit → how many findings of each severity are open. Units without any are left out.

    A query that its unit has explained is not counted.
    """
    counts: dict[str, Counter[Severity]] = {}
    for one in open_findings(connection, collection):
        if one.unit_code is not None and not one.explained:
            counts.setdefault(one.unit_code, Counter())[one.finding.severity] += 1
    return counts


def explained_queries(connection: Connection, collection: str) -> dict[str, frozenset[str]]:
    """Unit → keys of the queries that stand and that it has explained; others are left out."""
    keys: dict[str, set[str]] = {}
    for one in open_findings(connection, collection):
        if one.unit_code is not None and one.explained:
            keys.setdefault(one.unit_code, set()).add(one.key)
    return {unit: frozenset(of_unit) for unit, of_unit in keys.items()}


def _explained() -> ColumnElement[bool]:
    """Only a query can be explained; an error stands until it is corrected."""
    given = (
        exists()
        .where(
            explanation.c.collection == finding.c.collection,
            explanation.c.unit_code == finding.c.unit_code,
            explanation.c.key == finding.c.key,
        )
        .correlate(finding)
    )
    return and_(finding.c.severity == Severity.QUERY.value, given)


def _stands() -> ColumnElement[bool]:
    """Of a finding of a file."""
    of_form = submission_form.alias("of_form")
    is_held = (
        exists()
        .where(
            of_form.c.submission_id == finding.c.submission_id,
            of_form.c.held.is_(True),
            of_form.c.form == finding.c.form,
        )
        .correlate(finding)
    )
    return or_(
        and_(finding.c.rule == COMEBACK, waits_for_answer()),
        and_(
            finding.c.rule != COMEBACK,
            ~is_held,
            ~is_held_whole(submission),
            or_(~gave_no_form(submission), lies_there(submission)),
            ~_overtaken(),
        ),
    )


def _overtaken() -> ColumnElement[bool]:
    later = submission.alias("later")
    later_form = submission_form.alias("later_form")
    is_later = and_(
        later.c.collection == submission.c.collection,
        # Files of nobody known overtake each other when they lie at the same path.
        or_(
            later.c.unit_code == submission.c.unit_code,
            and_(submission.c.unit_code.is_(None), later.c.path_key == submission.c.path_key),
        ),
        comes_after(later.c, submission.c),
    )
    holds_form = (
        exists()
        .where(
            later_form.c.submission_id == later.c.id,
            later_form.c.form == finding.c.form,
            form_counts(later_form),
        )
        .correlate(later, finding)
    )
    overtaken = (
        exists()
        .where(is_later, or_(and_(finding.c.form == "", file_counts(later)), holds_form))
        .correlate(finding, submission)
    )
    again = finding.alias("again")
    said_again = (
        exists()
        .where(
            is_later,
            again.c.submission_id == later.c.id,
            again.c.stage == Origin.FILE.value,
            again.c.form == finding.c.form,
        )
        .correlate(finding, submission)
    )
    is_of_an_absent_form = and_(finding.c.form != "", ~_is_in_its_file())
    return or_(overtaken, and_(is_of_an_absent_form, or_(_was_sent(), said_again)))


def _is_in_its_file() -> ColumnElement[bool]:
    """Whether the file of a finding holds its form: else it says that the form is owed."""
    own = submission_form.alias("own_form")
    return (
        exists()
        .where(own.c.submission_id == finding.c.submission_id, own.c.form == finding.c.form)
        .correlate(finding)
    )


def _was_sent() -> ColumnElement[bool]:
    """Whether any file of the unit holds the form of a finding, before or after it."""
    other, its_form = submission.alias("other"), submission_form.alias("its_form")
    return (
        exists()
        .where(
            other.c.collection == submission.c.collection,
            other.c.unit_code == submission.c.unit_code,
            its_form.c.submission_id == other.c.id,
            its_form.c.form == finding.c.form,
        )
        .correlate(finding, submission)
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
