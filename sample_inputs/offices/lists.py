"""学生资助管理中心, 学前教育科, 民办与职成教育科, 体卫艺科, 基础教育科: lists of children and institutions."""

from datetime import date

from returns.workbooks.return_book import Answer
from sample_inputs.children import DISABLED, DISABLED_ENROLLED, Nursery, ages_of
from sample_inputs.district import District
from sample_inputs.lists import POPULATION
from sample_inputs.offices.rows import Row, days_between, event, numbered, rate
from schemas.office_codes import (
    DEREGISTERED,
    EPIDEMIC_CHECK,
    GRADUATE,
    HANDOVER_TALK,
    JOINED_GROUP,
    KINDERGARTEN_CHECKED,
    LICENSED,
    MERGED,
    OWNER_INTERVIEW,
    PLANNED,
    PRESCHOOL_AID,
    RECOGNISED_INCLUSIVE,
    REGULAR,
    SCHOOL_CHECKED,
    TABLETOP_DRILL,
    TO_RECTIFY,
    TOWNSHIPS,
    TRAINING_CHECKED,
    UNDER_WAY,
    UNDERGRADUATE,
    YULU,
)
from schemas.standards import standard
from schemas.units import INCLUSIVE_PRIVATE, KINDERGARTEN, PRIVATE

# 224 children, 187,800 yuan: most for the year, some for half of it, one for a part.
PRESCHOOL_AID_YUAN = (1_000,) * 151 + (500,) * 72 + (800,)
YULU_BY_TOWNSHIP = (("曹庵镇", 33), ("史院乡", 30))
# (level, contracts, yuan): 329 contracts, 2,790,000 yuan.
LOANS = ((UNDERGRADUATE, 228, 8_000), (UNDERGRADUATE, 41, 6_000), (GRADUATE, 60, 12_000))
REGISTERED_POOR = 640
TRAINING, TRAINING_LICENSED, TRAINING_TO_RECTIFY, TRAINING_DEREGISTERED = 86, 19, 6, 2
BATCHES = {1: 8, 2: 10, 3: 12, 4: 24}
HANDOVER_TALKS = 5
_SCHOOL_AGE = 6
RESIDENTS = (31_800, 18_900, 22_400, 27_300, 19_600, 24_100, 454_300)
_BRANDS = ("启航", "新知", "博学", "乐思", "慧源", "明德", "育英", "智远", "金桥", "书山")
_SORTS = (
    "教育培训",
    "艺术培训",
    "外语培训",
    "文化培训",
    "托管培训",
    "科技培训",
    "体育培训",
    "美术培训",
    "音乐培训",
)
_SPRING, _AUTUMN = (date(2020, 4, 7), date(2020, 6, 1)), (date(2020, 9, 9), date(2020, 12, 22))


def aid_office(nursery: Nursery) -> dict[str, Answer]:
    """The ledgers of 学生资助管理中心."""
    given = [
        (
            PRESCHOOL_AID,
            TOWNSHIPS[at % len(TOWNSHIPS)],
            nursery.child(3, 6),
            yuan,
            date(2020, 11, 12),
        )
        for at, yuan in enumerate(PRESCHOOL_AID_YUAN)
    ]
    term_yuan = standard("yulu_grant", date(2020, 9, 1))["term_yuan"]
    given += [
        (YULU, township, nursery.child(15, 18), term_yuan, date(2020, 10, 27))
        for township, students in YULU_BY_TOWNSHIP
        for _ in range(students)
    ]
    loans = [(level, yuan) for level, number, yuan in LOANS for _ in range(number)]
    days = days_between(len(loans), date(2020, 7, 20), date(2020, 9, 25))
    return {
        "aid_payments": [
            {
                "payment_number": f"ZZ2020-{at + 1:04d}",
                "kind": kind,
                "township": township,
                "recipient_name": child.name,
                "recipient_id": child.pupil_id,
                "amount": yuan,
                "paid_on": day,
            }
            for at, (kind, township, child, yuan, day) in enumerate(given)
        ],
        "loans": [
            {"contract_number": number, "level": level, "amount": yuan, "signed_on": day}
            for number, (level, yuan), day in zip(
                numbered("DK2020-", len(loans)), loans, days, strict=True
            )
        ],
    }


def preschool_office(district: District) -> dict[str, Answer]:
    """The ledgers of 学前教育科."""
    private = [m.unit for m in district.kindergartens if not m.unit.is_public]
    inclusive = [unit for unit in private if unit.nature == INCLUSIVE_PRIVATE]
    closed = [unit for unit in district.closed if unit.kind == KINDERGARTEN]
    changes = [(unit, RECOGNISED_INCLUSIVE, date(2020, 9, 10)) for unit in inclusive[-2:]]
    changes += [(unit, LICENSED, date(2020, 8, 18)) for unit in private[-2:]]
    changes += [(unit, DEREGISTERED, unit.closed_on or date.max) for unit in closed]
    held = [
        event(f"XQ2020-{at + 1:02d}", HANDOVER_TALK, f"配套园移交第{at + 1}次座谈", day)
        for at, day in enumerate(
            days_between(HANDOVER_TALKS, date(2020, 4, 15), date(2020, 11, 18))
        )
    ]
    held += [
        event(
            f"XQ2020-{at + 11:02d}", OWNER_INTERVIEW, "约谈", date(2020, 6, 17), counterpart=owner
        )
        for at, owner in enumerate(("甲置业公司", "乙置业公司"))
    ]
    recognised = sum(m.unit.nature != PRIVATE for m in district.kindergartens)
    public = sum(m.unit.is_public for m in district.kindergartens)
    children = sum(m.children for m in district.kindergartens)
    return {
        "events": held,
        "kindergarten_roster": [
            {
                "kindergarten_code": m.unit.code,
                "kindergarten": m.unit.name,
                "nature": m.unit.nature,
            }
            for m in district.kindergartens
        ],
        "kindergarten_changes": [
            {
                "kindergarten_code": unit.code,
                "kindergarten": unit.name,
                "change": change,
                "decided_on": day,
            }
            for unit, change, day in changes
        ],
        "stated_rates": [
            rate("普惠园占比", recognised, len(district.kindergartens), 1),
            rate("公办园占比", public, len(district.kindergartens), 1),
            rate("学前毛入学率", children, sum(POPULATION[age] for age in (3, 4, 5)), 1),
        ],
    }


