"""Reporting units and the dated register they are kept in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

SCHOOL = "学校"
KINDERGARTEN = "幼儿园"
OFFICE = "科室"

PUBLIC = "公办"
INCLUSIVE_PRIVATE = "普惠性民办"
PRIVATE = "民办"
NATURES = (PUBLIC, INCLUSIVE_PRIVATE, PRIVATE)

URBAN = "城区"
RURAL = "乡村"
AREAS = (URBAN, RURAL)

STAGES_BY_TYPE: dict[str, tuple[str, ...]] = {
    "小学": ("小学",),
    "初级中学": ("初中",),
    "九年一贯制学校": ("小学", "初中"),
    "幼儿园": ("学前",),
    "机关科室": (),
}


@dataclass(frozen=True)
class Unit:
    """One row of the register: whoever must report, between two dates."""

    code: str
    name: str
    kind: str  # 学校 / 幼儿园 / 科室
    type: str  # 办学类型, decides the stages taught
    nature: str  # 办别
    area: str  # 城乡
    boarding: bool
    party_organisation: bool
    opened_on: date
    closed_on: date | None = None
    aliases: tuple[str, ...] = ()
    central_code: str = ""  # of the 中心校 that may file for it

    @property
    def stages(self) -> tuple[str, ...]:
        return STAGES_BY_TYPE[self.type]

    @property
    def is_public(self) -> bool:
        return self.nature == PUBLIC

    def may_file_for(self, other: "Unit") -> bool:
        """For itself, and as a 中心校 for its schools."""
        return self.code in (other.code, other.central_code)

    def is_open_on(self, day: date) -> bool:
        """Open through the whole of `day`; a unit closed on a day is no longer open that evening."""
        return self.opened_on <= day and (self.closed_on is None or self.closed_on > day)


class UnknownUnit(LookupError):
    """No unit of the register has this code or name."""


class AmbiguousUnit(LookupError):
    """More than one unit answers to this name; a person must decide. `units` are the candidates."""

    def __init__(self, name: str, units: Sequence[Unit]) -> None:
        super().__init__(name)
        self.units = tuple(units)


@lru_cache(maxsize=2**14)
def fold_name(name: str) -> str:
    """A unit's name without the differences that never distinguish two units: spaces and brackets."""
    return "".join(name.split()).replace("（", "(").replace("）", ")")


class Register:
    """The units of a district. Lookup is exact: by code, then name, then alias, never by likeness."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_code: dict[str, Unit] = {}
        self._by_name: dict[str, list[Unit]] = {}
        self._centres: set[str] = set()
        for unit in units:
            if unit.code in self._by_code:
                raise ValueError(f"unit code {unit.code} stands twice in the register")
            self._by_code[unit.code] = unit
            self._centres.add(unit.central_code)
            for name in {fold_name(n) for n in (unit.name, *unit.aliases)}:
                self._by_name.setdefault(name, []).append(unit)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Unit:
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownUnit(code) from None

    def is_central(self, unit: Unit) -> bool:
        """Whether it may file for others: a 中心校."""
        return unit.code in self._centres

    def named(self, name: str) -> Unit:
        """The unit with this name or alias.

        Raises UnknownUnit or AmbiguousUnit; never guesses.
        """
        found = self._by_name.get(fold_name(name), [])
        exact = [unit for unit in found if fold_name(unit.name) == fold_name(name)]
        candidates = exact or found
        if not candidates:
            raise UnknownUnit(name)
        if len(candidates) > 1:
            raise AmbiguousUnit(name, candidates)
        return candidates[0]
