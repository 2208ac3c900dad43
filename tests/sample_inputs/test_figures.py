"""The sums that the bureau quoted, from what each unit answers. Every number is the quoted one."""

from collections import Counter, defaultdict

import pandas as pd
import pytest

from sample_inputs.figures import COLLECTION, Sample
from schemas.codes import (
    FINAL_CASE_STATUSES,
    JUNIOR_LEAVERS,
    MAINSTREAM_OUTLETS,
    PRIMARY_LEAVERS,
    STAGE_OF_COHORT,
)
from schemas.forms import FORMS
from schemas.standards import guards_required, standard
from schemas.units import INCLUSIVE_PRIVATE, Register
from tests.sample_inputs.conftest import rows, total

FLOWS_IN = ("admitted", "returned", "transferred_in", "other_gains")
FLOWS_OUT = (
    "graduated",
    "completed",
    "suspended",
    "withdrawn",
    "died",
    "transferred_out",
    "other_losses",
)


@pytest.fixture(scope="module")
def public_schools(sample: Sample) -> list:
    return [member for member in sample.district.schools if member.unit.is_public]


def test_units_of_the_register(sample: Sample) -> None:
    district = sample.district
    assert len(Register(district.units)) == 111  # 95 schools and kindergartens, 16 offices
    assert (len(district.schools), len(district.kindergartens)) == (42, 49)
    assert len(district.party_organisations) == 46
    assert sum(member.is_rural for member in district.schools) == 20
    natures = Counter(member.unit.nature for member in district.kindergartens)
    assert natures["公办"] == 15
    assert natures[INCLUSIVE_PRIVATE] == 25
    assert sum(member.staff for member in district.schools if member.unit.is_public) == 3317


def test_closed_units_owe_nothing(sample: Sample) -> None:
    assert len(sample.district.closed) == 4
    for unit in sample.district.closed:
        assert not any(form.owed_by_unit(unit, COLLECTION) for form in FORMS.values())


def test_every_owing_unit_answers_every_field(sample: Sample) -> None:
    for unit in sample.district.units:
        for code, form in FORMS.items():
            if not form.owed_by_unit(unit, COLLECTION):
                continue
            owed = {column.name for column in form.columns_owed_by(unit) if column.blank == "error"}
            for record in rows(sample, code):
                if record["unit"] == unit.code:
                    assert [name for name in owed if record.get(name) is None] == []


@pytest.mark.parametrize(
    ("form", "field", "quoted"),
    [
        ("party", "ledgers", 322),
        ("party", "exemplary_activities", 6),
        ("party", "probationary", 20),
        ("party", "made_full", 20),
        ("party", "candidates", 6),
        ("party", "activists", 18),
        ("party", "practice_station", 46),
        ("party", "practice_registered", 46),
        ("party", "donations", 415_860),
        ("party", "removed_members", 65),
        ("civilised_campus", "applied", 29),
        ("ict", "contest_entries", 137),
        ("ict", "security_incidents", 0),
        ("staff", "appraised", 3992),
        ("staff", "excellent", 792),
        ("staff", "failed_ethics", 3),
        ("safety", "cctv", 91),
        ("safety", "fire_equipment", 91),
        ("safety", "panic_button", 91),
        ("safety", "guards_full_time", 159),
        ("safety", "guards_part_time", 20),
        ("safety", "drowning_letters", 51_745),
        ("safety", "drowning_deaths", 0),
        ("safety", "law_lectures", 138),
        ("epidemic", "task_force", 91),
        ("epidemic", "plan", 91),
        ("epidemic", "trained", 91),
        ("epidemic", "returnees", 20),
        ("epidemic", "cases", 0),
        ("preschool", "children", 13_902),
        ("premises", "class_d_area", 0),
        ("funding", "base_received", 36_098_500),
        ("funding", "above_base_received", 2_418_258),
    ],
)
def test_sum_over_all_units(sample: Sample, form: str, field: str, quoted: int) -> None:
    answered = [record for record in rows(sample, form) if field in record]
    assert total(answered, field) == quoted


@pytest.mark.parametrize(
    ("form", "part", "whole"),
    [
        ("party", "xianfeng_registered", "party_teachers"),
        ("party", "xuexi_registered", "party_teachers"),
        ("staff", "wanshitong_registered", "in_post"),
        ("safety", "open_kitchens", "canteens"),
        ("epidemic", "health_records", "health_records_due"),
    ],
)
def test_coverage_is_full_in_every_unit(sample: Sample, form: str, part: str, whole: str) -> None:
    records = rows(sample, form)
    assert records
    assert [r["unit"] for r in records if r[part] != r[whole]] == []


def test_home_teaching_and_pairing(sample: Sample) -> None:
    events = rows(sample, "pairing")
    assert total(events, "home_teaching_events") + total(events, "pairing_events") == 348


