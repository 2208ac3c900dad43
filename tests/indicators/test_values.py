"""Every indicator against an expectation reckoned by hand from `district.full_returns`."""

from sqlalchemy import Engine

from indicators.computation import ValueStatus, by_unit, compute, units_in_excess
from indicators.coverage import Filings
from indicators.definitions import INDICATORS
from tests.indicators.bureau_expected import EXPECTED_TARGETS, OFFICE_EXPECTED
from tests.indicators.district import (
    BUREAU,
    COLLECTION,
    JUNIOR,
    NINE_YEAR,
    PRIMARY,
    PRIVATE_NURSERY,
    PUBLIC_NURSERY,
    REGISTER,
    at,
)
from warehouse.engine import reading, writing
from warehouse.values import load_values, store_values

# indicator → value, numerator, denominator, units that owe it
EXPECTED: dict[str, tuple[str, int, int | None, int]] = OFFICE_EXPECTED | {
    # 党建: primary, junior, public kindergarten have an organisation
    "party_teacher_platform_registration_rate": ("96.2", 51, 53, 3),  # 学习强国 17+30+4; 先锋 52
    "xuexi_practice_stations": ("2", 2, None, 3),
    "xuexi_practice_coverage": ("66.7", 2, 3, 3),
    "branch_ledgers_submitted": ("20", 20, None, 3),  # 7+8+5
    "exemplary_party_day_activities": ("4", 4, None, 3),
    "probationary_members_developed": ("3", 3, None, 3),
    "members_made_full": ("2", 2, None, 3),
    "development_candidates_confirmed": ("1", 1, None, 3),
    "party_activists": ("6", 6, None, 3),
    "epidemic_donations": ("18773.95", 1877395, None, 3),  # 8650.50+10000+123.45
    "workgroup_members_removed": ("7", 7, None, 3),
    "xuexi_articles": ("3", 3, None, 5),
    "mainstream_media_works": ("2", 2, None, 5),
    "civilised_campus_applicants": ("2", 2, None, 5),
    # 重点工作
    "public_funds_beneficiaries": ("318", 318, None, 2),  # 60+63+195
    "poor_pupils_declared": ("20", 20, None, 3),  # 10+4+6
    "poor_pupils_registered": ("16", 16, None, 3),
    "living_subsidy_paid": ("14500.00", 1450000, None, 3),
    "preschool_gross_enrolment": ("192.1", 634, 330, 3),  # ages 3 to 5 only; the office owes it
    "compulsory_retention_rate": ("99.17", 238, 240, 3),  # 190+48; 195+5-8 + 50-2
    "preschool_registered_poor": ("3", 3, None, 2),
    "preschool_other_poor": ("5", 5, None, 2),
    "home_teaching_and_pairing": ("10", 10, None, 3),
    "it_contest_entries": ("7", 7, None, 3),
    "network_security_incidents": ("1", 1, None, 3),
    "wanshitong_coverage": ("99.0", 191, 193, 5),
    # 教育管理
    "disabled_enrolled": ("2", 2, None, 4),  # G3 is on two schools' lists
    "dropout_cases_checked": ("2", 2, None, 4),  # G2 at two schools, G5; G4 is still missing
    "dropout_cases_open": ("1", 1, None, 3),  # G6, listed at two schools
    "dropout_rate_primary": ("4.55", 16, 352, 2),  # 1+4+16 lost, 2+2+1 gained
    "dropout_rate_junior": ("2.04", 11, 540, 2),  # 5+2+7 lost, 2+1 gained
    "teachers_excellent_2019": ("18", 18, None, 3),  # public units only
    "teachers_failed_ethics": ("1", 1, None, 5),
    # 平安校园
    "cctv_coverage": ("80.0", 4, 5, 5),
    "fire_equipment_coverage": ("80.0", 4, 5, 5),
    "guards_total": ("8", 8, None, 5),  # 2+3+2+1+0
    "guard_coverage": ("80.0", 4, 5, 5),
    # 406 → 2 of 2; 672 with 420 boarders → 3, has 2; 1040 → 2 of 2; 99 → 1 of 1; 590 → 2, has 0
    "guard_standard_coverage": ("60.0", 3, 5, 5),
    "panic_button_coverage": ("66.7", 2, 3, 3),  # the private school's 否 is out of scope
    "evacuation_drills": ("4", 4, None, 5),
    "evacuation_participants": ("1340", 1340, None, 5),
    "drowning_letters": ("1980", 1980, None, 3),  # kindergartens do not owe the field
    "drowning_deaths": ("2", 2, None, 5),
    "open_kitchen_coverage": ("80.0", 4, 5, 5),
    "class_d_buildings": ("12.50", 1250, None, 3),
    "law_lectures": ("6", 6, None, 5),
    # 疫情防控
    "campus_taskforce_coverage": ("80.0", 4, 5, 5),
    "epidemic_stock_weeks": ("2.1", 2300, 160, 2),  # 14.375 days; the private school's 2 days not
    "infrared_thermometers": ("1", 1, None, 2),
    "masks": ("6500", 6500, None, 2),
    "forehead_thermometers": ("20", 20, None, 2),
    "isolation_gowns": ("5", 5, None, 2),
    "one_school_one_plan": ("80.0", 4, 5, 5),
    "skill_training_coverage": ("80.0", 4, 5, 5),
    "health_record_coverage": ("99.96", 2806, 2807, 5),  # not 100.0: one record is missing
    "returnees_monitored": ("3", 3, None, 5),
    "epidemic_cases": ("0", 0, None, 5),
}


