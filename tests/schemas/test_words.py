"""What schools and the bureau read is said as the field says it."""

import pytest

from returns.judging.finding_words import facts_of_field, sentence
from schemas.findings import Status
from schemas.forms import FORMS
from schemas.number_words import quotes_within_quotes
from schemas.rules import RULES


def said(rule: str, form: str = "", field: str = "", **facts: str) -> str:
    """A rule's sentence, without its place."""
    of_field = facts_of_field(FORMS[form].column(field), facts.get("raw", "")) if field else {}
    return sentence(RULES[rule], "", "", {"template": "《模板》", **of_field, **facts})


def test_what_the_machine_checked_is_not_called_passed() -> None:
    """“通过” is read as done, and 审核通过 is the word of a person."""
    assert [status.label for status in Status] == [
        "校验通过",
        "待说明",
        "退回",
        "无法读取",
        "附件（不取数）",
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("“是否制定“一校一案””填了“否”", "“是否制定‘一校一案’”填了“否”"),
        ("“一”和“二”", "“一”和“二”"),
        ("“一“二“三”””", "“一‘二‘三’’”"),
        ("填了“半个“引号”", "填了“半个“引号”"),
        ("填了”反的“", "填了”反的“"),
        ("没有引号", "没有引号"),
    ],
)
def test_quotes_within_quotes_are_single(written: str, shown: str) -> None:
    assert quotes_within_quotes(written) == shown


def test_no_sentence_of_a_field_has_double_quotes_within_double_quotes() -> None:
    for form in FORMS.values():
        for column in form.columns:
            text = sentence(RULES["VAL-009"], "", "", facts_of_field(column, "x"))
            assert "““" not in text and "””" not in text


@pytest.mark.parametrize(
    ("form", "field"), [("profile", "pupils"), ("safety", "staff"), ("preschool", "children")]
)
def test_nobody_is_asked_to_say_that_a_school_has_no_pupils(form: str, field: str) -> None:
    assert said("VAL-004", form, field).endswith("没有填写，请填实际人数。")
    assert said("VAL-012", form, field, raw="无").endswith("填了“无”，请填实际人数。")
    assert said("VAL-004", "safety", "canteens").endswith("没有填写，没有的请填 0。")


def test_an_open_case_is_not_said_to_be_lost() -> None:
    text = said("DRP-001", status="休学", missing="佐证材料")
    assert "尚未查清的，核查结果请选“核查中”" in text and "失联" not in text


@pytest.mark.parametrize(
    ("rule", "facts", "words"),
    [
        ("SAF-009", {"reported": "1"}, "误填的请改为实际数；属实的按实填报，并在“说明”栏写明情况"),
        ("SAF-009", {"reported": "1"}, "如未按规定专报，请立即补报。"),
        ("EPI-008", {"reported": "1"}, "如未按规定专报，请立即补报。"),
        ("ICT-001", {"reported": "1"}, "如未按规定专报，请立即补报。"),
        ("PRM-002", {"reported": "1"}, "属实的按实填报，并在“说明”栏写明情况。"),
        ("SAF-002", {}, "与实际一致的，请在“说明”栏写明原因，按实际数填报。"),
        ("DRL-002", {}, "如有漏填请补填；没有开展的，按实际次数填报。"),
        ("ENR-019", {"stage": "小学", "gained": "2"}, "净增 2 人，不按辍学计算，无误的无需修改。"),
        ("EXP-001", {}, "不必再说明；仍有疑问的，会在新的问题清单中列出。"),
        ("UNT-006", {"raw": "甲校", "sender": "乙中心校"}, "该校不在乙中心校的代报范围，"),
        ("DTY-003", {"unit_number": "X"}, "是没有独立党组织的单位，"),
        ("RAT-004", {"percent": "81.5", "whole": "49"}, "按分母 49 计算得不出这个百分比"),
        ("VAL-018", {"raw": "约300"}, "填的是约数，请填准确数。"),
    ],
)  # fmt: skip
def test_sentences(rule: str, facts: dict[str, str], words: str) -> None:
    assert words in said(rule, **facts)


def test_what_is_put_off_is_asked_for_by_its_kind() -> None:
    assert "没有填具体内容，请填写实际数" in said("VAL-014", "safety", "canteens", raw="见附件")
    assert "请填写实际内容" in said("VAL-014", "publicity", "headline", raw="见附件")
