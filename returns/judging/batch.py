"""Judging a batch of files that were read: every stage reports all it finds.

cells (`judge_cells`) → rows, through pandera (`judge_rows`) → across a unit's forms (`judge_units`).
The outcome of a form follows from its findings; a file is as good as its worst form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from returns.judging.judge_cells import judge_cells
from returns.judging.judge_rows import Rows
from returns.judging.judge_units import judge_units
from returns.judging.judged import JudgedFile
from returns.judging.money_scale import ask_about_scale
from returns.reading.file_read import FileRead
from schemas.collections import Collection
from schemas.last_year import LastYear
from schemas.unit_facts import unit_facts
from schemas.units import Register


@dataclass(frozen=True)
class History:
    """What is known from elsewhere: forms in force of the batch's units, and last year's."""

    in_force: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    closings: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (unit, cohort)
    last_year: Mapping[str, LastYear] = field(default_factory=dict)  # by unit
    # Unit → the forms that it has in force, also where it says 无 there.
    forms_in_force: Mapping[str, frozenset[str]] = field(default_factory=dict)


def judge(
    files: Sequence[FileRead], register: Register, collection: Collection, history: History
) -> list[JudgedFile]:
    """Judge a batch in which no unit stands twice; results are in the order of `files`."""
    judged = [JudgedFile(file, collection) for file in files]
    if not judged:
        return []
    for one in judged:
        judge_cells(one, register, history.forms_in_force)
        if one.unit is not None:
            ask_about_scale(one, history.last_year.get(one.unit.code, {}))
    facts = unit_facts([one.unit for one in judged])
    rows = Rows(judged, facts, history.closings)
    rows.judge()
    judge_units(judged, rows.frames, history.in_force, facts)
    for one in judged:
        one.settle()
    return judged
