"""Numbers as a rule's sentence shows them. Each function returns text, NA where there is no number."""

from collections.abc import Callable
from typing import Any

import pandas as pd


def fixed(values: "pd.Series[Any]", places: int) -> "pd.Series[str]":
    """With exactly so many decimals: 0.65, 26.0."""
    return _worded(values, lambda value: f"{value:.{places}f}")


def unscaled(values: "pd.Series[int]", digits: int) -> "pd.Series[str]":
    """A scaled integer as it was filled in: 62550 fen is 625.5, 326000 hundredths are 3260."""

    def plain(value: int) -> str:
        whole, rest = divmod(int(value), 10**digits)
        return f"{whole}.{rest:0{digits}d}".rstrip("0").rstrip(".") if rest else str(whole)

    return _worded(values, plain)


def _worded(values: "pd.Series[Any]", word: Callable[[Any], str]) -> "pd.Series[str]":
    return values.astype("object").map(word, na_action="ignore").astype("string")
