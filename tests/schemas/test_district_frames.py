"""What district rules see: their frames, built from rows in force."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pytest

from schemas.checking import check_rules
from schemas.collections import COLLECTIONS
from schemas.rule import Frame, Record, Rule, Stage
from schemas.rules import RULES
from schemas.units import KINDERGARTEN, SCHOOL
from tests.schemas.frames import form_frame

COLLECTION = COLLECTIONS["2020"]
ONE, TWO = "2134000101", "2134000102"
DISTRICT = [rule for rule in RULES.values() if rule.stage is Stage.DISTRICT]


def build(rule_id: str, rows: Mapping[str, Sequence[Record]]) -> Frame:
    """The rule's frame over these rows in force; records are numbered 100, 101 … in each form."""
    frame = RULES[rule_id].frame
    assert frame is not None
    return frame({code: form_frame(code, of, 100) for code, of in rows.items()}, COLLECTION)


def raised(rule_id: str, rows: Mapping[str, Sequence[Record]]) -> list[tuple[int, str | None]]:
    """(record, unit) of each finding; -1 for no row, None for the district itself."""
    built = build(rule_id, rows)
    records, frame = list(built.index), built.reset_index(drop=True)
    units = list(frame.unit_code) if "unit_code" in frame else [None] * len(frame)
    failures = check_rules([RULES[rule_id]], frame, COLLECTION)
    return [(records[failure.record], units[failure.record]) for failure in failures]


@pytest.mark.parametrize("rule", DISTRICT, ids=lambda rule: rule.id)
def test_nothing_reported_yet_is_no_fault(rule: Rule) -> None:
    assert raised(rule.id, {}) == []
    assert raised(rule.id, {code: [] for code in rule.needs}) == []


def test_an_issued_case_must_be_answered_by_its_school() -> None:
    issued = [
        {"case_number": "KC1", "school_code": ONE},
        {"case_number": "KC2", "school_code": ONE},
        {"case_number": "KC3", "school_code": TWO},
    ]
    answers = [
        {"case_number": "KC1", "unit_code": ONE},
        {"case_number": "KC2", "unit_code": TWO},
    ]
    rows = {"suspected_dropouts": issued, "dropout_cases": answers}
    assert build("DRP-006", rows).fillna("").to_dict("list") == {
        "unit_code": [ONE, TWO],
        "unanswered": ["KC2", "KC3"],
    }
    assert raised("DRP-006", rows) == [(-1, ONE), (-1, TWO)]
    assert raised("DRP-007", rows) == [(101, TWO)]


def test_without_the_issued_list_no_case_is_off_it() -> None:
    assert raised("DRP-007", {"dropout_cases": [{"case_number": "KC1"}]}) == []


def test_a_case_names_the_child_that_was_issued() -> None:
    issued = [{"case_number": "KC1", "child_id": "a"}, {"case_number": "KC2", "child_id": "b"}]
    answers = [
        {"case_number": "KC1", "child_id": "a"},
        {"case_number": "KC2", "child_id": "c"},
        {"case_number": "KC3", "child_id": "d"},
    ]
    rows = {"suspected_dropouts": issued, "dropout_cases": answers}
    assert raised("DRP-009", rows) == [(101, ONE)]


@pytest.mark.parametrize(
    ("rule_id", "form"), [("DRP-008", "dropout_cases"), ("DIS-009", "disabled_children")]
)
def test_a_child_in_two_schools_is_raised_at_both(rule_id: str, form: str) -> None:
    rows = [
        {"child_id": "a", "unit_code": ONE},
        {"child_id": "b", "unit_code": ONE},
        {"child_id": "a", "unit_code": TWO},
        {"child_id": None, "unit_code": ONE},
        {"child_id": None, "unit_code": TWO},
    ]
    assert raised(rule_id, {form: rows}) == [(100, ONE), (102, TWO)]


def test_the_disabled_list_must_be_answered() -> None:
    rows: dict[str, Sequence[Record]] = {
        "disabled_list": [
            {"list_number": "CJ1", "school_code": ONE},
            {"list_number": "CJ2", "school_code": ONE},
        ],
        "disabled_children": [{"list_number": "CJ1"}, {"list_number": "CJ3"}],
    }
    assert raised("DIS-007", rows) == [(-1, ONE)]
    assert raised("DIS-008", rows) == [(101, ONE)]


def test_the_share_of_enrolled_disabled_children_counts_records() -> None:
    rows: dict[str, Sequence[Record]] = {
        "disabled_list": [{"list_number": "CJ1"}, {"list_number": "CJ2"}],
        "disabled_children": [{"child_id": "a"}, {"child_id": None}],
    }
    built = build("DIS-010", rows)
    assert built.to_dict("records") == [{"listed": 2, "on_record": 1}]
    assert list(built.index) == [-1]
    assert raised("DIS-010", rows) == [(-1, None)]


