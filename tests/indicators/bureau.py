"""The offices of the small district: a few rows a ledger.

Rows that must not count stand beside those that must: another kind, another theme, another year, a
person who signed in twice. `strays` adds what must not count because of who filed it.
"""

from datetime import date
from typing import Any

from schemas import offices
from schemas.units import OFFICE, PUBLIC, URBAN, Unit
from tests.indicators.strays import Ledgers, Record, with_strays

CODES = {name: f"KS{at + 1:02d}" for at, name in enumerate(offices.OFFICES)}
CODES[offices.BASIC_EDUCATION] = "JC"
BUREAU_UNITS = [
    Unit(code, name, OFFICE, "机关科室", PUBLIC, URBAN, False, False, date(1990, 9, 1))
    for name, code in CODES.items()
]


def ledger(form: str, *records: Record) -> tuple[str, list[Record]]:
    return form, list(records)


def event(number: str, kind: str, theme: str = "其他", days: int = 1, whom: str = "") -> Record:
    return {
        "event_number": number,
        "kind": kind,
        "theme": theme,
        "counterpart": whom or None,
        "starts_on": date(2020, 5, 6),
        "ends_on": date(2020, 5, 5 + days),
    }


def signed(number: str, *persons: int) -> list[Record]:
    return [
        {"event_number": number, "person_number": f"R{p}", "person_name": "某"} for p in persons
    ]


def papers(prefix: str, *kinds: str) -> list[Record]:
    return [
        {"document_number": f"{prefix}{at}", "kind": kind, "dated_on": date(2020, 6, 1)}
        for at, kind in enumerate(kinds)
    ]


def honour(subject: str, level: str, year: int) -> Record:
    return {"honour_number": f"{subject}{level}{year}", "subject": subject, "level": level,
            "for_year": year}  # fmt: skip


def project(number: str, kind: str, status: str, key: str = "一般项目", **more: Any) -> Record:
    return {"project_number": number, "kind": kind, "status": status, "key_project": key, **more}


