"""Changes of returns, one a row, with what each comes to, written down before they were run.

Each row: who, in which form, which cells hold what afterwards → how the form is judged, the findings
with their cells, by how much numerators (or numerators and denominators) of figures move in storage
units, and whose verdict turns from "agrees" to "differs". A form that is returned moves nothing: the
one accepted earlier stays, and its figures wait for the unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

ACCEPTED = "accepted"
ASKED = "accepted-with-queries"
RETURNED = "returned"

Place = tuple[str, str, str]  # unit, rule, cell

# Claims that leave no room, by the form they rest on: none of them holds while one form is awaited.
NO_ROOM: Mapping[str, frozenset[str]] = {
    sheet: frozenset(names.split())
    for sheet, names in {
        "平安校园": "cctv_coverage fire_equipment_coverage guard_coverage panic_button_coverage "
        "drowning_deaths open_kitchen_coverage",
        "疫情防控": "campus_taskforce_coverage epidemic_stock_weeks one_school_one_plan "
        "skill_training_coverage health_record_coverage epidemic_cases",
        "教职工与师德": "wanshitong_coverage",
        "党建": "party_teacher_platform_registration_rate xuexi_practice_coverage",
        "学籍变动": "compulsory_retention_rate",
        "信息化": "network_security_incidents",
        "校舍": "class_d_buildings",
        "基本情况": "health_instructor_coverage reopening_check_coverage reopening_coverage",
        "课题台账": "research_supervision_coverage",
        "校外培训机构台账": "training_inspection_coverage reopening_check_coverage",
        "复学核查台账": "health_instructor_coverage reopening_check_coverage reopening_coverage",
        "建档立卡学龄儿童名单": "registered_poor_enrolment_rate",
        "初中毕业批次入学底数": "compulsory_retention_rate",
    }.items()
}


def _pair(amount: int | tuple[int, int]) -> tuple[int, int]:
    return amount if isinstance(amount, tuple) else (amount, 0)


def yuan(amount: float) -> int:
    """Yuan in the fen that are stored."""
    return round(amount * 100)


@dataclass(frozen=True)
class Change:
    """One row of the table. `findings`: "RULE cell", or "unit: RULE cell" where it is another's."""

    unit: str
    sheet: str
    cells: Mapping[str, tuple[Any, Any]]  # cell → before, after
    status: str
    findings: tuple[str, ...] = ()
    amounts: Mapping[str, int | tuple[int, int]] = field(default_factory=dict)
    differs: frozenset[str] = frozenset()

    @property
    def is_returned(self) -> bool:
        return self.status == RETURNED

    @property
    def moves(self) -> dict[str, tuple[int, int]]:
        return {name: _pair(amount) for name, amount in self.amounts.items()}

    @property
    def places(self) -> list[Place]:
        found = []
        for text in self.findings:
            unit, _, place = text.rpartition(": ")
            rule, _, cell = place.partition(" ")
            found.append((unit or self.unit, rule, cell))
        return found


def row(
    unit: str,
    sheet: str,
    cells: Mapping[str, tuple[Any, Any]],
    status: str,
    *findings: str,
    moves: Mapping[str, int | tuple[int, int]] | None = None,
    differs: str = "",
) -> Change:
    return Change(unit, sheet, cells, status, findings, moves or {}, frozenset(differs.split()))


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text)


