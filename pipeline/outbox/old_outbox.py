"""An outbox from before it had a folder a collection: what lies there is moved over, nothing deleted.

It had a folder a unit, named after the unit. Whose and of which collection a file is follows from the
warehouse. What could be two units', or nobody's, is left where it is, and that is told.
"""

import logging
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.outbox.folders import (
    DISTRICT,
    MARKED,
    NOBODY,
    SLIP,
    marked_beside,
    slip_path,
    unit_folder,
)
from pipeline.workspace import Workspace
from schemas.collections import COLLECTIONS
from schemas.file_names import portable, template_name
from schemas.units import Unit
from warehouse.engine import reading
from warehouse.findings import asked_across_units
from warehouse.received import received_files

_log = logging.getLogger("huizong")
# How the names of what we write end.
_OURS = (SLIP, MARKED, *(template_name("", collection) for collection in COLLECTIONS))
_SHOWN = 10  # names of a list; the rest is counted

# A folder of old and a name in it → the places in the new outbox that it may stand for.
_Places = dict[tuple[str, str], set[Path]]


@dataclass(frozen=True)
class _Sent:
    """Something a slip was written about. `file_name` None: the rules across units."""

    collection: str
    unit_code: str | None
    file_name: str | None


def move_old_outbox(workspace: Workspace) -> None:
    """Move what lies directly in folders of units into those of their collection."""
    outbox = workspace.settings.outbox_dir
    if not outbox.is_dir():
        return
    old = [path for path in sorted(outbox.iterdir()) if _is_old(path)]
    if not old:
        return
    places = _places(workspace)
    left: Counter[str] = Counter()  # by the name of the folder: that of a file may be a person's
    for folder in old:
        for path in sorted(path for path in folder.iterdir() if path.name.endswith(_OURS)):
            if not _move(path, places.get((folder.name, path.name), set())):
                left[folder.name] += 1
        with suppress(OSError):  # what was left in it stays
            folder.rmdir()
    for note in outbox.glob(".*.without_copy"):
        note.unlink(missing_ok=True)  # a note of ours about the places of before
    if left:
        more = f"，另有 {len(left) - _SHOWN} 个文件夹" if len(left) > _SHOWN else ""
        _log.warning(
            "%s 里有 %d 个旧文件认不出属于哪个填报任务或单位，留在原处：%s%s",
            outbox,
            left.total(),
            "、".join(f"{name}（{count} 个）" for name, count in left.most_common(_SHOWN)),
            more,
        )


def _is_old(path: Path) -> bool:
    return path.is_dir() and path.name not in COLLECTIONS and not path.name.startswith(".")


def _move(path: Path, places: set[Path]) -> bool:
    """Whether it was moved: there is one place for it, and nothing there yet."""
    if len(places) != 1:
        return False
    (place,) = places
    if place.exists():
        return False
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
    except OSError:  # on Windows, while somebody has it open: the next run tries again
        return False
    return True


def _places(workspace: Workspace) -> _Places:
    found: _Places = defaultdict(set)
    for one in _sent(workspace):
        unit = workspace.register[one.unit_code] if one.unit_code else None
        outbox = workspace.settings.outbox_of(one.collection)
        nobody = NOBODY if one.file_name else DISTRICT
        old_name = portable(unit.name) if unit else nobody
        folder = unit_folder(outbox, unit) if unit else outbox / nobody
        slip = slip_path(folder, one.file_name or DISTRICT)
        for place in (slip, marked_beside(slip), *_template(folder, unit, one.collection)):
            found[old_name, place.name].add(place)
    return found


def _template(folder: Path, unit: Unit | None, collection: str) -> list[Path]:
    return [folder / template_name(unit.name, collection)] if unit else []


def _sent(workspace: Workspace) -> set[_Sent]:
    with reading(workspace.engine) as connection:
        sent = {
            _Sent(one.collection, one.unit_code, one.name)
            for one in received_files(connection, workspace.vault)
        }
        return sent | {_Sent(*whose, None) for whose in asked_across_units(connection)}
