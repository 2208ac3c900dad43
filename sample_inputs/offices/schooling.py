"""人事科, 电化教育馆, 教学研究室, 安全管理科, 教育督导室: people, contests, research, papers."""

from datetime import date

from returns.workbooks.return_book import Answer
from sample_inputs.children import Nursery, ages_of
from sample_inputs.district import District
from sample_inputs.offices.rows import (
    Row,
    days_between,
    documents,
    event,
    honour,
    numbered,
    people,
    rate,
    sign_ins,
)
from schemas.office_codes import (
    BUS_HAZARD,
    CONSOLED,
    CRIMINAL,
    DISMISSED,
    DROWNING_MESSAGE,
    DROWNING_PAPER,
    ICT_CONTEST,
    ICT_EQUIPMENT,
    INSPECTION_NEWS,
    LIGENG,
    MORAL_TEACHING,
    MUNICIPAL,
    NATIONAL_SUBPROJECT,
    ONLINE_INSPECTION,
    ONSITE_INSPECTION,
    PAID_TUTORING,
    PANIC_BUTTONS,
    PLATFORM_UPDATE,
    POST_ANSWER,
    POVERTY_PERSON,
    PROMOTED,
    PROPOSAL_ANSWER,
    PROVINCIAL,
    STUDIO_ACTIVITY,
    VISIT_PAID,
    VISIT_RECEIVED,
)

CONSOLED_TIMES, LIGENG_TIMES, CONSOLATION_YUAN = 19, 18, 10_000
PROMOTIONS = 13
STUDIO_ACTIVITIES, STUDIO_TEACHERS, AT_EACH = 124, 295, 5
NATIONAL, PROVINCIAL_OR_CITY = 43, (7, 11)
MORAL_EVENTS = 8
SMART_SCHOOLS, SETS_EACH, SMART_COMPLETED = 3, 4, 10
FORWARDED, CONTEST_PUPILS = 70, 41
EQUIPMENT_YUAN = (1_860_000, 1_240_000, 720_000, 480_000)
BUTTONS_YUAN = (520_000, 250_000)
PAPERS, MESSAGES, UPDATES, PROPOSALS, POSTS = 3, 64, 206, 36, 1_043
ONLINE, ONSITE = 118, 129
_YEAR = (date(2020, 1, 8), date(2020, 12, 28))


def personnel_office(district: District) -> dict[str, Answer]:
    """The ledgers of 人事科."""
    gifts = [(CONSOLED, one) for one in people(301, CONSOLED_TIMES)]
    gifts += [(LIGENG, one) for one in people(305, LIGENG_TIMES)]
    tutoring = ("AJ2020-01", PAID_TUTORING)
    cases = [
        (*tutoring, "取消评优资格", 801, date(2020, 7, 10)),
        ("AJ2020-02", PAID_TUTORING, "通报批评", 802, date(2020, 8, 21)),
        ("AJ2020-02", PAID_TUTORING, "通报批评", 803, date(2020, 8, 21)),
        ("AJ2020-03", CRIMINAL, DISMISSED, 804, date(2020, 5, 29)),
    ]
    schools = district.schools
    moves = [PROMOTED] * PROMOTIONS + ["交流轮岗"] * 4 + ["免职"]
    return {
        "appointments": [
            {
                "appointment_number": f"RM2020-{at + 1:02d}",
                "unit_number": schools[at * 2].unit.code,
                "post": "校长" if at % 3 == 0 else "副校长",
                "kind": kind,
                "person_number": one.number,
                "decided_on": date(2020, 8, 14),
            }
            for at, (kind, one) in enumerate(zip(moves, people(401, len(moves)), strict=True))
        ],
        "county_hiring": [
            {"school_code": m.unit.code, "school": m.unit.name, "implemented": False}
            for m in schools
            if m.unit.is_public
        ],
        "disciplinary_cases": [
            {
                "case_number": number,
                "kind": kind,
                "action": action,
                "person_number": people(serial, 1)[0].number,
                "decided_on": day,
            }
            for number, kind, action, serial, day in cases
        ],
        "consolation": [
            {
                "payment_number": f"WW2020-{at + 1:02d}",
                "kind": kind,
                "person_number": one.number,
                "amount": CONSOLATION_YUAN,
                "paid_on": date(2020, 9, 8) if kind == CONSOLED else date(2020, 12, 2),
            }
            for at, (kind, one) in enumerate(gifts)
        ],
        "honours": [honour("RS2020-01", POVERTY_PERSON, PROVINCIAL, "扶贫工作先进个人", 2020)],
    }


