"""What the bureau quoted of its offices, counted and added up from the rows of their ledgers.

Plain counting and adding, apart from the indicators. Every number is the quoted one; where the
summary leaves room (近, 余, 多) its words stand behind the number that the sample chose.
"""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

import pytest

from indicators.definitions import INDICATORS
from indicators.quoted_file import quoted_figures
from sample_inputs.figures import Sample
from schemas.forms import FORMS
from tests.sample_inputs.conftest import records_of, total

Rows = list[Mapping]
Ledgers = Callable[[str, str], Rows]  # (office, form) → rows

PARTY, GENERAL, PROJECTS, FINANCE = "党建办公室", "办公室", "项目办公室", "财务科"
AID, DISCIPLINE, PERSONNEL, ICT = "学生资助管理中心", "纪检监察室", "人事科", "电化教育馆"
SPORT, RESEARCH, PRESCHOOL, TRAINING = "体育科", "教学研究室", "学前教育科", "民办与职成教育科"
SAFETY, INSPECTION, HEALTH = "安全管理科", "教育督导室", "体育卫生与艺术教育科"
BASIC = "基础教育科"
FIRST_OFFICE_FORM = 105  # by number; below stand the forms of schools and the lists issued to them

# indicator, office, form, what a row must say, rows
COUNTED = [
    ("party_committee_study_sessions", PARTY, "events", {"kind": "中心组学习"}, 14),
    ("party_committee_discussions", PARTY, "events", {"kind": "集中研讨"}, 4),
    ("branch_weekly_political_study", PARTY, "events", {"kind": "机关支部政治学习"}, 16),
    ("oral_duty_reports", PARTY, "duty_reports", {"report_mode": "现场述职"}, 5),
    ("written_duty_reports", PARTY, "duty_reports", {"report_mode": "书面述职"}, 41),
    ("ideology_reports_heard", PARTY, "duty_reports", {"ideology_heard": True}, 46),
    ("city_party_brands_applied", PARTY, "documents", {"kind": "党建品牌申报"}, 1),
    ("ideology_reports_to_district", PARTY, "documents", {"kind": "意识形态专题报告"}, 1),
    ("honour_district_info_2019", GENERAL, "honours", {"subject": "区情信息", "for_year": 2019}, 1),
    ("repair_projects", PROJECTS, "projects", {"kind": "校舍维修"}, 8),
    ("repair_projects_completed", PROJECTS, "projects", {"kind": "校舍维修", "status": "完工"}, 8),
    ("chaoyang_building_completed", PROJECTS, "projects",
     {"key_project": "朝阳中学综合楼", "status": "投用"}, 1),
    ("project_supervision_checks", PROJECTS, "inspections", {"kind": "项目监督检查"}, 18),
    ("caolinghu_site_visits", PROJECTS, "inspections",
     {"kind": "工地疫情防控与质量监管", "key_project": "曹岭湖中学"}, 34),  # 30余次
    ("student_loans", AID, "loans", {}, 329),
    ("inspection_feedback_issues", DISCIPLINE, "feedback_issues", {}, 5),
    ("honour_city_poverty_2019", GENERAL, "honours",
     {"subject": "扶贫", "level": "市级", "for_year": 2019}, 1),
    ("honour_poverty_2020", GENERAL, "honours", {"subject": "扶贫", "for_year": 2020}, 1),
    ("honour_provincial_individuals", PERSONNEL, "honours",
     {"subject": "扶贫个人", "level": "省级"}, 1),
    ("it_contest_forwarded", ICT, "contest_entries", {"forwarded": True}, 70),
    ("computer_contest_students", ICT, "contest_students", {}, 41),
    ("computer_contest_org_award", ICT, "honours", {"subject": "信息化大赛"}, 1),
    ("five_a_side_pitches", SPORT, "sports_facilities",
     {"kind": "五人制足球场", "status": "本年建成"}, 3),
    ("seven_a_side_pitches", SPORT, "sports_facilities",
     {"kind": "七人制足球场", "status": "本年审批"}, 1),
    ("qingfeng_plaza_built", SPORT, "projects",
     {"key_project": "青丰社区全民健身广场", "status": "完工"}, 1),
    ("fitness_teams", SPORT, "sports_facilities", {"kind": "健身团队"}, 136),
    ("fitness_squares", SPORT, "sports_facilities", {"kind": "健身活动广场"}, 188),
    ("fitness_venues", SPORT, "sports_facilities", {"kind": "健身场所"}, 166),
    ("fitness_paths", SPORT, "sports_facilities", {"kind": "健身路径"}, 147),
    ("morning_evening_points", SPORT, "sports_facilities", {"kind": "晨晚练点"}, 186),
    ("sports_instructors_total", SPORT, "instructors", {}, 1883),
    ("master_studio_activities", RESEARCH, "events", {"kind": "名师工作室活动"}, 124),
    ("heads_promoted", PERSONNEL, "appointments", {"kind": "新提拔任用"}, 13),
    ("research_national", RESEARCH, "research_projects", {"level": "国家级子课题"}, 43),
    ("research_total", RESEARCH, "research_projects", {}, 61),
    ("inclusive_private_added", PRESCHOOL, "kindergarten_changes", {"change": "认定为普惠园"}, 2),
    ("kindergartens_licensed", PRESCHOOL, "kindergarten_changes", {"change": "发放办学许可证"}, 2),
    ("kindergartens_deregistered", PRESCHOOL, "kindergarten_changes", {"change": "注销"}, 3),
    ("handover_meetings", PRESCHOOL, "events", {"kind": "移交座谈会"}, 5),  # 多次
    ("teachers_consoled", PERSONNEL, "consolation", {"kind": "走访慰问"}, 19),
    ("teachers_dismissed", PERSONNEL, "disciplinary_cases", {"action": "开除"}, 1),
    ("training_institutions", TRAINING, "training_institutions", {}, 86),
    ("training_licensed", TRAINING, "training_institutions", {"outcome": "发放办学许可证"}, 19),
    ("training_deregistered", TRAINING, "training_institutions", {"outcome": "注销"}, 2),
    ("training_to_rectify", TRAINING, "training_institutions", {"outcome": "限期整改"}, 6),
    ("whitelist_batch4", TRAINING, "training_institutions", {"whitelist_batch": 4}, 24),
    ("drowning_documents", SAFETY, "documents", {"kind": "防溺水文件通报"}, 3),
    ("drowning_messages", SAFETY, "documents", {"kind": "防溺水短信"}, 64),  # 60余条
    ("bus_hazards", SAFETY, "hazards", {"subject": "校车"}, 1),
    ("inspector_platform_updates", INSPECTION, "documents", {"kind": "督导平台信息"}, 206),
    ("proposals_answered", INSPECTION, "documents", {"kind": "提案议案答复"}, 36),
    ("web_posts_answered", INSPECTION, "documents", {"kind": "网帖答复"}, 1_043),  # 1000余条
    ("inspections_total", INSPECTION, "inspections", {}, 247),  # 200余次
    ("exchange_received", INSPECTION, "events", {"kind": "接待交流"}, 1),
    ("honour_inspection_2019", INSPECTION, "honours",
     {"subject": "督导信息", "for_year": 2019}, 1),
    ("tabletop_drills", HEALTH, "events", {"kind": "桌面演练"}, 3),
    ("discipline_liaison_talks", DISCIPLINE, "events", {"kind": "纪检会商"}, 7),  # 多次
    ("four_lists_submitted", DISCIPLINE, "documents", {"kind": "四清单"}, 112),  # 100余份
    # Of next year's plan: how far it had come by the end of the year.
    ("t_caolinghu_open", PROJECTS, "projects",
     {"key_project": "曹岭湖中学", "status": "投用"}, 0),
    ("t_no16_west_building", PROJECTS, "projects",
     {"key_project": "十六小西校区综合楼", "status": "在建"}, 0),
    ("t_tian2_branch_kindergarten", PROJECTS, "projects",
     {"key_project": "田二幼上郭分园", "status": "完工"}, 0),
    ("t_huaihua_kindergarten", PROJECTS, "projects",
     {"key_project": "淮化幼儿园", "status": "完工"}, 0),
    ("t_introduced_projects", GENERAL, "projects", {"status": "在建"}, 0),
    ("t_quality_balance_plan", INSPECTION, "documents", {"kind": "优质均衡实施方案"}, 0),
    ("t_group_schools_added", BASIC, "school_network",
     {"change": "加入教育集团", "status": "已完成"}, 0),
    ("t_small_schools_merged", BASIC, "school_network", {"change": "撤并", "status": "已完成"}, 0),
    ("t_civilised_campuses", PARTY, "honours", {}, 0),
]  # fmt: skip

