"""A whole form equal to another unit's is asked about, at whoever sent it later."""

from collections.abc import Mapping, Sequence

import pytest

from schemas.forms import FORMS
from schemas.rule import Record, Stage
from schemas.rules import RULES
from tests.schemas.test_district_frames import ONE, TWO, build, raised

THREE = "2134000103"
COPIED = {code: form.copied for code, form in FORMS.items() if form.copied is not None}


def cards(rule_id: str, form: str, *rows: Record) -> list[tuple[int, str | None]]:
    """Who is asked: rows are of ONE, TWO, THREE in turn, sent in that order unless they say else."""
    units = zip((ONE, TWO, THREE), rows, strict=False)
    return raised(
        rule_id,
        {
            form: [
                {"unit_code": unit, "submission": n, **row} for n, (unit, row) in enumerate(units)
            ]
        },
    )


def test_the_later_of_two_equal_cards_is_asked_about() -> None:
    """713 450 hundredths of a m² are no accident; the order of codes is not that of arrival."""
    area = {"floor_area": 713_450, "class_d_area": 0}
    assert cards("EQL-012", "premises", area, area) == [(101, TWO)]
    assert cards("EQL-012", "premises", area | {"submission": 9}, area) == [(100, ONE)]
    assert cards("EQL-012", "premises", area, area, area) == [(101, TWO), (102, THREE)]
    assert cards("EQL-012", "premises", area, area | {"class_d_area": 1}) == []


def test_two_cards_of_noughts_or_little_content_are_no_copy() -> None:
    nothing = {"floor_area": 0, "class_d_area": 0}
    round_number = {"floor_area": 100_000, "class_d_area": 0}  # 1000 m²
    assert cards("EQL-012", "premises", nothing, nothing) == []
    assert cards("EQL-012", "premises", round_number, round_number) == []


def test_all_rows_of_a_table_must_be_equal_in_whatever_order() -> None:
    def drills(unit: str, sent: int, *themes: str) -> list[Record]:
        return [{"unit_code": unit, "submission": sent, "theme": theme} for theme in themes]

    rows: Mapping[str, Sequence[Record]] = {
        "drills": [
            *drills(ONE, 1, "火灾逃生", "地震避险"),
            *drills(TWO, 2, "地震避险", "火灾逃生"),
            *drills(THREE, 3, "火灾逃生"),
        ]
    }
    assert raised("EQL-006", rows) == [(102, TWO)]
    assert list(build("EQL-006", rows).other) == ["示例小学"]


def test_a_list_of_children_and_the_codes_of_a_unit_are_not_compared() -> None:
    assert "dropout_cases" not in COPIED
    assert "disabled_children" not in COPIED
    numbers = {"pupils": 2782, "boarders": 312, "staff": 150, "teachers": 137, "classes": 57}
    own = [{**numbers, "school_code": code, "credit_code": code} for code in (ONE, TWO)]
    assert cards("EQL-001", "profile", *own) == [(101, TWO)]


@pytest.mark.parametrize("code", COPIED)
def test_the_school_does_not_read_whose_form_it_is(code: str) -> None:
    copied = COPIED[code]
    assert copied is not None
    rule = RULES[copied.rule]
    assert rule.stage is Stage.DISTRICT
    assert "{other}" in rule.says
    assert "{other}" not in rule.says_to_school
    assert "另一单位" in rule.says_to_school
