"""The offices' ledgers agree with one another, with the register and with what schools answered."""

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from sample_inputs.figures import COLLECTION, Sample
from schemas.columns import Kind
from schemas.forms import FORMS
from schemas.identifiers import is_citizen_number, is_pupil_record_number
from schemas.office_codes import FINISHED, STARTED, TRAINING_CHECKED
from schemas.units import PUBLIC
from tests.sample_inputs.conftest import rows, total

YEAR = (date(2020, 1, 1), date(2020, 12, 31))
CHILDREN_HELD_BY_OFFICES = ("aid_payments", "contest_students", "registered_poor")


def columns_of(kind: Kind) -> list[tuple[str, str]]:
    """(form, column) of a kind, of all forms that an office keeps."""
    return [
        (code, column.name)
        for code, form in FORMS.items()
        if form.number > 100
        for column in form.columns
        if column.kind is kind
    ]


@pytest.mark.parametrize(("form", "column"), columns_of(Kind.DATE))
def test_dates_lie_in_the_period_of_the_form(sample: Sample, form: str, column: str) -> None:
    basis = FORMS[form].basis(COLLECTION)
    found = [row[column] for row in rows(sample, form) if row[column] is not None]
    assert found
    assert [day for day in found if not basis.start <= day <= basis.end] == []


@pytest.mark.parametrize("form", [code for code, form in FORMS.items() if form.number > 100])
def test_no_key_stands_twice_in_a_ledger(sample: Sample, form: str) -> None:
    keys = Counter(
        (row["unit"], *(row[name] for name in FORMS[form].key)) for row in rows(sample, form)
    )
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("form", ["attendance", "turnout", "agenda"])
def test_who_took_part_names_an_event_of_the_same_office(sample: Sample, form: str) -> None:
    held = {(row["unit"], row["event_number"]) for row in rows(sample, "events")}
    named = {(row["unit"], row["event_number"]) for row in rows(sample, form)}
    assert named - held == set()


def test_sign_ins_are_more_than_persons(sample: Sample) -> None:
    """Why the summary's numbers of people may not be added up."""
    research = sample.district.office("教学研究室").code
    signed = [row["person_number"] for row in rows(sample, "attendance") if row["unit"] == research]
    assert (len(signed), len(set(signed))) == (620, 295)


def test_studies_of_the_branches_fell_into_four_months(sample: Sample) -> None:
    studies = [row for row in rows(sample, "events") if row["kind"] == "机关支部政治学习"]
    assert {row["starts_on"].month for row in studies} == {9, 10, 11, 12}


def test_no_child_of_an_office_stands_on_another_list(sample: Sample) -> None:
    of_offices = [
        row[name].removeprefix("G")
        for kind in (Kind.PUPIL_ID, Kind.CITIZEN_ID)
        for form, name in columns_of(kind)
        if form in CHILDREN_HELD_BY_OFFICES
        for row in rows(sample, form)
    ]
    of_schools = [
        listed.child.citizen_id for listed in (*sample.dropout_cases, *sample.disabled_children)
    ]
    assert len(of_offices) == 224 + 63 + 41 + 640
    assert len({*of_offices, *of_schools}) == len(of_offices) + len(of_schools)
    assert all(is_citizen_number(number) for number in of_offices)
    assert all(is_pupil_record_number(f"G{number}") for number in of_offices)


def test_public_funds_are_allotted_received_and_paid_alike(sample: Sample) -> None:
    allotted: Counter = Counter()
    for row in rows(sample, "allocations"):
        assert row["amount"] == row["pupils"] * row["standard"] + row["supplements"]
        allotted[row["school_code"]] += row["amount"]
    received = {
        row["unit"]: row["base_received"] + row["above_base_received"]
        for row in rows(sample, "funding")
    }
    assert allotted == received
    names = {member.unit.name: member.unit.code for member in sample.district.schools}
    paid: Counter = Counter()
    for row in rows(sample, "payments"):
        if row["project_number"] is None:
            assert YEAR[0] <= row["paid_on"] <= YEAR[1]
            paid[names[row["payee"]]] += row["amount"]
    assert paid == allotted
    assert sum(paid.values()) == 38_516_758


