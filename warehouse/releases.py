"""Releases: values that were signed off, frozen with the submissions behind them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from warehouse.current import in_force_at
from warehouse.locks import lock
from warehouse.status import in_force_digest
from warehouse.tables import release, release_submission, release_value
from warehouse.values import StoredValue


class NoSuchRelease(LookupError):
    """The collection has no release of this number."""


@dataclass(frozen=True)
class Release:
    """A release as it was made. `submissions`: (unit, form) → submission."""

    collection: str
    number: int
    made_at: datetime
    made_by: str
    note: str
    in_force_digest: str
    values: tuple[StoredValue, ...]
    submissions: dict[tuple[str, str], int]


def freeze(
    connection: Connection,
    collection: str,
    values: Iterable[StoredValue],
    *,
    made_by: str,
    made_at: datetime,
    note: str = "",
) -> int:
    """Freeze `values` and all that is in force as the collection's next release; its number.

    Call it in the writing transaction in which the values were computed or compared, so that both
    belong to the same state.
    """
    lock(connection, "release", collection)
    number = (last_release(connection, collection) or 0) + 1
    result = connection.execute(
        insert(release).values(
            collection=collection,
            number=number,
            made_at=made_at,
            made_by=made_by,
            note=note,
            in_force_digest=in_force_digest(connection, collection),
        )
    )
    key = result.inserted_primary_key
    assert key is not None  # noqa: S101 - both engines return it
    frozen = [asdict(value) | {"release_id": key[0]} for value in values]
    if frozen:
        connection.execute(insert(release_value), frozen)
    source = [
        row._asdict() | {"release_id": key[0]}
        for row in connection.execute(select(in_force_at(collection)))
    ]
    if source:
        connection.execute(insert(release_submission), source)
    return number


def last_release(connection: Connection, collection: str) -> int | None:
    """The number of the collection's latest release; None while there is none."""
    number: int | None = connection.scalar(
        select(func.max(release.c.number)).where(release.c.collection == collection)
    )
    return number


def read_release(connection: Connection, collection: str, number: int) -> Release:
    """A release as it was frozen. Raises NoSuchRelease."""
    head = connection.execute(
        select(release).where(release.c.collection == collection, release.c.number == number)
    ).one_or_none()
    if head is None:
        raise NoSuchRelease(f"collection {collection} has no release {number}")
    values = connection.execute(
        select(*(c for c in release_value.c if c.name != "release_id"))
        .where(release_value.c.release_id == head.id)
        .order_by(release_value.c.indicator)
    ).mappings()
    submissions = connection.execute(
        select(release_submission).where(release_submission.c.release_id == head.id)
    )
    return Release(
        head.collection,
        head.number,
        head.made_at,
        head.made_by,
        head.note,
        head.in_force_digest,
        tuple(
            StoredValue(
                indicator=row["indicator"],
                numerator=row["numerator"],
                denominator=row["denominator"],
                reported_units=row["reported_units"],
                expected_units=row["expected_units"],
                status=row["status"],
                underway=row["underway"],
                excess_units=row["excess_units"],
                scope=row["scope"],
            )
            for row in values
        ),
        {(row.unit_code, row.form): row.submission_id for row in submissions},
    )
