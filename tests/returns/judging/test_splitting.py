"""A workbook with a set of sheets a school, sent by a 中心校, is taken apart (hazard 37, decision 0016)."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from schemas.forms import FORMS
from schemas.units import Unit
from tests.returns.shared_books import (
    CENTRE,
    PINES,
    SECOND,
    STRANGER,
    bound,
    cover,
    judge_shared,
    returned,
    said,
    saved,
    summary,
)
from tests.returns.small_returns import example_record

SAFETY, DRILLS = "平安校园", "应急演练"


def forms(guards: int, pupils: int = 360) -> dict[str, Any]:
    return {
        "safety": example_record(FORMS["safety"], guards_full_time=guards),
        "drills": [
            example_record(FORMS["drills"], theme=theme, pupils=pupils)
            for theme in ("火灾", "地震")
        ],
    }


def three() -> bytes:
    """The 中心校 with its own sheets and those of two schools."""
    return bound(
        ("", returned(CENTRE, forms(3, 500), cover=True)),
        ("曹庵二小", returned(SECOND, forms(2))),
        ("松岗", returned(PINES, forms(4, 90))),
    )


def test_each_school_has_its_own_sheets_and_values() -> None:
    judged = judge_shared(three())
    assert summary(judged) == [
        (SECOND.name, "accepted", ["safety", "drills"]),
        (PINES.name, "accepted", ["safety", "drills"]),
        (CENTRE.name, "accepted", ["safety", "drills"]),
    ]
    values = [
        (
            one.forms[0].sheet.sheet,
            one.forms[0].values()["guards_full_time"],
            one.forms[1].sheet.sheet,
            one.forms[1].values()["pupils"],
        )
        for one in judged
    ]
    assert values == [
        ("曹庵二小-平安校园", [2], "曹庵二小-应急演练", [360, 360]),
        ("松岗-平安校园", [4], "松岗-应急演练", [90, 90]),
        (SAFETY, [3], DRILLS, [500, 500]),
    ]
    assert [said(one) for one in judged[:2]] == [[], []]
    assert [f.message for f in judged[2].findings if f.rule == "UNT-007"] == [
        "代报的曹庵镇第二小学：《平安校园》《应急演练》已采用。",
        "代报的曹庵镇松岗小学：《平安校园》《应急演练》已采用。",
    ]
    assert [one.file.part for one in judged] == [SECOND.code, PINES.code, ""]


def test_a_mistake_of_one_school_returns_its_form_and_no_other() -> None:
    content = bound(
        ("", returned(CENTRE, forms(3), cover=True)),
        ("曹庵二小", returned(SECOND, forms(-2))),
    )
    second, whole = judge_shared(content)
    assert [(f.form.code, f.status.value) for f in second.forms] == [
        ("safety", "returned"),
        ("drills", "accepted"),
    ]
    assert ("VAL-003", "曹庵二小-平安校园", "D7") in [
        (f.rule, f.sheet, f.cell) for f in second.findings
    ]
    assert [f.status.value for f in whole.forms] == ["accepted", "accepted"]
    assert [f.message for f in whole.findings if f.rule == "UNT-007"] == [
        "代报的曹庵镇第二小学：《应急演练》已采用；《平安校园》退回；1 处须改正，见该单位的问题清单。"
    ]


@pytest.mark.parametrize(
    ("file_name", "folder"), [("报表.xlsx", "曹庵中心校"), ("曹庵中心校_2020年报表.xlsx", "收件")]
)
def test_the_folder_or_the_file_name_names_a_sender_where_the_workbook_does_not(
    file_name: str, folder: str
) -> None:
    content = bound(("曹庵二小", returned(SECOND, forms(2))), ("松岗", returned(PINES, forms(4))))
    judged = judge_shared(content, file_name, folder)
    assert summary(judged) == [
        (SECOND.name, "accepted", ["safety", "drills"]),
        (PINES.name, "accepted", ["safety", "drills"]),
        (CENTRE.name, "accepted", []),
    ]
    assert [said(one) for one in judged] == [[], [], [("UNT-007", "", "")] * 2]


def test_what_the_workbook_says_decides_over_folder_and_name() -> None:
    content = bound(("", cover(CENTRE)), ("曹庵二小", returned(SECOND, forms(2))))
    second, whole = judge_shared(content, "史院乡中心小学.xlsx", "史院中心校")
    assert (second.unit, said(second)) == (SECOND, [])
    assert (whole.unit, said(whole)) == (CENTRE, [("UNT-003", "", ""), ("UNT-007", "", "")])


def test_a_school_that_is_not_under_the_sender_is_not_accepted() -> None:
    content = bound(
        ("", cover(CENTRE)),
        ("二小", returned(SECOND, forms(2))),
        ("史院", returned(STRANGER, forms(9))),
    )
    second, stranger, whole = judge_shared(content)
    assert second.status.value == "accepted"
    places = [("UNT-006", "史院-平安校园", "A2")]
    assert (stranger.unit, said(stranger)) == (None, places)
    assert {form.status.value for form in stranger.forms} == {"returned"}
    assert said(whole) == [("UNT-007", "", ""), *places]
    assert whole.status.value == "returned"
    assert whole.findings[-1].message == (
        "「史院-平安校园」A2：“史院乡中心小学”的数据没有采用（工作表“史院-平安校园”、工作表“史院-应急演练”）："
        "按单位名册，该校不在曹庵镇中心小学的代报范围，请由该校或它的所属中心校报送；如名册有误，请与区局联系。"
    )


def test_a_school_that_nobody_knows_is_named_and_the_senders_own_forms_go_on() -> None:
    unknown = returned(SECOND, forms(2))
    content = bound(("", returned(CENTRE, forms(3), cover=True)), ("松港", unknown))
    content = renamed(content, "松港", "填报单位：松港小学　　填报任务：2020")
    lost, whole = judge_shared(content)
    places = [("UNT-001", "松港-平安校园", "A2")]
    assert (lost.unit, said(lost), said(whole)) == (None, places, places)
    assert whole.findings[-1].message == (
        "「松港-平安校园」A2：填报单位“松港小学”不在单位名册中（工作表“松港-平安校园”、工作表“松港-应急演练”），"
        "请核对单位名称和单位代码。"
    )
    assert [form.status.value for form in whole.forms] == ["accepted", "accepted"]


def renamed(content: bytes, prefix: str, line: str | None) -> bytes:
    """The second line of some sheets says this instead."""
    book = load_workbook(io.BytesIO(content))
    for sheet in book:
        if sheet.title.startswith(prefix):
            sheet["A2"] = line
    return saved(book)


def test_a_sheet_that_names_nobody_is_not_taken_for_the_senders() -> None:
    content = bound(("", cover(CENTRE)), ("曹庵二小", returned(SECOND, forms(2))))
    second, whole = judge_shared(renamed(content, "曹庵二小", None))
    assert summary([second, whole]) == [
        (SECOND.name, "accepted", ["safety", "drills"]),
        (CENTRE.name, "accepted", []),
    ]


@pytest.mark.parametrize(
    "content",
    [
        bound(("曹庵二小", returned(SECOND, forms(2))), ("松岗", returned(PINES, forms(4)))),
        bound(("", cover(CENTRE)), ("史院", returned(STRANGER, forms(9)))),
        bound(("", cover(SECOND)), ("松岗", returned(PINES, forms(4)))),
    ],
    ids=["nobody named as sender", "a stranger alone", "the sender is no 中心校"],
)
def test_without_a_sender_who_may_it_is_refused_as_a_whole(content: bytes) -> None:
    (judged,) = judge_shared(content)
    assert (judged.unit, said(judged)) == (None, [("UNT-002", "", "")])
    assert "请在封面填写中心校的名称和代码" in judged.findings[0].message
    assert {form.status.value for form in judged.forms} == {"returned"}


@pytest.mark.parametrize("unit", [CENTRE, SECOND])
@pytest.mark.parametrize("covered", [True, False])
def test_a_workbook_of_one_unit_stays_whole(unit: Unit, *, covered: bool) -> None:
    (judged,) = judge_shared(returned(unit, forms(2), cover=covered), folder=CENTRE.name)
    assert (judged.file.part, judged.file.sent_by) == ("", "")
    assert (judged.unit, said(judged)) == (unit, [])