def test_articles(sample: Sample) -> None:
    outlets = Counter(record["outlet"] for record in rows(sample, "publicity"))
    assert outlets["学习强国"] == 5
    assert sum(outlets[outlet] for outlet in MAINSTREAM_OUTLETS) == 34


def test_enrolment_flows_balance_and_schools_are_stable(sample: Sample) -> None:
    for member in sample.district.schools:
        cohorts = rows(sample, "enrolment", [member])
        for row in cohorts:
            gains = sum(row[flow] for flow in FLOWS_IN)
            losses = sum(row[flow] for flow in FLOWS_OUT)
            assert row["opening"] + gains - losses == row["closing"], (member.unit.name, row)
            assert row["classes"] == row["classes_to_45"] + row["classes_46_55"]
        assert total(cohorts, "opening") == member.pupils
        assert total(cohorts, "closing") == member.pupils
        assert total(cohorts, "boarders") == member.boarders
        for row in cohorts:
            if row["cohort"] in (PRIMARY_LEAVERS, JUNIOR_LEAVERS):
                assert (row["closing"], row["graduated"]) == (0, row["opening"])
            if row["cohort"] in ("一年级", "七年级"):
                assert (row["opening"], row["admitted"]) == (0, row["closing"])


def test_public_pupils(sample: Sample, public_schools: list) -> None:
    closing = Counter()
    for row in rows(sample, "enrolment", public_schools):
        closing[STAGE_OF_COHORT[row["cohort"]]] += row["closing"]
    assert closing == {"小学": 32_586, "初中": 17_280}  # 49,866


def test_funded_pupils_are_the_opening(sample: Sample, public_schools: list) -> None:
    for member in public_schools:
        (card,) = rows(sample, "funding", [member])
        assert (card["primary_pupils"], card["junior_pupils"]) == (member.primary, member.junior)


def test_retention_is_exact_in_every_school(sample: Sample) -> None:
    graduated = {
        row["unit"]: row["graduated"]
        for row in rows(sample, "enrolment")
        if row["cohort"] == JUNIOR_LEAVERS
    }
    expected = {
        row["school_code"]: row["entrants"] + row["transferred_in"] - row["transferred_out"]
        for row in rows(sample, "cohort_entrants")
    }
    assert graduated == expected
    assert len(expected) == 16


def test_dropout_rates_above_the_limit(sample: Sample) -> None:
    limits = standard("dropout_limit", COLLECTION.stock_date)
    per_10000 = {"小学": limits["primary_per_10000"], "初中": limits["junior_per_10000"]}
    net: dict = defaultdict(int)
    opening: dict = defaultdict(int)
    for row in rows(sample, "enrolment"):
        key = (row["unit"], STAGE_OF_COHORT[row["cohort"]])
        net[key] += row["suspended"] + row["transferred_out"] - row["transferred_in"]
        opening[key] += row["opening"]
    above = {key for key in net if net[key] * 10000 > per_10000[key[1]] * opening[key]}
    names = {member.unit.code: member.unit.name for member in sample.district.schools}
    assert {(names[code], stage) for code, stage in above} == {
        ("和丰镇中心小学", "小学"),
        ("青禾乡双井小学", "小学"),
        ("柳塘镇初级中学", "初中"),
    }
    assert sum(value < 0 for value in net.values()) == 7


def test_dropout_cases(sample: Sample) -> None:
    cases = rows(sample, "dropout_cases")
    final = [case for case in cases if case["status"] in FINAL_CASE_STATUSES]
    assert len({case["child_id"] for case in final}) == 446
    assert all(case["evidence"] and case["cleared_on"] for case in final)
    missing = Counter(case["unit"] for case in cases if case["status"] == "失联")
    assert sorted(missing.values()) == [1, 1, 1, 2, 2, 2]
    issued = {
        (r["school_code"], r["case_number"], r["child_id"])
        for r in rows(sample, "suspected_dropouts")
    }
    assert issued == {(case["unit"], case["case_number"], case["child_id"]) for case in cases}


def test_disabled_children(sample: Sample) -> None:
    children = rows(sample, "disabled_children")
    assert len(children) == 251
    assert sum(child["child_id"] is not None for child in children) == 200
    assert all(child["enrolled"] == (child["child_id"] is not None) for child in children)
    assert all(child["enrolled"] for child in children if child["placement"] == "送教上门")
    listed = {(r["school_code"], r["list_number"]) for r in rows(sample, "disabled_list")}
    assert listed == {(child["unit"], child["list_number"]) for child in children}