# indicator, office, form, field, what a row must say, sum in yuan or sets
ADDED = [
    ("repair_investment_done", PROJECTS, "projects", "invested", {"kind": "校舍维修"}, 690_000),
    ("construction_funds", PROJECTS, "projects", "invested",
     {"kind": "隐患校舍及功能室改造"}, 7_500_000),
    ("village_school_repair_funds", PROJECTS, "projects", "invested",
     {"kind": "村小维修"}, 450_000),
    ("caolinghu_disbursed", FINANCE, "payments", "amount",
     {"project_number": "XM2019-01"}, 71_260_000),  # 7000余万元
    ("public_funds_2020", FINANCE, "allocations", "amount", {}, 38_516_758),  # 3851.6余万元
    ("preschool_aid_paid", AID, "aid_payments", "amount", {"kind": "学前资助"}, 187_800),
    ("yulu_amount", AID, "aid_payments", "amount", {"kind": "雨露计划"}, 94_500),
    ("student_loan_amount", AID, "loans", "amount", {}, 2_790_000),
    ("poverty_purchases", GENERAL, "purchases", "amount",
     {"kind": "扶贫助农产品"}, 23_050),  # 2万余元
    ("smart_classroom_sets", ICT, "smart_campus", "classroom_sets", {}, 12),
    ("it_equipment_spend", ICT, "purchases", "amount", {"kind": "信息化设备"}, 4_300_000),
    ("qingfeng_plaza_spend", SPORT, "projects", "invested",
     {"key_project": "青丰社区全民健身广场"}, 634_000),  # 60多万元
    ("consolation_money", PERSONNEL, "consolation", "amount", {"kind": "走访慰问"}, 190_000),
    ("ligeng_money", PERSONNEL, "consolation", "amount", {"kind": "励耕计划"}, 180_000),
    ("panic_button_spend", SAFETY, "purchases", "amount", {"kind": "一键式报警器"}, 770_000),
]  # fmt: skip

