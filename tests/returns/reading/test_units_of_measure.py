"""元 or 万元, 个 or 万个: the unit that a sheet states is read for every number, and never rescaled."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from schemas.forms import FORMS
from schemas.units_of_measure import is_unit, unit_size
from tests.returns.reading.hazards.books import DRILLS, edited, of_field
from tests.returns.small_returns import example_record, found, judge_one, workbook

EPIDEMIC = "疫情防控"


@pytest.mark.parametrize(
    ("text", "base", "factor"),
    [
        ("人", "人", 1), ("名", "人", 1), ("位", "人", 1), ("万人", "人", 10_000),
        ("人次", "人次", 1), ("万人次", "人次", 10_000), ("家", "个", 1), ("所", "个", 1),
        ("万个", "个", 10_000), ("百个", "个", 100), ("千元", "元", 1000), ("万元", "元", 10_000),
        ("亿元", "元", 10**8), ("角", "元", Fraction(1, 10)), ("㎡", "平方米", 1),
        ("万平方米", "平方米", 10_000), ("亩", "平方米", Fraction(2000, 3)), ("万份", "份", 10_000),
        ("千克", "克", 1000), ("公斤", "克", 1000), ("吨", "克", 10**6), ("只/日", "个/天", 1),
        ("万个/天", "个/天", 10_000), ("％", "%", 1), ("门岗", "门岗", 1),
    ],
)  # fmt: skip
def test_units_as_people_write_them(text: str, base: str, factor: Fraction) -> None:
    assert unit_size(text) == (base, factor)
    assert is_unit(text) is (text != "门岗")


def test_a_person_is_no_attendance_and_a_school_is_no_person() -> None:
    assert unit_size("名")[0] == unit_size("万人")[0]
    assert unit_size("家")[0] == unit_size("所")[0]
    assert unit_size("人")[0] != unit_size("人次")[0]
    assert unit_size("个")[0] != unit_size("人")[0]


def epidemic(folder: Path, cells: dict[str, Any], **changes: Any) -> bytes:
    content = workbook(folder, {"epidemic": example_record(FORMS["epidemic"], **changes)})

    def state(book: Any) -> None:
        sheet = book[EPIDEMIC]
        sheet.unmerge_cells("A2:E2")
        for cell, text in cells.items():
            sheet[cell] = text

    return edited(content, state)


def units(judged: Any) -> list[tuple[str, str]]:
    return [(rule, cell) for rule, _, cell in found(judged) if rule.startswith("HDR")]


@pytest.mark.parametrize("stated", ["万个", "千只", "百个", "千克"])
def test_the_unit_beside_a_count_is_read_as_that_beside_an_amount(
    stated: str, tmp_path: Path
) -> None:
    """口罩 2 万个 was stored as 2 although the column 计量单位 said 万个."""
    judged = judge_one(epidemic(tmp_path, {"C6": stated}, masks=2))
    assert units(judged) == [("HDR-005", "C6")]
    assert of_field(judged, "masks") == [2]  # as written: nothing is rescaled
    (said,) = (one.message for one in judged.findings if one.rule == "HDR-005")
    assert said == (
        f"「{EPIDEMIC}」C6：计量单位写的是“{stated}”，这里应按“个”填报，请换算后填写，并改正计量单位。"
    )


@pytest.mark.parametrize("stated", ["包", "人次", "门岗"])
def test_another_word_for_what_is_counted_is_asked_about(stated: str, tmp_path: Path) -> None:
    judged = judge_one(epidemic(tmp_path, {"C6": stated}))
    assert units(judged) == [("HDR-006", "C6")]


@pytest.mark.parametrize("stated", ["个", "只", " 个 ", "", None])
def test_the_same_unit_in_other_words_is_no_finding(stated: str | None, tmp_path: Path) -> None:
    assert units(judge_one(epidemic(tmp_path, {"C6": stated}))) == []


def test_a_unit_in_the_label_and_one_above_the_form_are_read(tmp_path: Path) -> None:
    assert units(judge_one(epidemic(tmp_path, {"B6": "口罩（万个）"}, masks=2))) == [
        ("HDR-005", "C6")
    ]
    assert units(judge_one(epidemic(tmp_path, {"E2": "单位：人、万个"}, masks=2))) == [
        ("HDR-005", "E2")
    ]
    assert units(judge_one(epidemic(tmp_path, {"E2": "单位：人、个"}))) == []


def test_a_unit_in_the_header_of_a_table_is_read_for_counts(tmp_path: Path) -> None:
    drill = example_record(FORMS["drills"])
    for header, rule in (
        ("参加学生人次（百人次）", [("HDR-005", "E3")]),
        ("参加学生人次（人）", [("HDR-006", "E3")]),
        ("参加学生人次（人次）", []),
    ):
        content = workbook(tmp_path, {"drills": [drill]}, overwrites={(DRILLS, "E3"): header})
        assert units(judge_one(content)) == rule
