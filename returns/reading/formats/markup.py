"""What the formats made of marked-up rows have in common: spans, gaps, repeated rows."""

from collections.abc import Sequence
from typing import NamedTuple

from returns.reading.comments import Place, commented_by_them
from returns.reading.convert import Raw
from returns.reading.grid import Grid
from returns.reading.lettering import Lettering
from returns.reading.unreadable import UnreadableFile, refuse_large
from schemas.cell_addresses import address

_DIGITS = 7  # of any row, column or span


class Cell(NamedTuple):
    """A cell with what it spans; `error`: #REF! and the like; `comment`: what is said about it."""

    value: Raw
    across: int = 1
    down: int = 1
    error: str = ""
    uncalculated: bool = False
    comment: str = ""
    odd: Lettering | None = None  # of its characters
    is_percent: bool = False  # shows as per cent


class GridBuilder:
    """Puts rows of cells at their true places and keeps no more than the real cells need."""

    def __init__(self, name: str, hidden: bool = False, spans_lost: bool = False) -> None:
        self._name = name
        self._hidden = hidden
        self._spans_lost = spans_lost
        self._cells: list[list[Raw]] = []
        self._gap = 0  # empty rows, which count only when something comes below them
        self._width = 0
        self._errors: dict[str, str] = {}
        self._uncalculated: set[str] = set()
        self._merges: list[tuple[int, int, int, int]] = []
        self._percents: set[str] = set()
        self._comments: dict[Place, str] = {}
        self._odd: dict[Place, Lettering] = {}

    @property
    def height(self) -> int:
        """The number of the next row, from 0."""
        return len(self._cells) + self._gap

    def add_row(self, cells: Sequence[tuple[int, Cell]], repeated: int = 1) -> None:
        """Add a row, `repeated` times: (zero-based column, cell). Raises UnreadableFile beyond measure."""
        if not cells:
            self._gap += repeated
            return
        self._width = max(self._width, max(column for column, _ in cells) + 1)
        refuse_large(self.height + repeated, self._width)
        self._cells += [[] for _ in range(self._gap)]
        self._gap = 0
        for _ in range(repeated):
            self._put(cells)

    def _put(self, cells: Sequence[tuple[int, Cell]]) -> None:
        row = len(self._cells)
        values: list[Raw] = [None] * (max(column for column, _ in cells) + 1)
        for column, cell in cells:
            values[column] = cell.value
            if cell.error:
                self._errors[address(row, column)] = cell.error
            if cell.uncalculated:
                self._uncalculated.add(address(row, column))
            if cell.is_percent:
                self._percents.add(address(row, column))
            if cell.comment:
                self._comments[row, column] = cell.comment
            if cell.odd:
                self._odd[row, column] = cell.odd
            if cell.across > 1 or cell.down > 1:
                self._merges.append((row, column, row + cell.down - 1, column + cell.across - 1))
        self._cells.append(values)

    def grid(self) -> Grid:
        return Grid(
            self._name,
            self._cells,
            self._errors,
            frozenset(self._uncalculated),
            self._merges,
            self._hidden,
            spans_lost=self._spans_lost,
            lettered=lambda: self._odd,
            percent_cells=self._percents,
            commented=lambda: commented_by_them(self._comments),
        )


def whole(stated: str | None, least: int) -> int:
    """A count or a place as a file states it; `least` where it states none. Raises UnreadableFile."""
    if stated is None:
        return least
    if (
        not (stated.isascii() and stated.isdecimal())
        or len(stated) > _DIGITS
        or int(stated) < least
    ):
        raise UnreadableFile("FIL-003")
    return int(stated)
