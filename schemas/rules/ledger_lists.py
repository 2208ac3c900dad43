"""Lists of schools, kindergartens, institutions and facilities, against one another and the register."""

from collections.abc import Mapping

import pandas as pd

from schemas.collections import Collection
from schemas.findings import Severity
from schemas.grouping import rows_of
from schemas.ledger_patterns import dated_within, lists_all, lists_only, row_rule
from schemas.office_codes import (
    DEREGISTERED,
    FITNESS_TEAM,
    SPORTS_SITES,
)
from schemas.rule import Frame, Rule, Stage, declare
from schemas.rule_patterns import at_most
from schemas.units import KINDERGARTEN, PUBLIC, RURAL, SCHOOL

_LAST_PLAUSIBLE_BATCH = 30  # white lists come out a few times a year, and began in 2018


def _rural_schools(profiles: Frame) -> Frame:
    return profiles[(profiles.unit_kind == SCHOOL) & (profiles.unit_area == RURAL)]


def _public_schools(profiles: Frame) -> Frame:
    return profiles[(profiles.unit_kind == SCHOOL) & (profiles.unit_nature == PUBLIC)]


def _junior_schools(profiles: Frame) -> Frame:
    return profiles[profiles.unit_junior.fillna(False)]


def _kindergartens(profiles: Frame) -> Frame:
    return profiles[profiles.unit_kind == KINDERGARTEN]


def _party_units(profiles: Frame) -> Frame:
    return profiles[profiles.unit_party.fillna(False)]


def _all_units(profiles: Frame) -> Frame:
    return profiles


lists_all(
    "SMC-001",
    "smart_campus",
    "school_code",
    _rural_schools,
    "乡村中小学",
    protects=("rural_smart_school_share",),
)
lists_all(
    "CHR-001",
    "county_hiring",
    "school_code",
    _public_schools,
    "公办中小学",
    protects=("t_county_hire_coverage",),
)
lists_all(
    "COH-001",
    "cohort_entrants",
    "school_code",
    _junior_schools,
    "设有初中学段的学校",
    protects=("compulsory_retention_rate",),
)
lists_only(
    "SMC-002",
    "smart_campus",
    "school_code",
    _rural_schools,
    "乡村中小学",
    "乡村中小学以外的单位",
    protects=("rural_smart_school_share",),
)
lists_only(
    "CHR-002",
    "county_hiring",
    "school_code",
    _public_schools,
    "公办中小学",
    "公办中小学以外的单位",
    protects=("t_county_hire_coverage",),
)
lists_only(
    "DTY-003",
    "duty_reports",
    "unit_number",
    _party_units,
    "设有独立党组织的单位",
    "没有独立党组织的单位",
    protects=("oral_duty_reports", "written_duty_reports", "ideology_reports_heard"),
)
lists_all(
    "KGR-001",
    "kindergarten_roster",
    "kindergarten_code",
    _kindergartens,
    "幼儿园",
    protects=("inclusive_kindergarten_share",),
)
lists_all(
    "DTY-002",
    "duty_reports",
    "unit_number",
    _party_units,
    "设有独立党组织的单位",
    protects=("oral_duty_reports", "written_duty_reports", "ideology_reports_heard"),
)
lists_all(
    "REO-001",
    "reopening",
    "institution_number",
    _all_units,
    "中小学、幼儿园",
    protects=("health_instructor_coverage", "reopening_check_coverage", "reopening_coverage"),
)
dated_within("REO-002", "reopening", "checked_on", protects=("reopening_check_coverage",))


def _natures(forms: Mapping[str, Frame], _: Collection) -> Frame:
    """One row a kindergarten of the roster, with the nature that the register has."""
    roster, profiles = rows_of(forms, "kindergarten_roster"), rows_of(forms, "profile")
    registered = dict(zip(profiles.unit_code, profiles.unit_nature, strict=True))
    known = roster.kindergarten_code.map(registered).astype("string")
    return pd.DataFrame(
        {
            "unit_code": roster.unit_code,
            "kindergarten": roster.kindergarten,
            "nature": roster.nature,
            "registered": known,
        }
    )


declare(
    Rule(
        id="KGR-002",
        stage=Stage.DISTRICT,
        severity=Severity.QUERY,
        title="办园性质与单位名册不一致",
        says="{kindergarten}办园性质填了“{nature}”，单位名册为“{registered}”，请核对认定文件后改正一处",
        says_en="{kindergarten}: {nature} here, {registered} in the register",
        basis="办园性质以认定文件为准",
        protects=("inclusive_kindergarten_share", "t_inclusive_coverage"),
        culprits=("kindergarten_roster.nature",),
        needs=("kindergarten_roster", "profile"),
        frame=_natures,
        check=lambda f, _: f.nature == f.registered,
        passing=[
            {"unit_code": "KS12", "kindergarten": "甲", "nature": "公办", "registered": "公办"},
            {"unit_code": "KS12", "kindergarten": "乙", "nature": "公办", "registered": None},
        ],
        failing=[
            {"unit_code": "KS12", "kindergarten": "甲", "nature": "公办", "registered": "民办"}
        ],
    )
)
dated_within(
    "KGC-001",
    "kindergarten_changes",
    "decided_on",
    protects=("inclusive_private_added", "kindergartens_licensed", "kindergartens_deregistered"),
)


