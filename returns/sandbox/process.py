"""A process of our own for work on files that nobody vouches for: asked over pipes, under a deadline.

It is spawned, not forked, and knows no database and no network. A file that kills or stalls it is
charged alone: the process is started afresh for the next one.
"""

import contextlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from returns.reading.reader_errors import ReaderFailed
from returns.sandbox.pipe import READY, read_frame, write_frame

_START_SECONDS = 60.0
_DYING_SECONDS = 0.5
MAX_ANSWER_BYTES = 256 * 2**20  # a child that a file has taken over may promise anything
_KILLED_FROM_OUTSIDE = -9  # SIGKILL, as POSIX tells it; Windows has no such word
_TIME_IS_UP = -24  # SIGXCPU, likewise: see `returns.sandbox.pipe`
_ROOT = Path(__file__).resolve().parents[2]
# What Python needs to start and to find its modules. Everything else, the warehouse's address and the
# scheduler's password among it, a child that a file has taken over could read and send back.
_NEEDED = frozenset(
    {
        *("PATH", "LANG", "LANGUAGE", "TZ", "HOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
        *("TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "USERPROFILE"),
        *("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTHONUTF8", "PYTHONIOENCODING"),
        *("PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONSAFEPATH"),
        *("PYTHONNOUSERSITE", "PYTHONMALLOC", "PYTHONWARNINGS"),
    }
)


class Died(Exception):
    """The process ended, or was ended at the deadline or by its own limit, without an answer."""

    def __init__(self, *, late: bool, killed: bool) -> None:
        """`killed`: something outside did it. A file makes its process end; it sends no kill."""
        super().__init__("the sandboxed process gave no answer")
        self.late = late
        self.killed = killed


class Sandbox:
    """A module run as a process, restarted when a file breaks it. Use as a context manager.

    The module answers the greeting with `READY`, then each frame with a frame.
    """

    def __init__(self, module: str, greeting: bytes = b"") -> None:
        self._module = module
        self._greeting = greeting
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._stop()

    def ask(self, body: bytes, deadline: float) -> bytes:
        """The answer to a frame. Raises Died, or ReaderFailed when it cannot even start.

        A process may also die of something that is not the file's fault, so it is asked twice; one
        that was late would be late again.
        """
        for attempt in (1, 2):
            process = self._running()
            started = time.monotonic()
            answer = _exchange(process, body, deadline)
            if answer is not None:
                return answer
            end = _end_of(process)
            late = time.monotonic() - started >= deadline or end == _TIME_IS_UP
            killed = not late and end == _KILLED_FROM_OUTSIDE
            self._stop()
            if late or attempt == 2:
                break
        raise Died(late=late, killed=killed)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a hostile file must not write into our logs
                cwd=_ROOT,
                env=_environment(),
            )
            if _exchange(self._process, self._greeting, _START_SECONDS) != READY:
                self._stop()
                raise ReaderFailed("the sandboxed process did not start")
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()
        process.kill()
        process.wait()


def _environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() in _NEEDED or name.startswith("LC_")
    }


def _exchange(process: "subprocess.Popen[bytes]", body: bytes, deadline: float) -> bytes | None:
    """Send a frame and wait for the answer; None if the process dies or the deadline passes."""
    watchdog = threading.Timer(deadline, process.kill)
    watchdog.start()
    try:
        write_frame(_pipe(process.stdin), body)
        return read_frame(_pipe(process.stdout), MAX_ANSWER_BYTES)
    except OSError:  # the process died while we were writing
        return None
    finally:
        watchdog.cancel()


def _end_of(process: "subprocess.Popen[bytes]") -> int | None:
    """How a process ended whose pipe has closed; the pipe closes a moment earlier."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(_DYING_SECONDS)
    return None


def _pipe(pipe: IO[bytes] | None) -> Any:
    if pipe is None:
        raise ReaderFailed("the sandboxed process has no pipe")
    return pipe
