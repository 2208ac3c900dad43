"""Reading and marking processes that outlive a run, so that each test need not start its own.

They are the real ones, under the real limits; a process that a file broke is not kept.
"""

import subprocess
from collections import defaultdict
from types import TracebackType
from typing import ClassVar

from returns.sandbox.process import Sandbox


class KeptSandbox(Sandbox):
    """Takes over a process that an earlier one with the same module and greeting left behind."""

    idle: ClassVar[dict[tuple[str, bytes], list["subprocess.Popen[bytes]"]]] = defaultdict(list)

    def _running(self) -> "subprocess.Popen[bytes]":
        left = self.idle[self._module, self._greeting]
        if self._process is None and left:
            self._process = left.pop()
        return super()._running()

    def __exit__(
        self,
        raised: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        process, self._process = self._process, None
        if process is not None:
            self.idle[self._module, self._greeting].append(process)

    @classmethod
    def stop_all(cls) -> None:
        for left in cls.idle.values():
            for process in left:
                sandbox = Sandbox("")
                sandbox._process = process
                sandbox._stop()
        cls.idle.clear()
