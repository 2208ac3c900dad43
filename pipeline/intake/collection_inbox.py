"""Which part of the inbox is a collection's: no run reads the returns of another one.

What lies directly in the inbox is for the default collection, `inbox/2019/` for that of 2019. A folder
whose name is no collection's is a folder like any other.
"""

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.settings import Settings
from schemas.collections import COLLECTIONS, CURRENT


@dataclass(frozen=True)
class Inbox:
    """`folder`: the part of a collection, which `root`, the share, may lack: then nothing has come.

    `passed_over`: names of folders directly in it that are other collections'.
    """

    root: Path
    folder: Path
    passed_over: frozenset[str] = field(default=frozenset())


def inbox_of(settings: Settings, collection: str, given: Path | None = None) -> Inbox:
    """The inbox of a collection: what an operator named, or its part of the one of the settings."""
    others = frozenset(COLLECTIONS) - {collection}
    root = settings.inbox_dir
    if given is not None and given.absolute() != root.absolute():
        return Inbox(given, given, others)
    if collection == CURRENT:
        return Inbox(root, root, others)
    return Inbox(root, root / collection, others)
