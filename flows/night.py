"""What becomes of a run as it goes on: gathered by the work, told by the artifacts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flows.failing import Trouble
from flows.faults import fault_of
from flows.loading import FileOutcome
from schemas.checking import RuleCrashed


@dataclass
class Night:
    """A run's result. `changes`: figures that are not as they were; `locked`: open in Excel."""

    files: list[FileOutcome] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    crashed: RuleCrashed | None = None
    changes: Sequence[str] = ()
    locked: Sequence[str] = ()
    is_first: bool = False  # nothing to compare with

    def add_unwritten(self, files: Mapping[Path, OSError]) -> None:
        """Files of ours that could not be written."""
        self.troubles += [
            Trouble(path.name, path.parent.name, fault_of(error)) for path, error in files.items()
        ]

    @property
    def is_incomplete(self) -> bool:
        return bool(self.troubles or self.crashed)
