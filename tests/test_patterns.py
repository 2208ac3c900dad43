"""Every pattern that may see a stranger's text takes time in proportion to it, whatever the text.

The patterns are collected from the modules themselves, so a new one is tried without a word here.
"""

import ast
import importlib
import random
import re
import re._constants as sre
import re._parser as sre_parser
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rooms import PACKAGES, ROOT

# What runs when it is imported, and what no stranger's text reaches.
APART = ("warehouse/migrations", "warehouse/draft_migration")
SIZE = 4000  # characters; a pattern that reads each of them anew for each takes a second for four times that
FLOOR = (
    0.05  # seconds: far more than reading them once takes, far less than reading them over and over
)
GROWTH = (
    10.0  # of four times the text: 4 where time grows with it, 16 where it grows with its square
)
SAMPLES = 4
SEED = 2020


def modules() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            place = path.relative_to(ROOT)
            if not place.as_posix().startswith(APART):
                yield ".".join(place.with_suffix("").parts).removesuffix(".__init__"), path


USING_RE = [
    (name, path)
    for name, path in modules()
    if re.search(r"\bre\.compile\(", path.read_text("utf-8"))
]


def patterns() -> dict[str, re.Pattern[Any]]:
    found: dict[str, re.Pattern[Any]] = {}
    for module, _ in USING_RE:
        for name, value in vars(importlib.import_module(module)).items():
            if isinstance(value, re.Pattern):
                found[f"{module}.{name}"] = value
    return found


PATTERNS = patterns()


def is_call_of_re(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr not in ("escape", "Match")
    )


def takes_pattern(node: ast.AST) -> bool:
    """pandas' methods that take a pattern, with one written in place."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("extract", "extractall", "contains", "fullmatch", "match")
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "str"
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
    )


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=[name for name, _ in modules()])
def test_patterns_stand_where_they_are_found(module: str, path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    at_the_top = {
        id(node) for statement in tree.body if isinstance(statement, ast.Assign)
        for node in ast.walk(statement)
    }  # fmt: skip
    hidden = [
        node.lineno
        for node in ast.walk(tree)
        if (is_call_of_re(node) and id(node) not in at_the_top) or takes_pattern(node)
    ]
    assert hidden == [], f"{module}: give the pattern a name of its own"


def written(parsed: Any, chance: random.Random) -> str:
    """A text that the pattern, or most of it, accepts."""
    return "".join(_written(kind, value, chance) for kind, value in parsed)


def _written(kind: Any, value: Any, chance: random.Random) -> str:
    if kind is sre.LITERAL:
        return chr(value)
    if kind is sre.IN:
        return _one_of(value, chance)
    if kind is sre.NOT_LITERAL or kind is sre.ANY:
        return chance.choice(" a1=")
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, most, inner = value
        times = chance.randint(least, min(most, least + 2))
        return "".join(written(inner, chance) for _ in range(times))
    if kind is sre.SUBPATTERN:
        return written(value[3], chance)
    if kind is sre.ATOMIC_GROUP:
        return written(value, chance)
    if kind is sre.BRANCH:
        return written(chance.choice(value[1]), chance)
    if kind is sre.ASSERT:
        return written(value[1], chance)
    return ""


_CATEGORIES = {sre.CATEGORY_DIGIT: "17", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "ax1"}


def _one_of(choices: Any, chance: random.Random) -> str:
    if choices[0][0] is sre.NEGATE:
        return chance.choice(" a1=")
    kind, value = chance.choice(choices)
    if kind is sre.RANGE:
        return chr(chance.randint(*value))
    if kind is sre.CATEGORY:
        return chance.choice(_CATEGORIES.get(value, "-"))
    return chr(value)


def attacks(pattern: re.Pattern[Any], size: int) -> Iterator[str]:
    """Parts of what the pattern accepts, over and over, from its beginning on, and then no end."""
    chance = random.Random(SEED)  # noqa: S311
    parsed = sre_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    seen = set()
    for _ in range(SAMPLES):
        sample = written(parsed, chance)[:60]
        for at in range(len(sample)):
            for part in (sample[at], sample[at : at + 2], sample[at:], sample[: at + 1]):
                for head in ("", sample[:at]):
                    if (head, part) not in seen:
                        seen.add((head, part))
                        yield head + part * (size // len(part)) + "\x01"


def seconds(pattern: re.Pattern[Any], text: str) -> float:
    subject: Any = text.encode("latin-1") if isinstance(pattern.pattern, bytes) else text
    started = time.perf_counter()
    for _ in pattern.finditer(subject):
        pass
    pattern.fullmatch(subject)
    return time.perf_counter() - started


def grows(pattern: re.Pattern[Any]) -> str:
    """What makes time grow faster than the text: the first that does, or nothing."""
    for small, large in zip(attacks(pattern, SIZE), attacks(pattern, 4 * SIZE), strict=True):
        if seconds(pattern, large) < FLOOR:
            continue
        before = min(seconds(pattern, small) for _ in range(3))
        after = min(seconds(pattern, large) for _ in range(3))
        if after > FLOOR and after > GROWTH * before:
            return large[:80]
    return ""


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_takes_time_in_proportion(name: str) -> None:
    assert grows(PATTERNS[name]) == ""


@pytest.mark.parametrize(
    "known",
    [
        rb'<row r="([0-9]{1,7})"[^>]*\shidden="(?:1|true)"',
        rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>/]*\bt="e"[^>/]*>(.*?)</c>',
        r"</f>\s*(?:<v/>)?\s*</c>",
    ],
)
def test_one_that_does_not_is_found(known: str | bytes) -> None:
    """Those that were in use once."""
    assert grows(re.compile(known, re.S))


def test_all_of_them_are_tried() -> None:
    assert {
        "returns.reading.formats.xlsx_cells._ROW",
        "returns.reading.convert._DAY",
        "pipeline.settings_file._KEY",
    } <= set(PATTERNS)
