"""`make compare` goes red on one digit, wherever it stands, and on nothing that may differ."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from comparison.contents import texts_of
from comparison.differences import differences, read_allowed
from comparison.trees import NoSuchCommit, tree_of_checkout, tree_of_commit


def workbook(guards: int) -> bytes:
    book = openpyxl.Workbook()
    book.active["D7"] = guards
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def captured(folder: Path, *, guards: int = 3, total: int = 179, page: str = "179 人") -> Path:
    """As much as a capture has of each kind: JSON, findings, a page, a workbook, a zip of workbooks."""
    for name in ("answers", "outbox", "reports"):
        (folder / name).mkdir(parents=True)
    (folder / "answers" / "totals.json").write_text(f'{{"value": "{total}"}}', encoding="utf-8")
    (folder / "findings.json").write_text('{"rule": "SAF-002"}\n', encoding="utf-8")
    (folder / "reports" / "index.html").write_text(f"<p>{page}</p>", encoding="utf-8")
    (folder / "outbox" / "一小_标注.xlsx").write_bytes(workbook(guards))
    with zipfile.ZipFile(folder / "outbox" / "发件_2020.zip", "w") as archive:
        archive.writestr("一小/一小_标注.xlsx", workbook(guards))
    return folder


def found(before: Path, after: Path) -> list[str]:
    parts = ("answers", "findings.json", "outbox", "reports")
    return [
        one.name
        for one in differences(texts_of(before, parts), texts_of(after, parts), read_allowed())
    ]


def test_the_same_differs_in_nothing(tmp_path: Path) -> None:
    assert found(captured(tmp_path / "before"), captured(tmp_path / "after")) == []


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"total": 178}, ["answers/totals.json"]),
        ({"page": "178 人"}, ["reports/index.html"]),
        (
            {"guards": 2},
            [
                "outbox/一小_标注.xlsx!xl/worksheets/sheet1.xml",
                "outbox/发件_2020.zip!一小/一小_标注.xlsx!xl/worksheets/sheet1.xml",
            ],
        ),
    ],
)
def test_one_digit_is_seen(tmp_path: Path, changed: dict[str, int], names: list[str]) -> None:
    after = captured(tmp_path / "after", **changed)
    assert found(captured(tmp_path / "before"), after) == names


def test_what_is_gone_or_new_is_seen(tmp_path: Path) -> None:
    before, after = captured(tmp_path / "before"), captured(tmp_path / "after")
    (after / "findings.json").unlink()
    (after / "outbox" / "二小_问题清单.txt").write_text("专职保安 2 人", encoding="utf-8")
    assert found(before, after) == ["findings.json", "outbox/二小_问题清单.txt"]
    assert found(after, before) == ["findings.json", "outbox/二小_问题清单.txt"]


def test_nothing_may_differ_without_a_reason(tmp_path: Path) -> None:
    listed = tmp_path / "may_differ.toml"
    listed.write_text("[[may_differ]]\nwhere = '*'\npattern = '.'\nreason = ' '\n")
    with pytest.raises(ValueError, match="without a reason"):
        read_allowed(listed)


def test_no_entry_hides_a_figure() -> None:
    """A mask may swallow a moment or a number of ours; never a bare number or a word."""
    for allowed in read_allowed():
        for text in ("179", "559125.00", "99.6%", "专职保安 3 人", "2020"):
            assert not allowed.pattern.search(text), allowed.reason


def test_trees_are_a_commit_and_what_lies_here(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    returns = repository / "sample_inputs" / "2020"
    returns.mkdir(parents=True)

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.invalid")
        subprocess.run(["git", *identity, *arguments], cwd=repository, check=True)  # noqa: S607

    (repository / "pyproject.toml").write_text('[project.scripts]\nhuizong = "cli:main"\n')
    (repository / ".gitignore").write_text("var/\n")
    (returns / "一小.xlsx").write_bytes(b"one")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "one")
    (returns / "一小.xlsx").write_bytes(b"changed")
    (returns / "二小.xlsx").write_bytes(b"new")
    (repository / "var").mkdir()
    (repository / "var" / "warehouse.db").write_bytes(b"ignored")

    before = tree_of_commit(repository, "HEAD", tmp_path / "before")
    after = tree_of_checkout(repository, tmp_path / "after")
    assert before.entry_module == "cli"
    kept = {tree.name: contents_of(tree.folder / "sample_inputs") for tree in (before, after)}
    assert kept == {
        "before": {"一小.xlsx": b"one"},
        "after": {"一小.xlsx": b"changed", "二小.xlsx": b"new"},
    }
    assert not (after.folder / "var").exists()
    one = Path("sample_inputs", "2020", "一小.xlsx")
    arrived = {(tree.folder / one).stat().st_mtime for tree in (before, after)}
    assert len(arrived | {(repository / one).stat().st_mtime}) == 2  # the same in both trees
    with pytest.raises(NoSuchCommit, match=re.escape("none")):
        tree_of_commit(repository, "none", tmp_path / "none")


def contents_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*.xlsx")}


def test_the_digest_of_our_own_code_may_differ_and_what_stands_below_it_may_not() -> None:
    name, rest = "reports/.2020.digest", "\nrelease None\n指标_2020.csv\n"
    before, after = ({name: digit * 64 + rest} for digit in "ab")
    assert differences(before, after, read_allowed()) == []
    other = {name: after[name].replace("None", "1")}
    assert [one.name for one in differences(before, other, read_allowed())] == [name]
