"""Whether the characters of a cell are struck out or raised: 2 struck out beside 3 is no 23.

Each format knows the looks of its characters; what follows for the cell is said here. A format that a
condition gives to a cell is not looked at: it comes and goes with other cells.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from returns.comments import Place


class Look(NamedTuple):
    """Struck out or not; `level`: 1 raised, -1 lowered."""

    struck: bool = False
    level: int = 0


PLAIN = Look()


class Lettering(Enum):
    """What is odd about a cell's characters."""

    UNEVEN = "uneven"  # some are struck out or raised and others are not
    STRUCK = "struck"  # all are struck out


Lettered = Mapping[Place, Lettering]


def lettering(pieces: Iterable[tuple[str, Look]]) -> Lettering | None:
    """What is odd about a text in pieces; spaces look like whatever is beside them."""
    looks = {look for text, look in pieces if text.strip()}
    if len(looks) > 1:
        return Lettering.UNEVEN
    return Lettering.STRUCK if any(look.struck for look in looks) else None
