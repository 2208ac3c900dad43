"""The units of the sample district, and how large they are.

42 schools and 49 kindergartens are open on 1 September 2020; a school that closed the day before
and three kindergartens deregistered in the year owe nothing. Sizes vary around the means of their
group; no unit crosses a threshold of the guard standard that its group does not cross.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sample_inputs.apportion import apportion
from sample_inputs.places import (
    ALIASES,
    CENTRAL_SCHOOLS,
    CHILDREN_LARGE,
    CHILDREN_SMALL,
    JUNIOR,
    KINDERGARTENS_WITH_PARTY,
    NINE_YEAR,
    OTHER_PRIVATE_LARGE,
    OTHER_PRIVATE_SMALL,
    PRESCHOOL,
    PRIMARY,
    PRIVATE_LARGE,
    PRIVATE_SMALL,
    PUBLIC_KINDERGARTEN_STAFF,
    PUBLIC_KINDERGARTENS,
    RURAL_SMALL,
    SCHOOLS,
    Group,
)
from schemas import offices
from schemas.offices import OFFICES
from schemas.units import (
    INCLUSIVE_PRIVATE,
    KINDERGARTEN,
    OFFICE,
    PRIVATE,
    PUBLIC,
    RURAL,
    SCHOOL,
    URBAN,
    Unit,
)

SEED = 2020
_CLASS_OF_TYPE = {PRESCHOOL: "11", PRIMARY: "21", JUNIOR: "31", NINE_YEAR: "31"}
_PROVINCE = "34"
_FIRST_SERIAL = 101
_SHORT = {
    offices.BASIC_EDUCATION: "基教科",
    offices.PARTY: "党办",
    offices.PROJECTS: "项目办",
    offices.AID: "资助中心",
    offices.ICT: "电教馆",
    offices.RESEARCH: "教研室",
    offices.TRAINING: "民办职成科",
    offices.SAFETY: "安全科",
    offices.INSPECTION: "督导室",
    offices.HEALTH: "体卫艺科",
}


@dataclass(frozen=True)
class Member:
    """A unit with its size on the stock date, and its guards."""

    unit: Unit
    staff: int
    primary: int = 0
    junior: int = 0
    children: int = 0
    boarders: int = 0
    guards_full_time: int = 0
    guards_part_time: int = 0
    class_cap: int = 45  # no class is larger

    @property
    def pupils(self) -> int:
        return self.primary + self.junior + self.children

    @property
    def is_school(self) -> bool:
        return self.unit.kind == SCHOOL

    @property
    def is_rural(self) -> bool:
        return self.unit.area == RURAL


@dataclass(frozen=True)
class District:
    """All units of the register; `members` are the open ones that must report."""

    members: tuple[Member, ...]
    offices: tuple[Unit, ...]
    closed: tuple[Unit, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """In the order of the register."""
        schools = tuple(member.unit for member in self.members if member.is_school)
        others = tuple(member.unit for member in self.members if not member.is_school)
        return (*schools, *others, *self.closed, *self.offices)

    @cached_property
    def schools(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.is_school)

    @cached_property
    def kindergartens(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if not member.is_school)

    @cached_property
    def party_organisations(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.unit.party_organisation)

    def office(self, name: str) -> Unit:
        return next(unit for unit in self.offices if unit.name == name)

    def unit(self, name: str) -> Unit:
        return next(unit for unit in self.units if unit.name == name)

    def named(self, name: str) -> Member:
        return next(member for member in self.members if member.unit.name == name)


def make_district() -> District:
    """The district; the same on every call."""
    rng = random.Random(SEED)  # noqa: S311 - reproducible, not secret
    codes = _Codes()
    schools = _under_centres(member for group in SCHOOLS for member in _schools(group, codes, rng))
    kindergartens = _kindergartens(codes, rng)
    closed = (
        _unit("青禾乡夏岗小学", PRIMARY, PUBLIC, RURAL, codes, rng, closed_on=date(2020, 8, 31)),
        _unit("小蜜蜂幼儿园", PRESCHOOL, PRIVATE, URBAN, codes, rng, closed_on=date(2020, 3, 31)),
        _unit("花蕾幼儿园", PRESCHOOL, PRIVATE, URBAN, codes, rng, closed_on=date(2020, 6, 30)),
        _unit("小桔灯幼儿园", PRESCHOOL, PRIVATE, RURAL, codes, rng, closed_on=date(2020, 7, 31)),
    )
    return District((*schools, *kindergartens), _offices(), closed)


def _under_centres(schools: Iterable[Member]) -> tuple[Member, ...]:
    """The schools, each with the code of its 中心校 where it has one."""
    members = tuple(schools)
    codes = {member.unit.name: member.unit.code for member in members}
    centre_of = {name: codes[centre] for centre, names in CENTRAL_SCHOOLS.items() for name in names}
    return tuple(
        replace(member, unit=replace(member.unit, central_code=centre_of[member.unit.name]))
        if member.unit.name in centre_of
        else member
        for member in members
    )


def _offices() -> tuple[Unit, ...]:
    return tuple(
        Unit(
            code=f"KS{at + 1:02d}",
            name=name,
            kind=OFFICE,
            type="机关科室",
            nature=PUBLIC,
            area=URBAN,
            boarding=False,
            party_organisation=False,
            opened_on=date(2001, 1, 1),
            aliases=(f"区教体局{_SHORT[name]}", _SHORT[name]) if name in _SHORT else (),
        )
        for at, name in enumerate(OFFICES)
    )


class _Codes:
    """Hands out school identifiers: class, province, serial. A code is never used twice."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def take(self, unit_type: str) -> str:
        school_class = _CLASS_OF_TYPE[unit_type]
        serial = self._next.get(school_class, _FIRST_SERIAL)
        self._next[school_class] = serial + 1
        return f"{school_class}{_PROVINCE}{serial:06d}"


