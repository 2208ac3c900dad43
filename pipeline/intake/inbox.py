"""What lies in the inbox, what of it is new, and the versions that everything is judged under."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import returns
import schemas
from pipeline.intake.collection_inbox import Inbox
from returns.files.not_returns import (
    NotReturn,
    kind_of_file,
    kind_of_folder,
    kind_of_member,
    opened_name,
    told,
)
from returns.reading.foreign_files import NotOrdinary, StillChanging, take
from returns.reading.reader_errors import ReaderKilled
from returns.sandbox.unpacking_pool import UnpackingSlot
from schemas.collections import Collection
from schemas.file_names import readable
from schemas.findings import shortened
from schemas.masking import NUMBERS


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
    receipt: int  # see `warehouse.submissions.Judged`
    part: str = ""  # see `returns.reading.file_read.FileRead`

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
    error: OSError | ReaderKilled
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
    """The inbox as found: readable files in order of their own dates, and what was passed over.

    `passed_over`: what is no file, no return by its name, or is not to be read now, with why; it is
    told, never judged.
    """

    files: list[Incoming]
    locked: list[str]  # lock files: somebody has the workbook open; its name as it is shown
    failed: list[Unopened]
    passed_over: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)  # what no share is without: for the log alone


def collect(inbox: Inbox, now: datetime, first_receipt: int = 1) -> Collected:
    """Everything in the inbox, its folders and attached zips. Raises InboxMissing."""
    if not inbox.root.is_dir():
        raise InboxMissing(inbox.root)
    found: list[_Arrived] = []
    passed_over: list[str] = []
    failed: list[Unopened] = []
    aside = Aside()
    with UnpackingSlot() as slot:
        for path in _files_below(inbox, failed, passed_over, aside):
            if aside.takes_file(path.name):
                continue
            try:
                found += _opened(path, slot, aside)
            except (NotOrdinary, StillChanging) as reason:
                passed_over.append(f"{NUMBERS.mask(readable(path.name))}（{_why(reason)}）")
            except (OSError, ReaderKilled) as error:
                failed.append(Unopened(path, error))
    found.sort(key=lambda item: (item[0], item[1].name))
    passed_over += aside.told()
    incoming = _incoming(found, now, first_receipt)
    return Collected(incoming, aside.locked, failed, passed_over, aside.told(ignored=True))


def collect_file(path: Path, now: datetime) -> tuple[list[Incoming], list[str]]:
    """One file that somebody names, or what is in an attached zip, opened as in the inbox; and what
    was passed over, with why.

    Raises NotOrdinary, StillChanging, OSError, ReaderKilled or ReaderFailed.
    """
    aside = Aside()
    found: list[_Arrived] = []
    if not aside.takes_file(path.name):
        with UnpackingSlot() as slot:
            found = _opened(path, slot, aside)
    locks = [f"{name}（{NotReturn.OPEN}）" for name in aside.locked]
    passed_over = [*locks, *aside.told(), *aside.told(ignored=True)]
    return _incoming(found, now, first_receipt=0), passed_over


class Aside:
    """What is no return by its name, as it is told: a line of each kind, however many there are."""

    def __init__(self) -> None:
        self.locked: list[str] = []
        self._names: dict[NotReturn, list[str]] = {}

    def takes_folder(self, name: str) -> bool:
        return self._takes(name, kind_of_folder(name))

    def takes_file(self, name: str) -> bool:
        kind = kind_of_file(name)
        if kind is NotReturn.OPEN:
            self.locked.append(NUMBERS.mask(readable(opened_name(name))))
            return True
        return self._takes(name, kind)

    def takes_member(self, name: str) -> bool:
        """Of what lies in a zip, by its name with its folders."""
        return self._takes(name, kind_of_member(name))

    def told(self, ignored: bool = False) -> list[str]:
        """What somebody may have meant to send, or what no share is without."""
        kinds = [kind for kind in NotReturn if kind in self._names and kind.is_usual is ignored]
        return [told(self._names[kind], kind) for kind in kinds]

    def _takes(self, name: str, kind: NotReturn | None) -> bool:
        if kind is not None:
            self._names.setdefault(kind, []).append(shortened(NUMBERS.mask(readable(name))))
        return kind is not None


_Arrived = tuple[float, Path, bytes]  # its own date, where it lies, what is in it


def _opened(path: Path, slot: UnpackingSlot, aside: Aside) -> list[_Arrived]:
    """A file, or the files in an attached zip, which lie below it; what is no return goes aside."""
    arrived, content = take(path)
    inside = slot.unpack(content)
    if inside is None:
        return [(arrived, path, content)]
    return [(arrived, path / name, body) for name, body in inside if not aside.takes_member(name)]


def _incoming(found: Iterable[_Arrived], now: datetime, first_receipt: int) -> list[Incoming]:
    return [
        Incoming(
            path,
            content,
            hashlib.sha256(content).hexdigest(),
            now + timedelta(microseconds=order),  # found in one sweep, yet in an order
            first_receipt + order,
        )
        for order, (_, path, content) in enumerate(found)
    ]


def _why(reason: NotOrdinary | StillChanging) -> str:
    if isinstance(reason, StillChanging):
        return "正在写入，下次运行再处理"
    return f"是{reason.kind}，没有打开"


def _files_below(
    inbox: Inbox, failed: list[Unopened], passed_over: list[str], aside: Aside
) -> Iterator[Path]:
    """The files of all folders that may hold returns; a folder that cannot be opened is noted, never
    skipped, and so is a link.
    """

    def note(error: OSError) -> None:
        failed.append(Unopened(Path(error.filename), error, is_folder=True))

    top = inbox.folder.resolve()
    if not top.exists():  # nothing has come for this collection yet
        return
    for place, folders, names in os.walk(top, onerror=note):
        others = inbox.passed_over if Path(place) == top else ()
        folders[:] = sorted(
            name for name in folders if name not in others and not aside.takes_folder(name)
        )
        linked = [name for name in folders if (Path(place) / name).is_symlink()]
        passed_over += [f"{NUMBERS.mask(readable(name))}（是链接，没有打开）" for name in linked]
        yield from (Path(place) / name for name in sorted(names))


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
