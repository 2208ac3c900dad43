"""Comments (批注) on cells. They are no data; a school is told that they were kept, not what they say.

A marked-up copy comes back with comments of ours in it. Each begins with a line of its own, below
what the school itself had said there.
"""

from collections.abc import Iterable, Mapping

Place = tuple[int, int]  # zero-based row and column
OUR_LINE = "—— 汇总审核 ——"


def theirs_of(text: str) -> str:
    """What somebody else than we says in a comment."""
    return text.partition(OUR_LINE)[0].rstrip()


def commented_by_them(comments: Mapping[Place, str]) -> frozenset[Place]:
    """The cells of which a comment says more than we did."""
    return frozenset(place for place, text in comments.items() if theirs_of(text).strip())


def shares(places: Iterable[Place], tops: list[int]) -> list[list[Place]]:
    """The places by the tables of a sheet, which start in the rows `tops`, from top to bottom."""
    found: list[list[Place]] = [[] for _ in tops]
    for row, column in sorted(places):
        table = max((number for number, top in enumerate(tops) if top <= row), default=0)
        found[table].append((row, column))
    return found
