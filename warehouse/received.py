"""The files that a warehouse has received, as the rooms above ask for them."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Select, select

from warehouse.sealed_places import name_of, path_of
from warehouse.tables import submission
from warehouse.vault import Vault


@dataclass(frozen=True)
class ReceivedFile:
    """A file that came: its number, its own name, how it is called where others read it, and where
    it arrived, which tells it from others of that name.

    `part`: which unit's share of a workbook of several; empty of any other.
    """

    number: int
    collection: str
    unit_code: str | None
    name: str
    shown_name: str
    path: str
    sha256: str
    part: str


def received_files(
    connection: Connection, vault: Vault, collection: str | None = None
) -> Iterator[ReceivedFile]:
    """The files of a collection, or of all, in the order in which they came. Raises WrongKey."""
    query: Select[tuple[object, ...]] = select(submission).order_by(submission.c.id)
    if collection is not None:
        query = query.where(submission.c.collection == collection)
    for row in connection.execute(query):
        yield ReceivedFile(
            number=row.id,
            collection=row.collection,
            unit_code=row.unit_code,
            name=name_of(vault, row),
            shown_name=row.file_name,
            path=path_of(vault, row),
            sha256=row.content_sha256,
            part=row.part,
        )


def has_received(connection: Connection) -> bool:
    """Whether any file was ever received."""
    return connection.scalar(select(submission.c.id).limit(1)) is not None


def named_originals(connection: Connection) -> list[str]:
    """The digests of all files that the warehouse has received: what its archive must hold."""
    return sorted(connection.scalars(select(submission.c.content_sha256).distinct()))
