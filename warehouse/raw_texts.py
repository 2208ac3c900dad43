"""What stood in the cells that reading changed: beside the facts, sealed where it may name somebody.

A row a change, so that each kind of change is counted by a query.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, func, insert, select, tuple_

from schemas.forms import FORMS
from schemas.masking import NUMBERS
from schemas.raw_text import Change, RawText
from warehouse.tables import in_force, raw_text
from warehouse.vault import Place, Vault


def insert_raw_texts(
    connection: Connection,
    vault: Vault,
    submission_id: int,
    form: str,
    texts: Sequence[RawText],
) -> None:
    """Keep the raw texts of one accepted form. KeyError for a field that it has not."""
    rows = []
    for one in texts:
        kind = FORMS[form].column(one.field).kind
        # A telephone number in a count is a number like any other to whoever reads it.
        may_name = kind.is_open or NUMBERS.mask(one.text) != one.text
        kept = {
            "text": None if may_name else one.text,
            "sealed": vault.seal(one.text, place_of(submission_id, form, one.row, one.field))
            if may_name
            else None,
        }
        place = {"submission_id": submission_id, "form": form, "row": one.row, "field": one.field}
        rows += [{**place, "change": change.value, **kept} for change in one.changes]
    if rows:
        connection.execute(insert(raw_text), rows)


def place_of(
    submission_id: int, form: str, row: int, field: str, may_be_unbound: bool = False
) -> Place:
    """Where a sealed raw text stands; all the changes of a cell keep the same one."""
    return Place(f"raw_text/{submission_id}/{form}/{row}/{field}", may_be_unbound)


def delete_raw_texts(connection: Connection, submission_id: int) -> None:
    connection.execute(delete(raw_text).where(raw_text.c.submission_id == submission_id))


def clear_texts(
    connection: Connection, forms: Iterable[tuple[int, str]]
) -> dict[tuple[int, str, int, str], str]:
    """(submission, form, row, field) → raw text, of the fields in which nobody can be named."""
    table = raw_text
    rows = connection.execute(
        select(table.c.submission_id, table.c.form, table.c.row, table.c.field, table.c.text)
        .where(
            tuple_(table.c.submission_id, table.c.form).in_(sorted(forms)),
            table.c.text.is_not(None),
        )
        .distinct()
    )
    return {(row.submission_id, row.form, row.row, row.field): row.text for row in rows}


def count_changes(connection: Connection, collection: str) -> Counter[Change]:
    """How many cells of what is in force were changed in reading, by kind of change."""
    rows = connection.execute(
        select(raw_text.c.change, func.count())
        .join(
            in_force,
            (in_force.c.submission_id == raw_text.c.submission_id)
            & (in_force.c.form == raw_text.c.form),
        )
        .where(in_force.c.collection == collection, in_force.c.until.is_(None))
        .group_by(raw_text.c.change)
    )
    return Counter({Change(change): number for change, number in rows})
