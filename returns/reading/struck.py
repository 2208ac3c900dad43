"""What struck and raised characters mean for a form: a cell without an answer, a row in doubt, a word."""

from collections.abc import Iterable, Mapping

from returns.reading.grid import Grid
from returns.reading.lettering import Lettering
from returns.reading.locate import Problem
from schemas.cell_addresses import address, listed
from schemas.columns import Column, Kind

# Words can be read with what is struck out of them. A number, a day or a term cannot.
_WORDS = frozenset({Kind.TEXT, Kind.PERSON})
_RULES = {Lettering.UNEVEN: "VAL-022", Lettering.STRUCK: "VAL-023"}


def rule_of_letters(grid: Grid, column: Column, row: int, place: int) -> str:
    """The rule that a cell's characters break, whatever they say; else ''."""
    odd = grid.odd.get((row, place))
    if odd is None or column.kind in _WORDS:
        return ""
    return "" if odd is Lettering.STRUCK and row in grid.struck_rows else _RULES[odd]


def struck_rows(grid: Grid, rows: Iterable[int], columns: Mapping[str, int]) -> frozenset[int]:
    """The rows of a table that are struck out as a whole: it is the record that is in doubt."""
    if not grid.odd:
        return frozenset()
    places = set(columns.values())
    found = set()
    for row in rows:
        filled = [place for place in places if grid.at(row, place) is not None]
        if filled and all(grid.odd.get((row, place)) is Lettering.STRUCK for place in filled):
            found.add(row)
    return frozenset(found)


def words_on_letters(
    grid: Grid, columns: Iterable[Column], places: Mapping[str, list[tuple[int, int]]]
) -> list[Problem]:
    """What is told of a form: its struck rows, asked about once, and its words, noted once.

    `places`: of each field, the cells that were read.
    """
    if not grid.odd:
        return []
    problems = []
    if rows := sorted(grid.struck_rows):
        facts = {"lines": listed(row + 1 for row in rows)}
        problems.append(Problem("ROW-006", address(rows[0], 0), facts=facts))
    words = sorted(
        place
        for column in columns
        if column.kind in _WORDS
        for place in places.get(column.name, ())
        if place in grid.odd and place[0] not in grid.struck_rows
    )
    if words:
        facts = {"lines": listed(address(*place) for place in words)}
        problems.append(Problem("VAL-024", address(*words[0]), facts=facts))
    return problems
