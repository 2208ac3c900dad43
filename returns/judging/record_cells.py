"""Where a row in force stands in the file that it came from."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pandas as pd

# Submission and form → the name of its sheet, and field → its cell (of a card) or column (of a table).
SheetOf: TypeAlias = Callable[[int, str], tuple[str, Mapping[str, str]]]


def cell_of_record(
    sheet_of: SheetOf, form: str, name: str, record: int, frame: pd.DataFrame | None
) -> tuple[str, str, int | None]:
    """Sheet, cell and submission of a record; blank when the finding stands at no row."""
    if frame is None or record not in frame.index:
        return "", "", None
    submission_id, row = map(int, frame.loc[[record], ["submission", "row"]].to_numpy()[0])
    sheet, layout = sheet_of(submission_id, form)
    place = layout.get(name, "")
    return sheet, f"{place}{row}" if place.isalpha() else place, submission_id
