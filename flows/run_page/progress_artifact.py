"""The progress of a run on its page in Prefect, beside whoever else listens."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact

from pipeline.run import progress

_EVERY = 3.0  # seconds: each step told is a call of the server
_log = logging.getLogger(__name__)


class RunPage:
    """Tells Prefect the stage and how far it is, now and then; passes everything on."""

    def __init__(self, key: str, beside: progress.Listener) -> None:
        self._key = key
        self._beside = beside
        self._artifact: UUID | None = None
        self._words, self._total, self._done = "", 0, 0
        self._last = 0.0

    def stage(self, words: str, total: int) -> None:
        self._beside.stage(words, total)
        self._words, self._total, self._done = words, total, 0
        self._show()

    def advance(self) -> None:
        self._beside.advance()
        self._done += 1
        self._show()

    def finish(self) -> None:
        """Show the last stage as it ended, however short it was."""
        if self._artifact is not None:
            self._tell()

    def _show(self) -> None:
        if time.monotonic() - self._last >= _EVERY:
            self._tell()

    def _tell(self) -> None:
        self._last = time.monotonic()
        share = 100.0 * self._done / self._total if self._total else 100.0
        words = f"{self._words} {self._done}/{self._total}"
        try:
            if self._artifact is None:
                created: Any = create_progress_artifact(share, key=self._key, description=words)
                self._artifact = created
            else:
                update_progress_artifact(self._artifact, progress=share, description=words)
        except Exception as error:  # progress is for looking at; the work goes on
            _log.debug("progress was not shown: %s", type(error).__name__)


@contextmanager
def shown_on_run_page(collection: str) -> Iterator[None]:
    """Show what `pipeline.run.progress` is told inside the block on the page of the run under way."""
    page = RunPage(f"progress-{collection}", progress.listener())
    with progress.heard_by(page):
        try:
            yield
        finally:
            page.finish()
