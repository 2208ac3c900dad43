"""What the documents promise is there: tests that they name, words that the program uses, pictures."""

import ast
import re
from pathlib import Path

import pytest

from pipeline.intake.batches import BATCH_SIZE
from pipeline.run.faults import FaultKind

ROOT = Path(__file__).resolve().parents[1]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def rows_of_failures() -> list[list[str]]:
    """The cells of the table of chapter 二."""
    chapter = OPERATIONS.split("## 二、")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in chapter.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


@pytest.mark.parametrize("row", rows_of_failures(), ids=lambda row: row[0])
def test_every_row_of_the_table_is_backed_by_a_test(row: list[str]) -> None:
    _, meaning, cure, test = row
    assert meaning and cure
    assert_is_a_test(test)


def attacks() -> list[list[str]]:
    """The cells of the tables of attacks: what was tried, what holds it, the test."""
    chapter = SECURITY.split("## Attacks tried")[1].split("### What does not hold")[0]
    rows = [
        re.split(r"(?<!\\)\|", line.strip("|"))
        for line in chapter.splitlines()
        if line.startswith("| ")
    ]
    return [[cell.strip() for cell in row] for row in rows if ".py" in row[-1]]


@pytest.mark.parametrize("row", attacks(), ids=lambda row: row[0][:40])
def test_every_attack_is_backed_by_a_test(row: list[str]) -> None:
    tried, wall, tests = row
    assert tried and wall
    for test in tests.split(", "):
        assert_is_a_test(test)


def assert_is_a_test(test: str) -> None:
    path, _, name = test.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    there = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert name in there if name else there


def test_every_kind_of_fault_is_in_the_table() -> None:
    seen = [row[0] for row in rows_of_failures()]
    missing = [kind.words for kind in FaultKind if not any(kind.words in row for row in seen)]
    assert missing == []


PAGES = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("README*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def names_in_back_ticks() -> list[tuple[str, str]]:
    """Page and name, of what is a name of the code: a path, a dotted name, a name_with_parts."""
    found = []
    for page in PAGES:
        text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
        for name in re.findall(r"`([A-Za-z_][\w./]*)`", text):
            if re.search(r"[a-z0-9][._/][a-z]", name) and not name.startswith("www."):
                found.append((page.name, name))
    return found


WORDS_OF_THE_CODE = {
    word
    for path in ROOT.rglob("*")
    if path.suffix in (".py", ".toml", ".yaml", ".csv", ".html", ".txt", ".lock")
    and not {".venv", "var", ".git"} & set(path.relative_to(ROOT).parts)
    for word in re.findall(r"\w+", path.read_text(encoding="utf-8", errors="replace"))
} | {path.name for path in ROOT.glob("*")}


def exists(name: str) -> bool:
    """Whether a file, a module with what is in it, or a name in the code is called so."""
    if name.split("/", maxsplit=1)[0] in ("outbox", "keys", "logs"):  # of a data folder
        return True
    if (ROOT / name).exists() or next(ROOT.glob(f"*/**/{name.rstrip('/')}"), None):
        return True
    if "/" in name:
        return False
    return all(part in WORDS_OF_THE_CODE for part in name.split("."))


def test_every_name_in_back_ticks_exists() -> None:
    names = names_in_back_ticks()
    assert [(page, name) for page, name in names if not exists(name)] == []
    assert len(names) >= 230  # a page that names nothing cannot be held to anything


def test_numbers_that_decisions_quote_are_those_of_the_code() -> None:
    decision = (ROOT / "docs/decisions/0002-one-call-a-form-one-task-a-file.md").read_text("utf-8")
    assert f"(`BATCH_SIZE`, {BATCH_SIZE} files)" in decision
