"""What is in force of an earlier collection, for the templates of a new one."""

from collections.abc import Collection as Some
from typing import Any

import pandas as pd

from pipeline.workspace import Workspace
from schemas.collections import COLLECTIONS, Collection
from schemas.columns import Kind
from schemas.form import Form, forms_of
from schemas.last_year import LastYear, shows_last_year
from warehouse.engine import reading
from warehouse.frames import rows_in_force


def earlier_collection(collection: Collection) -> Collection | None:
    """The newest declared collection of an earlier year; None when there is none."""
    earlier = [one for one in COLLECTIONS.values() if one.year < collection.year]
    return max(earlier, key=lambda one: one.year, default=None)


def last_year(workspace: Workspace, units: Some[str]) -> dict[str, LastYear]:
    """Unit code → the rows in force of the newest earlier collection, of the forms that show them."""
    earlier = earlier_collection(workspace.collection)
    if earlier is None:
        return {}
    forms = [form for form in forms_of(earlier).values() if shows_last_year(form)]
    with reading(workspace.engine) as connection:
        frames = rows_in_force(connection, earlier.code, [form.code for form in forms], units)
    found: dict[str, Any] = {}
    for form in forms:
        for row in frames[form.code].to_dict("records"):
            of_unit = found.setdefault(str(row["unit_code"]), {})
            of_unit.setdefault(form.code, []).append(_plain(form, row))
    return found


def _plain(form: Form, row: dict[Any, Any]) -> dict[str, Any]:
    """A row without pandas: NA becomes None, a timestamp its day."""
    plain: dict[str, Any] = {}
    for column in form.columns:
        value = row[column.name]
        if pd.isna(value):
            value = None
        elif column.kind is Kind.DATE:
            value = value.date()
        plain[column.name] = value
    return plain
