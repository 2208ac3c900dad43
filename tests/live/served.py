"""`huizong serve` as an operator starts it, also on another day: the clock of its processes is moved.

A library of our own moves it (clock.c): libfaketime breaks the sleeping of Python 3.11, or slows
Prefect's server down to minutes.
"""

import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from flows.child_processes import stop
from pipeline.beijing import BEIJING
from tests.live.conftest import PATIENCE, ROOT, District, Server, environment, free_port, of

_SOURCE = Path(__file__).with_name("clock.c")
READY = "下一次夜间汇总"


class Clock:
    """The clock of the processes that are given its environment; it can be set while they run.

    Skips the test where that cannot be done.
    """

    def __init__(self, folder: Path) -> None:
        compiler = shutil.which("cc")
        if compiler is None or sys.platform != "linux":
            pytest.skip("no C compiler, or no Linux: the clock cannot be set for one program")
        library = folder / "clock.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-O2", _SOURCE, "-o", library], check=True)
        self._file = folder / "clock"
        self._move(timedelta())
        self.environment = {"LD_PRELOAD": str(library), "CLOCK_FILE": str(self._file)}

    def set(self, hour: int, minute: int, second: int = 0, days: int = 0) -> datetime:
        """Make it this time of the day in Beijing, `days` after the clock's own today."""
        moment = (self.now() + timedelta(days=days)).replace(
            hour=hour, minute=minute, second=second, microsecond=0
        )
        self._move(moment - datetime.now(BEIJING))
        return moment

    def now(self) -> datetime:
        return datetime.now(BEIJING) + self._ahead

    def _move(self, ahead: timedelta) -> None:
        self._ahead = ahead
        with self._file.open("r+b" if self._file.exists() else "wb") as file:
            file.write(struct.pack("=q", round(ahead.total_seconds())))


@dataclass
class Served:
    """A running `huizong serve`."""

    server: Server
    pages: str
    process: "subprocess.Popen[bytes]"
    output: Path

    @property
    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def interrupt(self) -> None:
        """Ctrl+C in its terminal: to every process of the terminal's group."""
        os.killpg(self.process.pid, signal.SIGINT)


@dataclass
class Pilot:
    """A machine on which `huizong serve` is started now and then, always on the same data.

    `left`: runs that were under way when it was last ended.
    """

    district: District
    folder: Path
    left: list[UUID] = field(default_factory=list)

    @contextmanager
    def serving(self, **changes: str) -> Iterator[Served]:
        """Serve until the end of the block, or until the test has ended it."""
        port, pages_port = free_port(), free_port()
        own = environment(**{**of(self.district), "PREFECT_RUNNER_POLL_FREQUENCY": "1", **changes})
        output = self.folder / f"out-{port}"
        with output.open("wb") as written:
            process = subprocess.Popen(
                command("serve", "--port", str(port), "--pages-port", str(pages_port)),
                env=own, cwd=ROOT, stdout=written, stderr=subprocess.STDOUT,
                start_new_session=True,  # as a terminal does for its foreground
            )  # fmt: skip
        server = Server(f"http://127.0.0.1:{port}/api", own)
        served = Served(server, f"http://127.0.0.1:{pages_port}", process, output)
        try:
            give_up = time.monotonic() + PATIENCE
            while READY not in served.said:
                assert process.poll() is None, served.said
                assert time.monotonic() < give_up, served.said
                time.sleep(0.1)
            yield served
        finally:
            stop(process)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from cli import main; main()", *arguments]


def pilot(folder: Path) -> Pilot:
    district = District(folder / "data", folder / "sabotage.json")
    district.inbox.mkdir(parents=True)
    return Pilot(district, folder)
