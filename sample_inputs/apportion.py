"""Splitting a known total into whole parts, the same way every time."""

from collections.abc import Sequence
from fractions import Fraction


def apportion(total: int, weights: Sequence[float], *, least: int = 0) -> list[int]:
    """Whole parts of `total` in proportion to `weights`, by largest remainder, each ≥ `least`.

    Ties go to the earlier part. Raises ValueError when `total` cannot give everyone the least.
    """
    rest = total - least * len(weights)
    if rest < 0 or not sum(weights):
        raise ValueError(f"cannot split {total} into {len(weights)} parts of at least {least}")
    exact_weights = [Fraction(weight) for weight in weights]
    whole = sum(exact_weights)
    shares = [rest * weight / whole for weight in exact_weights]
    parts = [int(share) for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - shares[at], at))
    for at in by_remainder[: rest - sum(parts)]:
        parts[at] += 1
    return [part + least for part in parts]


def fill(total: int, capacities: Sequence[int]) -> list[int]:
    """Parts in proportion to `capacities` and within them. Raises ValueError if they do not hold it."""
    if total > sum(capacities):
        raise ValueError(f"{total} does not fit into {sum(capacities)}")
    parts = apportion(total, capacities)
    for at, capacity in enumerate(capacities):
        excess = max(parts[at] - capacity, 0)
        for other in range(len(parts)):
            moved = min(excess, capacities[other] - parts[other])
            if moved > 0:
                parts[at] -= moved
                parts[other] += moved
                excess -= moved
    return parts