# indicator, office, kind of event, theme or None, different persons who signed in
ATTENDED = [
    ("plenum_video_viewers", PARTY, "视频宣讲报告会", "五中全会精神", 23),  # 20多人
    (
        "anhui_speech_seminar_participants",
        PARTY,
        "专题研讨班",
        "考察安徽重要讲话精神",
        58,
    ),  # 近60人
    ("party_work_training_participants", PARTY, "党务培训班", None, 100),
    ("district_demo_training_sent", PARTY, "选派示范培训", None, 15),
    ("joint_demo_training_participants", PARTY, "联办示范培训", None, 69),
    ("development_candidates_trained", PARTY, "发展对象培训班", None, 20),
    ("warning_meeting_participants", DISCIPLINE, "警示教育会议", None, 108),  # 100多人
    ("fun_games_participants", SPORT, "机关运动会", None, 316),  # 300余人
    ("master_studio_teachers", RESEARCH, "名师工作室活动", None, 295),  # 近300人
]


def different(rows: Rows, name: str) -> int:
    return len({row[name] for row in rows})


def those(rows: Rows, **said: object) -> Rows:
    return [row for row in rows if all(row[name] == value for name, value in said.items())]


def share(rows: Rows, **said: object) -> Fraction:
    return Fraction(len(those(rows, **said)), len(rows))


def days(ledgers: Ledgers, kind: str) -> int:
    (one,) = those(ledgers(PARTY, "events"), kind=kind)
    return (one["ends_on"] - one["starts_on"]).days + 1


def between(rows: Rows, name: str, first: date, last: date) -> Rows:
    return [row for row in rows if first <= row[name] <= last]


