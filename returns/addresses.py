"""Cell addresses: zero-based places inside, D7 outside."""

from collections.abc import Iterable
from functools import cache

SHOWN = 8  # places named one by one


def column_number(letters: str) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@cache
def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Zero-based row and column → D7."""
    return f"{column_letters(column + 1)}{row + 1}"


def listed(places: Iterable[object]) -> str:
    """5、7、9 等 12; the first few of many."""
    names = [str(place) for place in places]
    shown = "、".join(names[:SHOWN])
    return shown if len(names) <= SHOWN else f"{shown} 等 {len(names)}"