def test_standards_of_the_allotments(sample: Sample) -> None:
    """Yuan a pupil; who has fewer than a hundred pupils is paid for the missing ones besides."""
    allotted = rows(sample, "allocations")
    assert {(row["stage"], row["base_quota"], row["standard"]) for row in allotted} == {
        ("小学", 650, 703),
        ("初中", 850, 890),
    }
    boarders = {member.unit.code: member.boarders for member in sample.district.schools}
    small = [row for row in allotted if row["supplements"] and not boarders[row["school_code"]]]
    assert small
    assert all(row["supplements"] == (100 - row["pupils"]) * row["base_quota"] for row in small)


def test_payments_for_a_project_span_two_years(sample: Sample) -> None:
    projects = {row["project_number"]: row for row in rows(sample, "projects")}
    paid = [row for row in rows(sample, "payments") if row["project_number"] is not None]
    assert {projects[row["project_number"]]["key_project"] for row in paid} == {"曹岭湖中学"}
    assert {row["paid_on"].year for row in paid} == {2019, 2020}
    assert min(row["amount"] for row in paid) > 0


def test_projects_are_dated_and_funded_as_far_as_they_have_come(sample: Sample) -> None:
    for row in rows(sample, "projects"):
        assert (row["started_on"] is not None) == (row["status"] in STARTED)
        assert (row["completed_on"] is not None) == (row["status"] in FINISHED)
        granted = row["central_funds"] + row["provincial_funds"] + row["local_funds"]
        assert row["invested"] <= granted


def test_plan_projects(sample: Sample) -> None:
    states = {row["key_project"]: row["status"] for row in rows(sample, "projects")}
    del states["一般项目"]
    assert states == {
        "曹岭湖中学": "在建",
        "朝阳中学综合楼": "投用",
        "十六小西校区综合楼": "前期",
        "龙湖路西片区小学": "计划",
        "学院南路西片区小学": "计划",
        "田二幼上郭分园": "计划",
        "淮化幼儿园": "在建",
        "青丰社区全民健身广场": "完工",
    }


def test_loans_within_the_caps_of_their_level(sample: Sample) -> None:
    highest = Counter()
    for row in rows(sample, "loans"):
        highest[row["level"]] = max(highest[row["level"]], row["amount"])
    assert highest == {"本专科": 8_000, "研究生": 12_000}


def test_aid_paid_and_aid_declared(sample: Sample) -> None:
    paid = rows(sample, "aid_payments")
    assert Counter(row["kind"] for row in paid) == {"学前资助": 224, "雨露计划": 63}
    assert {row["amount"] for row in paid if row["kind"] == "雨露计划"} == {1_500}
    declared = [row for row in rows(sample, "student_aid") if row["stage"] == "学前"]
    assert total(declared, "persons") == 224
    assert total(declared, "amount") == total(
        [row for row in paid if row["kind"] == "学前资助"], "amount"
    )


def test_contest_entries_are_those_of_the_schools(sample: Sample) -> None:
    registered = Counter(row["school_code"] for row in rows(sample, "contest_entries"))
    told = {row["unit"]: row["contest_entries"] for row in rows(sample, "ict")}
    assert registered == Counter(told)
    assert registered.total() == 137


