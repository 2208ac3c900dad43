"""A project, payment or event entered twice under another number is asked about."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from returns.judging.batch import History, judge
from returns.workbooks.return_book import NIL
from sample_inputs.figures import Sample
from schemas import offices
from schemas.checking import check_form
from schemas.collections import COLLECTIONS
from schemas.form import SameThing
from schemas.forms import FORMS
from schemas.rule import Record
from schemas.rules import RULES
from schemas.units import OFFICE as KIND_OF_OFFICE
from schemas.units import Register
from tests.returns.small_returns import SCHOOL, example_record, read, workbook
from tests.schemas.frames import form_frame

COLLECTION = COLLECTIONS["2020"]
DECLARED = {code: form.same_thing for code, form in FORMS.items() if form.same_thing is not None}


def twice(code: str, *rows: Record) -> list[int]:
    """The sheet rows that are asked about; the first stands in row 4."""
    records = [{"submission": 1, **row} for row in rows]
    frame = form_frame(code, records)
    same = DECLARED[code]
    assert same is not None
    failures = check_form(FORMS[code], frame, COLLECTION)
    return [int(frame.row[one.record]) for one in failures if one.rule == same.rule]


@pytest.mark.parametrize("code", DECLARED)
def test_the_fields_are_of_the_form_and_none_is_its_number(code: str) -> None:
    same, form = DECLARED[code], FORMS[code]
    assert isinstance(same, SameThing)
    assert set(same.fields) <= form.specs.keys()
    assert not set(form.key) <= set(same.fields)


def test_a_project_under_another_number_is_asked_about_at_the_later_row() -> None:
    one = {"project_number": "XM2020-01", "invested": 86_000_00}
    another = {"project_number": "XM2020-02", "invested": 90_000_00}
    assert twice("projects", one, another) == [5]
    assert twice("projects", one, {**another, "name": "操场改造"}) == []
    assert twice("projects", one, {**another, "school_code": "2134000102"}) == []
    blank = {"school_code": None}
    assert twice("projects", one | blank, another | blank) == [5]
    assert twice("projects", one, another | {"submission": 2}) == []


def test_activities_that_recur_on_a_day_are_not_asked_about() -> None:
    rows = [{"event_number": f"JY2020-{n:03}"} for n in (1, 2)]
    assert twice("events", *rows) == [5]
    studio = {"kind": "名师工作室活动"}
    assert twice("events", *(row | studio for row in rows)) == []


def test_a_row_without_the_names_is_not_judged() -> None:
    rows = [{"project_number": f"XM{n}", "name": None} for n in (1, 2)]
    assert twice("projects", *rows) == []


OFFICE = replace(
    SCHOOL, code="KS99", name=offices.RESEARCH, kind=KIND_OF_OFFICE, type="机关科室", aliases=()
)


def told(folder: Path, *rows: dict[str, Any]) -> list[tuple[str, str, str]]:
    file = read(workbook(folder, {"research_projects": list(rows)}, unit=OFFICE))
    (judged,) = judge([file], Register([OFFICE]), COLLECTION, History())
    return [
        (one.rule, one.cell, one.message)
        for one in judged.findings
        if one.rule.startswith(("DUP", "ROW"))
    ]


def test_one_thing_in_two_rows_is_told_to_whoever_sent_it(tmp_path: Path) -> None:
    record = example_record(FORMS["research_projects"])
    ((rule, cell, message),) = told(tmp_path, record, record | {"project_number": "KT2020-02"})
    assert (rule, cell) == ("DUP-014", "C5")
    assert message == (
        "「课题台账」C5：这一行的课题名称、课题级别与第 4 行相同，只有其他栏目不同，"
        "请核对是否把同一事项登记了两次；重复的请删除其中一行，确为两项的请说明。"
    )


def test_a_row_copied_with_its_number_is_told_once(tmp_path: Path) -> None:
    record = example_record(FORMS["research_projects"])
    assert [rule for rule, *_ in told(tmp_path, record, record)] == ["ROW-001"]


def test_drills_of_one_day_are_told_apart_by_their_theme() -> None:
    assert "drills" not in DECLARED


def test_the_sample_district_entered_nothing_twice(sample: Sample) -> None:
    """Its accepted ledgers, office by office, hold no two rows that a rule takes for one."""
    answers = sample.answers
    for code, same in DECLARED.items():
        assert same is not None
        for forms in answers.values():
            answer = forms.get(code, NIL)
            if answer is NIL:
                continue
            rows = [answer] if isinstance(answer, Mapping) else list(answer)
            seen: list[tuple[Any, ...]] = [
                tuple(row.get(name) for name in same.fields)
                for row in rows
                if row.get(same.fields[0]) not in same.repeats
            ]
            assert len(seen) == len(set(seen)), RULES[same.rule].title
