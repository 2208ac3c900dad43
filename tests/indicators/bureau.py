"""The offices of the small district: a few rows a ledger, and what the figures come to by hand.

Rows that must not count stand beside those that must: another kind, another theme, another year,
an event of another office with the same number.
"""

from datetime import date
from typing import Any

from schemas import offices
from schemas.units import OFFICE, PUBLIC, URBAN, Unit
from warehouse.submissions import FormRows

CODES = {name: f"KS{at + 1:02d}" for at, name in enumerate(offices.OFFICES)}
CODES[offices.BASIC_EDUCATION] = "JC"
BUREAU_UNITS = [
    Unit(code, name, OFFICE, "机关科室", PUBLIC, URBAN, False, False, date(1990, 9, 1))
    for name, code in CODES.items()
]


def event(
    number: str, kind: str, theme: str = "其他", days: int = 1, whom: str = ""
) -> dict[str, Any]:
    return {
        "event_number": number,
        "kind": kind,
        "theme": theme,
        "counterpart": whom or None,
        "starts_on": date(2020, 5, 6),
        "ends_on": date(2020, 5, 5 + days),
    }


def signed(number: str, *persons: int) -> list[dict[str, Any]]:
    return [
        {"event_number": number, "person_number": f"R{p}", "person_name": "某"} for p in persons
    ]


def papers(prefix: str, *kinds: str) -> list[dict[str, Any]]:
    return [
        {"document_number": f"{prefix}{at}", "kind": kind, "dated_on": date(2020, 6, 1)}
        for at, kind in enumerate(kinds)
    ]


def honour(subject: str, level: str, year: int) -> dict[str, Any]:
    return {"honour_number": f"{subject}{level}{year}", "subject": subject, "level": level,
            "for_year": year}  # fmt: skip


def project(
    number: str, kind: str, status: str, key: str = "一般项目", **more: Any
) -> dict[str, Any]:
    return {"project_number": number, "kind": kind, "status": status, "key_project": key, **more}


