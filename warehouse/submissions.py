"""Merging a judged file: one transaction, each form whole or not at all, safe to repeat.

What is the same and what is new is decided here, by three keys: the content, the arrival (collection,
path, content) and the digest that it was judged under.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from schemas.findings import Finding, Origin, Status, UnitFinding
from schemas.masking import NUMBERS, Masker
from schemas.raw_text import RawText
from warehouse import history, tables
from warehouse.comebacks import let_back
from warehouse.counting import gave_no_form
from warehouse.engine import writing
from warehouse.explanations import Explanation, add_explanations
from warehouse.facts import delete_facts, insert_facts
from warehouse.findings import insert_findings
from warehouse.known_submissions import Known, known_submission
from warehouse.locks import lock
from warehouse.open_texts import without_persons
from warehouse.raw_texts import delete_raw_texts, insert_raw_texts
from warehouse.sealed_places import name_of, path_key, path_of, sealed_name, sealed_path
from warehouse.vault import Vault


@dataclass(frozen=True)
class FormRows:
    """One form of a file, as read and judged.

    `layout` maps fields to columns ("D", TABLE) or cells ("D7", CARD); `columns` maps every field
    of the form to plain Python values (int, bool, str, date or None) in the order of `rows`, the
    sheet's rows. `raw_texts`: what stood in the cells that reading changed. Personal values are in
    clear here; they are protected on their way in. A returned form leaves no facts and no texts, so
    its rows may be empty. `digest` says what it holds, see `warehouse.form_digests`. What is `held`
    back does not count yet, see `warehouse.comebacks`.
    """

    form: str
    sheet: str
    status: Status
    layout: dict[str, str] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    raw_texts: list[RawText] = field(default_factory=list)
    digest: str | None = None
    held: bool = False


@dataclass(frozen=True)
class Judged:
    """A file with everything that is known of it.

    `received_at` is the moment when the file was found at its path, not the file's own date: an old
    file that is sent again is a new arrival. `receipt` is its number in the order of receipt, which a
    clock that is set back does not turn round: see `next_receipt`. `judged_under` digests all that the verdict rests on
    besides the content: reader, edition, rules, register, standards, decisions.
    """

    collection: str
    unit_code: str | None
    content_sha256: str
    file_name: str
    path: str
    received_at: datetime
    receipt: int
    reader_version: str
    edition: str
    judged_under: str
    status: Status
    findings: list[Finding] = field(default_factory=list)
    forms: list[FormRows] = field(default_factory=list)
    explanations: list[Explanation] = field(default_factory=list)
    part: str = ""  # of a workbook of several units: which; its `path` lies below the workbook's
    # Of the persons in the file: they are masked in its name and in what is kept in clear of it.
    masker: Masker = NUMBERS


@dataclass(frozen=True)
class Merged:
    """What merging a file did."""

    submission_id: int
    unchanged: bool = False  # the same content, judged the same way, is merged already
    judged_again: bool = False  # a known submission got a new verdict
    merged_forms: tuple[str, ...] = ()  # the accepted forms
    superseded: dict[str, int] = field(default_factory=dict)  # form → submission no longer in force


class Arrival(NamedTuple):
    """The last content seen at a path, and the digest that it was judged under."""

    sha256: str
    judged_under: str
    part: str = ""  # of the workbook at the path above this one


def next_receipt(connection: Connection, collection: str) -> int:
    """The number after all that were received. Call it while holding the collection."""
    table = tables.submission
    last = connection.scalar(
        select(func.max(table.c.receipt)).where(table.c.collection == collection)
    )
    return (last or 0) + 1


def last_received_at(connection: Connection, collection: str) -> datetime | None:
    """The latest moment at which anything was received, by the clocks of those moments."""
    table = tables.submission
    last: datetime | None = connection.scalar(
        select(func.max(table.c.received_at)).where(table.c.collection == collection)
    )
    return last


def arrivals(connection: Connection, vault: Vault, collection: str) -> dict[str, Arrival]:
    """Path → what was last seen there. A file for which both parts are the same needs no reading."""
    submission = tables.submission
    rows = connection.execute(
        select(
            tables.arrival.c.path_key,
            tables.arrival.c.place,
            tables.arrival.c.sha256,
            submission.c.judged_under,
            submission.c.part,
        )
        .join(tables.submission, tables.submission.c.id == tables.arrival.c.submission_id)
        .where(tables.arrival.c.collection == collection)
    )
    return {path_of(vault, row): Arrival(row.sha256, row.judged_under, row.part) for row in rows}


def paths_of_unit(
    connection: Connection, vault: Vault, collection: str, unit_code: str
) -> set[str]:
    """Where files that hold something of a unit were seen lying, by what was last seen there."""
    rows = connection.execute(
        select(tables.arrival.c.path_key, tables.arrival.c.place, tables.submission.c.part)
        .join(tables.submission, tables.submission.c.id == tables.arrival.c.submission_id)
        .where(
            tables.arrival.c.collection == collection,
            tables.submission.c.unit_code == unit_code,
        )
    )
    found = ((path_of(vault, row), row.part) for row in rows)
    return {str(PurePath(path).parent) if part else path for path, part in found}


def move_arrival(connection: Connection, vault: Vault, collection: str, old: str, new: str) -> None:
    """Note that the file last seen at `old` lies at `new` now, where nothing was seen before."""
    table = tables.arrival
    connection.execute(
        update(table)
        .where(table.c.collection == collection, table.c.path_key == path_key(vault, old))
        .values(sealed_path(vault, new))
    )


def without_form(connection: Connection, vault: Vault, collection: str) -> dict[str, str | None]:
    """Path → unit of what was last seen there and gave no form: unreadable, or no table at all."""
    rows = connection.execute(
        select(tables.arrival.c.path_key, tables.arrival.c.place, tables.submission.c.unit_code)
        .join(tables.submission, tables.submission.c.id == tables.arrival.c.submission_id)
        .where(tables.arrival.c.collection == collection, gave_no_form(tables.submission))
    )
    return {path_of(vault, row): row.unit_code for row in rows}


def forget_arrivals(
    connection: Connection, vault: Vault, collection: str, paths: Iterable[str]
) -> None:
    """Note that nothing lies at these paths any more; the submissions stay."""
    for path in paths:
        connection.execute(
            delete(tables.arrival).where(
                tables.arrival.c.collection == collection,
                tables.arrival.c.path_key == path_key(vault, path),
            )
        )


def merge(engine: Engine, vault: Vault, judged: Judged) -> Merged:
    """Record `judged` in one transaction: all of it or, when anything fails, nothing.

    The same content at the same path, or the content of the unit's latest submission at another
    path, is no new submission: it is judged again if it was judged under another digest, else left
    alone. Raises ValueError when a form does not fit its declaration, or is accepted though nobody
    knows whose it is.
    """
    _refuse_nonsense(judged)
    with writing(engine) as connection:
        lock(connection, "unit", judged.collection, judged.unit_code or "")
        lock(connection, "path", judged.collection, judged.path)
        known = known_submission(
            connection,
            vault,
            judged.collection,
            judged.unit_code,
            judged.path,
            judged.content_sha256,
        )
        if (
            known is not None
            and known.judged_under == judged.judged_under
            and known.unit_code == judged.unit_code
        ):
            _note_arrival(connection, vault, judged, known.id)
            return Merged(known.id, unchanged=True)
        before = _in_force(connection, judged)
        back: dict[str, datetime] = {}
        if known is None:
            submission_id = _insert_submission(connection, vault, judged)
        else:
            submission_id = known.id
            back = _take_back(connection, vault, judged, known)
        _record(connection, vault, judged, submission_id, back)
        _note_arrival(connection, vault, judged, submission_id)
        after = _in_force(connection, judged)
    return Merged(
        submission_id,
        judged_again=known is not None,
        merged_forms=tuple(form.form for form in judged.forms if _is_in_force(form)),
        superseded={
            form: earlier for form, earlier in before.items() if after.get(form) != earlier
        },
    )


def _refuse_nonsense(judged: Judged) -> None:
    codes = [form.form for form in judged.forms]
    if len(set(codes)) != len(codes):
        raise ValueError(f"{_shown_name(judged)} holds a form twice: {codes}")
    if judged.unit_code is None and any(form.status.is_accepted for form in judged.forms):
        raise ValueError(f"{_shown_name(judged)} is nobody's: none of its forms can be accepted")


def _is_in_force(form: FormRows) -> bool:
    return form.status.is_accepted and not form.held


def _shown_name(judged: Judged) -> str:
    return judged.masker.mask(judged.file_name)


def _insert_submission(connection: Connection, vault: Vault, judged: Judged) -> int:
    result = connection.execute(
        insert(tables.submission).values(
            collection=judged.collection,
            unit_code=judged.unit_code,
            content_sha256=judged.content_sha256,
            file_name=_shown_name(judged),
            own_name=sealed_name(vault, judged.path, judged.file_name),
            **sealed_path(vault, judged.path),
            part=judged.part,
            received_at=judged.received_at,
            receipt=judged.receipt,
            reader_version=judged.reader_version,
            edition=judged.edition,
            status=judged.status.value,
            judged_under=judged.judged_under,
        )
    )
    key = result.inserted_primary_key
    assert key is not None  # noqa: S101 - both engines return it
    return int(key[0])


def _record(
    connection: Connection,
    vault: Vault,
    judged: Judged,
    submission_id: int,
    back: Mapping[str, datetime],
) -> None:
    """Forms, findings, facts and history of a submission whose own row is written.

    `back`: since when forms of it count that were held back before.
    """
    if judged.forms:
        connection.execute(
            insert(tables.submission_form),
            [
                {
                    "submission_id": submission_id,
                    "form": form.form,
                    "sheet": judged.masker.mask(form.sheet),
                    "layout": form.layout,
                    "status": form.status.value,
                    "row_count": len(form.rows),
                    "digest": form.digest,
                    "held": form.held,
                    "let_back_at": None if form.held else back.get(form.form),
                }
                for form in judged.forms
            ],
        )
    insert_findings(
        connection,
        vault,
        judged.collection,
        (
            UnitFinding(finding, judged.unit_code, submission_id, Origin.FILE)
            for finding in judged.findings
        ),
    )
    accepted = [form for form in judged.forms if form.status.is_accepted]
    for form in accepted:
        columns = without_persons(vault, judged.masker, form.form, form.columns)
        insert_facts(connection, vault, submission_id, form.form, form.rows, columns)
        insert_raw_texts(connection, vault, submission_id, form.form, form.raw_texts)
    if judged.unit_code is not None:
        add_explanations(
            connection,
            vault,
            judged.collection,
            judged.unit_code,
            judged.explanations,
            judged.received_at,
            submission_id,
        )
        history.rebuild(
            connection, judged.collection, judged.unit_code, [form.form for form in accepted]
        )
        let_back(
            connection,
            judged.collection,
            judged.unit_code,
            judged.explanations,
            judged.received_at,
        )


def _take_back(
    connection: Connection, vault: Vault, judged: Judged, known: Known
) -> dict[str, datetime]:
    """Remove the old verdict on a submission, with all that followed from it.

    When and where the file was received stays as it was, and so do the moments, which are returned,
    since when forms of it count that were held back before.
    """
    form = tables.submission_form.c
    forms = connection.execute(
        select(form.form, form.status, form.let_back_at).where(form.submission_id == known.id)
    ).all()
    in_force, finding = tables.in_force, tables.finding
    connection.execute(delete(in_force).where(in_force.c.submission_id == known.id))
    for row in forms:
        if Status(row.status).is_accepted:
            delete_facts(connection, known.id, row.form)
    delete_raw_texts(connection, known.id)
    # District findings may point here as well; they are written anew after every merge.
    connection.execute(delete(finding).where(finding.c.submission_id == known.id))
    connection.execute(
        delete(tables.submission_form).where(tables.submission_form.c.submission_id == known.id)
    )
    received = connection.execute(
        select(tables.submission).where(tables.submission.c.id == known.id)
    ).one()
    connection.execute(
        update(tables.submission)
        .where(tables.submission.c.id == known.id)
        .values(
            unit_code=judged.unit_code,
            file_name=judged.masker.mask(name_of(vault, received)),
            reader_version=judged.reader_version,
            edition=judged.edition,
            status=judged.status.value,
            judged_under=judged.judged_under,
        )
    )
    if known.unit_code is not None:
        # What this submission had superseded is in force again, unless `_record` supersedes it.
        codes = [row.form for row in forms]
        history.rebuild(connection, judged.collection, known.unit_code, codes)
    return {row.form: row.let_back_at for row in forms if row.let_back_at is not None}


def _in_force(connection: Connection, judged: Judged) -> dict[str, int]:
    if judged.unit_code is None:
        return {}
    return history.current(connection, judged.collection, judged.unit_code)


def _note_arrival(connection: Connection, vault: Vault, judged: Judged, submission_id: int) -> None:
    values = {
        "collection": judged.collection,
        **sealed_path(vault, judged.path),
        "sha256": judged.content_sha256,
        "submission_id": submission_id,
        "seen_at": judged.received_at,
    }
    upsert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = upsert(tables.arrival).values(values)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["collection", "path_key"],
            set_={name: values[name] for name in ("sha256", "submission_id", "seen_at")},
        )
    )
