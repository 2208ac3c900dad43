"""Reading files in worker slots: one sandboxed process per slot, charged file by file.

A slot has its own process and pipes. A file that kills or stalls its process is answered with a
finding (FIL-005) and the slot starts afresh; the other files never notice.
"""

import contextlib
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson

from returns.broken import ReaderFailed
from returns.extract import FileExtract
from returns.locate import Problem
from returns.worker import READY, read_frame, write_frame
from schemas.columns import FormLayout

DEADLINE_SECONDS = 10.0
_START_SECONDS = 60.0
_DYING_SECONDS = 0.5
_KILLED_FROM_OUTSIDE = -9  # SIGKILL, as POSIX tells it; Windows has no such word
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class FileToRead:
    """`key` is the caller's own name for the file; it never reaches the child."""

    key: str
    content: bytes


class ReaderSlot:
    """One reading process, restarted when a file breaks it. Use as a context manager."""

    def __init__(self, forms: Sequence[FormLayout]) -> None:
        self._layouts = orjson.dumps([form.to_plain() for form in forms])
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "ReaderSlot":
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, content: bytes) -> dict[str, Any]:
        """A FileExtract in plain form. Raises ReaderFailed when the child cannot even start."""
        for _ in range(2):  # a process may also die of something that is not the file's fault
            process = self._running()
            started = time.monotonic()
            answer = self._exchange(process, content, DEADLINE_SECONDS)
            if answer is not None:
                plain: dict[str, Any] = orjson.loads(answer)
                return plain
            is_late = time.monotonic() - started >= DEADLINE_SECONDS
            was_killed = not is_late and _end_of(process) == _KILLED_FROM_OUTSIDE
            self._stop()
            if is_late:
                break
        # A file makes its process end or abort, or take too long; it does not send it a kill.
        if was_killed:
            return FileExtract(killed=True).to_plain()
        return FileExtract(refused=Problem("FIL-005")).to_plain()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "returns.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a hostile file must not write into our logs
                cwd=_ROOT,
            )
            if self._exchange(self._process, self._layouts, _START_SECONDS) != READY:
                self._stop()
                raise ReaderFailed("the reading process did not start")
        return self._process

    @staticmethod
    def _exchange(process: "subprocess.Popen[bytes]", body: bytes, deadline: float) -> bytes | None:
        """Send a frame and wait for the answer; None if the process dies or the deadline passes."""
        watchdog = threading.Timer(deadline, process.kill)
        watchdog.start()
        try:
            write_frame(_pipe(process.stdin), body)
            return read_frame(_pipe(process.stdout))
        except OSError:  # the process died while we were writing
            return None
        finally:
            watchdog.cancel()

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()
        process.kill()
        process.wait()


def _end_of(process: "subprocess.Popen[bytes]") -> int | None:
    """How a process ended whose pipe has closed; the pipe closes a moment earlier."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(_DYING_SECONDS)
    return None


def _pipe(pipe: IO[bytes] | None) -> Any:
    if pipe is None:
        raise ReaderFailed("the reading process has no pipe")
    return pipe


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
