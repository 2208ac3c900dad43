"""Where a row in force stands in the file that it came from."""

import pandas as pd
from sqlalchemy import Connection, select

from warehouse.tables import submission_form


def place_of(
    connection: Connection, form: str, name: str, record: int, frame: pd.DataFrame | None
) -> tuple[str, str, int | None]:
    """Sheet, cell and submission of a record; blank when the finding stands at no row."""
    if frame is None or record not in frame.index:
        return "", "", None
    submission_id, row = map(int, frame.loc[[record], ["submission", "row"]].to_numpy()[0])
    found = connection.execute(
        select(submission_form.c.sheet, submission_form.c.layout).where(
            submission_form.c.submission_id == submission_id, submission_form.c.form == form
        )
    ).one()
    place = found.layout.get(name, "")
    return found.sheet, f"{place}{row}" if place.isalpha() else place, submission_id
