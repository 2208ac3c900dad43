"""The original files behind a warehouse: copied with it, and each one opened to see that it can be.

Files of the archive are named by content and never change, so a folder of backups holds one archive
for all of its copies.
"""

from collections.abc import Iterable
from pathlib import Path

from pipeline.upkeep.drafts import copy_whole, sweep_drafts
from warehouse.archive import Archive, ArchiveDamaged, NotInArchive


def unopenable(archive: Archive, digests: Iterable[str]) -> list[str]:
    """Those that are missing or do not open, e.g. are damaged."""
    lost = []
    for digest in digests:
        try:
            archive.fetch(digest)
        except (NotInArchive, ArchiveDamaged):
            lost.append(digest)
    return lost


def copy_new(source: Path, target: Path, renewed: Iterable[str] = ()) -> None:
    """Copy what the other folder lacks, and what is to be renewed there because it is damaged."""
    if not source.is_dir():
        return
    again = set(renewed)
    for folder in sorted(path for path in source.iterdir() if path.is_dir()):
        sweep_drafts(target / folder.name)
        for path in sorted(folder.glob("*.bin")):
            copy = target / folder.name / path.name
            if path.stem in again or not copy.exists():
                copy_whole(path, copy)