def office_returns(
    school: str, other: str, third: str, nursery: str, private: str
) -> dict[str, Ledgers]:
    """What the offices file about the three schools and two kindergartens: unit → form → rows."""
    filed: dict[str, list[tuple[str, list[Record]]]] = {
        offices.PARTY: [
            ledger("events", event("1", "中心组学习"), event("2", "中心组学习"), event("3", "集中研讨"),
                 event("4", "机关支部政治学习"), event("5", "视频宣讲报告会", "五中全会精神"),
                 event("6", "视频宣讲报告会"), event("7", "专题研讨班", "考察安徽重要讲话精神", 2),
                 event("8", "专题研讨班", "其他", 9), event("9", "党务培训班"),
                 event("10", "选派示范培训"), event("11", "联办示范培训"),
                 event("12", "发展对象培训班", days=3), event("13", "专题研讨班", "五中全会精神"),
                 event("14", "视频宣讲报告会", "五中全会精神"),
                 event("15", "视频宣讲报告会", "考察安徽重要讲话精神", 4)),
            ledger("attendance", *signed("5", 1, 2), *signed("6", 3), *signed("7", 1, 2, 3, 1),
                 *signed("8", 9), *signed("9", 1, 10), *signed("10", 4), *signed("11", 1, 5),
                 *signed("12", 6, 7, 8), *signed("13", 9), *signed("14", 1), *signed("15", 9)),
            ledger("agenda", {"event_number": "7", "topic": "甲"}, {"event_number": "7", "topic": "乙"},
                 {"event_number": "8", "topic": "丙"}, {"event_number": "15", "topic": "丁"}),
            ledger("duty_reports", {"unit_number": school, "report_mode": "现场述职"},
                 {"unit_number": other, "report_mode": "书面述职"},
                 {"unit_number": nursery, "report_mode": "书面述职", "ideology_heard": False}),
            ledger("documents", *papers("P", "意识形态专题报告", "党建品牌申报", "党建品牌申报")),
            ledger("honours", honour("文明校园", "市级", 2020), honour("文明校园", "省级", 2020),
                 honour("文明校园", "区级", 2020)),
        ],
        offices.GENERAL: [
            ledger("purchases", {"contract_number": "1", "kind": "扶贫助农产品", "amount": 960050},
                 {"contract_number": "2", "kind": "扶贫助农产品", "amount": 1000000}),
            ledger("projects", project("G1", "引进项目", "前期"), project("G2", "引进项目", "在建"),
                 project("G3", "体育设施", "前期")),
            ledger("honours", honour("区情信息", "区级", 2019), honour("区情信息", "区级", 2020),
                 honour("扶贫", "市级", 2019), honour("扶贫", "区级", 2019),
                 honour("扶贫", "区级", 2020), honour("扶贫", "市级", 2020),
                 honour("文明校园", "市级", 2019)),
        ],
        offices.PROJECTS: [
            ledger("projects",
                 project("1", "校舍维修", "完工", school_code=third, central_funds=6000000, provincial_funds=4000000,
                         local_funds=900000, invested=8600000),
                 project("2", "校舍维修", "在建", school_code=other, provincial_funds=1000000,
                         invested=200000),
                 project("3", "隐患校舍及功能室改造", "完工", central_funds=700,
                         invested=7500000),
                 project("4", "村小维修", "完工", school_code=school, invested=100000),
                 project("5", "村小维修", "完工", school_code=school, invested=150000),
                 project("21", "村小维修", "在建", school_code=other, invested=70000),
                 project("6", "新建扩建", "在建", "曹岭湖中学", invested=99900),
                 project("7", "新建扩建", "投用", "朝阳中学综合楼"),
                 project("8", "新建扩建", "前期", "十六小西校区综合楼"),
                 project("9", "新建扩建", "在建", "龙湖路西片区小学"),
                 project("10", "新建扩建", "计划", "学院南路西片区小学"),
                 project("11", "幼儿园建设改造", "计划", "田二幼上郭分园"),
                 project("12", "幼儿园建设改造", "完工", "淮化幼儿园"),
                 project("13", "新建扩建", "在建", "朝阳中学综合楼"),
                 project("14", "新建扩建", "计划", "曹岭湖中学"),
                 project("15", "新建扩建", "计划", "十六小西校区综合楼"),
                 project("16", "新建扩建", "前期", "龙湖路西片区小学"),
                 project("17", "新建扩建", "前期", "学院南路西片区小学"),
                 project("18", "新建扩建", "在建", "学院南路西片区小学"),
                 project("19", "幼儿园建设改造", "在建", "田二幼上郭分园"),
                 project("20", "幼儿园建设改造", "前期", "淮化幼儿园")),
            ledger("inspections",
                 {"inspection_number": "1", "kind": "项目监督检查"},
                 {"inspection_number": "2", "kind": "工地疫情防控与质量监管", "key_project": "曹岭湖中学"},
                 {"inspection_number": "3", "kind": "工地疫情防控与质量监管", "key_project": "曹岭湖中学"},
                 {"inspection_number": "4", "kind": "工地疫情防控与质量监管", "key_project": "一般项目"},
                 {"inspection_number": "5", "kind": "项目监督检查", "key_project": "曹岭湖中学"}),
        ],
        offices.FINANCE: [
            ledger("allocations",
                 {"school_code": school, "stage": "小学", "pupils": 60, "base_quota": 65000,
                  "standard": 70300, "supplements": 2600000, "amount": 6818000},
                 {"school_code": other, "stage": "初中", "pupils": 195, "base_quota": 85000,
                  "standard": 89000, "amount": 17355000}),
            ledger("payments",
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
            ledger("aid_payments",
                 {"payment_number": "1", "kind": "学前资助", "township": "柳塘镇",
                  "recipient_id": "G1", "amount": 100000},
                 {"payment_number": "2", "kind": "雨露计划", "township": "曹庵镇",
                  "recipient_id": "G2", "amount": 150000},
                 {"payment_number": "3", "kind": "雨露计划", "township": "史院乡",
                  "recipient_id": "G3", "amount": 150000},
                 {"payment_number": "4", "kind": "雨露计划", "township": "史院乡",
                  "recipient_id": "G3", "amount": 150000}),
            ledger("loans", {"contract_number": "1", "level": "本专科", "amount": 800000},
                 {"contract_number": "2", "level": "研究生", "amount": 1200050}),
        ],
        offices.DISCIPLINE: [
            ledger("events", event("1", "警示教育会议"), event("2", "纪检会商"),
                 event("3", "纪检会商")),
            ledger("attendance", *signed("1", 11, 12, 13, 14, 11), *signed("2", 15)),
            ledger("disciplinary_cases",
                 {"case_number": "1", "kind": "违纪", "action": "党纪处分", "person_number": "1"},
                 {"case_number": "1", "kind": "违纪", "action": "政务处分", "person_number": "1"},
                 {"case_number": "2", "kind": "违纪", "action": "党纪处分", "person_number": "2"},
                 {"case_number": "3", "kind": "违纪", "action": "党纪处分", "person_number": "2"},
                 {"case_number": "3", "kind": "违纪", "action": "政务处分", "person_number": "4"}),
            ledger("documents", *papers("S", "四清单", "四清单", "四清单")),
            ledger("feedback_issues", {"issue_number": "1", "issue_class": "甲"},
                 {"issue_number": "2", "issue_class": "甲"},
                 {"issue_number": "3", "issue_class": "乙"}),
        ],
        offices.PERSONNEL: [
            ledger("appointments", {"appointment_number": "1", "kind": "新提拔任用"},
                 {"appointment_number": "2", "kind": "交流轮岗"}),
            ledger("county_hiring", {"school_code": school}, {"school_code": third},
                   {"school_code": other, "implemented": False}),
            ledger("disciplinary_cases",
                 {"case_number": "1", "kind": "有偿补课", "action": "通报批评",
                  "person_number": "1"},
                 {"case_number": "1", "kind": "有偿补课", "action": "通报批评",
                  "person_number": "2"},
                 {"case_number": "2", "kind": "违法犯罪", "action": "开除", "person_number": "3"},
                 {"case_number": "3", "kind": "违法犯罪", "action": "开除", "person_number": "3"}),
            ledger("consolation", {"payment_number": "1", "kind": "走访慰问", "amount": 1000000},
                 {"payment_number": "2", "kind": "走访慰问", "amount": 500000},
                 {"payment_number": "3", "kind": "励耕计划", "amount": 1000000}),
            ledger("honours", honour("扶贫个人", "省级", 2020), honour("扶贫个人", "市级", 2020),
                 honour("扶贫个人", "省级", 2018),
                 honour("文明校园", "省级", 2020)),
        ],
        offices.ICT: [
            ledger("purchases", {"contract_number": "1", "kind": "信息化设备", "amount": 4300000}),
            ledger("honours", honour("信息化大赛", "市级", 2020)),
            ledger("smart_campus", {"school_code": school, "classroom_sets": 4, "completed": False},
                   {"school_code": third, "classroom_sets": 0, "completed": True}),
            ledger("contest_entries", {"entry_number": "1"}, {"entry_number": "2",
                                                            "forwarded": False}),
            ledger("contest_students", {"school_code": school, "child_id": "G1"},
                 {"school_code": other, "child_id": "G2"}),
            ledger("stated_rates", {"rate_name": "乡村智慧学校占比", "part": 9, "whole": 9,
                                  "stated": 10000}),
        ],
        offices.SPORT: [
            ledger("events", event("1", "群众登山活动"), event("2", "机关运动会")),
            ledger("attendance", *signed("2", 1, 2, 3, 1), *signed("1", 4)),
            ledger("turnout", {"event_number": "1", "participants": 4000},
                 {"event_number": "1", "participants": 970}, {"event_number": "2",
                                                              "participants": 7}),
            ledger("projects", project("S1", "体育设施", "完工", "青丰社区全民健身广场",
                                     invested=63400000),
                 project("S2", "体育设施", "在建", "青丰社区全民健身广场"),
                 project("S3", "体育设施", "投用", invested=700),
                 project("S4", "新建扩建", "投用", "曹岭湖中学"),
                 project("S5", "新建扩建", "在建", "十六小西校区综合楼"),
                 project("S6", "幼儿园建设改造", "完工", "田二幼上郭分园")),
            ledger("sports_facilities",
                 *({"facility_number": str(at), "kind": kind, "site_area": area, "status": status}
                   for at, (kind, area, status) in enumerate([
                       ("健身团队", None, "现有"), ("健身活动广场", 100000, "现有"),
                       ("健身活动广场", 50000, "现有"), ("健身场所", 30000, "本年审批"),
                       ("健身路径", 9000, "本年建成"), ("晨晚练点", 1000, "现有"),
                       ("五人制足球场", 80000, "本年建成"), ("五人制足球场", 80000, "现有"),
                       ("七人制足球场", 200000, "现有"),
                       ("七人制足球场", 100000, "本年审批")]))),
            ledger("instructors",
                 {"certificate_number": "1", "grade": "三级", "issued_on": date(2020, 10, 30)},
                 {"certificate_number": "2", "grade": "三级", "issued_on": date(2019, 10, 30)},
                 {"certificate_number": "3", "grade": "一级", "issued_on": date(2020, 10, 30)}),
        ],
        offices.RESEARCH: [
            ledger("events", event("1", "名师工作室活动"), event("2", "名师工作室活动"),
                 event("3", "送课下乡"), event("4", "主题班队会设计"), event("5", "班主任工作研讨")),
            ledger("attendance", *signed("1", 1, 2), *signed("2", 2, 3), *signed("3", 9)),
            ledger("research_projects",
                 {"project_number": "1", "level": "国家级子课题", "supervised_on": date(2020, 10, 1)},
                 {"project_number": "2", "level": "省级", "supervised_on": date(2020, 10, 1)},
                 {"project_number": "3", "level": "市级", "supervised_on": date(2020, 10, 1)},
                 {"project_number": "4", "level": "市级"}),
        ],
        offices.PRESCHOOL: [
            ledger("events", event("1", "移交座谈会", whom="乙"), event("2", "约谈产权单位", whom="甲"),
                 event("3", "约谈产权单位", whom="甲")),
            ledger("kindergarten_roster", {"kindergarten_code": nursery, "nature": "公办"},
                 {"kindergarten_code": private, "nature": "普惠性民办"},
                 {"kindergarten_code": "X", "nature": "民办"}),
            ledger("kindergarten_changes", {"kindergarten_code": private, "change": "认定为普惠园"},
                 {"kindergarten_code": private, "change": "发放办学许可证"},
                 {"kindergarten_code": "Y", "change": "注销"}),
            ledger("stated_rates"),
        ],
        offices.TRAINING: [
            ledger("training_institutions",
                 {"institution_number": "PX1", "inspected_on": date(2020, 7, 1),
                  "outcome": "发放办学许可证", "whitelist_batch": 4},
                 {"institution_number": "PX2", "inspected_on": date(2020, 7, 1),
                  "outcome": "限期整改", "whitelist_batch": None},
                 {"institution_number": "PX3", "outcome": "注销", "whitelist_batch": 3}),
            ledger("stated_rates"),
        ],
        offices.SAFETY: [
            ledger("purchases", {"contract_number": "1", "kind": "一键式报警器", "amount": 77000000}),
            ledger("hazards", {"hazard_number": "1", "subject": "校车"},
                 {"hazard_number": "2", "subject": "消防"}),
            ledger("documents", *papers("D", "防溺水文件通报", "防溺水短信", "防溺水短信")),
        ],
        offices.INSPECTION: [
            ledger("events", event("1", "接待交流", whom="甲"), event("2", "外出交流", whom="乙"),
                 event("3", "外出交流", whom="丙"), event("4", "外出交流", whom="丙")),
            ledger("inspections", {"inspection_number": "1", "kind": "线上督导"},
                 {"inspection_number": "2", "kind": "线下督导"}),
            ledger("documents", *papers("I", "督导平台信息", "提案议案答复", "网帖答复", "网帖答复",
                                      "优质均衡实施方案")),
            ledger("honours", honour("督导信息", "市级", 2019), honour("督导信息", "市级", 2018),
                   honour("扶贫", "市级", 2019)),
        ],
        offices.HEALTH: [
            ledger("events", event("1", "桌面演练")),
            ledger("inspections",
                 {"inspection_number": "1", "kind": "疫情防控督查", "inspected_on": date(2020, 8, 31)},
                 {"inspection_number": "2", "kind": "疫情防控督查", "inspected_on": date(2020, 9, 1)},
                 {"inspection_number": "3", "kind": "线下督导", "inspected_on": date(2020, 9, 2)}),
            ledger("reopening",
                 {"institution_number": school, "kind": "学校", "checked_on": date(2020, 4, 1)},
                 {"institution_number": other, "kind": "学校", "checked_on": date(2020, 4, 1),
                  "instructor": False},
                 {"institution_number": nursery, "kind": "幼儿园", "checked_on": date(2020, 4, 1),
                  "autumn": False},
                 {"institution_number": private, "kind": "幼儿园"},
                 {"institution_number": third, "kind": "学校", "instructor": False, "spring": False},
                 {"institution_number": "PX1", "kind": "校外培训机构",
                  "checked_on": date(2020, 4, 1)},
                 {"institution_number": "PX2", "kind": "校外培训机构"},
                 {"institution_number": "3134009999", "kind": "学校",
                  "checked_on": date(2020, 4, 1)}),
        ],
        offices.BASIC_EDUCATION: [
            ledger("residents", {"township": "曹庵镇", "persons": 4000}, {"township": "柳塘镇",
                                                                      "persons": 500}),
            ledger("disabled_list", *({"list_number": f"CJ{at}", "child_citizen_id": f"C{n}"}
                                        for at, n in enumerate((1, 2, 3, 1, 2, 3), start=1))),
            ledger("registered_poor", {"list_number": "1", "school_code": school},
                 {"list_number": "2", "school_code": other}, {"list_number": "3"},
                 {"list_number": "4", "school_code": "外区学校"}),
            ledger("school_age", {"age": 6, "children": 50, "enrolled": 49},
                 {"age": 7, "children": 50, "enrolled": 50}),
            ledger("school_network", {"school_code": school, "change": "加入教育集团", "status": "已完成"},
                 {"school_code": other, "change": "加入教育集团", "status": "实施中"},
                 {"school_code": third, "change": "撤并", "status": "实施中"},
                   {"school_code": "X", "change": "撤并", "status": "已完成"},
                   {"school_code": "Y", "change": "撤并", "status": "计划"}),
            ledger("stated_rates"),
            ledger("suspected_dropouts", *({"case_number": f"KC{n}", "child_id": f"G{n}"}
                                             for n in (2, 4, 5))),
        ],
    }  # fmt: skip
    crowded = with_strays({name: dict(ledgers) for name, ledgers in filed.items()})
    return {CODES[name]: ledgers for name, ledgers in crowded.items()}
