"""Marked copies from a sandboxed process: openpyxl takes a file whole, whatever is in it."""

from typing import Any, Self

from returns.sandbox.marking_process import pack_request
from returns.sandbox.pipe import unpacked
from returns.sandbox.process import Died, Sandbox
from returns.workbooks.issues.issue_list import IssueList
from returns.workbooks.issues.marking import Mark, WouldChange

DEADLINE_SECONDS = 30.0


class MarkingSlot:
    """One marking process. Use as a context manager."""

    def __init__(self) -> None:
        self._sandbox = Sandbox("returns.sandbox.marking_process")

    def __enter__(self) -> Self:
        self._sandbox.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        self._sandbox.__exit__(*raised)

    def mark(self, content: bytes, marks: list[Mark], listed: IssueList) -> bytes | None:
        """The marked copy; None where the file cannot carry marks, or breaks the process.

        Raises WouldChange where a copy would not hold what the file holds, ReaderFailed when the
        process cannot even start.
        """
        try:
            answer = self._sandbox.ask(pack_request(content, marks, listed), DEADLINE_SECONDS)
        except Died:
            return None
        would_change, copy = unpacked(answer)
        if would_change:
            raise WouldChange(would_change)
        return copy or None
