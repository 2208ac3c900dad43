"""What is known from elsewhere: last year's closing stock, and forms filed earlier."""

from pathlib import Path

import pandas as pd

from returns.judging.batch import History
from schemas.codes import PRIMARY_GRADES, PRIMARY_LEAVERS
from schemas.forms import FORMS
from tests.returns.small_returns import SCHOOL, found, judge_one, workbook


def cohorts() -> list[dict[str, object]]:
    """Six grades of 60 in two classes; the seventh row has left."""
    numbers = {c.name: 0 for c in FORMS["enrolment"].columns if c.kind.is_number}
    rows = []
    for grade in (*PRIMARY_GRADES, PRIMARY_LEAVERS):
        row = numbers | {"cohort": grade, "opening": 60, "closing": 60, "girls": 30}
        row |= {"classes": 2, "classes_to_45": 2}
        if grade == PRIMARY_GRADES[0]:
            row |= {"opening": 0, "admitted": 60}
        if grade == PRIMARY_LEAVERS:
            row |= {"graduated": 60, "closing": 0, "girls": 0, "classes": 0, "classes_to_45": 0}
        rows.append(row)
    return rows


def test_opening_is_last_years_closing_one_grade_lower(tmp_path: Path) -> None:
    content = workbook(tmp_path, {"enrolment": cohorts()})
    last_year = {(SCHOOL.code, grade): 60 for grade in PRIMARY_GRADES}
    assert found(judge_one(content, history=History(closings=last_year))) == []
    last_year[SCHOOL.code, "三年级"] = 58
    judged = judge_one(content, history=History(closings=last_year))
    fourth_grade = "C8"
    assert found(judged) == [("ENR-004", "学籍变动", fourth_grade)]
    assert "58" in judged.findings[0].message


def test_a_form_filed_earlier_is_held_against_the_one_that_comes_now(tmp_path: Path) -> None:
    from tests.returns.small_returns import example_record

    profile = example_record(FORMS["profile"], pupils=361, school_code=SCHOOL.code, classes=12)
    content = workbook(tmp_path, {"profile": profile})
    enrolment = pd.DataFrame(cohorts()).convert_dtypes().assign(unit_code=SCHOOL.code, submission=7)
    judged = judge_one(content, history=History(in_force={"enrolment": enrolment}))
    assert ("PRF-008", "基本情况", "D6") in found(judged)
    assert ("PRF-008", "基本情况", "D6") not in found(judge_one(content))
