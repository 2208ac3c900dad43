"""学籍变动 of every school: cohorts whose flows add up, and schools as large as a year ago.

A row is a cohort under its new grade. Opening and closing totals of a stage are equal, so that
last autumn's funded pupils are this autumn's pupils. Leavers all graduate; first grades open at 0
and are admitted. Net losses stay below the dropout limit except where a query is wanted.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from returns.workbooks.sheet_writer import CellValue
from sample_inputs.apportion import apportion, fill
from sample_inputs.district import SEED, District, Member
from schemas.codes import JUNIOR_GRADES, JUNIOR_LEAVERS, PRIMARY_GRADES, PRIMARY_LEAVERS

# (school, stage) whose net loss of pupils is above the limit of the stage: a query each.
ABOVE_LIMIT: dict[tuple[str, str], int] = {
    ("和丰镇中心小学", "小学"): 5,
    ("青禾乡双井小学", "小学"): 1,
    ("柳塘镇初级中学", "初中"): 15,
}
_NET_LOSS = {"小学": (-0.002, 0.004), "初中": (-0.004, 0.013)}  # share of opening, per school
_TURNOVER = 0.012  # share of pupils that transfer out in a year
_SUSPENDED, _RETURNED = 0.0012, 0.0008
_FIRST_GRADE = {"小学": 1.10, "初中": 0.96}  # of an average grade
_TAUGHT_BOARDERS = ("四年级", "五年级", "六年级", *JUNIOR_GRADES)  # boarders are older pupils
_GIRLS = 0.47
_FLOWS = (
    "admitted",
    "returned",
    "transferred_in",
    "other_gains",
    "graduated",
    "completed",
    "suspended",
    "withdrawn",
    "died",
    "transferred_out",
    "other_losses",
)


@dataclass(frozen=True)
class LeavingCohort:
    """The pupils who finished nine years at a school this summer, for the reference table."""

    member: Member
    entrants: int
    transferred_in: int
    transferred_out: int

    @property
    def graduates(self) -> int:
        return self.entrants + self.transferred_in - self.transferred_out


@dataclass
class Cohort:
    """One row of 学籍变动."""

    name: str
    closing: int
    flows: Mapping[str, int]
    class_cap: int
    opening: int = 0
    boarders: int = 0
    entrants: int | None = None  # when the cohort began, nine years earlier

    def row(self) -> dict[str, CellValue]:
        """Field → value. Pupils of a grade are spread evenly over as few classes as the cap allows."""
        classes = -(-self.closing // self.class_cap)
        sizes = [self.closing // classes + (at < self.closing % classes) for at in range(classes)]
        return {
            "cohort": self.name,
            "opening": self.opening,
            **{flow: self.flows.get(flow, 0) for flow in _FLOWS},
            "closing": self.closing,
            "girls": round(self.closing * _GIRLS),
            "boarders": self.boarders,
            "classes": classes,
            "classes_to_45": sum(size <= 45 for size in sizes),
            "classes_46_55": sum(46 <= size <= 55 for size in sizes),
            "classes_56_65": 0,
            "classes_over_65": 0,
            "cohort_entrants": self.entrants,
        }


@dataclass(frozen=True)
class Enrolment:
    """学籍变动 of the district, by unit code, and the cohorts that left after nine years."""

    cohorts: Mapping[str, list[Cohort]]
    leaving: Mapping[str, LeavingCohort]

    def classes(self, code: str) -> int:
        return sum(-(-cohort.closing // cohort.class_cap) for cohort in self.cohorts[code])


def make_enrolment(district: District) -> Enrolment:
    """The same enrolment on every call."""
    rng = random.Random(SEED + 1)  # noqa: S311 - reproducible, not secret
    cohorts: dict[str, list[Cohort]] = {}
    leaving: dict[str, LeavingCohort] = {}
    for member in district.schools:
        of_school: list[Cohort] = []
        if member.primary:
            of_school += _stage(member, "小学", member.primary, rng)
        if member.junior:
            juniors = _stage(member, "初中", member.junior, rng)
            leaving[member.unit.code] = left = _leaving_cohort(member, juniors[-1].opening, rng)
            juniors[-1].entrants = left.entrants
            of_school += juniors
        _add_boarders(of_school, member.boarders)
        cohorts[member.unit.code] = of_school
    return Enrolment(cohorts, leaving)


def _stage(member: Member, stage: str, pupils: int, rng: random.Random) -> list[Cohort]:
    """The cohorts of one stage; opening and closing both add up to `pupils`."""
    grades = PRIMARY_GRADES if stage == "小学" else JUNIOR_GRADES
    cap = member.class_cap
    shares = [_FIRST_GRADE[stage], *(rng.uniform(0.96, 1.04) for _ in grades[1:])]
    admitted, *older = apportion(pupils, shares)
    net_loss = ABOVE_LIMIT.get((member.unit.name, stage))
    if net_loss is None:
        net_loss = int(pupils * rng.uniform(*_NET_LOSS[stage]))
    leaving = round(pupils * _TURNOVER) + max(net_loss, 0)
    suspended = _scattered(round(pupils * _SUSPENDED), older, rng)
    returned = _scattered(round(pupils * _RETURNED), older, rng)
    out = _scattered(leaving, older, rng)
    into = _scattered(leaving + sum(suspended) - net_loss, older, rng)
    cohorts = [Cohort(grades[0], admitted, {"admitted": admitted}, cap)]
    for at, closing in enumerate(older):
        flows = {
            "returned": returned[at],
            "transferred_in": into[at],
            "suspended": suspended[at],
            "transferred_out": out[at],
        }
        opening = closing - into[at] - returned[at] + out[at] + suspended[at]
        cohorts.append(Cohort(grades[at + 1], closing, flows, cap, opening))
    leavers = pupils - sum(cohort.opening for cohort in cohorts)
    name = PRIMARY_LEAVERS if stage == "小学" else JUNIOR_LEAVERS
    cohorts.append(Cohort(name, 0, {"graduated": leavers}, cap, leavers))
    return cohorts


def _scattered(events: int, sizes: list[int], rng: random.Random) -> list[int]:
    """`events` over cohorts of these sizes, unevenly."""
    return apportion(events, [size * rng.uniform(0.3, 1.7) for size in sizes])


def _add_boarders(cohorts: list[Cohort], boarders: int) -> None:
    older = [cohort for cohort in cohorts if cohort.name in _TAUGHT_BOARDERS]
    if boarders:
        parts = fill(boarders, [cohort.closing for cohort in older])
        for cohort, part in zip(older, parts, strict=True):
            cohort.boarders = part


def _leaving_cohort(member: Member, graduates: int, rng: random.Random) -> LeavingCohort:
    into = round(graduates * rng.uniform(0.03, 0.06))
    out = round(graduates * rng.uniform(0.03, 0.06))
    return LeavingCohort(member, graduates - into + out, into, out)
