"""Which rows below a table's header are records, and what the others are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from returns.reading.convert import convert
from returns.reading.grid import Grid
from returns.reading.locate import LAST_YEAR, Located, is_footer
from returns.reading.row_owners import SUBTOTAL, TOTALS, sums_up
from schemas.columns import FormLayout, Kind

_NIL = "无"
_TOTALS = TOTALS | {"计"}
_SUMS = _TOTALS | {SUBTOTAL}
_EXAMPLE = ("例", "示例", "样例")
_DIGITS_AND_SIGNS = "0123456789.,+%"  # but "-" alone is a word: it says that there is nothing


@dataclass
class TableRows:
    """Zero-based rows by what they are. A row of 无 stands in `nils` and in `body`."""

    body: list[int] = field(default_factory=list)
    nils: list[int] = field(default_factory=list)
    totals: list[tuple[int, int, int]] = field(
        default_factory=list
    )  # total row, first and last+1 position of its parts in the body
    templates: list[int] = field(default_factory=list)  # its example, last year's: no answers
    repeats: list[int] = field(default_factory=list)  # the header once more


def sort_rows(grid: Grid, form: FormLayout, located: Located) -> TableRows:
    """Sort the rows below the header; blank rows, notes and signatures are in no list."""
    places = sorted(located.columns.values())
    found = TableRows()
    since_total = section = 0
    below = False  # the notes: what stands there is read only if it is clearly a record
    for row in range(located.first_row, grid.height):
        if row in located.banners:
            section = since_total = len(found.body)
            continue
        words = ((c, text) for c, text in _words(grid, row) if c not in located.units.values())
        texts = dict(islice(words, 3))
        first_column, first = next(iter(texts.items()), (-1, ""))
        marks = {text.replace(" ", "").rstrip(":") for text in texts.values()}
        if word := sums_up(grid, located.units, row):
            marks.add(word)
        filled = sum(not grid.is_empty(row, column) for column in places)
        if not filled and not marks & (_SUMS | {_NIL}):
            below = below or is_footer(first)
            continue
        named = _is_named(grid, form, located, row)
        if (is_footer(first) or below) and not (named and filled > 1):
            below = True
        elif marks & _SUMS and not (named and _in_words(form, located, texts)):
            end = len(found.body)
            whole = 0 if since_total == end else section  # below a section's own, one over all
            found.totals.append((row, whole if marks & _TOTALS else since_total, end))
            since_total = end
        elif marks == {_NIL} and filled <= 1:
            found.nils.append(row)
            found.body.append(row)
        elif _is_template_row(form, located, first_column, first):
            found.templates.append(row)
        elif _repeats_header(grid, row, texts, located):
            found.repeats.append(row)
        else:
            found.body.append(row)
    return found


def _words(grid: Grid, row: int) -> Iterator[tuple[int, str]]:
    """(column, text) of a row's text cells, but for numbers that are stored as text."""
    return ((column, text) for column, text in grid.texts(row) if text.strip(_DIGITS_AND_SIGNS))


def _repeats_header(grid: Grid, row: int, first_texts: dict[int, str], located: Located) -> bool:
    """The header again, as printed at the top of each page."""
    return bool(first_texts) and any(
        all(header.get(column) == text for column, text in first_texts.items())
        and dict(grid.texts(row)) == header
        for header in located.headers
    )


def _is_named(grid: Grid, form: FormLayout, located: Located, row: int) -> bool:
    """Whether the row holds a day or a term of a list: no total, note or signature does."""
    for column in form.columns:
        place = located.columns.get(column.name)
        if place is None or column.kind not in (Kind.CODE, Kind.DATE):
            continue
        value, rule, _ = convert(column, grid.at(row, place))
        if value is not None and not rule and (column.kind is Kind.DATE or value in column.codes):
            return True
    return False


def _in_words(form: FormLayout, located: Located, texts: dict[int, str]) -> bool:
    """Whether 合计 stands where free words are due, such as in a headline."""
    free = {located.columns.get(c.name) for c in form.columns if c.kind is Kind.TEXT}
    at = {column for column, text in texts.items() if text.replace(" ", "").rstrip(":") in _SUMS}
    return at <= free


def _is_template_row(form: FormLayout, located: Located, column: int, text: str) -> bool:
    """A row of the template that is no answer: its example, or last year's.

    It is marked beside the fields, or its first field is the example.
    """
    if column not in located.columns.values():
        return text.lstrip("(").startswith(_EXAMPLE) or text == LAST_YEAR
    marked, colon, rest = text.partition(":")
    examples = {c.example for c in form.columns if located.columns.get(c.name) == column}
    return bool(colon) and marked in _EXAMPLE and rest.strip() in examples
