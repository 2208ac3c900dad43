"""What carries a run out and shows it to an operator: Prefect, behind the questions a run asks of it.

The stages of a night know only this; `flows.under_prefect` answers, and tests answer in plain Python.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pipeline.intake.inbox import Incoming
from pipeline.intake.loading import FileOutcome
from pipeline.outbox.folders import NOBODY
from pipeline.results.totals import TotalsOutcome
from pipeline.run.lease import Lease
from pipeline.run.run_result import RunResult
from pipeline.workspace import Workspace
from returns.judging.judged import JudgedFile
from warehouse.ledger import Run, Starter


@dataclass(frozen=True, eq=False)
class FileWork:
    """A judged file on its way into the warehouse."""

    workspace: Workspace
    lease: Lease
    incoming: Incoming
    judged: JudgedFile

    @property
    def who(self) -> str:
        """Whose file it is, as far as that is known."""
        return self.judged.unit.name if self.judged.unit else NOBODY

    @property
    def label(self) -> str:
        return f"{self.who} · {self.judged.status.label}"


class Log(Protocol):
    """Where a run says what it does, as `logging` has it."""

    def info(self, msg: str, *args: object) -> None: ...

    def warning(self, msg: str, *args: object) -> None: ...


class Engine(Protocol):
    """What a run asks of whatever carries it out."""

    @property
    def log(self) -> Log:
        """The run's own log."""

    def prepare(self, workspace: Workspace) -> None:
        """Before a run by its schedule or by a click: look after what earlier ones left behind."""

    def started_by(self) -> Starter:
        """Who or what started this run."""

    def shown(self, collection: str) -> AbstractContextManager[None]:
        """Show the progress of the block beside the run."""

    def mark_dead_runs(self, workspace: Workspace) -> Sequence[Run]:
        """Mark the runs of the collection that died; which. Called while holding the collection."""

    def load(self, work: FileWork) -> FileOutcome | BaseException:
        """Archive and merge one file, as a task of its own; what was raised, if it failed."""

    def publish(self, workspace: Workspace, result: RunResult, totals: TotalsOutcome) -> None:
        """Put what became of the run where an operator looks."""

    def remind(self, workspace: Workspace, files: Sequence[FileOutcome], today: date) -> None:
        """After the deadline, tell which files of this run must be corrected."""