def ict_office(district: District, entries: dict[str, int], nursery: Nursery) -> dict[str, Answer]:
    """The ledgers of 电化教育馆. `entries`: school code → entries to the contest."""
    rural = [m.unit for m in district.schools if m.is_rural]
    sent = [code for code, number in entries.items() for _ in range(number)]
    sending = [district.schools[at % len(district.schools)] for at in range(CONTEST_PUPILS)]
    equipment = ("学生计算机", "教学一体机", "录播设备", "网络设备")
    return {
        "stated_rates": [rate("乡村智慧学校占比", SMART_COMPLETED, len(rural), 0)],
        "purchases": [
            {
                "contract_number": f"DJ2020-{at + 1:02d}",
                "kind": ICT_EQUIPMENT,
                "goods": goods,
                "amount": amount,
                "signed_on": day,
            }
            for at, (amount, goods, day) in enumerate(
                zip(EQUIPMENT_YUAN, equipment, days_between(4, *_YEAR), strict=True)
            )
        ],
        "honours": [honour("DJ2020-R1", ICT_CONTEST, MUNICIPAL, "优秀组织奖", 2020)],
        "smart_campus": [
            {
                "school_code": unit.code,
                "school": unit.name,
                "classroom_sets": SETS_EACH if at < SMART_SCHOOLS else 0,
                "completed": at < SMART_COMPLETED,
            }
            for at, unit in enumerate(rural)
        ],
        "contest_entries": [
            {
                "entry_number": number,
                "title": f"{('微课', '课件', '融合课例')[at % 3]}作品{at + 1}",
                "school_code": code,
                # Spread over the schools: every other entry until the places are taken.
                "forwarded": at * FORWARDED // len(sent) != (at + 1) * FORWARDED // len(sent),
            }
            for at, (number, code) in enumerate(zip(numbered("ZP", len(sent)), sent, strict=True))
        ],
        "contest_students": [
            {
                "school_code": school.unit.code,
                "child_name": child.name,
                "child_id": child.pupil_id,
            }
            for school, child in ((school, nursery.child(*ages_of(school))) for school in sending)
        ],
    }


def research_office(_: District) -> dict[str, Answer]:
    """The ledgers of 教学研究室."""
    numbers = numbered("JY2020-", STUDIO_ACTIVITIES)
    held = [
        event(number, STUDIO_ACTIVITY, "名师工作室教研活动", day)
        for number, day in zip(numbers, days_between(STUDIO_ACTIVITIES, *_YEAR), strict=True)
    ]
    held += [
        event(f"JY2020-S{at + 1}", MORAL_TEACHING[at % len(MORAL_TEACHING)], "思政课教研活动", day)
        for at, day in enumerate(days_between(MORAL_EVENTS, date(2020, 5, 12), date(2020, 12, 8)))
    ]
    teachers = people(501, STUDIO_TEACHERS)
    attendance: list[Row] = []
    for at, number in enumerate(numbers):
        first = at * AT_EACH
        came = [teachers[(first + seat) % len(teachers)] for seat in range(AT_EACH)]
        attendance += sign_ins(number, came)
    levels = [NATIONAL_SUBPROJECT] * NATIONAL
    levels += [PROVINCIAL] * PROVINCIAL_OR_CITY[0] + [MUNICIPAL] * PROVINCIAL_OR_CITY[1]
    subjects = ("语文", "数学", "英语", "科学", "劳动教育", "心理健康")
    return {
        "events": held,
        "attendance": attendance,
        "research_projects": [
            {
                "project_number": f"KT2020-{at + 1:02d}",
                "title": f"{subjects[at % len(subjects)]}教学研究之{at + 1}",
                "level": level,
                "supervised_on": day,
            }
            for at, (level, day) in enumerate(
                zip(
                    levels,
                    days_between(len(levels), date(2020, 9, 14), date(2020, 12, 11)),
                    strict=True,
                )
            )
        ],
    }


