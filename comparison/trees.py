"""The two trees that are compared: a commit, and what lies here now, each in a folder of its own."""

import os
import shutil
import subprocess
import tarfile
import tomllib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

# The moment at which every return of the samples arrived; a checkout gives files that of its own.
_ARRIVED = 1_606_780_800  # 2020-12-01 08:00 in Beijing


class NoSuchCommit(ValueError):
    """Git knows no commit of this name."""


@dataclass(frozen=True)
class Tree:
    """One state of the source. `name` stands in the report: before or after."""

    name: str
    folder: Path

    @property
    def entry_module(self) -> str:
        """The module that holds the command line's `app`, wherever this tree keeps it."""
        project = tomllib.loads((self.folder / "pyproject.toml").read_text(encoding="utf-8"))
        module: str = project["project"]["scripts"]["huizong"].partition(":")[0]
        return module


def tree_of_commit(repository: Path, commit: str, folder: Path) -> Tree:
    """The files of a commit. Raises NoSuchCommit."""
    archived = subprocess.run(
        ["git", "archive", "--format=tar", commit],  # noqa: S607 - git is where the user has it
        cwd=repository,
        capture_output=True,
        check=False,
    )
    if archived.returncode:
        raise NoSuchCommit(archived.stderr.decode(errors="replace").strip())
    with tarfile.open(fileobj=BytesIO(archived.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return _dated(Tree("before", folder))


def tree_of_checkout(repository: Path, folder: Path) -> Tree:
    """The files that lie here now, changed and new ones among them; what git ignores stays behind."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=repository,
        capture_output=True,
        check=True,
    )
    for name in filter(None, os.fsdecode(listed.stdout).split("\0")):
        source, target = repository / name, folder / name
        if source.is_file() and not source.is_symlink():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return _dated(Tree("after", folder))


def _dated(tree: Tree) -> Tree:
    for path in sorted((tree.folder / "sample_inputs").rglob("*")):
        if path.is_file():
            os.utime(path, (_ARRIVED, _ARRIVED))
    return tree
