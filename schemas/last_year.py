"""What a unit reported last year: the stocks and shares against which this year's are held."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from schemas.columns import Kind, Layout
from schemas.form import Form

# Rows of a form as they are stored: field → fen, hundredths, bool, date, text or None.
Rows: TypeAlias = Sequence[Mapping[str, Any]]
LastYear: TypeAlias = Mapping[str, Rows]  # form code → its rows


def shows_last_year(form: Form) -> bool:
    """Whether the same rows come back every year."""
    if form.layout is Layout.CARD:
        return True
    return all(form.column(name).kind is Kind.CODE for name in form.key)