def training_office(_: District) -> dict[str, Answer]:
    """The ledgers of 民办与职成教育科."""
    return {
        "training_institutions": training_rows(),
        "stated_rates": [rate("培训机构督查覆盖率", TRAINING, TRAINING, 0)],
    }


def training_rows() -> list[Row]:
    """校外培训机构台账. The fourth white list is no list of this year's licences."""
    outcomes = (
        [LICENSED] * TRAINING_LICENSED
        + [TO_RECTIFY] * TRAINING_TO_RECTIFY
        + [DEREGISTERED] * TRAINING_DEREGISTERED
    )
    outcomes += [REGULAR] * (TRAINING - len(outcomes))
    batches: list[int | None] = [4] * 14 + [None] * (TRAINING - 14 - 40)
    batches += [4] * (BATCHES[4] - 14) + [3] * BATCHES[3] + [2] * BATCHES[2] + [1] * BATCHES[1]
    return [
        {
            "institution_number": number,
            "institution": _BRANDS[at % len(_BRANDS)] + _SORTS[at // len(_BRANDS)] + "学校",
            "inspected_on": day,
            "outcome": outcome,
            "whitelist_batch": batch,
        }
        for at, (number, day, outcome, batch) in enumerate(
            zip(
                numbered("PX", TRAINING),
                days_between(TRAINING, date(2020, 6, 8), date(2020, 11, 20)),
                outcomes,
                batches,
                strict=True,
            )
        )
    ]


def health_office(district: District) -> dict[str, Answer]:
    """The ledgers of 体育卫生与艺术教育科, the bureau's epidemic task force."""
    institutions = [
        (m.unit.code, m.unit.name, SCHOOL_CHECKED if m.is_school else KINDERGARTEN_CHECKED)
        for m in district.members
    ]
    institutions += [
        (str(row["institution_number"]), str(row["institution"]), TRAINING_CHECKED)
        for row in training_rows()
    ]
    checks = [*days_between(2, *_SPRING), *days_between(4, *_AUTUMN)]
    return {
        "events": [
            event(f"WS2020-{at + 1:02d}", TABLETOP_DRILL, f"第{at + 1}次桌面演练", day)
            for at, day in enumerate(days_between(3, date(2020, 3, 26), date(2020, 11, 26)))
        ],
        "inspections": [
            {
                "inspection_number": f"YQ2020-{at + 1:02d}",
                "kind": EPIDEMIC_CHECK,
                "key_project": None,
                "place": "辖区学校",
                "inspected_on": day,
            }
            for at, day in enumerate(checks)
        ],
        "reopening": [
            {
                "institution_number": number,
                "institution": name,
                "kind": kind,
                "instructor": kind != TRAINING_CHECKED,
                "checked_on": day,
                "spring": True,
                "autumn": True,
            }
            for (number, name, kind), day in zip(
                institutions, days_between(len(institutions), *_SPRING), strict=True
            )
        ],
    }


def basic_education_office(
    district: District, retained: tuple[int, int], nursery: Nursery
) -> dict[str, Answer]:
    """What 基础教育科 keeps besides the lists it issues. `retained`: graduates, adjusted cohort."""
    schools = district.schools
    attended = [schools[at * 11 % len(schools)] for at in range(REGISTERED_POOR)]
    poor = [(school, nursery.child(*ages_of(school))) for school in attended]
    small = [m.unit for m in schools if m.is_rural and m.primary and m.pupils < 100]
    towns = [m.unit for m in schools if not m.is_rural and m.unit.is_public]
    network = [
        (towns[3], JOINED_GROUP, UNDER_WAY),
        (towns[7], JOINED_GROUP, PLANNED),
        (small[0], MERGED, PLANNED),
    ]
    return {
        "residents": [
            {"township": township, "persons": persons}
            for township, persons in zip(TOWNSHIPS, RESIDENTS, strict=True)
        ],
        "registered_poor": [
            {
                "list_number": f"JD2020{at + 1:04d}",
                "child_name": child.name,
                "child_citizen_id": child.citizen_id,
                "school_code": school.unit.code,
            }
            for at, (school, child) in enumerate(poor)
        ],
        "school_age": [
            {"age": age, "children": children, "enrolled": children - age % 3}
            for age, children in POPULATION.items()
            if age >= _SCHOOL_AGE
        ],
        "school_network": [
            {"school_code": unit.code, "school": unit.name, "change": change, "status": status}
            for unit, change, status in network
        ],
        "stated_rates": [
            rate("残疾儿童少年入籍率", DISABLED_ENROLLED, DISABLED, 2),
            rate("建档立卡学生入学率", REGISTERED_POOR, REGISTERED_POOR, 0),
            rate("义务教育巩固率", *retained, 0),
        ],
    }
