"""docs/glossary.md is held: its words are used where it says, and not other words for the same."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.rooms import PACKAGES, ROOT

GENERATED = "migrations"  # named by Alembic's number and a sentence


class Word(NamedTuple):
    """A line of the glossary."""

    word: str
    chinese: str
    meaning: str
    module: str
    instead: tuple[str, ...]


def lines_of_glossary() -> Iterator[Word]:
    for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines():
        if line.startswith("| ") and not line.startswith("| word"):
            word, chinese, meaning, module, others = (
                cell.strip() for cell in line.strip("|").split("|")
            )
            instead = tuple(filter(None, re.split(r", ", others)))
            yield Word(word, chinese, meaning, module.strip("`"), instead)


WORDS = list(lines_of_glossary())


def public_names(path: Path) -> Iterator[str]:
    yield path.stem
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name
            if isinstance(node, ast.ClassDef):
                yield from (
                    one.name
                    for one in node.body
                    if isinstance(one, ast.FunctionDef) and not one.name.startswith("_")
                )


def parts(name: str) -> list[str]:
    """UnitFinding, unit_finding → unit, finding."""
    return [part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


NAMES = {
    (path.relative_to(ROOT).as_posix(), name)
    for room in PACKAGES
    if room != "sample_inputs"  # a made-up district has words of its own
    for path in (ROOT / room).rglob("*.py")
    if GENERATED not in path.parts
    for name in public_names(path)
}


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.word)
def test_a_word_is_used_where_the_glossary_says(word: Word) -> None:
    found = importlib.util.find_spec(word.module)
    assert found is not None
    assert found.origin is not None
    there = [part for name in public_names(Path(found.origin)) for part in parts(name)]
    assert [part for part in there if part.startswith(word.word[:-1])] != []


def test_every_word_has_a_meaning_and_stands_once() -> None:
    lines = [one.word for one in WORDS]
    assert len(lines) == len(set(lines)) > 40
    assert all(one.meaning for one in WORDS)


@pytest.mark.parametrize("word", [one for one in WORDS if one.instead], ids=lambda one: one.word)
def test_no_other_word_is_used_for_it(word: Word) -> None:
    others = [(path, name) for path, name in sorted(NAMES) if set(word.instead) & set(parts(name))]
    assert others == []
