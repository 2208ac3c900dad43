"""What came back in the 说明 column of a 问题清单."""

import re
from dataclasses import dataclass

from returns.addresses import address
from returns.convert import clean, show
from returns.grid import Grid
from returns.issue_list import AUTHOR_LABEL, EXPLANATION_LABEL, KEY_LABEL

_KEY = re.compile(r"[0-9a-f]{32}")
_MAX_WORDS = 1000  # characters of an explanation that are kept


@dataclass
class Reply:
    """What a unit wrote into 说明: the keys of the queries, the words, and where they stand."""

    keys: list[str]
    text: str
    author: str
    sheet: str
    cell: str


def read_replies(grid: Grid) -> list[Reply]:
    """What was written into the 说明 column of a list that came back."""
    author = ""
    columns: dict[str, int] = {}
    replies: list[Reply] = []
    for row in range(grid.height):
        texts = dict(grid.texts(row))
        if not columns:
            author = author or _right_of(grid, row, texts, AUTHOR_LABEL)
            columns = {
                name: column
                for column, text in texts.items()
                for name in (EXPLANATION_LABEL, KEY_LABEL)
                if text.startswith(name)
            }
            if columns.keys() != {EXPLANATION_LABEL, KEY_LABEL}:
                columns = {}
            continue
        place = columns[EXPLANATION_LABEL]
        raw = grid.at(row, place)
        text = clean(show(raw)) if raw is not None else ""
        if text:
            keys = _KEY.findall(grid.text(row, columns[KEY_LABEL]))
            replies.append(Reply(keys, text[:_MAX_WORDS], author, grid.name, address(row, place)))
    return replies


def _right_of(grid: Grid, row: int, texts: dict[int, str], label: str) -> str:
    for column, text in texts.items():
        if text.startswith(label):
            _, _, beside = text.partition(":")
            raw = grid.at(row, column + 1)
            return beside.strip() or (clean(show(raw)) if raw is not None else "")
    return ""
