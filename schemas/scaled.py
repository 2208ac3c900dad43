"""Scaled integers, as money and areas are kept (decision 7), in the unit in which they were filled in."""

from decimal import Decimal


def in_units(amount: int, scale: int) -> Decimal:
    """62550 fen of scale 2 → 625.50; −150 → −1.50."""
    return Decimal(amount).scaleb(-scale)


def in_units_text(amount: int, scale: int) -> str:
    """With the decimals that say something: 62550 → 625.5, 326000 → 3260, −150 → −1.5."""
    text = f"{in_units(amount, scale):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
