"""What the warehouse remembers of its key: enough to tell another one, nothing of the key itself.

Names sealed under two keys could not be told apart later, and each child would be parted from its
earlier records, so a key that is not the warehouse's own is refused before anything is written.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from warehouse.locks import lock
from warehouse.tables import explanation, submission, warehouse_key
from warehouse.vault import Vault


@dataclass(frozen=True)
class Unbound:
    """The rows from before sealed values were bound to their places: up to which number."""

    submissions: int = 0
    explanations: int = 0

    def holds_submission(self, number: int) -> bool:
        return number <= self.submissions

    def holds_explanation(self, number: int) -> bool:
        return number <= self.explanations


@dataclass(frozen=True)
class KeyRecord:
    """The check value of the key, which vouches for the numbers beside it."""

    check_value: str
    unbound: Unbound

    def is_of(self, vault: Vault) -> bool:
        return self.check_value == vault.check_value(repr(self.unbound))


def key_record(connection: Connection) -> KeyRecord | None:
    """None in a warehouse that no key was used with since it has such a record."""
    row = connection.execute(select(warehouse_key)).one_or_none()
    if row is None:
        return None
    return KeyRecord(row.check_value, Unbound(row.unbound_submissions, row.unbound_explanations))


def unbound(connection: Connection) -> Unbound:
    """Which rows may hold values that are bound to no place. Without a record none may."""
    record = key_record(connection)
    return record.unbound if record else Unbound()


def record_key(connection: Connection, vault: Vault) -> None:
    """Make the vault's key the warehouse's. What is sealed so far counts as bound to no place."""
    lock(connection, "warehouse_key")
    old = Unbound(
        connection.scalar(select(func.max(submission.c.id))) or 0,
        connection.scalar(select(func.max(explanation.c.id))) or 0,
    )
    connection.execute(delete(warehouse_key))
    connection.execute(
        insert(warehouse_key).values(
            id=1,
            check_value=vault.check_value(repr(old)),
            unbound_submissions=old.submissions,
            unbound_explanations=old.explanations,
        )
    )
