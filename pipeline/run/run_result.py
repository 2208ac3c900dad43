"""What becomes of a run as it goes on: gathered by the work, told by the artifacts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.intake.known_faults import Unfinished
from pipeline.intake.loading import FileOutcome
from pipeline.outbox.folders import whose
from pipeline.run.failures import Trouble
from pipeline.run.faults import fault_of
from schemas.checking import RuleCrashed


@dataclass
class RunResult:
    """A run's result. `changes`: figures that are not as they were; `locked`: open in Excel.

    `passed_over`: what is no file, such as a link, or is being written, and why.
    `troubles` are new and fail the run; `unfinished` were told by an earlier one and do not.
    """

    files: list[FileOutcome] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    unfinished: list[Unfinished] = field(default_factory=list)
    crashed: RuleCrashed | None = None
    changes: Sequence[str] = ()
    locked: Sequence[str] = ()
    passed_over: Sequence[str] = ()
    is_first: bool = False  # nothing to compare with
    clock: str = ""  # what is to be said of a clock that was set back

    def note(self, trouble: Trouble, known: Unfinished | None) -> None:
        """A fault with one file: a trouble, unless an earlier run told it."""
        if known is None:
            self.troubles.append(trouble)
        else:
            self.unfinished.append(known)

    def add_unwritten(self, files: Mapping[Path, OSError]) -> None:
        """Files of ours that could not be written."""
        self.troubles += [
            Trouble(path.name, whose(path.parent), fault_of(error)) for path, error in files.items()
        ]

    @property
    def is_incomplete(self) -> bool:
        return bool(self.troubles or self.crashed)
