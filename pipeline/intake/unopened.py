"""Files of the inbox that could not be opened in two runs: whose they seem to be, what is told them.

Of such a file there is no content, so no submission either: what is known of it lies among the
remembered faults.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.workspace import Workspace
from returns.judging.finding_words import sentence
from returns.judging.identity import unit_from_outside
from schemas.findings import Finding
from schemas.rule import severity
from schemas.rules import RULES
from schemas.units import Unit
from warehouse.engine import reading
from warehouse.file_faults import file_faults

CANNOT_BE_READ = "FIL-013"  # the rule; its words are for the school


@dataclass(frozen=True)
class UnopenedFile:
    """A file that lies in the inbox and does not open. `unit`: by its name, else by its folder."""

    file_name: str
    shown_name: str  # numbers of persons in it are masked
    place: str
    unit: Unit | None
    first_seen_at: datetime
    finding: Finding


def unopened_files(workspace: Workspace) -> list[UnopenedFile]:
    """By place. A folder is the operator's business alone: no school could mend it."""
    with reading(workspace.engine) as connection:
        faults = file_faults(connection, workspace.vault, workspace.collection.code)
    rule = RULES[CANNOT_BE_READ]
    finding = Finding(
        rule=rule.id,
        severity=severity(rule, workspace.collection),
        message=sentence(rule, "", "", {}),
    )
    return [
        UnopenedFile(
            one.file_name,
            one.shown_name,
            one.path,
            unit_from_outside(one.file_name, Path(one.path).parent.name, workspace.register),
            one.first_seen_at,
            finding,
        )
        for one in faults
        if one.was_told and not one.sha256 and not one.is_folder
    ]
