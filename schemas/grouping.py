"""What rules over several rows need: sums within a return, one finding for a group, empty frames."""

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd

from schemas.collections import Basis
from schemas.fields import DTYPES
from schemas.forms import FORMS
from schemas.rule import Frame, Mask
from schemas.unit_facts import unit_facts


def total_within(frame: Frame, values: "pd.Series[int]", *keys: str) -> "pd.Series[int]":
    """For each row, the sum of `values` over the rows that share its keys; NA if one is missing."""
    groups = [frame[key] for key in keys]
    total = values.groupby(groups, dropna=False).transform("sum")
    missing = values.isna().groupby(groups, dropna=False).transform("any")
    return total.mask(missing)


def first_within(frame: Frame, *keys: str) -> Mask:
    """True for the first row of each group: the row at which a finding of the group is raised."""
    return ~frame.duplicated(list(keys))


def elsewhere_within(frame: Frame, column: str) -> "pd.Series[str]":
    """For each row, the codes of the other units with the same value in `column`, NA if none."""
    schools: dict[str, set[str]] = {}
    known = frame[frame[column].notna()]
    for value, code in zip(known[column], known.unit_code, strict=True):
        schools.setdefault(value, set()).add(code)
    others = [
        "、".join(sorted(schools.get(value, set()) - {own})) or pd.NA
        for value, own in zip(frame[column], frame.unit_code, strict=True)
    ]
    return pd.Series(others, index=frame.index, dtype="string")


def holds(values: "pd.Series[str]", test: Callable[[str], bool]) -> Mask:
    """`test` applied to each text; NA where there is none."""
    return values.astype("object").map(test, na_action="ignore").astype("boolean")


def within_period(days: "pd.Series[pd.Timestamp]", basis: Basis) -> Mask:
    """True for days of the period, and where there is no day."""
    return days.isna() | days.between(_midnight(basis.start), _midnight(basis.end))


def _midnight(day: date) -> pd.Timestamp:
    return pd.Timestamp(day)


# What district rules are given beside the forms; no code of a form has a star.
REGISTER = "*register"  # `schemas.unit_facts.register_frame`
SHARES = "*shares"  # `schemas.rules.shares`


def rows_of(forms: Mapping[str, Frame], code: str) -> Frame:
    """The rows in force of a form; an empty frame with its columns when there are none."""
    rows = forms.get(code)
    if rows is not None and not rows.empty:
        return rows
    columns = {
        column.name: pd.Series(dtype=DTYPES[column.kind]) for column in FORMS[code].columns
    } | dict.fromkeys(("submission", "row"), pd.Series(dtype="Int64"))
    return pd.concat([pd.DataFrame(columns), unit_facts([])], axis="columns")