CHANGES: tuple[Change, ...] = (
    # 平安校园
    row("曹庵镇第二小学", "平安校园", {"D7": (2, 5)}, ACCEPTED,
        moves={"guards_total": 3}, differs="guards_total"),
    row("曹庵镇松岗小学", "平安校园", {"D7": (1, 0)}, ASKED, "SAF-001 D7", "SAF-002 D7",
        moves={"guards_total": -1, "guard_coverage": -1, "guard_standard_coverage": -1},
        differs="guards_total guard_coverage"),
    row("青禾乡白杨小学", "平安校园", {"D9": ("是", "否")}, ASKED, "SAF-005 D9",
        moves={"cctv_coverage": -1}, differs="cctv_coverage"),
    row("柳塘镇石桥小学", "平安校园", {"D10": ("是", "否")}, ASKED, "SAF-006 D10",
        moves={"fire_equipment_coverage": -1}, differs="fire_equipment_coverage"),
    row("柳塘镇柏庄小学", "平安校园", {"D11": ("是", "否")}, ASKED, "SAF-007 D11",
        moves={"panic_button_coverage": -1}, differs="panic_button_coverage"),
    row("青禾乡双井小学", "平安校园", {"D12": ("是", "否")}, ASKED, "SAF-008 D12"),
    row("云岭乡柳林小学", "平安校园", {"D14": (1, 2)}, RETURNED, "SAF-003 D14"),
    row("第三幼儿园", "平安校园", {"D14": (1, 0)}, ASKED, "SAF-011 D14",
        moves={"open_kitchen_coverage": -1}, differs="open_kitchen_coverage"),
    row("曹庵镇前湾小学", "平安校园", {"D15": (64, 640)}, ASKED, "SAF-010 D15",
        moves={"drowning_letters": 576}),
    row("第二幼儿园", "平安校园", {"D15": (0, 1)}, ASKED, "SAF-009 D15",
        moves={"drowning_deaths": 1}, differs="drowning_deaths"),
    row("晨曦幼儿园", "平安校园", {"D16": (1, 999)}, ASKED, "BND-011 D16",
        moves={"law_lectures": 998}, differs="law_lectures"),
    row("百合幼儿园", "平安校园", {"D7": (1, 7)}, ASKED, "SAF-015 D7", "BND-008 D7",
        moves={"guards_total": 6}, differs="guards_total"),
    row("阳光幼儿园", "平安校园", {"D4": (84, 840)}, ASKED, "SAF-012 D4", "SAF-002 D7",
        moves={"guard_standard_coverage": -1}),
    row("新苗幼儿园", "平安校园", {"D7": (1, None)}, RETURNED, "VAL-004 D7"),
    row("田园幼儿园", "平安校园", {"D7": (1, "1名")}, RETURNED, "VAL-017 D7"),
    row("白鸽幼儿园", "平安校园", {"D7": (1, "约1")}, RETURNED, "VAL-018 D7"),
    row("七彩幼儿园", "平安校园", {"D7": (1, -1)}, RETURNED, "VAL-003 D7"),
    row("贝贝幼儿园", "平安校园", {"D7": (1, 1.5)}, RETURNED, "VAL-002 D7"),
    row("春芽幼儿园", "平安校园", {"D9": ("是", "部分")}, RETURNED, "VAL-009 D9"),
    # 应急演练
    row("柳塘镇石桥小学", "应急演练", {"E5": (76, 760)}, ASKED, "DRL-003 E5",
        moves={"evacuation_participants": 684}),
    row("第二幼儿园", "应急演练", {"F5": (49, 490)}, ASKED, "DRL-006 F5"),
    row("第三小学", "应急演练", {"B4": (_day("2020-09-07"), _day("2019-09-07"))}, RETURNED,
        "DRL-001 B4"),
    row("实验小学", "应急演练", {"C4": ("疏散", "消防")}, ACCEPTED,
        moves={"evacuation_drills": -1, "evacuation_participants": -2567},
        differs="evacuation_drills"),
    # 学籍变动, 基本情况, 学前
    row("第二小学", "学籍变动", {"F6": (14, 15)}, RETURNED, "ENR-001 O6"),
    row("第三中学", "学籍变动", {"H8": (455, 465)}, RETURNED, "ENR-001 O8", "ENR-011 H8"),
    row("第三小学", "学籍变动", {"C12": (2746, 2747)}, RETURNED, "TOT-001 C12"),
    row("第一小学", "学籍变动",
        {"K6": (0, 1), "O6": (421, 420), "D5": (478, 479), "O5": (478, 479)}, ASKED, "ENR-008 K6",
        moves={"dropout_control_rate": -1, "dropout_control_rate_gross": -1, "dropout_rate_primary": 1}),
    row("第七中学", "学籍变动", {"P6": (230, 491)}, RETURNED, "ENR-005 P6"),
    row("第九中学", "学籍变动", {"W8": (471, 481)}, ACCEPTED, "ENR-023 W8"),
    row("第五小学", "基本情况", {"D6": (2684, 2685)}, RETURNED, "PRF-008 D6"),
    row("朝阳路小学", "基本情况", {"D10": (55, 56)}, ASKED, "PRF-011 D10"),
    row("第四小学", "基本情况", {"D7": (0, 5)}, RETURNED, "PRF-010 D7", "PRF-007 D7"),
    row("明湖学校", "基本情况", {"D9": (175, 200)}, ASKED, "PRF-002 D9"),
    row("第二幼儿园", "基本情况", {"D4": ("1134000102", "1134000103")}, ASKED, "PRF-005 D4"),
    row("第三幼儿园", "基本情况", {"D5": ("12340403MB1101030M", "12340403MB11010300")}, ASKED,
        "PRF-006 D5"),
    row("第四幼儿园", "基本情况", {"D6": (564, 565)}, RETURNED, "PRF-009 D6"),
    row("第四幼儿园", "学前", {"D6": (179, 189)}, RETURNED, "PRE-001 D4"),
    row("银杏幼儿园", "学前", {"D4": (558, 559), "D6": (167, 168)}, RETURNED, "PRF-009 D4"),
    # 控辍保学, 残疾儿童少年
    row("第四小学", "控辍保学核查台账",
        {"E4": ("转入职教", "失联"), "F4": ("职校录取通知书", None),
         "G4": (_day("2020-08-13"), None)}, ASKED, "DRP-002 E4",
        moves={"dropout_cases_checked": -1}, differs="dropout_cases_checked"),
    row("曹庵镇中心小学", "控辍保学核查台账",
        {"E5": ("劝返复学", "核查中"), "F5": ("返校点名表、照片", None),
         "G5": (_day("2020-07-04"), None)}, ASKED, "DRP-012 E5",
        moves={"dropout_cases_checked": -1, "dropout_cases_open": 1},
        differs="dropout_cases_checked"),
    row("第一小学", "控辍保学核查台账", {"G4": (_day("2020-04-28"), None)}, RETURNED, "DRP-001 G4"),
    row("云岭乡九年制学校", "控辍保学核查台账",
        {"D5": ("G340403200601249182", "G340403200501049714")}, RETURNED, "DRP-004 D5"),
    row("第三小学", "控辍保学核查台账", {"B4": ("KC20200084", "KC20209999")}, ACCEPTED,
        "DRP-007 B4", "DRP-006 "),
    # The stated rate is not held against it (RAT-008) while another school's form is awaited.
    row("第五小学", "残疾儿童少年安置", {"E7": ("是", "否")}, ASKED, "DIS-002 E7", "DIS-003 E7",
        moves={"disabled_enrolled": -1, "disabled_enrolment_rate": -1},
        differs="disabled_enrolled disabled_enrolment_rate"),
    row("第一小学", "残疾儿童少年安置", {"F4": ("G34040320091021969X", None)}, ASKED, "DIS-001 F4",
        "基础教育科: RAT-008 C4",
        moves={"disabled_enrolled": -1, "disabled_enrolment_rate": -1},
        differs="disabled_enrolled disabled_enrolment_rate"),
    row("曹庵镇中心小学", "残疾儿童少年安置",
        {"F4": ("G340403201201149566", "340403201201149566")}, RETURNED, "DIS-011 F4"),
    # 教职工与师德, 学生资助, 送教与结对
    row("第七中学", "教职工与师德", {"D5": (120, 130)}, RETURNED, "STF-001 D5"),
    row("第九中学", "教职工与师德", {"D7": (24, 60)}, ASKED, "STF-003 D7",
        moves={"teachers_excellent_2019": 36, "teachers_excellent_share": 36},
        differs="teachers_excellent_2019"),
    row("第五中学", "教职工与师德", {"D8": (0, 1)}, ACCEPTED,
        moves={"teachers_failed_ethics": 1}, differs="teachers_failed_ethics"),
    row("第三中学", "教职工与师德", {"D4": (125, 1250)}, ASKED, "STF-005 D4", "BND-002 D6",
        moves={"wanshitong_coverage": (0, 1125)}, differs="wanshitong_coverage"),
    row("第四小学", "学生资助", {"F4": (6500, 0.65)}, ASKED, "BND-005 F4",
        moves={"living_subsidy_paid": yuan(-6499.35)}),
    row("第九中学", "学生资助", {"E4": (14, 0)}, RETURNED, "AID-001 E4"),
    row("第九中学", "送教与结对", {"D5": (3, "三")}, RETURNED, "VAL-001 D5"),
    row("第三中学", "学生资助", {"F4": (9375, 93750)}, ASKED, "AID-002 F4", "BND-005 F4",
        moves={"living_subsidy_paid": yuan(84375)}),
    row("第二幼儿园", "学生资助", {"C4": ("学前", "小学")}, RETURNED, "AID-004 C4",
        "AID-002 F4"),
    row("第三小学", "送教与结对", {"D4": (4, 400)}, ASKED, "BND-006 D4",
        moves={"home_teaching_and_pairing": 396}, differs="home_teaching_and_pairing"),
    # 党建, 宣传, 文明校园, 信息化
    row("第二小学", "党建", {"D15": (30260, 3.03)}, ASKED, "BND-018 D15",
        moves={"epidemic_donations": yuan(-30256.97)}, differs="epidemic_donations"),
    row("第三小学", "党建", {"D15": (13700, 90400000)}, ASKED, "BND-018 D15",
        moves={"epidemic_donations": yuan(90386300)}, differs="epidemic_donations"),
    row("第四小学", "党建", {"D16": (4, 500)}, ASKED, "BND-019 D16",
        moves={"workgroup_members_removed": 496}, differs="workgroup_members_removed"),
    row("第五小学", "党建", {"D5": (51, 60)}, RETURNED, "PTY-001 D5"),
    row("实验小学", "党建", {"D7": ("是", "否")}, RETURNED, "PTY-003 D8", "PTY-007 D7"),
    row("朝阳路小学", "党建", {"D6": (58, 57)}, ACCEPTED,
        moves={"party_teacher_platform_registration_rate": -1},
        differs="party_teacher_platform_registration_rate"),
    row("第四小学", "宣传", {"D4": (_day("2020-10-29"), _day("2019-10-29"))}, RETURNED, "PUB-001 D4"),
    row("第一小学", "宣传", {"C5": ("本校公众号", "学习强国")}, ACCEPTED,
        moves={"xuexi_articles": 1}, differs="xuexi_articles"),
    row("第三小学", "文明校园申报", {"D4": ("否", "是")}, RETURNED, "CIV-001 D5"),
    row("第五小学", "文明校园申报", {"D4": ("否", "是"), "D5": ("未申报", "区级")}, ACCEPTED,
        moves={"civilised_campus_applicants": 1}, differs="civilised_campus_applicants"),
    row("第二小学", "信息化", {"D4": (6, 7)}, ACCEPTED, "CTE-001 D4", moves={"it_contest_entries": 1}),
    row("第三小学", "信息化", {"D5": (0, 1)}, ASKED, "ICT-001 D5",
        moves={"network_security_incidents": 1}, differs="network_security_incidents"),
    # 公用经费, 校舍
    row("第二小学", "公用经费", {"D7": (1808300, 180.83)}, ASKED, "FND-001 D7", "ALC-003 D7"),
    row("第三小学", "公用经费", {"D4": (2746, 2800)}, ASKED, "FND-001 D7", "FND-002 D4"),
    row("第二小学", "校舍", {"D5": (0, 120)}, ASKED, "PRM-002 D5",
        moves={"class_d_buildings": 12000}, differs="class_d_buildings"),
    row("第三小学", "校舍", {"D4": (20520.6, 0)}, ASKED, "PRM-003 D4"),
    # 疫情防控
    row("第二小学", "疫情防控", {"D6": (16539, 165390)}, ASKED, "BND-021 D6",
        moves={"masks": 148851}, differs="masks"),
    row("第三小学", "疫情防控", {"C6": ("个", "万个"), "D6": (16336, 2)}, RETURNED, "HDR-005 C6"),
    row("第四小学", "疫情防控", {"D10": (985, 0)}, ASKED, "EPI-002 D10",
        differs="epidemic_stock_weeks"),
    row("第五小学", "疫情防控", {"D10": (888, 1600)}, ASKED, "EPI-001 D6",
        moves={"epidemic_stock_weeks": (13704, 1437)}, differs="epidemic_stock_weeks"),
    row("朝阳路小学", "疫情防控", {"D11": ("是", "否")}, ASKED, "EPI-005 D11",
        moves={"campus_taskforce_coverage": -1}, differs="campus_taskforce_coverage"),
    row("第三中学", "疫情防控", {"D17": (0, 1)}, ASKED, "EPI-008 D17",
        moves={"epidemic_cases": 1}, differs="epidemic_cases"),
    row("第七中学", "疫情防控", {"D15": (1583, 1600)}, RETURNED, "EPI-003 D15"),
    row("第五中学", "疫情防控", {"D16": (1, 2000)}, ASKED, "EPI-012 D16", "BND-026 D16",
        moves={"returnees_monitored": 1999}, differs="returnees_monitored"),
    # the bureau's offices: money
    row("财务科", "公用经费下达台账", {"I4": (267140, 26714)}, RETURNED, "ALC-001 I4"),
    row("财务科", "资金拨付台账", {"F18": (106856, 10.69)}, ASKED, "PAY-002 F18", "BND-039 F18",
        moves={"epidemic_period_funds": yuan(-106845.31)}),
    row("项目办公室", "项目台账", {"J5": (96000, 150000)}, RETURNED, "PRJ-001 J5"),
    row("项目办公室", "项目台账",
        {"K22": ("完工", "计划"), "L22": (_day("2020-06-22"), None),
         "M22": (_day("2020-08-20"), None)}, ACCEPTED,
        moves={"village_schools_repaired": -1, "village_school_repair_funds": yuan(-128000)},
        differs="village_schools_repaired village_school_repair_funds"),
    row("项目办公室", "项目台账",
        {"C23": ("曹庵镇中心小学校舍维修", "曹庵镇第二小学校舍维修"),
         "F23": (2134000102, 2134000101), "I23": (116000, 128000), "J23": (116000, 128000)}, ASKED,
        "DUP-006 C23",
        moves={"village_schools_repaired": -1, "village_school_repair_funds": yuan(12000)},
        differs="village_schools_repaired village_school_repair_funds"),
    row("学生资助管理中心", "资助发放台账", {"G4": (1000, 0.1)}, ASKED, "AIP-002 G4", "BND-044 G4",
        moves={"preschool_aid_paid": yuan(-999.9)}, differs="preschool_aid_paid"),
    row("学生资助管理中心", "生源地助学贷款台账", {"D4": (8000, 80000)}, ASKED, "LON-003 D4", "BND-045 D4",
        moves={"student_loan_amount": yuan(72000)}, differs="student_loan_amount"),
    row("人事科", "教师慰问台账", {"E4": (10000, 1)}, ASKED, "CON-002 E4", "BND-043 E4",
        moves={"consolation_money": yuan(-9999)}, differs="consolation_money"),
    row("安全管理科", "采购合同台账", {"E4": (520000, 52)}, ASKED, "PUR-003 E4", "BND-040 E4",
        moves={"panic_button_spend": yuan(-519948)}, differs="panic_button_spend"),
    row("办公室", "采购合同台账", {"E4": (9600, 0.96)}, ASKED, "PUR-003 E4", "BND-040 E4",
        moves={"poverty_purchases": yuan(-9599.04)}, differs="poverty_purchases"),
    # the bureau's offices: people and papers
    row("人事科", "违纪处理台账", {"D7": ("开除", "通报批评")}, ACCEPTED,
        moves={"teachers_dismissed": -1}, differs="teachers_dismissed"),
    row("人事科", "校园长任免台账", {"E4": ("新提拔任用", "交流轮岗")}, ACCEPTED,
        moves={"heads_promoted": -1}, differs="heads_promoted"),
    row("人事科", "县管校聘实施台账", {"B4": (2134000101, 2134009999)}, ACCEPTED,
        "CHR-001 ", "COD-220 B4"),
    row("人事科", "荣誉台账", {"F4": (2020, 2018)}, ASKED, "HON-002 F4",
        moves={"honour_provincial_individuals": -1}, differs="honour_provincial_individuals"),
    row("党建办公室", "党组织述职报告台账", {"D4": ("现场述职", "书面述职")}, ACCEPTED,
        moves={"oral_duty_reports": -1, "written_duty_reports": 1},
        differs="oral_duty_reports written_duty_reports"),
    row("党建办公室", "活动签到名册", {"B4": ("DB2020-51", "DB2020-99")}, ACCEPTED, "ATT-001 B4",
        moves={"plenum_video_viewers": -1}),
    row("党建办公室", "会议活动台账", {"H39": (_day("2020-09-18"), _day("2020-09-19"))}, ACCEPTED,
        moves={"anhui_speech_seminar_days": 1}, differs="anhui_speech_seminar_days"),
    row("党建办公室", "研讨专题清单", {"C5": ("教育公平", "立德树人")}, RETURNED, "ROW-001 B5"),
    row("党建办公室", "文件信息台账", {"E5": (_day("2020-05-20"), _day("2019-05-20"))}, RETURNED,
        "DOC-001 E5"),
    row("教学研究室", "课题台账", {"D4": ("国家级子课题", "省级")}, ACCEPTED,
        moves={"research_national": -1, "research_provincial_city": 1,
               "research_supervision_coverage": (1, 1)},
        differs="research_national research_provincial_city"),
    row("教育督导室", "会议活动台账", {"F6": ("甲市二区", "甲市一区")}, ACCEPTED,
        moves={"exchange_districts_visited": -1}, differs="exchange_districts_visited"),
    row("纪检监察室", "巡察反馈问题整改台账", {"C4": ("政策落实", "作风建设")}, ACCEPTED,
        moves={"inspection_feedback_classes": 1}, differs="inspection_feedback_classes"),
    row("安全管理科", "安全隐患台账", {"F4": (_day("2020-10-15"), None)}, ASKED, "HAZ-003 F4"),
    row("项目办公室", "督导检查台账", {"F4": (_day("2020-06-24"), _day("2021-06-24"))}, RETURNED,
        "INS-001 F4"),
    # the bureau's offices: schools, kindergartens, institutions
    row("学前教育科", "幼儿园名册", {"D4": ("公办", "民办")}, ACCEPTED, "KGR-002 D4", "RAT-008 C4", "RAT-008 C5",
        moves={"inclusive_kindergarten_share": -1}, differs="inclusive_kindergarten_share"),
    row("学前教育科", "幼儿园认定发证注销台账", {"B4": (1134000141, 1134009999)}, ACCEPTED,
        "COD-224 B4"),
    row("民办与职成教育科", "校外培训机构台账", {"D4": (_day("2020-06-08"), None)}, ASKED,
        "TRI-002 D4", "RAT-008 C4", moves={"training_inspection_coverage": -1},
        differs="training_inspection_coverage"),
    row("体育卫生与艺术教育科", "复学核查台账", {"B4": (2134000101, 2134009999)}, ACCEPTED,
        "COD-230 B4", "REO-001 ",
        moves={"health_instructor_coverage": -1, "reopening_check_coverage": -1,
               "reopening_coverage": -1},
        differs="health_instructor_coverage reopening_check_coverage reopening_coverage"),
    row("体育卫生与艺术教育科", "复学核查台账", {"E5": ("是", "否")}, ACCEPTED,
        moves={"health_instructor_coverage": -1}, differs="health_instructor_coverage"),
    row("电化教育馆", "智慧校园建设台账", {"E4": ("是", "否")}, ACCEPTED, "RAT-008 C4",
        moves={"rural_smart_school_share": -1, "t_rural_smart_coverage": -1},
        differs="rural_smart_school_share"),
    row("电化教育馆", "信息化大赛作品登记", {"E5": ("是", "否")}, ACCEPTED,
        moves={"it_contest_forwarded": -1}, differs="it_contest_forwarded"),
    row("电化教育馆", "电脑制作大赛推荐名册",
        {"D5": ("G340403201309079766", "G340403200910249119")}, RETURNED, "ROW-001 D5"),
    row("体育科", "全民健身设施台账", {"C4": ("健身团队", "健身活动广场")}, ASKED, "SPF-001 E4",
        moves={"fitness_teams": -1, "fitness_squares": 1},
        differs="fitness_teams fitness_squares"),
    row("体育科", "社会体育指导员名册", {"B5": ("ZS0002", "ZS0001")}, RETURNED, "ROW-001 B5"),
    row("体育科", "群众活动参与人数", {"D4": (622, 623)}, ACCEPTED,
        moves={"new_year_climb_participants": 1}),
    # the bureau's own lists
    row("基础教育科", "残疾儿童少年名单", {"F4": ("340403201109219189", "340403201109219188")}, ASKED,
        "IDN-007 F4"),
    row("基础教育科", "初中毕业批次入学底数", {"D4": (450, 460)}, ACCEPTED,
        "第三中学: ENR-023 W8", "RAT-008 D6",
        moves={"compulsory_retention_rate": (0, 10)}, differs="compulsory_retention_rate"),
    row("基础教育科", "常住人口", {"C10": (454300, 45430)}, ACCEPTED,
        moves={"sports_area_per_capita": (0, -408870)}, differs="sports_area_per_capita"),
    row("基础教育科", "适龄儿童入学", {"D4": (4902, 4910)}, RETURNED, "SAG-001 D4"),
    row("基础教育科", "比率核对表", {"E6": (100, 99.6)}, RETURNED, "RAT-003 E6"),
    row("基础教育科", "比率核对表", {"C6": (5825, 5802)}, RETURNED, "RAT-003 E6"),
    row("基础教育科", "学龄人口", {"C4": (4287, 42870)}, ASKED, "BND-029 C4",
        "全区: PRE-004 ",
        moves={"preschool_gross_enrolment": (0, 38583), "preschool_net_enrolment": (0, 38583)},
        differs="preschool_gross_enrolment"),
    row("基础教育科", "建档立卡学龄儿童名单", {"E4": (2134000101, None)}, ACCEPTED, "RAT-008 C5",
        moves={"registered_poor_enrolment_rate": -1}, differs="registered_poor_enrolment_rate"),
    row("基础教育科", "疑似辍学下发名单", {"C4": (2134000101, 2134009999)}, ACCEPTED,
        "COD-103 C4", "曹庵镇第二小学: DRP-007 B4"),
    row("基础教育科", "办学布局调整台账", {"E4": ("实施中", "已完成")}, ACCEPTED,
        moves={"t_group_schools_added": 1}),
)  # fmt: skip
