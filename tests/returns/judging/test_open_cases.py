"""核查中 is a term of its own: nobody is made to say 失联 of a child who was not looked for yet."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from returns.workbooks.template import write_template
from schemas.codes import CASE_STATUSES, FINAL_CASE_STATUSES
from schemas.findings import Status
from schemas.forms import FORMS
from schemas.sheet_names import HIDDEN
from tests.returns.small_returns import (
    COLLECTION,
    SCHOOL,
    example_record,
    found,
    judge_one,
    workbook,
)


def case(**changes: Any) -> dict[str, Any]:
    return example_record(FORMS["dropout_cases"], **changes)


def test_an_open_case_is_asked_about_and_accepted(tmp_path: Path) -> None:
    rows = [case(status="核查中", evidence=None, cleared_on=None)]
    judged = judge_one(workbook(tmp_path, {"dropout_cases": rows}))
    assert [rule for rule, *_ in found(judged)] == ["DRP-012"]
    assert judged.status is Status.ACCEPTED_WITH_QUERIES
    assert "核查中" not in FINAL_CASE_STATUSES


def test_an_open_case_with_a_day_of_completion_contradicts_itself(tmp_path: Path) -> None:
    judged = judge_one(
        workbook(tmp_path, {"dropout_cases": [case(status="核查中", evidence=None)]})
    )
    assert [rule for rule, *_ in found(judged)] == ["DRP-012", "DRP-013"]


def test_a_closed_case_without_proof_is_told_of_the_term(tmp_path: Path) -> None:
    rows = [case(status="休学", evidence=None, cleared_on=None)]
    (finding,) = judge_one(workbook(tmp_path, {"dropout_cases": rows})).findings
    assert finding.rule == "DRP-001"
    assert finding.message.endswith(
        "没有填佐证材料和核查完成日期，请补填；尚未查清的，核查结果请选“核查中”"
        "（下拉列表中没有的，请用“曹庵镇第二小学_2020年报表模板.xlsx”）。"
    )


def test_a_template_offers_it(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, SCHOOL, COLLECTION, ["dropout_cases"])
    hidden = openpyxl.load_workbook(path)[HIDDEN]
    listed = [row[0] for row in hidden.iter_rows(values_only=True)]
    inline = [
        str(one.formula1)
        for one in openpyxl.load_workbook(path)["控辍保学核查台账"].data_validations.dataValidation
    ]
    assert "核查中" in listed or any("核查中" in one for one in inline)


@pytest.mark.parametrize("term", CASE_STATUSES)
def test_every_term_is_read_from_an_older_template(term: str, tmp_path: Path) -> None:
    """What older templates offer is still understood, and so is what is pasted into them."""
    rows = [case(status=term)]
    content = workbook(tmp_path, {"dropout_cases": rows}, cover=True, edition="2020.1")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book["封面"]["B6"].value == "2020.1"
    assert not [rule for rule, *_ in found(judge_one(content)) if not rule.startswith("DRP-0")]
