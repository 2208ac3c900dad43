"""How a rule's sentence shows what it speaks of: numbers (NA where there is none), quotes in quotes."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from schemas.scaled import in_units_text


def fixed(values: "pd.Series[Any]", places: int) -> "pd.Series[str]":
    """With exactly so many decimals: 0.65, 26.0."""
    return _worded(values, lambda value: f"{value:.{places}f}")


def unscaled(values: "pd.Series[int]", digits: int) -> "pd.Series[str]":
    """A scaled integer as it was filled in: 62550 fen is 625.5, 326000 hundredths are 3260."""
    return _worded(values, lambda value: in_units_text(int(value), digits))


_OPENING, _CLOSING = "“”"
_INNER = {_OPENING: "‘", _CLOSING: "’"}


def quotes_within_quotes(text: str) -> str:
    """“是否制定“一校一案””填了“否” → “是否制定‘一校一案’”填了“否”.

    A text whose quotes do not pair is left as it is: what a clerk wrote may hold half of one.
    """
    depth = 0
    shown = []
    for character in text:
        depth += character == _OPENING
        if depth < (character == _CLOSING):
            return text
        shown.append(_INNER.get(character, character) if depth > 1 else character)
        depth -= character == _CLOSING
    return text if depth else "".join(shown)


def _worded(values: "pd.Series[Any]", word: Callable[[Any], str]) -> "pd.Series[str]":
    return values.astype("object").map(word, na_action="ignore").astype("string")
