"""Which submission counts: as selectables, so that every query uses the same definition."""

from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, and_, or_, select

from warehouse.tables import in_force


def in_force_at(collection: str, as_of: datetime | None = None) -> Subquery:
    """(unit_code, form, submission_id) of what is in force now, or was at the moment `as_of`."""
    valid: ColumnElement[bool]
    if as_of is None:
        valid = in_force.c.until.is_(None)
    else:
        valid = and_(
            in_force.c.since <= as_of, or_(in_force.c.until.is_(None), in_force.c.until > as_of)
        )
    return (
        select(in_force.c.unit_code, in_force.c.form, in_force.c.submission_id)
        .where(in_force.c.collection == collection, valid)
        .subquery("source")
    )
