"""What the district rules of the offices' ledgers see, built from rows in force."""

from collections.abc import Mapping, Sequence

import pytest

from schemas.rule import Record
from schemas.units import KINDERGARTEN, PRIVATE, PUBLIC, RURAL, SCHOOL, URBAN
from tests.schemas.test_district_frames import ONE, TWO, build, raised

THREE = "2134000103"
OFFICE, OTHER_OFFICE = "KS02", "KS07"
Rows = Mapping[str, Sequence[Record]]


def unit(code: str, name: str, **facts: object) -> Record:
    """The 基本情况 of a unit: a public school of the town, but for these."""
    return {
        "unit_code": code,
        "unit_name": name,
        "unit_kind": SCHOOL,
        "unit_nature": PUBLIC,
        "unit_area": URBAN,
        "unit_party": False,
        **facts,
    }


def sign_ins(*numbers: str | None, office: str = OFFICE) -> list[Record]:
    return [{"event_number": number, "unit_code": office} for number in numbers]


@pytest.mark.parametrize(
    ("rule_id", "form"), [("ATT-001", "attendance"), ("TRN-001", "turnout"), ("AGD-001", "agenda")]
)
def test_a_number_refers_to_an_event_of_the_same_office(rule_id: str, form: str) -> None:
    rows: Rows = {
        "events": [*sign_ins("A1"), *sign_ins("B1", office=OTHER_OFFICE)],
        form: sign_ins("A1", "B1", "A2", None),
    }
    assert raised(rule_id, rows) == [(101, OFFICE), (102, OFFICE)]


def test_an_office_without_events_in_force_is_not_asked_about_its_sign_ins() -> None:
    """Its events went back for correction, while another office's are in force."""
    rows: Rows = {
        "events": sign_ins("B1", office=OTHER_OFFICE),
        "attendance": [*sign_ins("A1"), *sign_ins("B2", office=OTHER_OFFICE)],
    }
    assert raised("ATT-001", rows) == [(101, OTHER_OFFICE)]


def test_a_payment_may_belong_to_a_project_of_any_office() -> None:
    rows: Rows = {
        "projects": [{"project_number": "P1", "unit_code": OTHER_OFFICE}],
        "payments": [
            {"project_number": number, "unit_code": OFFICE} for number in ("P1", "P2", None)
        ],
    }
    assert raised("PAY-003", rows) == [(101, OFFICE)]
    assert raised("PAY-003", {"payments": rows["payments"]}) == []


LISTS = [
    # rule of what is left out, rule of what does not belong, form, field, facts of who belongs
    ("SMC-001", "SMC-002", "smart_campus", "school_code", {"unit_area": RURAL}),
    ("CHR-001", "CHR-002", "county_hiring", "school_code", {}),
    ("DTY-002", "DTY-003", "duty_reports", "unit_number", {"unit_party": True}),
]


@pytest.mark.parametrize(("left_out", "stray", "form", "field", "facts"), LISTS)
def test_an_office_lists_those_who_belong_and_nobody_else(
    left_out: str, stray: str, form: str, field: str, facts: Record
) -> None:
    outsider = unit(THREE, "幼儿园", unit_kind=KINDERGARTEN)
    rows: dict[str, Sequence[Record]] = {
        "profile": [unit(ONE, "一小", **facts), unit(TWO, "二小", **facts), outsider],
        form: [{field: code, "unit_code": OFFICE} for code in (ONE, THREE, "2134009999")],
    }
    assert build(left_out, rows).to_dict("records") == [{"unit_code": OFFICE, "left_out": "二小"}]
    assert raised(left_out, rows) == [(-1, OFFICE)]
    assert raised(stray, rows) == [(101, OFFICE)]  # a code that filed no profile is not judged

    rows[form] = [{field: code, "unit_code": OFFICE} for code in (ONE, TWO)]
    assert raised(left_out, rows) == raised(stray, rows) == []


@pytest.mark.parametrize(("left_out", "stray", "form", "field", "facts"), LISTS)
def test_a_list_not_filed_leaves_nobody_out(
    left_out: str, stray: str, form: str, field: str, facts: Record
) -> None:
    rows: Rows = {"profile": [unit(ONE, "一小", **facts)]}
    assert raised(left_out, rows) == raised(stray, rows) == []


def test_reopening_and_the_roster_cover_what_reported() -> None:
    profiles = [unit(ONE, "一小"), unit(TWO, "一幼", unit_kind=KINDERGARTEN)]
    listed = {"unit_code": OFFICE}
    rows: Rows = {
        "profile": profiles,
        "reopening": [{"institution_number": "PX001", **listed}],
        "kindergarten_roster": [{"kindergarten_code": "1134000199", **listed}],
    }
    assert build("REO-001", rows).left_out.to_list() == ["一小、一幼"]
    assert build("KGR-001", rows).left_out.to_list() == ["一幼"]


def test_a_long_list_of_names_is_cut_short() -> None:
    names = [f"学校{number:02}" for number in range(12)]
    profiles = [unit(f"21340002{at:02}", name) for at, name in enumerate(names)]
    rows: Rows = {"profile": profiles, "county_hiring": [{"school_code": ONE}]}
    shown = build("CHR-001", rows).left_out.iloc[0]
    assert shown == "、".join(names[:10]) + "等 12 家"


def test_the_nature_of_a_kindergarten_is_the_registers() -> None:
    def entry(code: str) -> Record:
        return {"kindergarten_code": code, "nature": PUBLIC, "unit_code": OFFICE}

    rows: Rows = {
        "profile": [unit(ONE, "一幼"), unit(TWO, "二幼", unit_nature=PRIVATE)],
        "kindergarten_roster": [entry(ONE), entry(TWO), entry(THREE)],
    }
    assert raised("KGR-002", rows) == [(101, OFFICE)]


def test_contest_entries_are_those_registered() -> None:
    rows: Rows = {
        "ict": [
            {"unit_code": ONE, "contest_entries": 2},
            {"unit_code": TWO, "contest_entries": 1},
            {"unit_code": THREE, "contest_entries": 0},
        ],
        "contest_entries": [
            {"school_code": code, "entry_number": str(at), "unit_code": OFFICE}
            for at, code in enumerate((ONE, ONE))
        ],
    }
    assert raised("CTE-001", rows) == [(101, TWO)]
    assert raised("CTE-001", {"ict": rows["ict"]}) == []


def test_a_school_received_what_it_was_allotted_over_both_stages() -> None:
    def received(code: str, base: int) -> Record:
        return {"unit_code": code, "base_received": base, "above_base_received": 50_00}

    rows: Rows = {
        "allocations": [
            {"school_code": ONE, "stage": "小学", "amount": 100_00, "unit_code": OFFICE},
            {"school_code": ONE, "stage": "初中", "amount": 200_00, "unit_code": OFFICE},
            {"school_code": TWO, "stage": "小学", "amount": 300_00, "unit_code": OFFICE},
        ],
        "funding": [received(ONE, 250_00), received(TWO, 249_99), received(THREE, 1_00)],
    }
    assert raised("ALC-003", rows) == [(101, TWO)]
    row = build("ALC-003", rows).loc[101]
    assert (row.received, row.allotted) == ("299.99", "300")
