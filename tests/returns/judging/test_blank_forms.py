"""A form in which no answer was written is 未填: it is owed as before, and says nothing."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from returns.judging.batch import History
from returns.workbooks.template import example_of, owed_forms, write_template
from schemas.findings import Severity, Status
from schemas.forms import FORMS
from tests.returns.small_returns import (
    COLLECTION,
    SCHOOL,
    example_record,
    found,
    judge_one,
    workbook,
)

CODES = owed_forms(SCHOOL, COLLECTION)
EVERYTHING = History(forms_in_force={SCHOOL.code: frozenset(CODES)})


def template(folder: Path, codes: list[str], change: Callable[[openpyxl.Workbook], None]) -> bytes:
    path = folder / "template.xlsx"
    layouts = write_template(path, SCHOOL, COLLECTION, codes)
    book = openpyxl.load_workbook(path)
    for code in codes:
        if code == "ict":  # one that is filled in
            for column in layouts[code].columns:
                book[FORMS[code].title][layouts[code].cell(column.name)] = float(
                    example_of(column) or 0
                )
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_it_is(_: openpyxl.Workbook) -> None:
    pass


def on(title: str, cell: str, value: object) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        book[title][cell] = value

    return change


@pytest.mark.parametrize(
    ("code", "cell"), [("safety", "A1"), ("drills", "A3")], ids=["card", "table"]
)
def test_a_blank_form_beside_one_that_is_filled_in_is_owed_in_one_line(
    code: str, cell: str, tmp_path: Path
) -> None:
    judged = judge_one(template(tmp_path, ["ict", code], as_it_is))
    told = [(one.rule, one.form, one.sheet, one.cell) for one in judged.findings]
    assert told == [("ROW-002", code, FORMS[code].title, cell)]
    assert [(form.form.code, form.status) for form in judged.forms] == [("ict", Status.ACCEPTED)]
    assert f"《{FORMS[code].title}》没有填写，请填写后补报" in judged.findings[0].message
    assert ("请在第一行填“无”" in judged.findings[0].message) == (code == "drills")


def test_a_blank_form_that_is_in_force_is_told_of_and_not_asked_for(tmp_path: Path) -> None:
    content = template(tmp_path, ["ict", "safety", "drills"], as_it_is)
    judged = judge_one(content, history=EVERYTHING)
    assert [(one.rule, one.severity) for one in judged.findings] == [("SHT-007", Severity.NOTE)]
    assert "《平安校园》《应急演练》" in judged.findings[0].message
    assert judged.status is Status.ACCEPTED
    assert [form.form.code for form in judged.forms] == ["ict"]


def test_a_template_sent_by_mistake_is_one_line(tmp_path: Path) -> None:
    codes = [code for code in CODES if code != "ict"]
    judged = judge_one(template(tmp_path, codes, as_it_is))
    assert [one.rule for one in judged.findings] == ["SHT-006"]
    assert judged.status is Status.RETURNED
    assert judged.forms == [] and judged.unit == SCHOOL


def test_a_template_sent_by_mistake_when_everything_is_there_asks_for_nothing(
    tmp_path: Path,
) -> None:
    content = template(tmp_path, ["safety", "drills"], as_it_is)
    judged = judge_one(content, history=EVERYTHING)
    assert [(one.rule, one.severity) for one in judged.findings] == [("SHT-007", Severity.NOTE)]
    assert judged.status is Status.ACCEPTED


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (on("平安校园", "D7", 2), "VAL-004"),
        (on("平安校园", "D7", 0), "VAL-004"),
        (on("平安校园", "D7", "/"), "VAL-004"),
        (on("平安校园", "D7", "见附件"), "VAL-014"),
        (on("平安校园", "D7", "=1+1"), "VAL-008"),
    ],
    ids=["number", "zero", "sign", "put off", "formula"],
)
def test_one_answer_makes_a_form_of_it(
    change: Callable[[openpyxl.Workbook], None], rule: str, tmp_path: Path
) -> None:
    judged = judge_one(template(tmp_path, ["ict", "safety"], change), history=EVERYTHING)
    assert {form.form.code: form.status for form in judged.forms} == {
        "ict": Status.ACCEPTED,
        "safety": Status.RETURNED,
    }
    assert rule in {one.rule for one in judged.findings}


@pytest.mark.parametrize("value", ["", "  ", "　"], ids=["empty", "blanks", "wide blank"])
def test_blanks_are_no_answer(value: str, tmp_path: Path) -> None:
    content = template(tmp_path, ["ict", "safety"], on("平安校园", "D7", value))
    assert [one.rule for one in judge_one(content).findings] == ["ROW-002"]


def test_an_example_that_was_written_over_may_be_an_answer(tmp_path: Path) -> None:
    content = template(tmp_path, ["ict", "drills"], on("应急演练", "E4", 999))
    judged = judge_one(content, history=EVERYTHING)
    assert {form.form.code: form.status for form in judged.forms}["drills"] is Status.RETURNED


def test_what_somebody_says_beside_a_blank_form_is_kept(tmp_path: Path) -> None:
    def comment(book: openpyxl.Workbook) -> None:
        book["平安校园"]["D7"].comment = Comment("由总务处填", "王")

    judged = judge_one(template(tmp_path, ["ict", "safety"], comment), history=EVERYTHING)
    assert sorted(one.rule for one in judged.findings) == ["SHT-007", "VAL-020"]


def test_a_blank_twin_of_a_form_is_passed_over(tmp_path: Path) -> None:
    def blank_copy(book: openpyxl.Workbook) -> None:
        sheet = book.copy_worksheet(book[FORMS["ict"].title])
        for row in range(4, sheet.max_row + 1):
            sheet.cell(row, 4).value = None

    assert found(judge_one(template(tmp_path, ["ict"], blank_copy))) == []


def test_a_blank_form_that_the_unit_does_not_owe_is_passed_over(tmp_path: Path) -> None:
    forms = {"ict": example_record(FORMS["ict"]), "preschool": {}}
    assert found(judge_one(workbook(tmp_path, forms))) == []


def test_a_form_that_is_in_force_may_be_left_out_of_the_workbook(tmp_path: Path) -> None:
    content = workbook(
        tmp_path, {"ict": example_record(FORMS["ict"])}, cover=True, listed=["safety", "ict"]
    )
    assert [one.rule for one in judge_one(content).findings] == ["SHT-001"]
    assert judge_one(content, history=EVERYTHING).findings == []