def safety_office(_: District) -> dict[str, Answer]:
    """The ledgers of 安全管理科."""
    found = (
        (BUS_HAZARD, "校车灭火器过期", date(2020, 10, 13), date(2020, 10, 15)),
        ("危化品", "实验室药品柜未双人双锁", date(2020, 10, 14), date(2020, 10, 23)),
        ("消防", "疏散通道堆放杂物", date(2020, 11, 5), date(2020, 11, 6)),
    )
    return {
        "purchases": [
            {
                "contract_number": f"AQ2020-{at + 1:02d}",
                "kind": PANIC_BUTTONS,
                "goods": goods,
                "amount": amount,
                "signed_on": day,
            }
            for at, (amount, goods, day) in enumerate(
                zip(
                    BUTTONS_YUAN,
                    ("一键式报警器（中小学）", "一键式报警器（幼儿园）"),
                    days_between(2, date(2020, 4, 20), date(2020, 5, 11)),
                    strict=True,
                )
            )
        ],
        "hazards": [
            {
                "hazard_number": f"YH2020-{at + 1:02d}",
                "subject": subject,
                "hazard": hazard,
                "found_on": seen,
                "closed_on": closed,
            }
            for at, (subject, hazard, seen, closed) in enumerate(found)
        ],
        "documents": [
            *documents(
                "FN",
                DROWNING_PAPER,
                ("防溺水工作通知", "防溺水工作通报", "暑期防溺水要求"),
                PAPERS,
                date(2020, 4, 24),
                date(2020, 7, 10),
            ),
            *documents(
                "DX",
                DROWNING_MESSAGE,
                ("防溺水提醒短信", "周末防溺水短信", "暑期防溺水短信"),
                MESSAGES,
                date(2020, 4, 30),
                date(2020, 9, 18),
            ),
        ],
    }


def inspection_office(district: District) -> dict[str, Answer]:
    """The ledgers of 教育督导室."""
    visits = [
        event("DD2020-01", VISIT_RECEIVED, "督导交流", date(2020, 10, 28), counterpart="邻区督导团")
    ]
    visits += [
        event(
            f"DD2020-{at + 11:02d}",
            VISIT_PAID,
            "教育改革交流",
            date(2020, 11, 3 + at),
            counterpart=place,
        )
        for at, place in enumerate(("甲市一区", "甲市二区", "乙市一区"))
    ]
    schools = district.schools
    kinds = [ONLINE_INSPECTION] * ONLINE + [ONSITE_INSPECTION] * ONSITE
    days = [
        *days_between(ONLINE, date(2020, 2, 17), date(2020, 6, 30)),
        *days_between(ONSITE, date(2020, 5, 6), date(2020, 12, 24)),
    ]
    answers = (
        ("PT", PLATFORM_UPDATE, ("督导平台工作信息", "挂牌督导记录"), UPDATES),
        ("TA", PROPOSAL_ANSWER, ("人大建议答复", "政协提案答复"), PROPOSALS),
        ("WT", POST_ANSWER, ("入学咨询答复", "课后服务答复", "学籍咨询答复"), POSTS),
    )
    return {
        "events": visits,
        "inspections": [
            {
                "inspection_number": f"DC2020-{at + 1:03d}",
                "kind": kind,
                "key_project": None,
                "place": schools[at % len(schools)].unit.name,
                "inspected_on": day,
            }
            for at, (kind, day) in enumerate(zip(kinds, days, strict=True))
        ],
        "documents": [
            row
            for prefix, kind, titles, number in answers
            for row in documents(prefix, kind, titles, number, *_YEAR)
        ],
        "honours": [
            honour("DD2020-R1", INSPECTION_NEWS, MUNICIPAL, "信息宣传工作表现突出单位", 2019)
        ],
    }
