"""Which forms stand on a sheet, and where: one a sheet as a rule, sometimes one below the other."""

from collections.abc import Iterator, Sequence

from returns.reading.convert import clean
from returns.reading.grid import Grid
from returns.reading.locate import fold, locate
from schemas.columns import FormLayout, Layout

_HEADING_ROWS = 8
_LABEL_ROWS = 60  # labels of a nameless form are looked for in the first rows only
_CARD_SHARE = 0.75  # of a card's labels: a unit owes not all of them
_FEWEST_LABELS = 3  # fewer are no mark of a form


def regions(grid: Grid, forms: Sequence[FormLayout]) -> Iterator[tuple[Grid, FormLayout]]:
    """The forms on a sheet from top to bottom, each with its own rows; none on a foreign sheet."""
    current = form_of(grid, forms)
    if current is None:
        return
    top = 0
    for row in range(grid.top + 1, grid.height):
        below = _titled(grid, row, forms)
        if below is None or below.code == current.code:
            continue  # the same title again is that of the next printed page
        rest = grid.region(row, grid.height)
        if _stands_on(rest, below):
            yield grid.region(top, row), current
            top, current = row, below
    yield (grid.region(top, grid.height) if top else grid), current


def form_of(grid: Grid, forms: Sequence[FormLayout]) -> FormLayout | None:
    """By the sheet's name, else by a title above the header, else by the labels alone."""
    name = clean(grid.name).replace(" ", "")
    for form in forms:
        if name in form.titles:
            return form
    heading = "".join(_heading(grid))
    fitting = [(len(t), form) for form in forms for t in form.titles if t in heading]
    if fitting:
        return max(fitting, key=lambda pair: pair[0])[1]
    return _by_labels(grid, forms)


def _heading(grid: Grid) -> Iterator[str]:
    """The texts of the first two rows, and of the lines below them until a row has several."""
    for row in range(grid.top, min(grid.top + _HEADING_ROWS, grid.height)):
        texts = [text for _, text in grid.texts(row)]
        if row > grid.top + 1 and len(texts) > 1:
            return
        yield from texts


def _by_labels(grid: Grid, forms: Sequence[FormLayout]) -> FormLayout | None:
    """The one form whose labels are all there; of several the largest, if there is only one."""
    rows = range(grid.top, min(grid.top + _LABEL_ROWS, grid.height))
    present = {fold(text) for row in rows for _, text in grid.texts(row)}
    fitting: dict[int, list[FormLayout]] = {}
    for form in forms:
        found = sum(
            any(fold(name) in present for name in (column.label, *column.aliases))
            for column in form.columns
        )
        least = len(form.columns) * (_CARD_SHARE if form.layout is Layout.CARD else 1)
        if found >= max(least, _FEWEST_LABELS):
            fitting.setdefault(found, []).append(form)
    best = fitting[max(fitting)] if fitting else []
    return best[0] if len(best) == 1 and _stands_on(grid, best[0]) else None


def _titled(grid: Grid, row: int, forms: Sequence[FormLayout]) -> FormLayout | None:
    """The form whose title is all that stands in a row, behind a unit's name perhaps."""
    texts = list(grid.texts(row))
    if len(texts) != 1 or sum(value not in (None, "") for value in grid.cells[row]) != 1:
        return None
    title = texts[0][1].replace(" ", "")
    ends = (title, title.removesuffix("表"))
    fitting = [
        (len(t), form) for form in forms for t in form.titles if any(e.endswith(t) for e in ends)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _stands_on(grid: Grid, form: FormLayout) -> bool:
    """Whether most of the form's fields are found there."""
    located = locate(grid, form)
    return 2 * len(located.cells or located.columns) > len(form.columns)