def _entries(forms: Mapping[str, Frame], _: Collection) -> Frame:
    """One row a school that reported entries, with the entries registered under its code."""
    registered, reported = rows_of(forms, "contest_entries"), rows_of(forms, "ict")
    counts = registered.school_code.value_counts().to_dict()
    found = [pd.NA if registered.empty else counts.get(code, 0) for code in reported.unit_code]
    return pd.DataFrame(
        {
            "unit_code": reported.unit_code,
            "contest_entries": reported.contest_entries,
            "registered": pd.Series(found, index=reported.index, dtype="Int64"),
        }
    )


declare(
    Rule(
        id="CTE-001",
        stage=Stage.DISTRICT,
        severity=Severity.QUERY,
        title="参赛作品数与登记不一致",
        says="参赛作品填了 {contest_entries} 篇，电化教育馆登记了 {registered} 篇，请核对后改正，或说明原因",
        says_en="{contest_entries} entries reported, {registered} registered",
        basis="报送与登记应一致",
        protects=("it_contest_entries", "it_contest_forwarded"),
        culprits=("ict.contest_entries", "contest_entries.school_code"),
        needs=("ict", "contest_entries"),
        frame=_entries,
        check=lambda f, _: f.contest_entries == f.registered,
        passing=[{"unit_code": "2134000101", "contest_entries": 3, "registered": 3}],
        failing=[{"unit_code": "2134000101", "contest_entries": 3, "registered": 2}],
    )
)

row_rule(
    "TRI-001",
    "training_institutions",
    ("whitelist_batch", "outcome"),
    "已注销的机构列在白名单上",
    "处理结果为“注销”，白名单批次填了 {whitelist_batch}，注销的机构应从白名单移出，请核对这两栏",
    "deregistered and on white list {whitelist_batch}",
    lambda f: (f.outcome != DEREGISTERED) | f.whitelist_batch.isna(),
    basis="注销的机构不再列入白名单",
    protects=("whitelist_batch4", "training_deregistered"),
    passing=[
        {"outcome": DEREGISTERED, "whitelist_batch": None},
        {"outcome": "正常", "whitelist_batch": 4},
    ],
    failing=[{"outcome": DEREGISTERED, "whitelist_batch": 4}],
)
row_rule(
    "TRI-002",
    "training_institutions",
    ("inspected_on",),
    "机构没有检查日期",
    "{institution}没有填检查日期，督查未覆盖；已检查的请补填，没有检查的请说明原因",
    "{institution} was not inspected",
    lambda f: f.institution.isna() | f.inspected_on.notna(),
    basis="全覆盖要求",
    protects=("training_inspection_coverage",),
    passing=[{"inspected_on": "2020-07-22"}],
    failing=[{"inspected_on": None}],
)
dated_within(
    "TRI-003",
    "training_institutions",
    "inspected_on",
    protects=("training_inspection_coverage",),
)
row_rule(
    "TRI-004",
    "training_institutions",
    ("whitelist_batch",),
    "白名单批次不合理",
    "{institution}白名单批次填了 {whitelist_batch}，批次从 1 起依次编号，"
    "请核对是否误填了年份或机构数；未列入白名单的留空",
    "white list {whitelist_batch} is no batch",
    lambda f: f.institution.isna() | f.whitelist_batch.between(1, _LAST_PLAUSIBLE_BATCH),
    basis="白名单按批次公布",
    protects=("whitelist_batch4",),
    passing=[
        {"whitelist_batch": 1},
        {"whitelist_batch": _LAST_PLAUSIBLE_BATCH},
        {"whitelist_batch": None},
    ],
    failing=[{"whitelist_batch": 0}, {"whitelist_batch": 2020}],
)

row_rule(
    "SPF-001",
    "sports_facilities",
    ("site_area", "kind"),
    "场地没有填面积",
    "“{kind}”是场地，没有填场地面积，人均场地面积会少算，请补填",
    "{kind} without a site area",
    lambda f: ~f.kind.isin(SPORTS_SITES) | f.site_area.notna(),
    protects=("sports_area_per_capita",),
    passing=[
        {"kind": SPORTS_SITES[0], "site_area": 1200_00},
        {"kind": FITNESS_TEAM, "site_area": None},
    ],
    failing=[{"kind": SPORTS_SITES[0], "site_area": None}],
)
row_rule(
    "SPF-002",
    "sports_facilities",
    ("site_area", "kind"),
    "健身团队填了场地面积",
    "健身团队没有场地，面积请留空；场地另作一行填报",
    "a team with a site area",
    lambda f: (f.kind != FITNESS_TEAM) | f.site_area.isna(),
    protects=("sports_area_per_capita",),
    passing=[{"kind": FITNESS_TEAM, "site_area": None}],
    failing=[{"kind": FITNESS_TEAM, "site_area": 1200_00}],
)
dated_within(
    "SIN-001",
    "instructors",
    "issued_on",
    protects=("level3_instructors_new", "sports_instructors_total"),
)
at_most(
    "SAG-001",
    "school_age",
    "enrolled",
    "children",
    protects=("school_age_enrolment_rate",),
    severity=Severity.ERROR,
)