def office_returns(
    school: str, other: str, third: str, nursery: str, private: str
) -> dict[str, list[FormRows]]:
    """What the offices file about the three schools and two kindergartens of the district."""
    from tests.indicators.district import rows  # it imports this module for its register

    filed = {
        offices.PARTY: [
            rows("events", event("1", "中心组学习"), event("2", "中心组学习"), event("3", "集中研讨"),
                 event("4", "机关支部政治学习"), event("5", "视频宣讲报告会", "五中全会精神"),
                 event("6", "视频宣讲报告会"), event("7", "专题研讨班", "考察安徽重要讲话精神", 2),
                 event("8", "专题研讨班", "其他", 9), event("9", "党务培训班"),
                 event("10", "选派示范培训"), event("11", "联办示范培训"),
                 event("12", "发展对象培训班", days=3)),
            rows("attendance", *signed("5", 1, 2), *signed("6", 3), *signed("7", 1, 2, 3),
                 *signed("8", 9), *signed("9", 1, 4), *signed("10", 4), *signed("11", 1, 5),
                 *signed("12", 6, 7, 8)),
            rows("agenda", {"event_number": "7", "topic": "甲"}, {"event_number": "7", "topic": "乙"},
                 {"event_number": "8", "topic": "丙"}),
            rows("duty_reports", {"unit_number": school, "report_mode": "现场述职"},
                 {"unit_number": other, "report_mode": "书面述职"},
                 {"unit_number": nursery, "report_mode": "书面述职", "ideology_heard": False}),
            rows("documents", *papers("P", "意识形态专题报告", "党建品牌申报", "党建品牌申报")),
            rows("honours", honour("文明校园", "市级", 2020), honour("文明校园", "区级", 2020)),
        ],
        offices.GENERAL: [
            rows("purchases", {"contract_number": "1", "kind": "扶贫助农产品", "amount": 960050},
                 {"contract_number": "2", "kind": "扶贫助农产品", "amount": 1000000}),
            rows("projects", project("G1", "引进项目", "前期"), project("G2", "引进项目", "在建")),
            rows("honours", honour("区情信息", "区级", 2019), honour("区情信息", "区级", 2020),
                 honour("扶贫", "市级", 2019), honour("扶贫", "区级", 2019),
                 honour("扶贫", "区级", 2020)),
        ],
        offices.PROJECTS: [
            rows("projects",
                 project("1", "校舍维修", "完工", central_funds=6000000, provincial_funds=4000000,
                         local_funds=900000, invested=8600000),
                 project("2", "校舍维修", "在建", provincial_funds=1000000, invested=200000),
                 project("3", "隐患校舍及功能室改造", "完工", invested=7500000),
                 project("4", "村小维修", "完工", school_code=school, invested=100000),
                 project("5", "村小维修", "完工", school_code=school, invested=150000),
                 project("6", "新建扩建", "在建", "曹岭湖中学", invested=99900),
                 project("7", "新建扩建", "投用", "朝阳中学综合楼"),
                 project("8", "新建扩建", "前期", "十六小西校区综合楼"),
                 project("9", "新建扩建", "在建", "龙湖路西片区小学"),
                 project("10", "新建扩建", "计划", "学院南路西片区小学"),
                 project("11", "幼儿园建设改造", "计划", "田二幼上郭分园"),
                 project("12", "幼儿园建设改造", "完工", "淮化幼儿园")),
            rows("inspections",
                 {"inspection_number": "1", "kind": "项目监督检查"},
                 {"inspection_number": "2", "kind": "工地疫情防控与质量监管", "key_project": "曹岭湖中学"},
                 {"inspection_number": "3", "kind": "工地疫情防控与质量监管", "key_project": "曹岭湖中学"},
                 {"inspection_number": "4", "kind": "工地疫情防控与质量监管", "key_project": "一般项目"}),
        ],
        offices.FINANCE: [
            rows("allocations",
                 {"school_code": school, "stage": "小学", "pupils": 60, "base_quota": 65000,
                  "standard": 70300, "supplements": 2600000, "amount": 6818000},
                 {"school_code": other, "stage": "初中", "pupils": 195, "base_quota": 85000,
                  "standard": 89000, "amount": 17355000}),
            rows("payments",
                 {"payment_number": "1", "purpose": "项目资金", "project_number": "6",
                  "amount": 5000000, "paid_on": date(2019, 5, 1)},
                 {"payment_number": "2", "purpose": "项目资金", "project_number": "6",
                  "amount": 2126050, "paid_on": date(2020, 5, 1)},
                 {"payment_number": "3", "purpose": "项目资金", "project_number": "7",
                  "amount": 100, "paid_on": date(2020, 5, 1)},
                 {"payment_number": "4", "purpose": "公用经费", "amount": 3000,
                  "paid_on": date(2020, 1, 24)},
                 {"payment_number": "5", "purpose": "义保经费", "amount": 400,
                  "paid_on": date(2020, 8, 31)},
                 {"payment_number": "6", "purpose": "公用经费", "amount": 50,
                  "paid_on": date(2020, 9, 1)}),
        ],
        offices.AID: [
            rows("aid_payments",
                 {"payment_number": "1", "kind": "学前资助", "township": "曹庵镇",
                  "recipient_id": "G1", "amount": 100000},
                 {"payment_number": "2", "kind": "雨露计划", "township": "曹庵镇",
                  "recipient_id": "G2", "amount": 150000},
                 {"payment_number": "3", "kind": "雨露计划", "township": "史院乡",
                  "recipient_id": "G3", "amount": 150000},
                 {"payment_number": "4", "kind": "雨露计划", "township": "史院乡",
                  "recipient_id": "G3", "amount": 150000}),
            rows("loans", {"contract_number": "1", "level": "本专科", "amount": 800000},
                 {"contract_number": "2", "level": "研究生", "amount": 1200050}),
        ],
        offices.DISCIPLINE: [
            rows("events", event("1", "警示教育会议"), event("2", "纪检会商"),
                 event("3", "纪检会商")),
            rows("attendance", *signed("1", 1, 2, 3, 4), *signed("2", 5)),
            rows("disciplinary_cases",
                 {"case_number": "1", "kind": "违纪", "action": "党纪处分", "person_number": "1"},
                 {"case_number": "1", "kind": "违纪", "action": "政务处分", "person_number": "1"},
                 {"case_number": "2", "kind": "违纪", "action": "党纪处分", "person_number": "2"}),
            rows("documents", *papers("S", "四清单", "四清单", "四清单")),
            rows("feedback_issues", {"issue_number": "1", "issue_class": "甲"},
                 {"issue_number": "2", "issue_class": "甲"},
                 {"issue_number": "3", "issue_class": "乙"}),
        ],
        offices.PERSONNEL: [
            rows("appointments", {"appointment_number": "1", "kind": "新提拔任用"},
                 {"appointment_number": "2", "kind": "交流轮岗"}),
            rows("county_hiring", {"school_code": school}, {"school_code": other,
                                                            "implemented": False}),
            rows("disciplinary_cases",
                 {"case_number": "1", "kind": "有偿补课", "action": "通报批评",
                  "person_number": "1"},
                 {"case_number": "1", "kind": "有偿补课", "action": "通报批评",
                  "person_number": "2"},
                 {"case_number": "2", "kind": "违法犯罪", "action": "开除", "person_number": "3"}),
            rows("consolation", {"payment_number": "1", "kind": "走访慰问", "amount": 1000000},
                 {"payment_number": "2", "kind": "走访慰问", "amount": 500000},
                 {"payment_number": "3", "kind": "励耕计划", "amount": 1000000}),
            rows("honours", honour("扶贫个人", "省级", 2020), honour("扶贫个人", "市级", 2020)),
        ],
        offices.ICT: [
            rows("purchases", {"contract_number": "1", "kind": "信息化设备", "amount": 4300000}),
            rows("honours", honour("信息化大赛", "市级", 2020)),
            rows("smart_campus", {"school_code": school, "classroom_sets": 4, "completed": False}),
            rows("contest_entries", {"entry_number": "1"}, {"entry_number": "2",
                                                            "forwarded": False}),
            rows("contest_students", {"school_code": school, "child_id": "G1"},
                 {"school_code": other, "child_id": "G2"}),
            rows("stated_rates", {"rate_name": "乡村智慧学校占比", "part": 9, "whole": 9,
                                  "stated": 10000}),
        ],
        offices.SPORT: [
            rows("events", event("1", "群众登山活动"), event("2", "机关运动会")),
            rows("attendance", *signed("2", 1, 2, 3)),
            rows("turnout", {"event_number": "1", "participants": 4000},
                 {"event_number": "1", "participants": 970}, {"event_number": "2",
                                                              "participants": 7}),
            rows("projects", project("S1", "体育设施", "完工", "青丰社区全民健身广场",
                                     invested=63400000)),
            rows("sports_facilities",
                 *({"facility_number": str(at), "kind": kind, "site_area": area, "status": status}
                   for at, (kind, area, status) in enumerate([
                       ("健身团队", None, "现有"), ("健身活动广场", 100000, "现有"),
                       ("健身活动广场", 50000, "现有"), ("健身场所", 30000, "现有"),
                       ("健身路径", 9000, "现有"), ("晨晚练点", 1000, "现有"),
                       ("五人制足球场", 80000, "本年建成"), ("五人制足球场", 80000, "现有"),
                       ("七人制足球场", 300000, "本年审批")]))),
            rows("instructors",
                 {"certificate_number": "1", "grade": "三级", "issued_on": date(2020, 10, 30)},
                 {"certificate_number": "2", "grade": "三级", "issued_on": date(2019, 10, 30)},
                 {"certificate_number": "3", "grade": "一级", "issued_on": date(2020, 10, 30)}),
        ],
        offices.RESEARCH: [
            rows("events", event("1", "名师工作室活动"), event("2", "名师工作室活动"),
                 event("3", "送课下乡"), event("4", "主题班队会设计")),
            rows("attendance", *signed("1", 1, 2), *signed("2", 2, 3), *signed("3", 9)),
            rows("research_projects",
                 {"project_number": "1", "level": "国家级子课题"},
                 {"project_number": "2", "level": "省级", "supervised_on": date(2020, 10, 1)},
                 {"project_number": "3", "level": "市级"}),
        ],
        offices.PRESCHOOL: [
            rows("events", event("1", "移交座谈会"), event("2", "约谈产权单位", whom="甲"),
                 event("3", "约谈产权单位", whom="甲")),
            rows("kindergarten_roster", {"kindergarten_code": nursery, "nature": "公办"},
                 {"kindergarten_code": private, "nature": "普惠性民办"},
                 {"kindergarten_code": "X", "nature": "民办"}),
            rows("kindergarten_changes", {"kindergarten_code": private, "change": "认定为普惠园"},
                 {"kindergarten_code": private, "change": "发放办学许可证"},
                 {"kindergarten_code": "Y", "change": "注销"}),
            rows("stated_rates"),
        ],
        offices.TRAINING: [
            rows("training_institutions",
                 {"institution_number": "PX1", "inspected_on": date(2020, 7, 1),
                  "outcome": "发放办学许可证", "whitelist_batch": 4},
                 {"institution_number": "PX2", "inspected_on": date(2020, 7, 1),
                  "outcome": "限期整改", "whitelist_batch": None},
                 {"institution_number": "PX3", "outcome": "注销", "whitelist_batch": 3}),
            rows("stated_rates"),
        ],
        offices.SAFETY: [
            rows("purchases", {"contract_number": "1", "kind": "一键式报警器", "amount": 77000000}),
            rows("hazards", {"hazard_number": "1", "subject": "校车"},
                 {"hazard_number": "2", "subject": "消防"}),
            rows("documents", *papers("D", "防溺水文件通报", "防溺水短信", "防溺水短信")),
        ],
        offices.INSPECTION: [
            rows("events", event("1", "接待交流", whom="甲"), event("2", "外出交流", whom="乙"),
                 event("3", "外出交流", whom="丙"), event("4", "外出交流", whom="丙")),
            rows("inspections", {"inspection_number": "1", "kind": "线上督导"},
                 {"inspection_number": "2", "kind": "线下督导"}),
            rows("documents", *papers("I", "督导平台信息", "提案议案答复", "网帖答复", "网帖答复",
                                      "优质均衡实施方案")),
            rows("honours", honour("督导信息", "市级", 2019), honour("督导信息", "市级", 2018)),
        ],
        offices.HEALTH: [
            rows("events", event("1", "桌面演练")),
            rows("inspections",
                 {"inspection_number": "1", "kind": "疫情防控督查", "inspected_on": date(2020, 8, 31)},
                 {"inspection_number": "2", "kind": "疫情防控督查", "inspected_on": date(2020, 9, 1)}),
            rows("reopening",
                 {"institution_number": school, "kind": "学校", "checked_on": date(2020, 4, 1)},
                 {"institution_number": other, "kind": "学校", "checked_on": date(2020, 4, 1),
                  "instructor": False},
                 {"institution_number": nursery, "kind": "幼儿园", "checked_on": date(2020, 4, 1),
                  "autumn": False},
                 {"institution_number": private, "kind": "幼儿园"},
                 {"institution_number": "PX1", "kind": "校外培训机构",
                  "checked_on": date(2020, 4, 1)}),
        ],
    }  # fmt: skip
    returns = {CODES[name]: forms for name, forms in filed.items()}
    returns["JC"] = [
        rows("residents", {"township": "曹庵镇", "persons": 4000}, {"township": "柳塘镇",
                                                                  "persons": 500}),
        rows("disabled_list", *({"list_number": f"CJ{n}", "child_citizen_id": f"C{n}"}
                                for n in (1, 2, 3))),
        rows("registered_poor", {"list_number": "1", "school_code": school},
             {"list_number": "2", "school_code": other}, {"list_number": "3"}),
        rows("school_age", {"age": 6, "children": 50, "enrolled": 49},
             {"age": 7, "children": 50, "enrolled": 50}),
        rows("school_network", {"school_code": school, "change": "加入教育集团", "status": "已完成"},
             {"school_code": other, "change": "加入教育集团", "status": "实施中"},
             {"school_code": third, "change": "撤并", "status": "实施中"}),
        rows("stated_rates"),
        rows("suspected_dropouts"),
    ]  # fmt: skip
    return returns


