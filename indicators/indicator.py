"""The declaration of an indicator, and the registry of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from indicators.algebra import Fixed, Measure
from indicators.quoting import Quoted, Style
from indicators.ratios import LowestQuotient
from indicators.targets import Target
from schemas.collections import Collection
from schemas.labelled import Labelled


class FigureKind(Labelled):
    """What a figure of the summary is."""

    MEASURED = "measured", "指标"
    CONSTANT = "constant", "固定数"  # fixed by a document
    UNQUANTIFIED = "unquantified", "未量化"  # the text gives no number
    TARGET = "target", "计划目标"  # wanted next year


@dataclass(frozen=True)
class Indicator:
    """A defined figure.

    `unit` is the unit of its value (人, 元, %, …). `decimals` are those of its value when it is a
    quotient; a total is exact. `style` says how the summary quotes it; left out, as it stands.
    `note` says in Chinese what a reader may stumble over. `target` makes it one of the plan's.
    `settled_by` says where what was chosen comes from, where the choice and not the answers decides
    whether the figure agrees.
    """

    id: str
    section: str
    label: str
    label_en: str
    unit: str
    measure: Measure
    decimals: int = 1
    style: Style | None = None
    note: str = ""
    target: Target | None = None
    settled_by: Callable[[Collection], str] | None = None

    def by_construction(self, collection: Collection) -> str:
        """What settles the figure whatever the units answer, in Chinese; empty for what is counted."""
        if isinstance(self.measure, Fixed):
            return self.measure.source
        return self.settled_by(collection) if self.settled_by else ""

    def kind(self, quoted: Quoted | None) -> FigureKind:
        """What the figure is, as the summary quotes it."""
        if self.target is not None:
            return FigureKind.TARGET
        if isinstance(self.measure, Fixed):
            return FigureKind.CONSTANT
        if quoted is not None and quoted.value is None:
            return FigureKind.UNQUANTIFIED
        return FigureKind.MEASURED

    @property
    def is_lowest(self) -> bool:
        """Whether it is the figure of the lowest unit: a number said of it is a floor for every unit."""
        return isinstance(self.measure, LowestQuotient)

    @property
    def quoting_style(self) -> Style:
        if self.style is not None:
            return self.style
        is_quotient = self.measure.quotients[0].denominator is not None
        return Style(self.unit, self.decimals if is_quotient else 0)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Codes of the forms read."""
        return tuple(dict.fromkeys(term.form.code for term in self.measure.terms))

    @property
    def definition(self) -> str:
        """How it is reckoned, in the words of the forms."""
        return self.measure.text

    @property
    def scope(self) -> str:
        """The units that it speaks of."""
        return self.measure.scope


INDICATORS: dict[str, Indicator] = {}


def declare(indicator: Indicator) -> Indicator:
    """Enter an indicator in INDICATORS. Raises ValueError for an id that is taken."""
    if indicator.id in INDICATORS:
        raise ValueError(f"indicator {indicator.id} is declared twice")
    INDICATORS[indicator.id] = indicator
    return indicator
