"""The whole of `make compare` on one engine: the demo of this tree, twice, and once with another figure."""

import shutil
from pathlib import Path

import pytest

from comparison.__main__ import PARTS
from comparison.capture import CaptureFailed, capture
from comparison.contents import texts_of
from comparison.differences import differences, read_allowed
from comparison.trees import Tree, tree_of_checkout

ROOT = Path(__file__).resolve().parents[2]


def texts(tree: Tree, folder: Path, name: str) -> dict[str, str]:
    url = f"sqlite:///{folder / name}.db"
    return texts_of(capture(tree, url, folder / "key", folder / name), PARTS)


@pytest.mark.exhaustive
def test_a_tree_beside_itself_and_beside_one_with_another_digit(tmp_path: Path) -> None:
    tree = tree_of_checkout(ROOT, tmp_path / "tree")
    changed = Tree("after", shutil.copytree(tree.folder, tmp_path / "changed"))
    quoted = changed.folder / "indicators" / "quoted_2020.csv"
    text = quoted.read_text(encoding="utf-8-sig")
    line = next(line for line in text.splitlines() if line.startswith("guards_total,"))
    quoted.write_text(text.replace(line, line.replace("179", "178")), encoding="utf-8-sig")

    once, again = texts(tree, tmp_path, "once"), texts(tree, tmp_path, "again")
    assert len(once) > 1000
    assert differences(once, again, read_allowed()) == []
    other = texts(changed, tmp_path, "other")
    seen = {one.name for one in differences(once, other, read_allowed())}
    assert {"answers/totals.json", "answers/demo.txt"} <= seen
    assert any(name.startswith("reports/") for name in seen)


def test_a_tree_that_cannot_run_says_what_it_said_last(tmp_path: Path) -> None:
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "pyproject.toml").write_text('[project.scripts]\nhuizong = "nowhere.cli:main"\n')
    with pytest.raises(CaptureFailed, match=r"(?s)^before, sqlite:.*No module named 'nowhere'"):
        capture(Tree("before", folder), "sqlite://", tmp_path / "key", tmp_path / "out")
