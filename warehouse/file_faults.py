"""Files that could not be opened, read or judged for a technical reason, remembered from run to run.

A fault that returns with the same content at the next run is known: it was told, and is told again
only as unfinished. What was remembered is forgotten when the file is done, changed or gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from warehouse.sealed_places import name_of, path_key, path_of, sealed_name, sealed_path
from warehouse.tables import file_fault
from warehouse.vault import Vault

# As they are stored; the names and the place are not.
_PLAIN = (
    "sha256",
    "part",
    "is_folder",
    "kind",
    "detail",
    "first_seen_at",
    "last_seen_at",
    "flow_run",
    "runs",
)


@dataclass(frozen=True)
class FileFault:
    """A fault of one file at its place.

    `sha256` is empty where the file could not be opened; a folder that could not be opened is noted
    like a file, and of a workbook of several units each part, by its name in `part`. `kind` and
    `detail` say what failed and hold nothing of a return's contents. `shown_name` is the file's name
    for whoever is not its school. `flow_run` is the scheduler's
    latest run that met it, `runs` in how many of its runs it was met: a retry is the same run.
    """

    path: str
    file_name: str
    shown_name: str
    kind: str
    detail: str
    first_seen_at: datetime
    last_seen_at: datetime
    flow_run: str | None
    runs: int = 1
    sha256: str = ""
    part: str = ""
    is_folder: bool = False

    @property
    def identity(self) -> tuple[str, str]:
        """A file is known by its content wherever it was moved; what does not open, by its place."""
        return (self.sha256, self.part) if self.sha256 else ("", self.path)

    @property
    def was_told(self) -> bool:
        """It came back after the run that told it first."""
        return self.runs > 1


def file_faults(connection: Connection, vault: Vault, collection: str) -> list[FileFault]:
    """What is remembered of a collection, by place."""
    rows = connection.execute(select(file_fault).where(file_fault.c.collection == collection))
    faults = [
        FileFault(
            path=path_of(vault, row),
            file_name=name_of(vault, row),
            shown_name=row.file_name,
            **{name: getattr(row, name) for name in _PLAIN},
        )
        for row in rows
    ]
    return sorted(faults, key=lambda fault: fault.path)


def remember_faults(
    connection: Connection, vault: Vault, collection: str, faults: Iterable[FileFault]
) -> None:
    """Note faults, in the place of what was remembered of the same places."""
    noted = list(faults)
    forget_faults(connection, vault, collection, (fault.path for fault in noted))
    rows = [
        {
            "collection": collection,
            **sealed_path(vault, fault.path),
            "own_name": sealed_name(vault, fault.path, fault.file_name),
            "file_name": fault.shown_name,
            **{name: getattr(fault, name) for name in _PLAIN},
        }
        for fault in noted
    ]
    if rows:
        connection.execute(insert(file_fault), rows)


def forget_faults(
    connection: Connection, vault: Vault, collection: str, paths: Iterable[str]
) -> None:
    for path in paths:
        connection.execute(
            delete(file_fault).where(
                file_fault.c.collection == collection,
                file_fault.c.path_key == path_key(vault, path),
            )
        )
