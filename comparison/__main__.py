"""`make compare BEFORE=<commit>`: red when that commit and what lies here differ in anything that counts.

    python -m comparison --before HEAD~3 [--keep FOLDER]

Both run the whole demo on SQLite and on PostgreSQL. Exit code 0: nothing differs; 1: something does;
3: one of them could not run.
"""

import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console

from comparison.capture import CaptureFailed, capture
from comparison.contents import texts_of
from comparison.databases import running_postgres
from comparison.differences import Difference, differences, read_allowed
from comparison.trees import NoSuchCommit, Tree, tree_of_checkout, tree_of_commit

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("answers", "findings.json", "outbox", "reports")
_LINES, _TEXTS = 6, 40  # that are shown of one difference, and of all
say = Console(stderr=True, highlight=False, soft_wrap=True).print


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="make compare", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--before", required=True, help="the commit to compare with")
    parser.add_argument("--keep", type=Path, help="keep all that was compared in this new folder")
    arguments = parser.parse_args()
    try:
        if arguments.keep:
            arguments.keep.mkdir(parents=True)
            return compare(arguments.before, arguments.keep)
        with tempfile.TemporaryDirectory(prefix="huizong-compare-") as folder:
            return compare(arguments.before, Path(folder))
    except (NoSuchCommit, CaptureFailed, FileExistsError) as failed:
        say(str(failed), style="red", markup=False)
        return 3


def compare(commit: str, folder: Path) -> int:
    """Compare a commit with what lies here; the exit code."""
    before = tree_of_commit(ROOT, commit, folder / "source" / "before")
    after = tree_of_checkout(ROOT, folder / "source" / "after")
    (folder / "databases").mkdir()
    found: dict[str, list[Difference]] = {}
    with running_postgres(folder / "postgres") as postgres:
        for engine in ("sqlite", "postgresql"):
            say(f"{engine}: the demo before and after …")
            urls = {
                tree.name: (
                    f"sqlite:///{folder / 'databases' / tree.name}.db"
                    if engine == "sqlite"
                    else postgres(f"compare_{tree.name}")
                )
                for tree in (before, after)
            }
            found[engine] = _compared(before, after, urls, folder / engine, folder / "key")
    for engine, differing in found.items():
        _show(engine, differing)
    return 1 if any(found.values()) else 0


def _compared(
    before: Tree, after: Tree, urls: dict[str, str], folder: Path, key_file: Path
) -> list[Difference]:
    def captured(tree: Tree) -> dict[str, str]:
        own = capture(tree, urls[tree.name], key_file, folder / tree.name)
        return texts_of(own, PARTS)

    if not key_file.exists():  # whoever comes first makes it, and both seal with the same
        first = captured(before)
        return differences(first, captured(after), read_allowed())
    with ThreadPoolExecutor(2) as pool:
        old, new = pool.map(captured, (before, after))
    return differences(old, new, read_allowed())


def _show(engine: str, differing: list[Difference]) -> None:
    say(f"{engine}: {len(differing)} texts differ" if differing else f"{engine}: nothing differs")
    for one in differing[:_TEXTS]:
        say(f"  {one.name}", markup=False)
        for line in one.lines[:_LINES]:
            say(f"    {line[:200]}", markup=False)
        if len(one.lines) > _LINES:
            say(f"    … {len(one.lines) - _LINES} more lines")
    if len(differing) > _TEXTS:
        say(f"  … {len(differing) - _TEXTS} more")


if __name__ == "__main__":
    sys.exit(main())
