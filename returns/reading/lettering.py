"""Whether the characters of a cell are struck out or raised: 2 struck out beside 3 is no 23.

Each format knows the looks of its characters; what follows for the cell is said here. A format that a
condition gives to a cell is not looked at: it comes and goes with other cells.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from returns.reading.comments import Place


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


def pieces_by_font(
    text: str, runs: Iterable[tuple[int, int]], first: Look, fonts: Sequence[Look]
) -> list[tuple[str, Look]]:
    """A text by the places from which on it has another font, as the binary formats say it.

    They count as they store: a rare character takes two places. An unknown font is a plain one.
    """
    wide = text.encode("utf-16-le", "surrogatepass")
    starts = [(0, first)]
    starts += [
        (2 * start, fonts[font] if font < len(fonts) else PLAIN) for start, font in sorted(runs)
    ]
    ends = [*(start for start, _ in starts[1:]), len(wide)]
    return [
        (wide[start:end].decode("utf-16-le", "replace"), look)
        for (start, look), end in zip(starts, ends, strict=True)
    ]
