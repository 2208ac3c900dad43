"""Every relation comes to more than one verdict, and says the numbers that it rests on."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import Engine

from indicators.computation import IndicatorValue, ValueStatus, compute
from indicators.coverage import Coverage
from indicators.definitions import INDICATORS
from indicators.quoted_file import quoted_figures
from indicators.quoting import Judgement, Qualifier, Quoted, Verdict
from indicators.relations import RELATIONS, RelationOutcome, RelationVerdict, judge_relations
from schemas.collections import COLLECTIONS
from tests.indicators.district import COLLECTION, REGISTER
from warehouse.engine import reading, writing
from warehouse.relations import StoredVerdict, load_verdicts, store_verdicts

HOLDS, FAILS = RelationVerdict.HOLDS, RelationVerdict.FAILS
EXPLAIN, NONE = RelationVerdict.TO_BE_EXPLAINED, RelationVerdict.NOT_COMPUTABLE
QUOTED = quoted_figures("2020")

# The district as its summary has it, in the indicators' units.
BASE: dict[str, int | Fraction] = {
    "oral_duty_reports": 5,
    "written_duty_reports": 41,
    "xuexi_practice_stations": 46,
    "ideology_reports_heard": 46,
    "research_national": 43,
    "research_provincial_city": 18,
    "research_total": 61,
    "disabled_enrolled": 200,
    "disabled_children": 251,
    "disabled_enrolment_rate": Fraction(20000, 251),
    "poor_pupils_declared": 812,
    "poor_pupils_registered": 613,
    "living_subsidy_paid": 559_125,
    "yulu_amount": 94_500,
    "yulu_students": 63,
    "preschool_aid_paid": 187_800,
    "preschool_registered_poor": 106,
    "preschool_other_poor": 118,
    "student_loan_amount": 2_790_000,
    "student_loans": 329,
    "loans_graduate": 60,
    "public_funds_2020": 38_516_758,
    "public_funds_beneficiaries": 49_866,
    "public_funds_above_base": 2_418_258,
    "repair_projects_completed": 8,
    "repair_projects": 8,
    "repair_investment_done": 690_000,
    "repair_fund_allocated": 860_000,
    "village_schools_repaired": 4,
    "smart_classroom_sets": 12,
    "smart_classroom_schools": 3,
    "it_contest_forwarded": 70,
    "it_contest_entries": 137,
    "level3_instructors_new": 104,
    "sports_instructors_total": 1883,
    "training_licensed": 19,
    "training_deregistered": 2,
    "training_to_rectify": 6,
    "training_institutions": 86,
    "whitelist_batch4": 24,
    "compulsory_retention_rate": 100,
    "dropout_control_rate": Fraction(9981, 100),
    "dropout_cases_checked": 446,
    "inclusive_kindergarten_share": Fraction(4000, 49),
    "t_inclusive_coverage": 88,
    "t_rural_smart_coverage": 50,
    "rural_smart_school_share": 50,
    "evacuation_drills": 85,
    "evacuation_participants": 56_557,
    "preschool_gross_enrolment": 107,
    "preschool_net_enrolment": 99,
    "epidemic_period_funds": 30_813_382,
    "consolation_money": 190_000,
    "teachers_consoled": 19,
    "ligeng_money": 180_000,
    "party_committee_discussions": 4,
    "party_committee_study_sessions": 14,
    "development_candidates_trained": 20,
    "development_candidates_confirmed": 6,
    "teachers_excellent_2019": 792,
    "teachers_excellent_share": Fraction(79200, 3992),
    "drowning_letters": 51_745,
    "new_year_climb_participants": 4970,
    "party_training_distinct_persons": 159,
    "anhui_speech_seminar_participants": 58,
    "party_work_training_participants": 100,
    "district_demo_training_sent": 15,
    "joint_demo_training_participants": 69,
}
UNITS = {"xuexi_practice_stations": 46, "evacuation_drills": 91}


def figure(name: str, number: int | Fraction | None, quoted: Quoted | None) -> IndicatorValue:
    exact = None if number is None else Decimal(number.numerator) / number.denominator
    return IndicatorValue(
        INDICATORS[name],
        exact,
        exact,
        None,
        None,
        ValueStatus.FINAL,
        Coverage(UNITS.get(name, 1), UNITS.get(name, 1)),
        quoted,
        Judgement(Verdict.NOT_QUOTED),
    )


def outcome(
    relation: str,
    changes: Mapping[str, int | Fraction | None] | None = None,
    quotes: Mapping[str, Quoted | None] | None = None,
) -> RelationOutcome:
    quoted = {**QUOTED, **(quotes or {})}
    values = [figure(n, v, quoted.get(n)) for n, v in {**BASE, **(changes or {})}.items()]
    outcomes = judge_relations(values, COLLECTIONS["2020"])
    (one,) = [each for each in outcomes if each.relation.id == relation]
    assert one.detail
    return one


def verdict(
    relation: str,
    changes: Mapping[str, int | Fraction | None] | None = None,
    quotes: Mapping[str, Quoted | None] | None = None,
) -> RelationVerdict:
    return outcome(relation, changes, quotes).verdict


def test_the_thirty_two_relations_of_the_summary() -> None:
    assert sorted(RELATIONS) == [f"REL-{number:02}" for number in range(1, 33)]
    for relation in RELATIONS.values():
        assert set(relation.uses) <= INDICATORS.keys()
        assert relation.title and relation.title_en


def test_the_verdicts_on_the_summary_as_it_was_quoted() -> None:
    found = {one: verdict(one) for one in RELATIONS}
    explained = {"08", "09", "13", "14", "20", "21", "23", "28"}
    assert {one for one in found if found[one] is EXPLAIN} == {f"REL-{n}" for n in explained}
    assert {one for one in found if found[one] is FAILS} == {"REL-06", "REL-31"}
    assert {one for one in found if found[one] is NONE} == set()


_NEAR = Quoted(Decimal(5000), "人", Qualifier.NEARLY)
_WAN = Quoted(Decimal("55.9"), "万元", Qualifier.OVER)

# relation, figures changed, quoted figures changed, what it then comes to
_CASES: list[
    tuple[str, dict[str, int | Fraction | None], dict[str, Quoted | None], RelationVerdict]
]
_CASES = [
    ("REL-01", {"written_duty_reports": 40}, {}, FAILS),
    ("REL-01", {"ideology_reports_heard": 45}, {}, FAILS),
    ("REL-02", {"research_total": 60}, {}, FAILS),
    ("REL-03", {"disabled_enrolled": 201}, {}, FAILS),
    ("REL-03", {"disabled_enrolled": 199}, {}, FAILS),
    ("REL-03", {"disabled_children": 0}, {}, EXPLAIN),
    ("REL-03", {}, {"disabled_enrolment_rate": None}, HOLDS),
    ("REL-03", {"disabled_enrolled": 201}, {"disabled_enrolment_rate": None}, FAILS),
    ("REL-03", {"disabled_enrolment_rate": Fraction(20100, 251)}, {}, FAILS),
    (
        "REL-03",
        {"disabled_enrolled": 201, "disabled_enrolment_rate": Fraction(20100, 251)},
        {},
        FAILS,
    ),
    ("REL-04", {"disabled_enrolled": 252}, {}, FAILS),
    ("REL-04", {"disabled_enrolled": 251}, {}, HOLDS),
    ("REL-05", {"poor_pupils_registered": 813}, {}, FAILS),
    ("REL-06", {}, {"living_subsidy_paid": _WAN}, HOLDS),
    ("REL-06", {"living_subsidy_paid": 5_591_250}, {"living_subsidy_paid": None}, FAILS),
    ("REL-06", {}, {"living_subsidy_paid": Quoted(Decimal(5), "元")}, FAILS),
    ("REL-07", {"yulu_amount": 94_400}, {}, FAILS),
    ("REL-07", {"yulu_amount": 189_000}, {}, EXPLAIN),
    ("REL-08", {"preschool_aid_paid": 224_000}, {}, HOLDS),
    ("REL-09", {"student_loan_amount": 2_632_000}, {}, HOLDS),
    ("REL-09", {"student_loan_amount": 4_000_000}, {}, FAILS),
    ("REL-09", {"loans_graduate": None}, {}, EXPLAIN),
    ("REL-09", {"loans_graduate": 40}, {}, EXPLAIN),
    ("REL-09", {"loans_graduate": 39}, {}, FAILS),
    ("REL-10", {"public_funds_2020": 60_000_000}, {}, EXPLAIN),
    ("REL-11", {"public_funds_above_base": 60_000_000}, {}, EXPLAIN),
    ("REL-12", {"repair_projects_completed": 9}, {}, FAILS),
    ("REL-13", {"repair_investment_done": 860_000}, {}, HOLDS),
    ("REL-13", {"repair_investment_done": 860_001}, {}, FAILS),
    ("REL-13", {"repair_projects_completed": 7}, {}, HOLDS),
    ("REL-14", {"village_schools_repaired": 1}, {}, HOLDS),
    ("REL-14", {"village_schools_repaired": 0}, {}, FAILS),
    ("REL-15", {"smart_classroom_sets": 13}, {}, EXPLAIN),
    ("REL-16", {"it_contest_forwarded": 138}, {}, FAILS),
    ("REL-17", {"level3_instructors_new": 1884}, {}, FAILS),
    ("REL-18", {"training_to_rectify": 66}, {}, FAILS),
    ("REL-18", {"training_to_rectify": 65}, {}, HOLDS),
    ("REL-19", {"whitelist_batch4": 87}, {}, FAILS),
    ("REL-20", {"compulsory_retention_rate": Fraction(996, 10)}, {}, HOLDS),
    ("REL-20", {"dropout_control_rate": Fraction(949, 10)}, {}, FAILS),
    ("REL-20", {"dropout_control_rate": 100, "dropout_cases_checked": 0}, {}, HOLDS),
    ("REL-21", {"t_inclusive_coverage": Fraction(4000, 49)}, {}, HOLDS),
    ("REL-22", {"rural_smart_school_share": 100}, {}, EXPLAIN),
    (
        "REL-22",
        {"rural_smart_school_share": 60},
        {"t_rural_smart_coverage": Quoted(Decimal(55), "%")},
        FAILS,
    ),
    ("REL-23", {"evacuation_drills": 91 * 3}, {}, HOLDS),
    ("REL-23", {"evacuation_drills": 91 * 3 - 1}, {}, EXPLAIN),
    ("REL-23", {"evacuation_participants": 850}, {}, FAILS),
    ("REL-23", {"evacuation_drills": 0}, {}, EXPLAIN),
    ("REL-24", {"preschool_net_enrolment": Fraction(1001, 10)}, {}, FAILS),
    ("REL-24", {"preschool_gross_enrolment": 98}, {}, FAILS),
    ("REL-25", {"epidemic_period_funds": 38_516_759}, {}, FAILS),
    ("REL-26", {"consolation_money": 180_000}, {}, EXPLAIN),
    ("REL-27", {"party_committee_discussions": 15}, {}, FAILS),
    ("REL-28", {"development_candidates_trained": 6}, {}, HOLDS),
    ("REL-29", {"teachers_excellent_share": Fraction(201, 10)}, {}, EXPLAIN),
    ("REL-30", {"drowning_letters": 5_174}, {}, EXPLAIN),
    ("REL-31", {}, {"new_year_climb_participants": _NEAR}, HOLDS),
    ("REL-31", {}, {"new_year_climb_participants": None}, HOLDS),
    ("REL-32", {"party_training_distinct_persons": 243}, {}, FAILS),
    ("REL-32", {"party_training_distinct_persons": 242}, {}, EXPLAIN),
    ("REL-32", {"party_training_distinct_persons": 241}, {}, HOLDS),
    ("REL-32", {"party_training_distinct_persons": 100}, {}, HOLDS),
    ("REL-32", {"party_training_distinct_persons": 99}, {}, EXPLAIN),
    (
        "REL-32",  # one event alone: its persons are its person-times
        {
            "party_training_distinct_persons": 100,
            "anhui_speech_seminar_participants": 0,
            "district_demo_training_sent": 0,
            "joint_demo_training_participants": 0,
        },
        {},
        HOLDS,
    ),
]


@pytest.mark.parametrize(("relation", "changes", "quotes", "expected"), _CASES)
def test_other_numbers_come_to_other_verdicts(
    relation: str,
    changes: dict[str, int | Fraction | None],
    quotes: dict[str, Quoted | None],
    expected: RelationVerdict,
) -> None:
    assert verdict(relation, changes, quotes) is expected


def test_the_baseline_of_coverage_is_never_the_share(monkeypatch: pytest.MonkeyPatch) -> None:
    coverage = INDICATORS["t_inclusive_coverage"]
    assert coverage.target is not None
    mistaken = replace(
        coverage, target=replace(coverage.target, baseline="inclusive_kindergarten_share")
    )
    monkeypatch.setitem(INDICATORS, coverage.id, mistaken)
    assert verdict("REL-21") is FAILS


def test_every_relation_comes_to_more_than_one_verdict() -> None:
    for relation in RELATIONS:
        found = {verdict(relation)} | {e for name, *_, e in _CASES if name == relation}
        assert len(found) > 1, relation


# A verdict can do without these: the one is asked for as quoted, the other only explains.
_DISPENSABLE = {("REL-22", "t_rural_smart_coverage"), ("REL-09", "loans_graduate")}


@pytest.mark.parametrize(
    ("relation", "missing"),
    [
        (name, used)
        for name, relation in RELATIONS.items()
        for used in relation.uses
        if (name, used) not in _DISPENSABLE
    ],
)
def test_what_is_missing_cannot_be_judged(relation: str, missing: str) -> None:
    one = outcome(relation, {missing: None})
    assert (one.verdict, one.detail) == (NONE, f"还没有“{INDICATORS[missing].label}”的数据")


def test_provisional_figures_are_named() -> None:
    value = replace(
        figure("research_national", 43, None),
        status=ValueStatus.PROVISIONAL,
        coverage=Coverage(1, 0, ("KS11",)),
    )
    others = [figure(n, BASE[n], None) for n in ("research_provincial_city", "research_total")]
    outcomes = {o.relation.id: o for o in judge_relations([value, *others], COLLECTIONS["2020"])}
    assert outcomes["REL-02"].detail == "43＋18＝61（暂定：国家级子课题）"
    assert outcomes["REL-01"].detail == "还没有“现场述职的党组织书记”的数据"


def test_verdicts_over_a_warehouse_are_kept(filed: Engine) -> None:
    with reading(filed) as connection:
        computed = compute(connection, COLLECTION, REGISTER)
    outcomes = judge_relations(computed, COLLECTION)
    assert {o.relation.id: o.verdict for o in outcomes}["REL-02"] is HOLDS  # 1 + 2 = 3
    assert {o.relation.id: o.verdict for o in outcomes}["REL-01"] is FAILS  # 1 + 2, stations 2
    kept = [StoredVerdict(o.relation.id, o.verdict.value, o.detail) for o in outcomes]
    with writing(filed) as connection:
        store_verdicts(connection, "2020", "digest", kept[:3])
        store_verdicts(connection, "2020", "digest", kept)
    with reading(filed) as connection:
        assert load_verdicts(connection, "2020", "digest") == kept
        assert load_verdicts(connection, "2020", "another") == []
