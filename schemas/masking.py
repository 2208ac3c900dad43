"""Masking persons who turn up where they do not belong: in a count, a sheet's name, a file's name.

What stands in a column for persons is protected by its kind (`schemas.columns.Kind`). A clerk may
also write a number or a name anywhere else. What looks like a number of a person is masked whoever
it belongs to (`NUMBERS`); the names of a file's own columns for persons are masked in everything
that is told of that file (`Masker`).

A number is recognised by its shape, never by its check digit: a mistyped one is somebody's, too. All
work is linear in the text, whatever it holds.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from schemas.columns import Kind
from schemas.findings import mask
from schemas.identifiers import is_credit_code
from schemas.unseen import DIRECTION, NO_WIDTH

# Other signs as the one that is looked for, each as one character: places stay what they were.
_ALIKE = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00b7\u30fb"), "-")
    | dict.fromkeys(map(ord, NO_WIDTH + DIRECTION), " ")
    | dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\t\r\n"), " ")
)
# Digits with at most three signs between one and the next; the X of a citizen number at the end.
_RUN = re.compile(r"[0-9](?:[ _./-]{0,3}[0-9])*(?:[ _./-]{0,3}[Xx](?![A-Za-z]))?")
_GROUP = re.compile(r"[0-9]+[Xx]?|[Xx]")
# A long number as a cell for numbers shows it: 3.40403201001010E+17.
_SCIENTIFIC = re.compile(r"[0-9]\.[0-9]{6,}[Ee]\+?1[4-9]")
_REMARK = re.compile(r"[(\[（【]")  # behind a name: 张三（转入）
_LONG = 15  # digits without a break: no figure of a district has as many
_CITIZEN = 18
_OLD_CITIZEN = 15
_MOBILE = {(11,), (3, 4, 4), (3, 8), (7, 4)}
_LANDLINE = {(11,), (12,), (3, 7), (3, 8), (4, 7), (4, 8)}
_PROVINCES = frozenset(
    str(first + second)  # the region, and the province in it
    for first, seconds in (
        (10, range(1, 6)),
        (20, range(1, 4)),
        (30, range(1, 8)),
        (40, range(1, 7)),
        (50, range(5)),
        (60, range(1, 6)),
        (70, (1,)),
        (80, (1, 2, 3)),
        (90, (1,)),
    )
    for second in seconds
)
_SHORTEST_NAME = 2
_SHORTEST_NUMBER = 6  # of what stands in a column for numbers of persons, however mistyped
_LONGEST = 64  # signs of a person that are looked for at once; what is longer is no name
_MOST_OF_PERSON = 256  # of what stands in a cell for one person
_MARGIN = 2 * _LONGEST  # behind what is shown of a text: a person who begins in it is seen whole


class Masker:
    """Masks numbers of persons, and the persons that it was given.

    `persons`: what stands in a file's columns for persons. `known`: words that are no persons even
    where a person has the same name, with everything inside them: names of units, titles, terms.
    """

    def __init__(self, persons: Iterable[str] = (), known: frozenset[str] = frozenset()) -> None:
        self._known = known
        self._persons = frozenset(_persons(persons)) - known
        # How a person begins → how long those are who begin so, the longest first.
        self._lengths: dict[str, list[int]] = defaultdict(list)
        for begins, length in sorted(
            {(one[:_SHORTEST_NAME], len(one)) for one in self._persons}, reverse=True
        ):
            self._lengths[begins].append(length)

    def mask(self, text: str, most: int | None = None) -> str:
        """The text with everything that is somebody's reduced to a few characters: 张**, 340***17.

        `most`: how much of it is wanted; no more is looked at, and no half of a person is left.
        """
        looked_at = text if most is None else text[: most + _MARGIN]
        alike = _alike(looked_at)
        spans = [*_numbers(alike), *self._named(looked_at)] if text else []
        return _without(looked_at, alike, spans, len(text) if most is None else most)

    def _named(self, text: str) -> Iterator[tuple[int, int]]:
        """Where persons stand in a text, as (start, end); spaces and dots inside a name count not."""
        if not self._persons:
            return
        squeezed, places = _squeezed(text)
        at = 0
        while at < len(squeezed):
            lengths = self._lengths.get(squeezed[at : at + _SHORTEST_NAME], ())
            # One at the very end can be shorter than what is looked for there.
            length = next(
                (len(one) for n in lengths if (one := squeezed[at : at + n]) in self._persons),
                0,
            )
            span = (places[at], places[at + length - 1] + 1) if length else (0, 0)
            if length and _is_word(text, *span) and not self._is_known(squeezed, at, length):
                yield span
                at += length
            else:
                at += 1

    def _is_known(self, text: str, at: int, length: int) -> bool:
        """Whether what stands there is part of a known word."""
        end = at + length
        return any(
            text[start : start + size] in self._known
            for size in _lengths(self._known)
            if size >= length
            for start in range(max(end - size, 0), at + 1)
        )


def _persons(said: Iterable[str]) -> Iterator[str]:
    """Names and numbers as they are looked for; a sign for nothing or one letter names nobody."""
    for one in said:
        squeezed, _ = _squeezed(one[:_MOST_OF_PERSON])
        if any(map(str.isdigit, squeezed)):
            if len(squeezed) >= _SHORTEST_NUMBER:
                yield from _in_pieces(squeezed)
            continue
        for name in {squeezed, _REMARK.split(squeezed, maxsplit=1)[0]}:
            if len(name) >= _SHORTEST_NAME and any(map(str.isalpha, name)):
                yield from _in_pieces(name)


def _in_pieces(somebody: str) -> Iterator[str]:
    """Whoever is no longer than a name can be; of what is, whole pieces of that length.

    Else a file whose names are each of another length would have every text of it searched for each.
    """
    if len(somebody) <= _LONGEST:
        yield somebody
    else:
        for start in range(0, len(somebody) - _LONGEST + 1, _LONGEST):
            yield somebody[start : start + _LONGEST]


@lru_cache(maxsize=64)
def _lengths(words: frozenset[str]) -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in words}))


def squeeze(word: str) -> str:
    """A word as known words are compared: without spaces, invisible signs and dots."""
    return _squeezed(word)[0]


def _squeezed(text: str) -> tuple[str, list[int]]:
    """A text without what may stand inside a name, and where each of its characters stood."""
    kept = [
        (sign.lower() if len(sign.lower()) == 1 else sign, place)
        for place, sign in enumerate(_alike(text))
        if sign not in " -_."
    ]
    return "".join(sign for sign, _ in kept), [place for _, place in kept]


@lru_cache(maxsize=4096)
def _alike(text: str) -> str:
    """A text of the same length with plain digits, letters and separators."""
    if text.isascii():
        return text.translate({9: " ", 10: " ", 13: " "})
    plain = text.translate(_ALIKE)
    if plain.isascii() or not any(sign.isdecimal() and not sign.isascii() for sign in plain):
        return plain
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether Latin letters and digits there are no part of a longer word of such."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return not (
        (_is_latin(before) and _is_latin(text[start]))
        or (_is_latin(after) and _is_latin(text[end - 1]))
    )


def _is_latin(sign: str) -> bool:
    return bool(sign) and sign.isascii() and sign.isalnum()


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers of persons stand in a text, as (start, end)."""
    for match in _SCIENTIFIC.finditer(text):
        yield match.span()
    for run in _RUN.finditer(text):
        if run.end() - run.start() >= 10:  # the shortest is a telephone number
            groups = [
                (run.start() + one.start(), run.start() + one.end())
                for one in _GROUP.finditer(run.group())
            ]
            yield from _of_run(text, groups)


