"""Cell addresses: zero-based places inside, D7 outside."""

import re
from collections.abc import Iterable
from functools import cache

# Longer than any that a program can reach: 20 MiB of letters are no column, and take minutes to add up.
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
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


def row_and_column(cell: str) -> tuple[int, int]:
    """D7 → (6, 3), zero-based. Raises ValueError for what is no address of a cell."""
    found = _ADDRESS.fullmatch(cell)
    if found is None:
        raise ValueError("a cell has no proper address")
    return int(found[2]) - 1, column_number(found[1].upper()) - 1


def listed(places: Iterable[object]) -> str:
    """5、7、9 等 12; the first few of many."""
    names = [str(place) for place in places]
    shown = "、".join(names[:SHOWN])
    return shown if len(names) <= SHOWN else f"{shown} 等 {len(names)}"
