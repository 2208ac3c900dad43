"""What lies in the inbox, what of it is new, and the versions that everything is judged under."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import returns
import schemas
from returns.file_names import readable
from returns.unpacking import unpack
from schemas.collections import Collection
from schemas.masking import NUMBERS

_IGNORED_NAMES = frozenset({"Thumbs.db", "desktop.ini"})


class InboxMissing(RuntimeError):
    """The inbox folder is not there: a technical failure, not an empty night."""

    def __init__(self, inbox: Path | str) -> None:
        self.inbox = inbox
        super().__init__(f"收件文件夹不存在：{inbox}")


@dataclass(frozen=True)
class Incoming:
    """A file of the inbox with its content, or one unit's part of it. `path` is absolute."""

    path: Path
    content: bytes
    sha256: str
    received_at: datetime
    part: str = ""  # see `returns.reading.FileRead`

    @property
    def name(self) -> str:
        return readable(self.path.name)

    @property
    def folder(self) -> str:
        """The name of the folder it lies in, on the share or in an attached zip."""
        return readable(self.path.parent.name)

    @property
    def place(self) -> str:
        """Where it arrived, as it is kept in the warehouse."""
        return readable(str(self.path / self.part))


@dataclass(frozen=True)
class Unopened:
    """A file or folder of the inbox that could not be opened, and why."""

    path: Path
    error: OSError
    is_folder: bool = False

    @property
    def shown_name(self) -> str:
        """Its name without what looks like a number of a person: who is in it nobody knows."""
        return NUMBERS.mask(self.name)

    @property
    def name(self) -> str:
        return readable(self.path.name)

    @property
    def folder(self) -> str:
        return readable(self.path.parent.name)

    @property
    def place(self) -> str:
        return readable(str(self.path))


@dataclass(frozen=True)
class Collected:
    """The inbox as found: readable files in order of their own dates, and what was passed over."""

    files: list[Incoming]
    locked: list[str]  # ~$ files: somebody has the workbook open; their names as they are shown
    failed: list[Unopened]


def collect(inbox: Path, now: datetime) -> Collected:
    """Everything in the inbox, its folders and attached zips. Raises InboxMissing."""
    if not inbox.is_dir():
        raise InboxMissing(inbox)
    found: list[tuple[float, Path, bytes]] = []
    locked: list[str] = []
    failed: list[Unopened] = []
    for path in _files_below(inbox.resolve(), failed):
        if path.name.startswith("~$"):
            locked.append(NUMBERS.mask(readable(path.name.removeprefix("~$"))))
            continue
        try:
            if not path.is_file():  # a pipe, a link to nowhere
                continue
            arrived, content = path.stat().st_mtime, path.read_bytes()
            inside = unpack(content)
            if inside is None:
                found.append((arrived, path, content))
            else:
                found += [(arrived, path / name, body) for name, body in inside]
        except OSError as error:
            failed.append(Unopened(path, error))
    found.sort(key=lambda item: (item[0], item[1].name))
    files = [
        Incoming(
            path,
            content,
            hashlib.sha256(content).hexdigest(),
            now + timedelta(microseconds=order),  # found in one sweep, yet in an order
        )
        for order, (_, path, content) in enumerate(found)
    ]
    return Collected(files, locked, failed)


def _files_below(folder: Path, failed: list[Unopened]) -> Iterator[Path]:
    """The files that may be returns; a folder that cannot be opened is noted, never skipped."""

    def note(error: OSError) -> None:
        failed.append(Unopened(Path(error.filename), error, is_folder=True))

    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name not in _IGNORED_NAMES:
                yield Path(place) / name


@cache
def code_version() -> str:
    """Digest of everything that reads and judges: a changed rule means judging again."""
    sources = [
        path
        for package in (returns, schemas)
        for path in sorted(Path(package.__path__[0]).rglob("*.py"))
    ]
    return _digest(path.read_bytes() for path in sources)[:16]


def judged_under(register_digest: str, collection: Collection) -> str:
    """The digest that a verdict rests on besides the file's content."""
    return _digest(part.encode() for part in (code_version(), register_digest, repr(collection)))


def judged_for_now(judged_under: str) -> str:
    """The digest of a verdict that is to be passed again at the next run."""
    return _digest((judged_under.encode(), b"for now"))


def _digest(parts: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()
