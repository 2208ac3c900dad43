"""Synthetic children: names from two short lists, citizen and pupil numbers with check digits.

The names read as placeholders (小 and one more character); the numbers are valid in form only.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sample_inputs.apportion import apportion
from sample_inputs.district import SEED, District, Member
from schemas.codes import FINAL_CASE_STATUSES, HOME_TAUGHT, NOT_ENROLLED, STILL_MISSING

_REGION = "340403"
_SURNAMES = "张王李赵陈刘杨黄周吴徐孙马朱胡林郭何高罗"
_GIVEN = "禾米川岚宁朵果柏竹松溪帆舟星月云雨晨夏秋冬青蓝橙梅兰桃杏枫桐"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

CASES_FINAL, CASES_MISSING = 446, 9
# Schools with children who have not been found yet.
MISSING_AT = {
    "云岭乡九年制学校": 2,
    "和丰镇初级中学": 2,
    "曹庵镇初级中学": 2,
    "第九中学": 1,
    "朝阳路小学": 1,
    "曹庵镇中心小学": 1,
}
DISABLED, DISABLED_ENROLLED = 251, 200
_STATUS_SHARES = (20, 9, 4, 6, 12, 1, 22, 14, 6, 6)  # of FINAL_CASE_STATUSES, in their order
_EVIDENCE = dict(
    zip(
        FINAL_CASE_STATUSES,
        (
            "返校点名表、照片",
            "班级名册",
            "特教学校在读证明",
            "送教记录本",
            "休学申请及病历",
            "户籍注销证明",
            "户籍迁移证明",
            "学籍系统比对截图",
            "毕业证书复印件",
            "职校录取通知书",
        ),
        strict=True,
    )
)


@dataclass(frozen=True)
class Child:
    """A synthetic child."""

    name: str
    citizen_id: str

    @property
    def pupil_id(self) -> str:
        """学籍号: G and the citizen number."""
        return f"G{self.citizen_id}"


@dataclass(frozen=True)
class DropoutCase:
    """A child on the list of suspected dropouts and what became of it."""

    number: str
    member: Member
    child: Child
    status: str
    cleared_on: date | None

    @property
    def evidence(self) -> str | None:
        return _EVIDENCE.get(self.status)


@dataclass(frozen=True)
class DisabledChild:
    """A child on the list of disabled children and where it is taught."""

    number: str
    member: Member
    child: Child
    placement: str

    @property
    def enrolled(self) -> bool:
        return self.placement != NOT_ENROLLED


def check_character(body: str) -> str:
    """The 18th character of a citizen number (GB 11643, ISO 7064 MOD 11-2) for its first 17."""
    return _CHECKS[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


class Nursery:
    """Makes children; no two have the same number, nor that of a child already `known`."""

    def __init__(self, rng: random.Random, known: Iterable[Child] = ()) -> None:
        self._rng = rng
        self._taken = {child.citizen_id[:-1] for child in known}

    def child(self, youngest: int, oldest: int) -> Child:
        """A child that is `youngest` to `oldest` years old on 1 September 2020."""
        rng = self._rng
        while True:
            days = rng.randrange(youngest * 365 + 3, oldest * 365 + 3)
            born = date(2020, 9, 1) - timedelta(days=days)
            body = f"{_REGION}{born:%Y%m%d}{rng.randrange(900, 1000)}"
            if body not in self._taken:
                self._taken.add(body)
                name = rng.choice(_SURNAMES) + "小" + rng.choice(_GIVEN)
                return Child(name, body + check_character(body))


def ages_of(member: Member) -> tuple[int, int]:
    """The youngest and the oldest that a school teaches."""
    youngest = 6 if member.primary else 12
    return youngest, 16 if member.junior else 12


def make_dropout_cases(district: District) -> list[DropoutCase]:
    """455 children in the order of their case numbers; 446 of them have a final status."""
    rng = random.Random(SEED + 2)  # noqa: S311 - reproducible, not secret
    nursery = Nursery(rng)
    schools = district.schools
    # Large town schools have fewer cases to a pupil than country schools.
    finals = apportion(CASES_FINAL, [_case_weight(school) for school in schools])
    statuses = [
        status
        for status, part in zip(
            FINAL_CASE_STATUSES, apportion(CASES_FINAL, _STATUS_SHARES), strict=True
        )
        for _ in range(part)
    ]
    rng.shuffle(statuses)
    cases: list[DropoutCase] = []
    for school, final in zip(schools, finals, strict=True):
        missing = MISSING_AT.get(school.unit.name, 0)
        found = [statuses.pop() for _ in range(final)]
        for status in _mixed(found, [STILL_MISSING] * missing, rng):
            cleared = date(2020, 3, 2) + timedelta(days=rng.randrange(200))
            cases.append(
                DropoutCase(
                    f"KC2020{len(cases) + 1:04d}",
                    school,
                    nursery.child(*ages_of(school)),
                    status,
                    None if status == STILL_MISSING else cleared,
                )
            )
    return cases


def _case_weight(school: Member) -> float:
    return float(school.pupils**0.7) * (2 if school.is_rural else 1) * (2 if school.junior else 1)


def _mixed(first: list[str], second: list[str], rng: random.Random) -> list[str]:
    both = first + second
    rng.shuffle(both)
    return both


def make_disabled_children(district: District) -> list[DisabledChild]:
    """251 children in the order of their list numbers; 200 of them hold a pupil record."""
    rng = random.Random(SEED + 3)  # noqa: S311 - reproducible, not secret
    nursery = Nursery(rng)
    schools = district.schools
    placements = (
        ["随班就读"] * 116
        + [HOME_TAUGHT] * 49
        + ["特殊教育学校"] * (DISABLED_ENROLLED - 116 - 49)
        + [NOT_ENROLLED] * (DISABLED - DISABLED_ENROLLED)
    )
    rng.shuffle(placements)
    counts = apportion(DISABLED, [school.pupils**0.8 for school in schools])
    children: list[DisabledChild] = []
    for school, number in zip(schools, counts, strict=True):
        for _ in range(number):
            at = len(children)
            child = nursery.child(*ages_of(school))
            children.append(DisabledChild(f"CJ2020{at + 1:03d}", school, child, placements[at]))
    return children