def test_every_indicator_has_the_value_reckoned_by_hand(filed: Engine) -> None:
    with reading(filed) as connection:
        computed = compute(connection, COLLECTION, REGISTER)
    assert [value.indicator.id for value in computed] == list(INDICATORS)
    assert {
        value.indicator.id: (
            f"{value.value}",
            value.numerator,
            value.denominator,
            value.expected_units,
        )
        for value in computed
    } == EXPECTED
    assert {value.status for value in computed} == {ValueStatus.FINAL}
    assert {value.missing for value in computed} == {()}


def test_every_target_has_come_as_far_as_reckoned_by_hand(filed: Engine) -> None:
    with reading(filed) as connection:
        computed = compute(connection, COLLECTION, REGISTER)
    assert {
        value.indicator.id: (value.underway, value.target.state)
        for value in computed
        if value.target is not None
    } == EXPECTED_TARGETS


def test_the_breakdown_by_unit(filed: Engine) -> None:
    def breakdown(indicator: str) -> dict[tuple[int, str], tuple[int, int | None]]:
        return by_unit(connection, filings, INDICATORS[indicator].measure)

    with reading(filed) as connection:
        filings = Filings.read(connection, COLLECTION, REGISTER)
        assert breakdown("guards_total") == {
            (0, PRIMARY): (2, None),
            (0, JUNIOR): (3, None),
            (0, NINE_YEAR): (2, None),
            (0, PUBLIC_NURSERY): (1, None),
            (0, PRIVATE_NURSERY): (0, None),
        }
        # The office filed the cohorts; they are those of the schools.
        assert breakdown("compulsory_retention_rate") == {
            (0, JUNIOR): (190, 192),
            (0, NINE_YEAR): (48, 48),
        }
        assert breakdown("preschool_gross_enrolment") == {
            (0, PUBLIC_NURSERY): (84, 0),
            (0, PRIVATE_NURSERY): (550, 0),
            (0, BUREAU): (0, 330),
        }
        assert breakdown("epidemic_stock_weeks") == {
            (0, PRIMARY): (2300, 160),
            (0, JUNIOR): (4200, 250),
        }
        # One child at two schools: once in the district, once in each of the two.
        assert breakdown("disabled_enrolled") == {
            (0, PRIMARY): (1, None),
            (0, JUNIOR): (1, None),
            (0, NINE_YEAR): (1, None),
        }
        assert units_in_excess(
            connection, filings, INDICATORS["preschool_gross_enrolment"].measure
        ) == (PUBLIC_NURSERY, PRIVATE_NURSERY)


def test_values_are_kept_undivided(filed: Engine) -> None:
    with reading(filed) as connection:
        computed = compute(connection, COLLECTION, REGISTER)
    with writing(filed) as connection:
        store_values(
            connection, COLLECTION.code, "digest", [value.stored for value in computed], at(1)
        )
    with reading(filed) as connection:
        kept = load_values(connection, COLLECTION.code, "digest")
    assert {
        value.indicator: (value.numerator, value.denominator, value.expected_units)
        for value in kept
    } == {name: expected[1:] for name, expected in EXPECTED.items()}