def public_funds_paid(ledgers: Ledgers) -> Rows:
    paid = ledgers(FINANCE, "payments")
    return those(paid, purpose="公用经费") + those(paid, purpose="义保经费")


# indicator → how it is reckoned from the ledgers, and what it comes to
RECKONED: dict[str, tuple[Callable[[Ledgers], object], object]] = {
    "anhui_speech_seminar_days": (lambda of: days(of, "专题研讨班"), 2),
    "development_training_days": (lambda of: days(of, "发展对象培训班"), 3),
    "anhui_speech_seminar_topics": (lambda of: different(of(PARTY, "agenda"), "topic"), 5),
    "repair_fund_allocated": (
        lambda of: sum(
            total(those(of(PROJECTS, "projects"), kind="校舍维修"), funds)
            for funds in ("central_funds", "provincial_funds")
        ),
        860_000,
    ),
    "village_schools_repaired": (
        lambda of: different(those(of(PROJECTS, "projects"), kind="村小维修"), "school_code"),
        4,
    ),
    "public_funds_above_base": (  # 240余万元
        lambda of: sum(
            row["pupils"] * (row["standard"] - row["base_quota"])
            for row in of(FINANCE, "allocations")
        ),
        2_418_258,
    ),
    "epidemic_period_funds": (  # 3000余万元
        lambda of: total(
            between(public_funds_paid(of), "paid_on", date(2020, 1, 24), date(2020, 8, 31)),
            "amount",
        ),
        30_813_382,
    ),
    "inclusive_kindergarten_share": (  # 81.6%
        lambda of: 1 - share(of(PRESCHOOL, "kindergarten_roster"), nature="民办"),
        Fraction(40, 49),
    ),
    "registered_poor_enrolment_rate": (
        lambda of: 1 - share(of(BASIC, "registered_poor"), school_code=None),
        1,
    ),
    "yulu_townships": (
        lambda of: {row["township"] for row in those(of(AID, "aid_payments"), kind="雨露计划")},
        {"曹庵镇", "史院乡"},
    ),
    "yulu_students": (
        lambda of: different(those(of(AID, "aid_payments"), kind="雨露计划"), "recipient_id"),
        63,
    ),
    "inspection_feedback_classes": (
        lambda of: different(of(DISCIPLINE, "feedback_issues"), "issue_class"),
        2,
    ),
    "smart_classroom_schools": (
        lambda of: sum(row["classroom_sets"] > 0 for row in of(ICT, "smart_campus")),
        3,
    ),
    "rural_smart_school_share": (
        lambda of: share(of(ICT, "smart_campus"), completed=True),
        Fraction(10, 20),
    ),
    "t_rural_smart_coverage": (
        lambda of: share(of(ICT, "smart_campus"), completed=True),
        Fraction(10, 20),
    ),
    "new_year_climb_participants": (  # 近5000余人: no number can be both
        lambda of: total(of(SPORT, "turnout"), "participants"),
        4_970,
    ),
    "level3_instructors_new": (  # 100余人
        lambda of: len(
            between(
                those(of(SPORT, "instructors"), grade="三级"),
                "issued_on",
                date(2020, 1, 1),
                date(2020, 12, 31),
            )
        ),
        104,
    ),
    "sports_area_per_capita": (  # 1.9 m² to one decimal
        lambda of: (
            sum(
                row["site_area"] or 0
                for row in of(SPORT, "sports_facilities")
                if row["status"] != "本年审批"
            ),
            total(of(BASIC, "residents"), "persons"),
        ),
        (1_131_680, 598_400),
    ),
    "research_provincial_city": (
        lambda of: sum(
            row["level"] in ("省级", "市级") for row in of(RESEARCH, "research_projects")
        ),
        18,
    ),
    "research_supervision_coverage": (
        lambda of: 1 - share(of(RESEARCH, "research_projects"), supervised_on=None),
        1,
    ),
    "moral_teaching_events": (
        lambda of: sum(
            row["kind"] in ("送课下乡", "班主任工作研讨", "主题班队会设计")
            for row in of(RESEARCH, "events")
        ),
        8,
    ),
    "owners_interviewed": (
        lambda of: different(those(of(PRESCHOOL, "events"), kind="约谈产权单位"), "counterpart"),
        2,
    ),
    "party_sanctions": (
        lambda of: different(
            those(of(DISCIPLINE, "disciplinary_cases"), action="党纪处分"), "person_number"
        ),
        5,
    ),
    "paid_tutoring_cases": (
        lambda of: different(
            those(of(PERSONNEL, "disciplinary_cases"), kind="有偿补课"), "case_number"
        ),
        2,
    ),
    "training_inspection_coverage": (
        lambda of: 1 - share(of(TRAINING, "training_institutions"), inspected_on=None),
        1,
    ),
    "exchange_districts_visited": (
        lambda of: different(those(of(INSPECTION, "events"), kind="外出交流"), "counterpart"),
        3,
    ),
    "health_instructor_coverage": (
        lambda of: share(those(of(HEALTH, "reopening"), kind="学校"), instructor=True),
        1,
    ),
    "reopening_check_coverage": (
        lambda of: 1 - share(of(HEALTH, "reopening"), checked_on=None),
        1,
    ),
    "reopening_coverage": (
        lambda of: share(of(HEALTH, "reopening"), spring=True, autumn=True),
        1,
    ),
    "epidemic_inspections_autumn": (
        lambda of: len(
            between(of(HEALTH, "inspections"), "inspected_on", date(2020, 9, 1), date(2020, 12, 31))
        ),
        4,
    ),
    "t_new_primaries_started": (
        lambda of: [
            row["key_project"]
            for row in of(PROJECTS, "projects")
            if row["key_project"] in ("龙湖路西片区小学", "学院南路西片区小学")
            and row["status"] != "计划"
        ],
        [],
    ),
    "t_county_hire_coverage": (
        lambda of: share(of(PERSONNEL, "county_hiring"), implemented=True),
        0,
    ),
}


