"""A worksheet as a grid of raw cells with true addresses."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

from returns.reading.comments import Place
from returns.reading.convert import Raw, clean
from returns.reading.lettering import Lettered
from schemas.cell_addresses import address


@dataclass
class Grid:
    """Cells by zero-based row and column; `address` speaks as the sheet does."""

    name: str
    cells: list[list[Raw]]
    error_cells: dict[str, str] = field(default_factory=dict)
    uncalculated: frozenset[str] = frozenset()
    merges: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # top, left, bottom, right
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    counts_from_1904: bool = False  # days as bare numbers, as old Macs counted them
    top: int = 0  # the first row of a region; addresses stay those of the sheet
    # Asked only of a sheet with a form: the cells that have a comment not of ours, by row and column.
    commented: Callable[[], Collection[Place]] = frozenset
    # Asked only of a sheet with a form: the cells with struck or raised characters.
    lettered: Callable[[], Lettered] = dict
    odd: Lettered = field(default_factory=dict)  # what it answered, once it was asked
    struck_rows: frozenset[int] = frozenset()  # zero-based rows of a table, struck out as a whole
    percent_cells: Collection[str] = frozenset()  # addresses of what shows as per cent: 5 as 500 %
    spans_lost: bool = False  # as in text, where of a merged cell only the first is left

    def __post_init__(self) -> None:
        self.width = max((len(row) for row in self.cells), default=0)
        self._blank_covered()
        while self.top < self.height and not any(self.texts(self.top)):
            self.top += 1

    def region(self, top: int, bottom: int) -> "Grid":
        """The rows top..bottom-1 alone, at their true addresses."""
        above: list[list[Raw]] = [[] for _ in range(top)]
        return replace(self, cells=above + self.cells[top:bottom], top=top)

    def _blank_covered(self) -> None:
        """What was left under a merged cell nobody sees: it is no answer."""
        self._tops: dict[tuple[int, int], int] = {}  # of the cells in merges one column wide
        for top, left, bottom, right in self.merges:
            for row in range(top, min(bottom + 1, self.height)):
                cells = self.cells[row]
                for column in range(left, min(right + 1, len(cells))):
                    if (row, column) != (top, left):
                        cells[column] = None
                if left == right and row > top:
                    self._tops[row, left] = top

    @property
    def longest(self) -> int:
        """Characters of the longest text in a cell, or of the sheet's name."""
        texts = (len(value) for row in self.cells for value in row if type(value) is str)
        return max(max(texts, default=0), len(self.name))

    @property
    def height(self) -> int:
        return len(self.cells)

    @property
    def is_suspect(self) -> bool:
        """Some cells show as blank though they are not."""
        return bool(self.error_cells or self.uncalculated)

    def at(self, row: int, column: int) -> Raw:
        """The raw cell; None to the right of and below the grid, and for empty text."""
        try:
            value = self.cells[row][column]
        except IndexError:
            return None
        return None if value == "" else value

    def span_above(self, row: int, column: int) -> Raw:
        """What a cell shows that was merged with the cells right above it; else None."""
        top = self._tops.get((row, column))
        return None if top is None else self.at(top, column)

    @property
    def needs_a_look(self) -> bool:
        """Some cells are not what their values say."""
        return self.is_suspect or bool(self.odd)

    def is_empty(self, row: int, column: int) -> bool:
        """Nothing stands there, not even an error value or a formula without a result."""
        if self.at(row, column) is not None:
            return False
        if not self.is_suspect:
            return True
        cell = address(row, column)
        return cell not in self.error_cells and cell not in self.uncalculated

    def text(self, row: int, column: int) -> str:
        """The cleaned text of a text cell, else ''."""
        value = self.at(row, column)
        return clean(value) if type(value) is str else ""

    def texts(self, row: int) -> Iterator[tuple[int, str]]:
        """(column, text) of the text cells in a row."""
        for column, value in enumerate(self.cells[row]):
            if type(value) is str and value and (text := clean(value)):
                yield column, text

    def spread(self, top: int, bottom: int) -> dict[tuple[int, int], str]:
        """Text of the rows top..bottom with merged cells filled in, by (row, column)."""
        filled = {
            (row, column): text
            for row in range(top, bottom + 1)
            for column, text in self.texts(row)
        }
        if self.spans_lost:
            self._guess_groups(filled, top, bottom)
        for first_row, first_column, last_row, last_column in self.merges:
            text = self.text(first_row, first_column)
            if not text or last_row < top or first_row > bottom:
                continue
            for row in range(max(top, first_row), min(bottom, last_row) + 1):
                for column in range(first_column, min(last_column + 1, self.width)):
                    filled[row, column] = text
        return filled

    def _guess_groups(self, filled: dict[tuple[int, int], str], top: int, bottom: int) -> None:
        """A label above a label goes on to the right, over labels that have nothing above them."""
        for row in range(top, bottom):
            group = ""
            for column in range(self.width):
                has_label = bool(filled.get((row + 1, column)))
                if filled.get((row, column)):
                    group = filled[row, column] if has_label else ""
                elif group and has_label:
                    filled[row, column] = group
