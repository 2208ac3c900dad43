"""Figures that are not as they were: since the last run, and since they were signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from indicators.computation import IndicatorValue, restate
from indicators.definitions import INDICATORS
from schemas.scaled import in_units
from warehouse.values import StoredValue


@dataclass(frozen=True)
class Move:
    """One figure as it was and as it is."""

    was: IndicatorValue
    now: IndicatorValue

    @property
    def texts(self) -> tuple[str, str]:
        """Both in words; with their parts where rounding makes them read alike."""
        alike = self.was.text == self.now.text
        return _text(self.was, alike), _text(self.now, alike)

    @property
    def text(self) -> str:
        was, now = self.texts
        label = self.now.indicator.label
        return f"{label}：{was}（{self.was.status.label}）→ {now}（{self.now.status.label}）"


@dataclass(frozen=True)
class SinceRelease:
    """What became of the figures of a release: by indicator, in the order of the definitions.

    `gone`: ids of figures of the release that are no longer computed. The release itself stays as
    it was signed.
    """

    release: int
    moved: Mapping[str, Move] = field(default_factory=dict)
    gone: tuple[str, ...] = ()

    @property
    def is_unmoved(self) -> bool:
        return not self.moved and not self.gone

    @cached_property
    def lines(self) -> list[str]:
        """Every change in words."""
        return [
            *(move.text for move in self.moved.values()),
            *(f"{name}：现在不再计算" for name in self.gone),
        ]

    @property
    def headline(self) -> str:
        if self.is_unmoved:
            return f"与第 {self.release} 次发布一致"
        return f"第 {self.release} 次发布以后有 {len(self.lines)} 项数字变动，尚未重新发布"


def moves(before: Iterable[StoredValue], after: Iterable[StoredValue]) -> dict[str, Move]:
    """Indicator → its move, of those that both sides have and that are still defined."""
    old, new = ({one.indicator: one for one in side} for side in (before, after))
    return {
        name: Move(restate(old[name], None), restate(new[name], None))
        for name in INDICATORS
        if name in old and name in new and _told(old[name]) != _told(new[name])
    }


def since_release(
    release: int, frozen: Iterable[StoredValue], now: Iterable[StoredValue]
) -> SinceRelease:
    """The figures of a release beside those of now."""
    signed, current = list(frozen), list(now)
    still = {one.indicator for one in current} & INDICATORS.keys()
    gone = tuple(one.indicator for one in signed if one.indicator not in still)
    return SinceRelease(release, moves(signed, current), gone)


def _told(one: StoredValue) -> tuple[object, ...]:
    return one.numerator, one.denominator, one.status


def _text(one: IndicatorValue, with_parts: bool) -> str:
    if not with_parts or one.numerator is None or one.denominator is None:
        return one.text
    measure = one.indicator.measure
    parts = (
        in_units(one.numerator, measure.scale),
        in_units(one.denominator, measure.denominator_scale),
    )
    return f"{one.text}（{'÷'.join(f'{part:f}' for part in parts)}）"
