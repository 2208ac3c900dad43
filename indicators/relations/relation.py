"""Relations between the figures of a summary: what must add up, and what only an explanation settles.

A relation is judged on computed values, undivided by rounding, every time the totals are; where it
is about the text itself, on what was quoted. Ids are never reused.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.computation import IndicatorValue, ValueStatus
from indicators.definitions import INDICATORS
from indicators.quoting import PERCENT, Quoted, readable, rounded
from schemas.collections import Collection
from schemas.labelled import Labelled
from schemas.standards import Standard, standard


class RelationVerdict(Labelled):
    """What became of a relation."""

    HOLDS = "holds", "成立"
    FAILS = "fails", "不成立"
    TO_BE_EXPLAINED = "to-be-explained", "待说明"
    NOT_COMPUTABLE = "not-computable", "无法判断"


@dataclass(frozen=True)
class Outcome:
    """A verdict with the numbers that it rests on, in Chinese."""

    verdict: RelationVerdict
    detail: str


def holds(detail: str) -> Outcome:
    return Outcome(RelationVerdict.HOLDS, detail)


def fails(detail: str) -> Outcome:
    return Outcome(RelationVerdict.FAILS, detail)


def to_be_explained(detail: str) -> Outcome:
    return Outcome(RelationVerdict.TO_BE_EXPLAINED, detail)


class NoValue(LookupError):
    """A figure that a relation needs cannot be computed; the message names it."""


class Figures:
    """The figures of one moment, as relations look at them."""

    def __init__(self, values: Iterable[IndicatorValue], collection: Collection) -> None:
        self.collection = collection
        self._values: Mapping[str, IndicatorValue] = {one.indicator.id: one for one in values}

    def exact(self, indicator: str) -> Decimal:
        """The value in the indicator's unit, not rounded. Raises NoValue."""
        value = self.known(indicator)
        if value is None:
            raise NoValue(INDICATORS[indicator].label)
        return value

    def known(self, indicator: str) -> Decimal | None:
        """Like `exact`, but None when there is no value: for what a verdict can do without."""
        one = self._values.get(indicator)
        return one.exact if one is not None else None

    def each(self, *indicators: str) -> list[Decimal]:
        return [self.exact(indicator) for indicator in indicators]

    def units(self, indicator: str) -> int:
        """How many units owe the figure."""
        self.exact(indicator)
        return self._values[indicator].expected_units

    def quoted(self, indicator: str) -> Quoted | None:
        one = self._values.get(indicator)
        return one.quoted if one is not None else None

    def standard(self, name: str) -> Standard:
        return standard(name, self.collection.stock_date)

    def provisional(self, indicators: Iterable[str]) -> list[str]:
        """Labels of those among `indicators` that may still change."""
        return [
            self._values[name].indicator.label
            for name in indicators
            if name in self._values and self._values[name].status is ValueStatus.PROVISIONAL
        ]


@dataclass(frozen=True)
class Relation:
    """One relation. `uses` are the indicators that it compares, the first one those at stake."""

    id: str
    kind: str
    title: str
    title_en: str
    uses: tuple[str, ...]
    check: Callable[[Figures], Outcome]


@dataclass(frozen=True)
class RelationOutcome:
    """A relation as it stands."""

    relation: Relation
    verdict: RelationVerdict
    detail: str


RELATIONS: dict[str, Relation] = {}


def declare(relation: Relation) -> Relation:
    """Enter a relation in RELATIONS. Raises ValueError for an id that is taken."""
    if relation.id in RELATIONS:
        raise ValueError(f"relation {relation.id} is declared twice")
    RELATIONS[relation.id] = relation
    return relation


def relation(
    id: str, kind: str, title: str, title_en: str, *uses: str
) -> Callable[[Callable[[Figures], Outcome]], Callable[[Figures], Outcome]]:
    """Decorator: declare the check below as a relation over `uses`."""

    def enter(check: Callable[[Figures], Outcome]) -> Callable[[Figures], Outcome]:
        declare(Relation(id, kind, title, title_en, uses, check))
        return check

    return enter


def plain(x: Decimal) -> str:
    """A number without needless zeros, rounded half up to at most two decimals."""
    return f"{rounded(x, 2):f}".rstrip("0").rstrip(".")


def percent(x: Decimal) -> str:
    """A percentage; it reads as 0% or 100% only when it is exactly that."""
    shown = f"{readable(x, PERCENT, 2):f}"
    return f"{shown.rstrip('0').rstrip('.')}%"
