"""Who has reported, and what stands behind a total: states by unit and form."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true
from sqlalchemy.sql.elements import Label

from schemas.findings import Status
from warehouse.counting import file_counts, form_counts, gave_no_form, lies_there
from warehouse.current import in_force_at
from warehouse.tables import submission, submission_form


@dataclass(frozen=True)
class FormState:
    """The latest news of one form of one unit. A form without a state is missing.

    `status` is the verdict on the latest submission that holds the form; when that was returned,
    `in_force` may still name an earlier one.
    """

    unit_code: str
    form: str
    status: Status
    submission_id: int
    received_at: datetime
    in_force: int | None


@dataclass(frozen=True)
class FileState:
    """A file as it was received and judged. `unit_code` None: nobody knows whose it is."""

    unit_code: str | None
    submission_id: int
    status: Status
    received_at: datetime
    file_name: str  # persons in it are masked


def form_states(
    connection: Connection, collection: str, as_of: datetime | None = None
) -> list[FormState]:
    """One state for every unit and form ever received until `as_of`, by unit and form."""
    ranked = (
        select(
            submission.c.unit_code,
            submission_form.c.form,
            submission_form.c.status,
            submission.c.id.label("submission_id"),
            submission.c.received_at,
            _latest_first(submission.c.unit_code, submission_form.c.form),
        )
        .join(submission_form, submission_form.c.submission_id == submission.c.id)
        .where(
            _received(collection, as_of),
            submission.c.unit_code.is_not(None),
            form_counts(as_of=as_of),
        )
        .subquery()
    )
    source = in_force_at(collection, as_of)
    rows = connection.execute(
        select(ranked, source.c.submission_id.label("in_force"))
        .outerjoin(
            source,
            and_(source.c.unit_code == ranked.c.unit_code, source.c.form == ranked.c.form),
        )
        .where(ranked.c.rank == 1)
        .order_by(ranked.c.unit_code, ranked.c.form)
    )
    return [
        FormState(
            row.unit_code,
            row.form,
            Status(row.status),
            row.submission_id,
            row.received_at,
            row.in_force,
        )
        for row in rows
    ]


def latest_files(
    connection: Connection, collection: str, as_of: datetime | None = None
) -> dict[str, FileState]:
    """Unit → its latest file that counts, readable or not."""
    ranked = _ranked_files(collection, as_of, submission.c.unit_code).where(file_counts(submission))
    files = _file_states(connection, ranked)
    return {file.unit_code: file for file in files if file.unit_code is not None}


def files_of_nobody(
    connection: Connection, collection: str, as_of: datetime | None = None
) -> list[FileState]:
    """Files of which nobody knows whose they are: the latest at each path, by name.

    What gave no form is listed as long as it lies there.
    """
    ranked = _ranked_files(collection, as_of, submission.c.path_key)
    ranked = ranked.where(or_(~gave_no_form(submission), lies_there(submission)))
    files = _file_states(connection, ranked)
    nobodys = (file for file in files if file.unit_code is None)
    return sorted(nobodys, key=lambda file: (file.file_name, file.submission_id))


def in_force_digest(connection: Connection, collection: str, as_of: datetime | None = None) -> str:
    """SHA-256 over what is in force and how it was judged: equal digests, equal totals."""
    source = in_force_at(collection, as_of)
    rows = connection.execute(
        select(
            source.c.unit_code, source.c.form, source.c.submission_id, submission.c.judged_under
        ).join(submission, submission.c.id == source.c.submission_id)
    )
    lines = sorted("\t".join(map(str, row)) for row in rows)
    return sha256("\n".join(lines).encode()).hexdigest()


def _received(collection: str, as_of: datetime | None) -> ColumnElement[bool]:
    until = true() if as_of is None else submission.c.received_at <= as_of
    return and_(submission.c.collection == collection, until)


def _latest_first(*by: ColumnElement[object]) -> Label[int]:
    order = (submission.c.receipt.desc(), submission.c.id.desc())
    return func.row_number().over(partition_by=by, order_by=order).label("rank")


def _ranked_files(
    collection: str, as_of: datetime | None, by: ColumnElement[object]
) -> Select[tuple[object, ...]]:
    return select(submission, _latest_first(by)).where(_received(collection, as_of))


def _file_states(
    connection: Connection, ranked_files: Select[tuple[object, ...]]
) -> list[FileState]:
    ranked = ranked_files.subquery()
    rows = connection.execute(select(ranked).where(ranked.c.rank == 1))
    return [
        FileState(
            row.unit_code,
            row.id,
            Status(row.status),
            row.received_at,
            row.file_name,
        )
        for row in rows
    ]