def _unit(
    name: str,
    unit_type: str,
    nature: str,
    area: str,
    codes: _Codes,
    rng: random.Random,
    *,
    boarding: bool = False,
    party: bool = False,
    closed_on: date | None = None,
) -> Unit:
    is_kindergarten = unit_type == PRESCHOOL
    return Unit(
        code=codes.take(unit_type),
        name=name,
        kind=KINDERGARTEN if is_kindergarten else SCHOOL,
        type=unit_type,
        nature=nature,
        area=area,
        boarding=boarding,
        party_organisation=party,
        opened_on=date(
            rng.randint(1995, 2016) if is_kindergarten else rng.randint(1952, 2012), 9, 1
        ),
        closed_on=closed_on,
        aliases=ALIASES.get(name, ()),
    )


def _around(total: int, means: Sequence[float], spread: float, rng: random.Random) -> list[int]:
    """Parts of `total` that vary by up to ±`spread` (a share) around `means`."""
    return apportion(total, [mean * (1 + rng.uniform(-spread, spread)) for mean in means])


def _schools(group: Group, codes: _Codes, rng: random.Random) -> list[Member]:
    spread = 0.03 if len(group.names) > 1 else 0.0
    mean = sum(group.staff) / len(group.staff)
    sizes = [staff + mean for staff in group.staff]  # small schools have more staff to a pupil
    primary = _around(group.primary, sizes, spread, rng)
    junior = _around(group.junior, sizes, spread, rng)
    return [
        Member(
            unit=_unit(
                name,
                group.type,
                group.nature,
                group.area,
                codes,
                rng,
                boarding=group.boarders > 0,
                party=group.nature == PUBLIC,
            ),
            staff=group.staff[at],
            primary=primary[at],
            junior=junior[at],
            boarders=group.boarders,
            guards_full_time=group.guards[0],
            guards_part_time=group.guards[1],
            class_cap=group.class_cap,
        )
        for at, name in enumerate(group.names)
    ]


def _kindergartens(codes: _Codes, rng: random.Random) -> list[Member]:
    public_staff = PUBLIC_KINDERGARTEN_STAFF
    mean = sum(public_staff) / len(public_staff)
    large = _around(
        CHILDREN_LARGE * (len(public_staff) + len(PRIVATE_LARGE)),
        [*public_staff, *[mean] * len(PRIVATE_LARGE)],
        0.03,
        rng,
    )
    small = _around(CHILDREN_SMALL * len(PRIVATE_SMALL), [1.0] * len(PRIVATE_SMALL), 0.05, rng)
    members = []
    for at, name in enumerate(PUBLIC_KINDERGARTENS):
        area = RURAL if "中心" in name else URBAN
        party = at < KINDERGARTENS_WITH_PARTY
        unit = _unit(name, PRESCHOOL, PUBLIC, area, codes, rng, party=party)
        members.append(
            Member(unit, public_staff[at], children=large[at], guards_full_time=2, class_cap=35)
        )
    for at, (name, children) in enumerate(
        zip(PRIVATE_LARGE, large[len(public_staff) :], strict=True)
    ):
        other = at >= len(PRIVATE_LARGE) - OTHER_PRIVATE_LARGE
        nature = PRIVATE if other else INCLUSIVE_PRIVATE
        unit = _unit(f"{name}幼儿园", PRESCHOOL, nature, URBAN, codes, rng)
        members.append(
            Member(unit, children // 12, children=children, guards_full_time=2, class_cap=35)
        )
    for at, (name, children) in enumerate(zip(PRIVATE_SMALL, small, strict=True)):
        other = at >= len(PRIVATE_SMALL) - OTHER_PRIVATE_SMALL
        nature = PRIVATE if other else INCLUSIVE_PRIVATE
        area = RURAL if at < RURAL_SMALL else URBAN
        unit = _unit(f"{name}幼儿园", PRESCHOOL, nature, area, codes, rng)
        members.append(
            Member(unit, children // 10, children=children, guards_full_time=1, class_cap=30)
        )
    return members
