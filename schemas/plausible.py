"""The range in which a number is believed without a word, declared with its field.

It is measured by something beside it: the unit's pupils, its staff, the persons of the row; so it
holds from the first year on, when there is no last year to compare with. Outside it a number is
asked about (`schemas.rules.plausible`), never refused: a school may have had a reason.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Plausible:
    """One range. All amounts are in the field's own unit, as it is filled in: 元, not 分.

    `per` names what it is measured by: fields of the same form, or of another card of the unit
    ("profile.staff"), added up. Without it, the range is that of one card or one row.
    `allowed` is no wonder in the smallest unit. `unsized` is the highest while the other card has
    not been handed in. 0 is an answer of its own and never too low.
    """

    rule: str
    reason: str
    per: tuple[str, ...]
    low: Fraction
    high: Fraction
    allowed: Decimal
    unsized: Decimal | None

    @property
    def crosses_forms(self) -> bool:
        return any("." in name for name in self.per)


def between(
    rule: str,
    low: str | int,
    high: str | int,
    reason: str,
    *,
    per: tuple[str, ...] = (),
    allowed: str | int = 0,
    unsized: str | int | None = None,
) -> Plausible:
    """A range from `low` to `high` for each one of `per`. Raises ValueError for one that is empty."""
    plausible = Plausible(
        rule,
        reason,
        per,
        Fraction(low),
        Fraction(high),
        Decimal(allowed),
        None if unsized is None else Decimal(unsized),
    )
    if not 0 <= plausible.low < plausible.high:
        raise ValueError(f"{rule}: no number lies between {low} and {high}")
    if plausible.crosses_forms != (unsized is not None):
        raise ValueError(f"{rule}: what is measured by another form says what holds without it")
    return plausible
