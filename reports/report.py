"""What a report is made of, gathered elsewhere: reports render and never compute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from indicators.accounting import is_settled, verdict_text
from indicators.computation import IndicatorValue, ValueStatus
from indicators.indicator import FigureKind
from indicators.moving import Move, SinceRelease
from indicators.quoting import quote
from indicators.relations import RelationOutcome
from schemas.collections import Collection
from schemas.scaled import in_units


@dataclass(frozen=True)
class UnitShare:
    """What one unit adds to a figure: numerator and denominator (None for a plain total)."""

    unit: str
    numerator: Decimal
    denominator: Decimal | None


@dataclass(frozen=True)
class Entry:
    """One figure of the report under its reference number."""

    number: int
    figure: IndicatorValue
    last_year: str = ""
    moved: Move | None = None  # since the latest release

    @property
    def id(self) -> str:
        return self.figure.indicator.id

    @property
    def is_provisional(self) -> bool:
        return self.figure.status is ValueStatus.PROVISIONAL

    @property
    def as_quoted(self) -> str:
        """The figure as the summary would quote it, e.g. 3851.6万余元; a target as it was set."""
        figure = self.figure
        if figure.kind is FigureKind.TARGET:
            return figure.quoted.text if figure.quoted else figure.text
        if figure.exact is None:
            return "（暂无数据）"
        if figure.kind is FigureKind.UNQUANTIFIED and figure.quoted:
            return f"{figure.quoted.text}（台账 {figure.text}）"
        indicator = figure.indicator
        # From the exact value: rounded twice, 1.449 would become 1.45 and then 1.5.
        style = indicator.quoting_style
        return quote(figure.exact, indicator.unit, style, is_lowest=indicator.is_lowest).text

    @property
    def numerator(self) -> Decimal | None:
        """In the unit in which the forms are filled in."""
        return _amount(self.figure.numerator, self.figure.indicator.measure.scale)

    @property
    def denominator(self) -> Decimal | None:
        return _amount(self.figure.denominator, self.figure.indicator.measure.denominator_scale)

    @property
    def coverage(self) -> str:
        figure = self.figure
        if figure.kind is FigureKind.CONSTANT:
            return "—"
        return f"{figure.reported_units}/{figure.expected_units}"

    @property
    def released(self) -> str:
        """What was signed, where the figure is no longer so."""
        return self.moved.texts[0] if self.moved is not None else ""

    @property
    def remark(self) -> str:
        """What a reader should know besides the number."""
        said = [verdict_text(self.figure), self.figure.indicator.note]
        if is_settled(self.figure):
            said.insert(1, self.figure.by_construction)
        if self.moved is not None:
            said.append(f"已发布 {self.released}，以后有变动")
        return "；".join(part for part in said if part)


def _amount(amount: int | None, scale: int) -> Decimal | None:
    return None if amount is None else in_units(amount, scale)


@dataclass(frozen=True)
class Section:
    """A part of the summary: its number, and the figures in it."""

    number: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Report:
    """Everything that is rendered, of one moment.

    `values` in the order of the summary. `by_unit`: indicator → what each unit adds, in the order
    of the register. `missing`: indicator → names of the units that it waits for. `last_year`:
    indicator → the value of a year before, as text. `since_release`: what moved after the latest
    one, None before there is any. `quote_troubles`: lines of the quoted figures that were not used.
    """

    collection: Collection
    values: Sequence[IndicatorValue]
    relations: Sequence[RelationOutcome]
    by_unit: Mapping[str, Sequence[UnitShare]] = field(default_factory=dict)
    missing: Mapping[str, Sequence[str]] = field(default_factory=dict)
    last_year: Mapping[str, str] = field(default_factory=dict)
    since_release: SinceRelease | None = None
    quote_troubles: Sequence[str] = ()

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Numbered from 1: what the summary quotes first, in its order; then the other figures."""
        ordered = sorted(self.values, key=lambda one: one.quoted is None)
        moved = self.since_release.moved if self.since_release else {}
        return tuple(
            Entry(
                number + 1,
                one,
                self.last_year.get(one.indicator.id, ""),
                moved.get(one.indicator.id),
            )
            for number, one in enumerate(ordered)
        )

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        numbers = dict.fromkeys(entry.figure.indicator.section for entry in self.entries)
        return tuple(
            Section(number, tuple(e for e in self.entries if e.figure.indicator.section == number))
            for number in numbers
        )

    @property
    def standing(self) -> str:
        """How far the figures may be relied on, in a sentence for the head of a document."""
        provisional = sum(entry.is_provisional for entry in self.entries)
        nothing = sum(entry.figure.status is ValueStatus.NOT_COMPUTABLE for entry in self.entries)
        said = []
        if provisional or nothing:
            said.append(f"暂定数 {provisional} 项，暂无数据 {nothing} 项，报齐后会变动")
        elif self.since_release is None or self.since_release.is_unmoved:
            said.append("全部数字为最终数")
        if self.since_release is not None:
            said.append(self.since_release.headline)
        if self.quote_troubles:
            said.append(f"引用数字有 {len(self.quote_troubles)} 行没有采用")
        return "，".join(said)

    @property
    def targets(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.figure.target is not None)