@pytest.fixture(scope="module")
def ledgers(sample: Sample) -> Ledgers:
    def rows(office: str, form: str) -> Rows:
        return records_of(sample.answers[sample.district.office(office).code][form])

    return rows


@pytest.mark.parametrize(
    ("indicator", "office", "form", "said", "quoted"), COUNTED, ids=[row[0] for row in COUNTED]
)
def test_counted(
    ledgers: Ledgers, indicator: str, office: str, form: str, said: dict, quoted: int
) -> None:
    assert len(those(ledgers(office, form), **said)) == quoted


@pytest.mark.parametrize(
    ("indicator", "office", "form", "field", "said", "quoted"),
    ADDED,
    ids=[row[0] for row in ADDED],
)
def test_added_up(
    ledgers: Ledgers, indicator: str, office: str, form: str, field: str, said: dict, quoted: int
) -> None:
    assert total(those(ledgers(office, form), **said), field) == quoted


@pytest.mark.parametrize(
    ("indicator", "office", "kind", "theme", "quoted"), ATTENDED, ids=[row[0] for row in ATTENDED]
)
def test_attended(
    ledgers: Ledgers, indicator: str, office: str, kind: str, theme: str | None, quoted: int
) -> None:
    held = those(ledgers(office, "events"), kind=kind)
    if theme is not None:
        held = those(held, theme=theme)
    numbers = {event["event_number"] for event in held}
    came = [row for row in ledgers(office, "attendance") if row["event_number"] in numbers]
    assert different(came, "person_number") == quoted


@pytest.mark.parametrize("indicator", RECKONED)
def test_reckoned(ledgers: Ledgers, indicator: str) -> None:
    reckon, quoted = RECKONED[indicator]
    assert reckon(ledgers) == quoted


def test_every_quoted_figure_of_an_office_is_here() -> None:
    quoted = quoted_figures("2020")
    of_offices = {
        name
        for name, indicator in INDICATORS.items()
        if name in quoted
        and any(FORMS[form].number >= FIRST_OFFICE_FORM for form in indicator.forms)
    }
    here = [*(row[0] for table in (COUNTED, ADDED, ATTENDED) for row in table), *RECKONED]
    assert sorted(here) == sorted(of_offices)
