"""What came back in the 说明 column of a 问题清单."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from returns.reading.convert import clean, show
from returns.reading.grid import Grid
from schemas.cell_addresses import address
from schemas.findings import MAX_FINDINGS
from schemas.sheet_names import AUTHOR_LABEL, EXPLANATION_LABEL, KEY_LABEL

_KEY = re.compile(r"[0-9a-f]{32}")
_MAX_WORDS = 1000  # characters of an explanation that are kept
_MAX_AUTHOR = 100
# A list has a line for each finding of a file at most, and at its worst they all stand in one line.
_MAX_REPLIES = _MAX_KEYS = MAX_FINDINGS


@dataclass
class Reply:
    """What a unit wrote into 说明: the keys of the queries, the words, and where they stand."""

    keys: list[str]
    text: str
    author: str
    sheet: str
    cell: str


def read_lists(grids: Iterable[Grid]) -> list[Reply]:
    """What was written into the lists that came back, no more of it than a list can hold."""
    replies: list[Reply] = []
    keys = _MAX_KEYS
    for grid in grids:
        for reply in read_replies(grid):
            if len(replies) == _MAX_REPLIES:
                return replies
            reply.keys = reply.keys[:keys]
            keys -= len(reply.keys)
            replies.append(reply)
    return replies


def read_replies(grid: Grid) -> list[Reply]:
    """What was written into the 说明 column of a list that came back."""
    author = ""
    columns: dict[str, int] = {}
    replies: list[Reply] = []
    for row in range(grid.height):
        texts = dict(grid.texts(row))
        if not columns:
            author = author or _right_of(grid, row, texts, AUTHOR_LABEL)[:_MAX_AUTHOR]
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
            said = grid.text(row, columns[KEY_LABEL])
            keys = list(islice(dict.fromkeys(key[0] for key in _KEY.finditer(said)), _MAX_KEYS))
            replies.append(Reply(keys, text[:_MAX_WORDS], author, grid.name, address(row, place)))
            if len(replies) == _MAX_REPLIES:
                break
    return replies


def _right_of(grid: Grid, row: int, texts: dict[int, str], label: str) -> str:
    for column, text in texts.items():
        if text.startswith(label):
            _, _, beside = text.partition(":")
            raw = grid.at(row, column + 1)
            return beside.strip() or (clean(show(raw)) if raw is not None else "")
    return ""
