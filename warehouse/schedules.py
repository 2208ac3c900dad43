"""When each scheduled deployment is due next, as far as the scheduler was last heard.

Kept here because whoever asks whether a night is overdue may ask when no scheduler is there to tell.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from warehouse.tables import schedule


def note_due(connection: Connection, due: Mapping[str, datetime | None]) -> None:
    """Keep when each deployment is due next, in place of what was known; None: it is paused."""
    connection.execute(delete(schedule))
    if due:
        connection.execute(
            insert(schedule), [{"name": name, "due_at": at} for name, at in due.items()]
        )


def read_due(connection: Connection) -> dict[str, datetime | None]:
    """Deployment → when it is due next; empty where no scheduler was ever heard."""
    return {row.name: row.due_at for row in connection.execute(select(schedule))}