# indicator → value, numerator, denominator, units that owe it
OFFICE_EXPECTED: dict[str, tuple[str, int, int | None, int]] = {
    "plenum_video_viewers": ("2", 2, None, 1),
    "party_committee_study_sessions": ("2", 2, None, 1),
    "party_committee_discussions": ("1", 1, None, 1),
    "branch_weekly_political_study": ("1", 1, None, 1),
    "anhui_speech_seminar_days": ("2", 2, None, 1),
    "anhui_speech_seminar_participants": ("3", 3, None, 1),
    "anhui_speech_seminar_topics": ("2", 2, None, 1),
    "party_work_training_participants": ("2", 2, None, 1),
    "district_demo_training_sent": ("1", 1, None, 1),
    "joint_demo_training_participants": ("2", 2, None, 1),
    "party_training_distinct_persons": ("6", 6, None, 1),  # R1 R2 R3 R4 R5, and R9 of seminar 8
    "oral_duty_reports": ("1", 1, None, 1),
    "written_duty_reports": ("2", 2, None, 1),
    "development_candidates_trained": ("3", 3, None, 1),
    "development_training_days": ("3", 3, None, 1),
    "city_party_brands_applied": ("2", 2, None, 1),
    "ideology_reports_heard": ("2", 2, None, 1),
    "ideology_reports_to_district": ("1", 1, None, 1),
    "honour_district_info_2019": ("1", 1, None, 1),
    "repair_fund_allocated": ("110000.00", 11000000, None, 1),  # 60000+40000 and 10000
    "repair_projects": ("2", 2, None, 1),
    "repair_projects_completed": ("1", 1, None, 1),
    "repair_investment_done": ("88000.00", 8800000, None, 1),
    "caolinghu_disbursed": ("71260.50", 7126050, None, 2),
    "chaoyang_building_completed": ("1", 1, None, 1),
    "construction_funds": ("75000.00", 7500000, None, 1),
    "village_school_repair_funds": ("2500.00", 250000, None, 1),
    "village_schools_repaired": ("1", 1, None, 1),
    "project_supervision_checks": ("1", 1, None, 1),
    "caolinghu_site_visits": ("2", 2, None, 1),
    "public_funds_2020": ("241730.00", 24173000, None, 1),
    "public_funds_above_base": ("10980.00", 1098000, None, 1),  # 60×53 + 195×40
    "inclusive_kindergarten_share": ("66.7", 2, 3, 1),
    "registered_poor_enrolment_rate": ("66.7", 2, 3, 1),
    "preschool_net_enrolment": ("0.0", 0, 330, 3),
    "preschool_aid_paid": ("1000.00", 100000, None, 1),
    "yulu_townships": ("2", 2, None, 1),
    "yulu_students": ("2", 2, None, 1),
    "yulu_amount": ("4500.00", 450000, None, 1),
    "student_loans": ("2", 2, None, 1),
    "student_loan_amount": ("20000.50", 2000050, None, 1),
    "loans_graduate": ("1", 1, None, 1),
    "inspection_feedback_classes": ("2", 2, None, 1),
    "inspection_feedback_issues": ("3", 3, None, 1),
    "poverty_purchases": ("19600.50", 1960050, None, 1),
    "honour_city_poverty_2019": ("1", 1, None, 1),
    "honour_poverty_2020": ("1", 1, None, 1),
    "honour_provincial_individuals": ("1", 1, None, 1),
    "smart_classroom_schools": ("1", 1, None, 1),
    "smart_classroom_sets": ("4", 4, None, 1),
    "rural_smart_school_share": ("0.0", 0, 1, 2),  # one rural school, and the office
    "it_equipment_spend": ("43000.00", 4300000, None, 1),
    "it_contest_forwarded": ("1", 1, None, 1),
    "computer_contest_students": ("2", 2, None, 1),
    "computer_contest_org_award": ("1", 1, None, 1),
    "new_year_climb_participants": ("4970", 4970, None, 1),
    "fun_games_participants": ("3", 3, None, 1),
    "level3_instructors_new": ("1", 1, None, 1),
    "sports_area_per_capita": ("1.4", 650000, 4500, 2),  # 6500 m² ÷ 4500; two offices
    "qingfeng_plaza_spend": ("634000.00", 63400000, None, 1),
    "qingfeng_plaza_built": ("1", 1, None, 1),
    "five_a_side_pitches": ("1", 1, None, 1),
    "seven_a_side_pitches": ("1", 1, None, 1),
    "fitness_teams": ("1", 1, None, 1),
    "fitness_squares": ("2", 2, None, 1),
    "fitness_venues": ("1", 1, None, 1),
    "fitness_paths": ("1", 1, None, 1),
    "morning_evening_points": ("1", 1, None, 1),
    "sports_instructors_total": ("3", 3, None, 1),
    "master_studio_activities": ("2", 2, None, 1),
    "master_studio_teachers": ("3", 3, None, 1),
    "heads_promoted": ("1", 1, None, 1),
    "research_national": ("1", 1, None, 1),
    "research_provincial_city": ("2", 2, None, 1),
    "research_total": ("3", 3, None, 1),
    "research_supervision_coverage": ("50.0", 1, 2, 1),
    "moral_teaching_events": ("2", 2, None, 1),
    "inclusive_private_added": ("1", 1, None, 1),
    "handover_meetings": ("1", 1, None, 1),
    "owners_interviewed": ("1", 1, None, 1),
    "disabled_children": ("3", 3, None, 1),
    "disabled_enrolment_rate": ("66.67", 2, 3, 4),  # three schools and the office
    # opening 692; lost 4 + 5 + 3 (other grades below), gained 2 + 2
    "dropout_control_rate": ("98.84", 684, 692, 3),
    "school_age_enrolment_rate": ("99.0", 99, 100, 1),
    "teachers_excellent_share": ("19.78", 18, 91, 3),
    "teachers_consoled": ("2", 2, None, 1),
    "consolation_money": ("15000.00", 1500000, None, 1),
    "ligeng_money": ("10000.00", 1000000, None, 1),
    "teachers_dismissed": ("1", 1, None, 1),
    "party_sanctions": ("2", 2, None, 1),
    "paid_tutoring_cases": ("1", 1, None, 1),
    "training_institutions": ("3", 3, None, 1),
    "training_inspection_coverage": ("66.7", 2, 3, 1),
    "training_licensed": ("1", 1, None, 1),
    "kindergartens_licensed": ("1", 1, None, 1),
    "kindergartens_deregistered": ("1", 1, None, 1),
    "training_deregistered": ("1", 1, None, 1),
    "training_to_rectify": ("1", 1, None, 1),
    "whitelist_batch4": ("1", 1, None, 1),
    "four_100_goals": ("4", 4, None, 0),
    "panic_button_spend": ("770000.00", 77000000, None, 1),
    "drowning_documents": ("1", 1, None, 1),
    "drowning_messages": ("2", 2, None, 1),
    "bus_hazards": ("1", 1, None, 1),
    "inspector_platform_updates": ("1", 1, None, 1),
    "proposals_answered": ("1", 1, None, 1),
    "web_posts_answered": ("2", 2, None, 1),
    "inspections_total": ("2", 2, None, 1),
    "exchange_received": ("1", 1, None, 1),
    "exchange_districts_visited": ("2", 2, None, 1),
    "honour_inspection_2019": ("1", 1, None, 1),
    "epidemic_period_funds": ("34.00", 3400, None, 1),
    "health_lookback_days": ("14", 14, None, 0),
    "returnee_categories": ("4", 4, None, 0),
    "health_instructor_coverage": ("33.3", 1, 3, 4),
    "reopening_check_coverage": ("50.0", 4, 8, 7),  # 5 units and 3 institutions; 5 + 2 that owe
    "reopening_coverage": ("60.0", 3, 5, 6),
    "epidemic_inspections_autumn": ("1", 1, None, 1),
    "tabletop_drills": ("1", 1, None, 1),
    "warning_meeting_participants": ("4", 4, None, 1),
    "discipline_liaison_talks": ("2", 2, None, 1),
    "four_lists_submitted": ("3", 3, None, 1),
    "gap_dimensions": ("4", 4, None, 0),
    "t_caolinghu_open": ("0", 0, None, 1),
    "t_no16_west_building": ("0", 0, None, 1),
    "t_new_primaries_started": ("1", 1, None, 1),
    "t_tian2_branch_kindergarten": ("0", 0, None, 1),
    "t_huaihua_kindergarten": ("1", 1, None, 1),
    "t_introduced_projects": ("1", 1, None, 1),
    "t_quality_balance_plan": ("1", 1, None, 1),
    "t_group_schools_added": ("1", 1, None, 1),
    "t_small_schools_merged": ("0", 0, None, 1),
    "t_rural_smart_coverage": ("0.0", 0, 1, 2),
    "t_inclusive_coverage": ("100.0", 634, 634, 2),
    "t_county_hire_coverage": ("50.0", 1, 2, 3),
    "t_civilised_campuses": ("1", 1, None, 1),
}