def test_a_home_taught_child_has_visits() -> None:
    rows: dict[str, Sequence[Record]] = {
        "disabled_children": [{"placement": "送教上门", "unit_code": ONE}],
        "pairing": [
            {"home_teaching_events": 0, "unit_code": ONE},
            {"home_teaching_events": 0, "unit_code": TWO},
        ],
    }
    assert raised("PAI-001", rows) == [(100, ONE)]


def still(cohort: str, opening: int, **changes: int) -> Record:
    """A row of 学籍变动 without flows, but for these."""
    flows = ("returned", "transferred_in", "other_gains", "suspended", "withdrawn", "died")
    return {
        **dict.fromkeys((*flows, "admitted", "transferred_out", "other_losses"), 0),
        "cohort": cohort,
        "opening": opening,
        **changes,
    }


def test_the_district_dropout_rate_is_pooled_by_stage() -> None:
    """0.6 % of 1000 primary pupils are 6; one school may be above as long as the district is not."""
    rows = [
        still("二年级", 500, transferred_out=8, transferred_in=2, unit_code=ONE),
        still("三年级", 500, unit_code=TWO),
        still("八年级", 100, died=1, suspended=1),
    ]
    built = build("ENR-020", {"enrolment": rows}).set_index("stage")
    assert built.loc["小学"].to_dict() == {"lost": 6, "started": 1000}
    assert built.loc["初中"].to_dict() == {"lost": 2, "started": 100}
    assert raised("ENR-020", {"enrolment": rows}) == [(-1, None)]


def test_retention_is_pooled() -> None:
    def rows(graduated: int) -> dict[str, Sequence[Record]]:
        return {
            "enrolment": [
                {"cohort": "初中毕业", "graduated": graduated, "unit_code": ONE},
                {"cohort": "初中毕业", "graduated": 500, "unit_code": TWO},
                {"cohort": "小学毕业", "graduated": 900},
            ],
            "cohort_entrants": [
                {"school_code": ONE, "entrants": 480, "transferred_in": 21, "transferred_out": 1},
                {"school_code": TWO, "entrants": 500, "transferred_in": 0, "transferred_out": 0},
            ],
        }

    assert raised("ENR-021", rows(500)) == raised("ENR-022", rows(500)) == []
    assert raised("ENR-021", rows(501)) == [(-1, None)]
    assert raised("ENR-022", rows(450)) == []
    assert raised("ENR-022", rows(449)) == [(-1, None)]


def test_schools_that_have_not_reported_do_not_lower_retention() -> None:
    rows: dict[str, Sequence[Record]] = {
        "enrolment": [{"cohort": "初中毕业", "graduated": 480, "unit_code": ONE}],
        "cohort_entrants": [
            {"school_code": ONE, "entrants": 480, "transferred_in": 0, "transferred_out": 0},
            {"school_code": TWO, "entrants": 500, "transferred_in": 0, "transferred_out": 0},
        ],
    }
    assert build("ENR-022", rows).to_dict("records") == [{"graduated": 480, "adjusted": 480}]


def test_entrants_are_those_of_the_list() -> None:
    rows: dict[str, Sequence[Record]] = {
        "enrolment": [
            {"cohort": "八年级", "cohort_entrants": 1, "unit_code": ONE},
            {"cohort": "初中毕业", "cohort_entrants": 480, "unit_code": ONE},
            {"cohort": "初中毕业", "cohort_entrants": 480, "unit_code": TWO},
        ],
        "cohort_entrants": [{"school_code": ONE, "entrants": 481}],
    }
    assert raised("ENR-023", rows) == [(101, ONE)]


def test_the_drill_duty_of_the_district_follows_the_kinds_of_units() -> None:
    units = [{"unit_kind": SCHOOL}, {"unit_kind": SCHOOL}, {"unit_kind": KINDERGARTEN}]
    drills = [{"kind": "疏散"}, {"kind": "消防"}, {"kind": "疏散"}]
    built = build("DRL-004", {"profile": units, "drills": drills})
    due = 2 * COLLECTION.teaching_months + COLLECTION.drill_quarters
    assert built.to_dict("records") == [{"held": 2, "due": due}]
    assert raised("DRL-004", {"profile": units, "drills": drills}) == [(-1, None)]


def test_gross_enrolment_counts_children_of_any_age() -> None:
    rows: dict[str, Sequence[Record]] = {
        "preschool": [{"children": 84}],
        "population": [
            {"age": 3, "persons": 60},
            {"age": 5, "persons": 40},
            {"age": 6, "persons": 9},
        ],
    }
    built = build("PRE-004", rows)
    assert built.to_dict("records") == [{"children": 84, "population": 100}]
    assert raised("PRE-004", rows) == [(-1, None)]
    assert pd.api.types.is_integer_dtype(built.children)
