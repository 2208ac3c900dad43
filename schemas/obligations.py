"""Who owes a form or a field: named predicates on a unit, with their text for people."""

from collections.abc import Callable
from dataclasses import dataclass

from schemas.units import KINDERGARTEN, OFFICE, SCHOOL, Unit


@dataclass(frozen=True)
class Obligation:
    """A predicate on the register, e.g. "公办 学校". Combine with `&`."""

    text: str
    holds_for: Callable[[Unit], bool]

    def __and__(self, other: "Obligation") -> "Obligation":
        return Obligation(
            f"{self.text}，且{other.text}",
            lambda unit: self.holds_for(unit) and other.holds_for(unit),
        )


schools_and_kindergartens = Obligation(
    "全部中小学、幼儿园", lambda unit: unit.kind in (SCHOOL, KINDERGARTEN)
)
schools = Obligation("全部中小学", lambda unit: unit.kind == SCHOOL)
kindergartens = Obligation("全部幼儿园", lambda unit: unit.kind == KINDERGARTEN)
public_units = Obligation("公办单位", lambda unit: unit.is_public)
party_organisations = Obligation("设有独立党组织的单位", lambda unit: unit.party_organisation)


def office(*names: str) -> Obligation:
    """Owed by one office of the bureau, or by each of several."""
    return Obligation("、".join(names), lambda unit: unit.kind == OFFICE and unit.name in names)
