"""Workbooks in which a 中心校 files for its schools: each school's part first, the whole at last.

The whole is the last to be noted in the warehouse, and only when all its parts are: a run that died
or failed in between finds the file new again, and does what is missing.
"""

from collections import defaultdict
from pathlib import Path

from pipeline.intake.inbox import Incoming
from pipeline.run.faults import Fault
from returns.judging.judged import JudgedFile


class SharedFiles:
    """The workbooks of several units that came in this run."""

    def __init__(self) -> None:
        self._parts: dict[Path, list[JudgedFile]] = defaultdict(list)
        self._failed: dict[Path, Fault] = {}

    def take(self, incoming: Incoming, judged: JudgedFile) -> bool:
        """Whether there is something to be merged; a whole hears what became of its parts.

        A part for which its sender may not answer is nobody's: what is wrong is told to the sender.
        """
        if incoming.part:
            self._parts[incoming.path].append(judged)
            return judged.unit is not None or judged.broken is not None
        for part in self._parts.pop(incoming.path, []):
            judged.report_part(part)
        return True

    def failed(self, incoming: Incoming, fault: Fault) -> None:
        """A part could not be merged."""
        self._failed[incoming.path] = fault

    def blocking_fault(self, incoming: Incoming) -> Fault | None:
        """Why a whole has to wait for the next run."""
        return None if incoming.part else self._failed.get(incoming.path)