def _of_run(text: str, groups: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    number = 0
    while number < len(groups):
        taken = _taken(text, groups, number)
        if taken:
            start, end = groups[number][0], groups[number + taken - 1][1]
            yield _with_letter(text, start), end
        number += taken or 1


def _taken(text: str, groups: list[tuple[int, int]], first: int) -> int:
    """How many groups from this one on are a number of somebody's; 0 where none is."""
    digits, sizes = "", []
    best = 0
    for number in range(first, min(first + _CITIZEN, len(groups))):
        start, end = groups[number]
        digits += text[start:end].upper()
        sizes.append(end - start)
        if number == first and end - start >= _LONG and _is_long_number(text, start, digits):
            return 1
        if len(digits) > _CITIZEN:
            break
        between = {text[left[1] : right[0]] for left, right in pairwise(groups[first : number + 1])}
        if _looks_like_citizen(digits) or (
            between <= {"", " ", "-"} and _looks_like_telephone(digits, tuple(sizes))
        ):
            best = number - first + 1
    return best


def _is_long_number(text: str, start: int, digits: str) -> bool:
    """Not the decimals of a fraction, nor the number of an institution."""
    if _looks_like_citizen(digits):
        return True
    is_fraction = text[start - 1 : start] == "." and text[max(start - 2, 0) : start - 1].isdigit()
    return not is_fraction and not is_credit_code(digits)


def _looks_like_citizen(digits: str) -> bool:
    """18 signs, or the 15 of before 1999: a province, and a year or a day of birth in its place."""
    if digits[:2] not in _PROVINCES:
        return False
    if len(digits) == _CITIZEN and digits[:17].isdigit():
        return digits[6:8] in ("19", "20")  # the day may be mistyped
    return len(digits) == _OLD_CITIZEN and digits.isdigit() and _is_day(digits[8:12])


def _is_day(month_and_day: str) -> bool:
    return 1 <= int(month_and_day[:2]) <= 12 and 1 <= int(month_and_day[2:]) <= 31


def _looks_like_telephone(digits: str, sizes: tuple[int, ...]) -> bool:
    if not digits.isdigit():
        return False
    if sizes == (13,) and digits.startswith("86"):
        digits, sizes = digits[2:], (11,)
    if digits[0] == "1":
        return sizes in _MOBILE and digits[1] in "3456789"
    return sizes in _LANDLINE and digits[0] == "0" and digits[1] in "123456789"


def _with_letter(text: str, start: int) -> int:
    """The place of the letter before a 学籍号's digits, if there is one that begins no word."""
    place = start - 1
    if place > 0 and text[place] in " -":
        place -= 1
    is_letter = place >= 0 and text[place] in "GJLgjl"
    return place if is_letter and not _is_latin(text[max(place - 1, 0) : place]) else start


def _without(text: str, alike: str, spans: list[tuple[int, int]], most: int) -> str:
    """As much of a text, with what is somebody's and begins there masked."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end <= done or start >= most:
            continue
        first = max(start, done)
        parts += [text[done:first], _masked(alike[first:end])]
        done = end
    return "".join([*parts, text[done:most]])


def _masked(somebody: str) -> str:
    plain = "".join(sign for sign in somebody if sign not in " _./-")
    is_number = any(map(str.isdigit, plain))
    return mask(plain, Kind.CITIZEN_ID if is_number else Kind.PERSON)


NUMBERS = Masker()
"""Masks what looks like a number of a person: for whatever no file's persons are known of."""
