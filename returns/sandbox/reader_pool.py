"""Reading files in worker slots: one sandboxed process per slot, charged file by file.

A slot has its own process and pipes. A file that kills or stalls its process is answered with a
finding (FIL-005) and the slot starts afresh; the other files never notice.
"""

import queue
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

import orjson

from returns.reading.locate import Problem
from returns.reading.sheet_extract import FileExtract
from returns.sandbox.process import Died, Sandbox
from schemas.columns import FormLayout

DEADLINE_SECONDS = (
    60.0  # by the clock, for a process that stalls; see `reader_process.PROCESSOR_SECONDS`
)


@dataclass(frozen=True)
class FileToRead:
    """`key` is the caller's own name for the file; it never reaches the child."""

    key: str
    content: bytes


class ReaderSlot:
    """One reading process. Use as a context manager."""

    def __init__(self, forms: Sequence[FormLayout]) -> None:
        layouts = orjson.dumps([form.to_plain() for form in forms])
        self._sandbox = Sandbox("returns.sandbox.reader_process", layouts)

    def __enter__(self) -> Self:
        self._sandbox.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        self._sandbox.__exit__(*raised)

    def read(self, content: bytes) -> dict[str, Any]:
        """A FileExtract in plain form. Raises ReaderFailed when the child cannot even start."""
        try:
            plain: dict[str, Any] = orjson.loads(self._sandbox.ask(content, DEADLINE_SECONDS))
        except Died as died:
            if died.killed:
                return FileExtract(killed=True).to_plain()
            return FileExtract(refused=Problem("FIL-005")).to_plain()
        return plain


def read_files(
    files: Iterable[FileToRead], forms: Sequence[FormLayout], slots: int = 2
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Start reading files in `slots` processes; yields (key, FileExtract in plain form) as done.

    Reading begins at the call, not at the first `next`, so that the caller can do something else
    meanwhile. Iterating raises ReaderFailed when no reading process can be started at all.
    """
    waiting: queue.SimpleQueue[FileToRead] = queue.SimpleQueue()
    total = 0
    for file in files:
        waiting.put(file)
        total += 1
    answers: queue.SimpleQueue[tuple[str, dict[str, Any]] | Exception] = queue.SimpleQueue()
    threads = [
        threading.Thread(target=_work, args=(forms, waiting, answers), daemon=True)
        for _ in range(min(max(slots, 1), total))
    ]
    for thread in threads:
        thread.start()
    return _collect(threads, answers, total)


def _work(
    forms: Sequence[FormLayout],
    waiting: "queue.SimpleQueue[FileToRead]",
    answers: "queue.SimpleQueue[tuple[str, dict[str, Any]] | Exception]",
) -> None:
    """Keep one slot busy until no file is waiting."""
    with ReaderSlot(forms) as slot:
        while True:
            try:
                file = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                answers.put((file.key, slot.read(file.content)))
            except Exception as error:  # raised in the caller's thread by _collect
                answers.put(error)
                return


def _collect(
    threads: Sequence[threading.Thread],
    answers: "queue.SimpleQueue[tuple[str, dict[str, Any]] | Exception]",
    total: int,
) -> Iterator[tuple[str, dict[str, Any]]]:
    for _ in range(total):
        answer = answers.get()
        if isinstance(answer, Exception):
            raise answer
        yield answer
    for thread in threads:
        thread.join()
