"""A worker slot that also tells what a file cost its reading process. Linux only."""

import time
from pathlib import Path
from typing import Any, NamedTuple

from returns.sandbox.pipe import MEMORY_BYTES
from returns.sandbox.reader_pool import ReaderSlot

IS_POSSIBLE = Path("/proc/self/clear_refs").exists()
_RESET_PEAK = "5"


class Measured(NamedTuple):
    """An answer, seconds and peak bytes of memory; `died`: the reading process did not outlive it."""

    answer: dict[str, Any]
    seconds: float
    peak: int
    died: bool


class MeasuredSlot(ReaderSlot):
    """Reads like any slot. Use as a context manager."""

    def measure(self, content: bytes) -> Measured:
        """Read a file. A process that died is taken to have used all it may."""
        process = self._sandbox._running()
        kernel = Path(f"/proc/{process.pid}")
        (kernel / "clear_refs").write_text(_RESET_PEAK)
        started = time.monotonic()
        answer = self.read(content)
        seconds = time.monotonic() - started
        if self._sandbox._process is not process:
            return Measured(answer, seconds, MEMORY_BYTES, died=True)
        return Measured(answer, seconds, _peak(kernel), died=False)


def _peak(kernel: Path) -> int:
    (line,) = (
        line for line in (kernel / "status").read_text().splitlines() if line.startswith("VmHWM:")
    )
    return int(line.split()[1]) * 1024
