"""The one note a form on cells that were read otherwise than they were written: VAL-016."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from returns.reading.file_read import SheetRead
from schemas.columns import Kind
from schemas.form import Form
from schemas.raw_text import Change, RawText

_SHOWN = 5  # cells named one by one
# Words are Chinese, and Chinese is written with full-width signs.
_WORDS = frozenset({Kind.TEXT, Kind.CODE, Kind.PERSON})


def facts_of_changes(form: Form, sheet: SheetRead) -> dict[str, str] | None:
    """What the note says; None where nobody needs to be told.

    A change that is evident (a number in a cell of text) is counted, and raises no note by itself.
    """
    told: dict[Change, list[str]] = defaultdict(list)
    evident: Counter[Change] = Counter()
    cells: set[str] = set()
    for one in sheet.raw_texts:
        cell = sheet.cell_of(one.field, one.row)
        for change in _worth_counting(form, one):
            cells.add(cell)
            if change.is_evident:
                evident[change] += 1
            else:
                told[change].append(cell)
    if not told:
        return None
    lines = [
        f"{change.label} {len(told[change])}（{_listed(told[change])}）"
        if change in told
        else f"{change.label} {evident[change]}"
        for change in Change
        if change in told or change in evident
    ]
    return {"count": str(len(cells)), "lines": "、".join(lines)}


def _worth_counting(form: Form, one: RawText) -> Iterable[Change]:
    words = form.column(one.field).kind in _WORDS
    return (c for c in one.changes if not (words and c is Change.CHARACTERS))


def _listed(cells: list[str]) -> str:
    return "、".join(cells[:_SHOWN]) + ("…" if len(cells) > _SHOWN else "")
