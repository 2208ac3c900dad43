"""A night in plain Python: the same stages as the flow's, without Prefect and its server.

What a test asserts of merging, findings, figures and files it asserts after such a night; what
Prefect adds (states, artifacts, retries, names) is for tests/flows and tests/live.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from pipeline.intake.loading import FileOutcome, load
from pipeline.night import process_new_files, process_unit_again
from pipeline.results.totals import TotalsOutcome
from pipeline.run.engine import FileWork
from pipeline.run.run_result import RunResult
from pipeline.workspace import Workspace
from warehouse import ledger
from warehouse.engine import writing


class InPython:
    """Answers what a run asks of its engine with nothing but Python."""

    log = logging.getLogger("huizong")

    def prepare(self, workspace: Workspace) -> None:
        """Nothing ran here by a schedule."""

    def started_by(self) -> ledger.Starter:
        return ledger.Starter("命令行 测试", None, 1)

    @contextmanager
    def shown(self, collection: str) -> Iterator[None]:
        yield

    def mark_dead_runs(self, workspace: Workspace) -> Sequence[ledger.Run]:
        with writing(workspace.engine) as connection:
            return ledger.mark_dead_runs(connection, workspace.collection.code, datetime.now(UTC))

    def load(self, work: FileWork) -> FileOutcome | BaseException:
        try:
            work.lease.check()
            return load(work.workspace, work.incoming, work.judged)
        except Exception as error:
            return error

    def publish(self, workspace: Workspace, result: RunResult, totals: TotalsOutcome) -> None:
        """Nobody looks."""

    def remind(self, workspace: Workspace, files: Sequence[FileOutcome], today: date) -> None:
        """Nobody is told."""


def nightly(collection: str = "2020", inbox: str = "") -> dict[str, Any]:
    """What the nightly flow does and returns."""
    return process_new_files(InPython(), collection, inbox)


def one_unit(unit: str, collection: str = "2020") -> dict[str, Any]:
    """What the flow for one unit does and returns."""
    return process_unit_again(InPython(), unit, collection)