def test_rosters_are_those_of_the_register(sample: Sample) -> None:
    district = sample.district
    assert {
        row["kindergarten_code"]: row["nature"] for row in rows(sample, "kindergarten_roster")
    } == {member.unit.code: member.unit.nature for member in district.kindergartens}
    assert {row["school_code"] for row in rows(sample, "smart_campus")} == {
        member.unit.code for member in district.schools if member.is_rural
    }
    assert {row["school_code"] for row in rows(sample, "county_hiring")} == {
        member.unit.code for member in district.schools if member.unit.nature == PUBLIC
    }
    assert {row["unit_number"] for row in rows(sample, "duty_reports")} == {
        member.unit.code for member in district.party_organisations
    }
    checked = Counter(row["kind"] for row in rows(sample, "reopening"))
    assert checked == {"学校": 42, "幼儿园": 49, TRAINING_CHECKED: 86}
    assert {row["institution_number"] for row in rows(sample, "reopening")} == {
        *(member.unit.code for member in district.members),
        *(row["institution_number"] for row in rows(sample, "training_institutions")),
    }


def test_deregistered_kindergartens_are_the_closed_ones(sample: Sample) -> None:
    closed = {unit.code: unit.closed_on for unit in sample.district.closed if unit.code[0] == "1"}
    assert {
        row["kindergarten_code"]: row["decided_on"]
        for row in rows(sample, "kindergarten_changes")
        if row["change"] == "注销"
    } == closed


def test_white_lists_and_outcomes_are_different_sets(sample: Sample) -> None:
    institutions = rows(sample, "training_institutions")
    fourth = [row for row in institutions if row["whitelist_batch"] == 4]
    licensed = [row for row in fourth if row["outcome"] == "发放办学许可证"]
    assert (len(fourth), len(licensed)) == (24, 14)
    assert {row["whitelist_batch"] for row in institutions} == {None, 1, 2, 3, 4}
    assert [r for r in institutions if r["outcome"] == "注销" and r["whitelist_batch"]] == []


def test_hazards_on_buses_are_put_right(sample: Sample) -> None:
    assert [row["closed_on"] is not None for row in rows(sample, "hazards")] == [True] * 3


def test_checks_of_spring_do_not_count_in_autumn(sample: Sample) -> None:
    held = [r["inspected_on"] for r in rows(sample, "inspections") if r["kind"] == "疫情防控督查"]
    assert sum(day < date(2020, 9, 1) for day in held) == 2


def test_preschool_ages_leave_room_in_the_population(sample: Sample) -> None:
    """Gross enrolment of 107 %, yet no more three- to five-year-olds than live here."""
    cards = rows(sample, "preschool")
    population = {row["age"]: row["persons"] for row in rows(sample, "population")}
    enrolled = {age: total(cards, f"age_{age}") for age in (3, 4, 5)}
    assert all(enrolled[age] < population[age] for age in enrolled)
    assert 98 < 100 * sum(enrolled.values()) / 12_993 < 99


def test_children_of_school_age(sample: Sample) -> None:
    listed = rows(sample, "school_age")
    assert [row["age"] for row in listed] == list(range(6, 15))
    population = {row["age"]: row["persons"] for row in rows(sample, "population")}
    assert all(row["enrolled"] <= row["children"] <= population[row["age"]] for row in listed)


@pytest.mark.parametrize(
    ("name", "part", "whole", "stated"),
    [
        ("残疾儿童少年入籍率", 200, 251, "79.68"),
        ("建档立卡学生入学率", 640, 640, "100"),
        ("义务教育巩固率", 5825, 5825, "100"),
        ("普惠园占比", 40, 49, "81.6"),
        ("公办园占比", 15, 49, "30.6"),
        ("学前毛入学率", 13_902, 12_993, "107.0"),
        ("乡村智慧学校占比", 10, 20, "50"),
        ("培训机构督查覆盖率", 86, 86, "100"),
    ],
)
def test_stated_rates(sample: Sample, name: str, part: int, whole: int, stated: str) -> None:
    (row,) = [row for row in rows(sample, "stated_rates") if row["rate_name"] == name]
    assert (row["part"], row["whole"], row["stated"]) == (part, whole, Decimal(stated))
    exact = Decimal(100 * part) / whole
    assert exact.quantize(Decimal(stated), ROUND_HALF_UP) == Decimal(stated)
