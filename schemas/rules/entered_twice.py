"""One thing in two rows of a table under two numbers: one rule a form that says what makes it one."""

import pandas as pd

from schemas.findings import Severity
from schemas.form import Form, SameThing
from schemas.forms import FORMS
from schemas.rule import Frame, Mask, Record, Rule, Stage, declare


def _first_row(form: Form, same: SameThing, frame: Frame) -> "pd.Series[int]":
    """For each row, the first row of its return that says the same thing; NA where it may not."""
    first = frame.groupby(["submission", *same.fields], dropna=False).row.transform("min")
    sure = [name for name in same.fields if form.column(name).blank.value == "error"]
    unsaid = frame[sure].isna().any(axis="columns") | frame[same.fields[0]].isin(same.repeats)
    return first.astype("Int64").mask(unsaid)


def _stands_first(frame: Frame) -> Mask:
    return frame.first_row.isna() | (frame.row == frame.first_row)


def _twice(form: Form, same: SameThing) -> Rule:
    labels = "、".join(form.column(name).label for name in same.fields)
    # Key and fields are the example's in every sample row, but for what is named here.
    other: Record = {same.fields[0]: None}
    return Rule(
        id=same.rule,
        stage=Stage.FORM,
        form=form.code,
        severity=Severity.QUERY,
        title=f"《{form.title}》疑似重复登记",
        says=f"这一行的{labels}与第 {{first_row}} 行相同，只有其他栏目不同，请核对是否把同一事项登记了两次；"
        "重复的请删除其中一行，确为两项的请说明",
        says_en="the same thing as in row {first_row}, entered twice",
        basis="一事一行，不重复登记",
        protects=(f"《{form.title}》各项合计和条数",),
        culprits=tuple(dict.fromkeys((*same.fields, *form.key))),  # of one key, ROW-001 speaks
        given={"first_row": lambda f, _: _first_row(form, same, f)},
        check=lambda f, _: _stands_first(f),
        passing=[
            {"submission": 1, "row": 4},
            {"submission": 1, "row": 5, **other},
            {"submission": 1, "row": 6, **other},
            {"submission": 2, "row": 4},
        ],
        failing=[{"submission": 1, "row": 4}, {"submission": 1, "row": 5}],
    )


for _form in FORMS.values():
    if _form.same_thing is not None:
        declare(_twice(_form, _form.same_thing))
