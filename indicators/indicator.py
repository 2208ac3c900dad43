"""The declaration of an indicator, and the registry of all of them."""

from dataclasses import dataclass
from functools import cached_property

from indicators.algebra import Measure
from indicators.quoting import Style


@dataclass(frozen=True)
class Indicator:
    """A defined figure.

    `unit` is the unit of its value (人, 元, %, …). `decimals` are those of its value when it is a
    quotient; a total is exact. `style` says how the summary quotes it; left out, as it stands.
    `note` says in Chinese what a reader may stumble over.
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

    @property
    def quoting_style(self) -> Style:
        return self.style or Style(self.unit)

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