def test_poor_pupils_and_subsidy(sample: Sample) -> None:
    aid = rows(sample, "student_aid")
    pupils = [row for row in aid if row["stage"] != "学前"]
    assert total(pupils, "persons") == 812
    assert total([row for row in pupils if row["category"] == "建档立卡"], "persons") == 613
    assert total(pupils, "amount") == 559_125
    by_kind = Counter()
    for row in pupils:
        by_kind[row["stage"], row["boarding"]] += row["persons"]
    assert by_kind == {
        ("小学", "寄宿"): 100,
        ("初中", "寄宿"): 80,
        ("小学", "非寄宿"): 287,
        ("初中", "非寄宿"): 345,
    }


def test_preschool_aid(sample: Sample) -> None:
    children = [row for row in rows(sample, "student_aid") if row["stage"] == "学前"]
    by_category = Counter()
    for row in children:
        by_category[row["category"]] += row["persons"]
    assert by_category == {"建档立卡": 106, "疫情致困": 118}
    assert total(children, "amount") == 187_800


def test_excellent_teachers_within_a_fifth(sample: Sample) -> None:
    cards = [card for card in rows(sample, "staff") if "appraised" in card]
    assert [card["unit"] for card in cards if card["excellent"] * 5 > card["appraised"]] == []


def test_guards_against_the_standard(sample: Sample) -> None:
    cards = pd.DataFrame(rows(sample, "safety"))
    required = guards_required(
        cards.pupils + cards.staff,
        cards.boarders,
        standard("guard_staffing", COLLECTION.stock_date),
    )
    assert required.sum() == 189
    short = required - cards.guards_full_time
    assert (short > 0).sum() == 20
    assert (cards.guards_full_time + cards.guards_part_time > 0).all()


def test_evacuation_drills(sample: Sample) -> None:
    pupils = {member.unit.code: member.pupils for member in sample.district.members}
    drills = [row for row in rows(sample, "drills") if row["kind"] == "疏散"]
    assert len(drills) == 85
    assert total(drills, "pupils") == 56_557
    assert [
        row["unit"] for row in rows(sample, "drills") if row["pupils"] > pupils[row["unit"]]
    ] == []
    held = {row["unit"] for row in drills}
    kindergartens = [m for m in sample.district.kindergartens if m.unit.code not in held]
    assert len(kindergartens) == 6
    assert [rows(sample, "drills", [member]) for member in kindergartens] == [[]] * 6


def test_epidemic_stock(sample: Sample, public_schools: list) -> None:
    cards = rows(sample, "epidemic", public_schools)
    assert total(cards, "masks") == 300_000
    assert total(cards, "forehead_thermometers") == 800
    assert total(cards, "infrared_thermometers") == 30
    assert sum(card["infrared_thermometers"] == 0 for card in cards) == 10
    assert total(cards, "isolation_gowns") == 300
    assert total(cards, "masks_daily") <= 21_428
    everyone = rows(sample, "epidemic")
    assert all(card["masks"] >= 14 * card["masks_daily"] > 0 for card in everyone)
    assert any(card["masks"] == 14 * card["masks_daily"] for card in cards)


def test_health_records_are_of_everyone(sample: Sample) -> None:
    for card in rows(sample, "epidemic"):
        assert card["health_records_due"] == card["pupils"] + card["staff"]


def test_preschool_ages_and_population(sample: Sample) -> None:
    ages = ("under_3", "age_3", "age_4", "age_5", "over_5")
    for card in rows(sample, "preschool"):
        assert card["children"] == sum(card[age] for age in ages)
    population = {row["age"]: row["persons"] for row in rows(sample, "population")}
    assert population[3] + population[4] + population[5] == 12_993


def test_profile_repeats_enrolment(sample: Sample) -> None:
    for member in sample.district.schools:
        (card,) = rows(sample, "profile", [member])
        cohorts = rows(sample, "enrolment", [member])
        assert card["pupils"] == total(cohorts, "closing")
        assert card["classes"] == total(cohorts, "classes")


def test_no_child_stands_on_two_lists(sample: Sample) -> None:
    numbers = [case.child.citizen_id for case in sample.dropout_cases]
    numbers += [child.child.citizen_id for child in sample.disabled_children]
    assert len(numbers) == len(set(numbers)) == 455 + 251


def test_numbers_of_persons_and_units_are_valid(sample: Sample) -> None:
    from schemas.identifiers import (
        is_citizen_number,
        is_credit_code,
        is_pupil_record_number,
        is_school_identifier,
    )

    children = [listed.child for listed in (*sample.dropout_cases, *sample.disabled_children)]
    assert all(is_citizen_number(child.citizen_id) for child in children)
    assert all(is_pupil_record_number(child.pupil_id) for child in children)
    cards = rows(sample, "profile")
    assert all(is_credit_code(card["credit_code"]) for card in cards)
    assert all(is_school_identifier(card["school_code"]) for card in cards)
    assert len({card["credit_code"] for card in cards}) == 91
