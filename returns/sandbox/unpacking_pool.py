"""Attached zips opened in a sandboxed process: what is in one is known only when it is unpacked."""

from typing import Any, Self

from returns.reading.reader_errors import ReaderKilled
from returns.reading.unpacking import may_be_attachment
from returns.sandbox.process import Died, Sandbox
from returns.sandbox.unpacking_process import files_of

DEADLINE_SECONDS = (
    60.0  # by the clock, for a process that stalls; see `unpacking_process.PROCESSOR_SECONDS`
)


class UnpackingSlot:
    """One unpacking process, which starts with the first zip. Use as a context manager."""

    def __init__(self) -> None:
        self._sandbox = Sandbox("returns.sandbox.unpacking_process")

    def __enter__(self) -> Self:
        self._sandbox.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        self._sandbox.__exit__(*raised)

    def unpack(self, content: bytes) -> list[tuple[str, bytes]] | None:
        """See `returns.reading.unpacking.unpack`; None also for a zip that breaks the process or stalls it.

        Raises ReaderKilled when something outside killed the process: the zip is not to blame, and
        must not be answered for good as what it is not; ReaderFailed when it cannot even start.
        """
        if not may_be_attachment(content):
            return None
        try:
            return files_of(self._sandbox.ask(content, DEADLINE_SECONDS))
        except Died as died:
            if died.killed:
                raise ReaderKilled("the unpacking process was killed twice") from died
            return None
        except ValueError:
            return None
