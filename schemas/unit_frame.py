"""The frame that UNIT rules see: one row a submission, one column `form__field` a value."""

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from schemas.codes import EVACUATION
from schemas.form import FORMS
from schemas.rule import Frame

# What a rule may ask of a table beyond the sums of its number columns.
SUMMARIES: dict[str, tuple[str, Callable[[Frame], "pd.Series[int]"]]] = {
    "drills__rows_evacuation": (
        "drills",
        lambda rows: (
            _sums(
                rows.assign(rows_evacuation=(rows.kind == EVACUATION).astype("Int64")),
                ["rows_evacuation"],
            ).rows_evacuation
        ),
    ),
    "drills__max_pupils": ("drills", lambda rows: rows.groupby("submission").pupils.max()),
    "drills__max_staff": ("drills", lambda rows: rows.groupby("submission").staff.max()),
}


def unit_frame(
    units: Frame, forms: Mapping[str, Frame], held: Mapping[str, Iterable[int]]
) -> Frame:
    """Sum up each submission's forms beside the facts of its unit.

    `units`: register facts, indexed by submission. `forms`: form code → rows with a `submission`
    column, possibly none for a nil answer. `held`: form code → the submissions that have an answer
    for it, nil included. A sum over any missing value is NA; so is every value of a form not held.
    """
    parts = [units]
    for code, form in FORMS.items():
        answered = pd.Index(list(held.get(code, ())), dtype="int64")
        numbers = [column.name for column in form.columns if column.is_addend]
        summaries = {name: made for name, (source, made) in SUMMARIES.items() if source == code}
        nil = pd.DataFrame(
            0,
            index=answered,
            columns=[*(f"{code}__{n}" for n in numbers), *summaries],
            dtype="Int64",
        )
        rows = forms.get(code)
        if rows is None or rows.empty:
            parts.append(nil)
            continue
        values = _sums(rows, numbers).add_prefix(f"{code}__")
        for name, summary in summaries.items():
            values[name] = summary(rows).astype("Int64")
        parts.append(pd.concat([values, nil.drop(values.index, errors="ignore")]))
    return pd.concat([part.reindex(units.index) for part in parts], axis="columns")


def _sums(rows: Frame, numbers: list[str]) -> Frame:
    by_submission = rows.groupby("submission")[numbers]
    missing = rows[numbers].isna().groupby(rows.submission).any()
    return by_submission.sum().mask(missing)
