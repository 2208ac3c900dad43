"""Files that gave no form and lie in the inbox no more: they say nothing of their unit any longer.

What was read stays, wherever the file went: the inbox may be cleared. But of a file that could not be
read nothing is known except that it was there.
"""

from collections.abc import Set
from pathlib import Path

from pipeline.intake.collection_inbox import Inbox
from pipeline.intake.inbox import Collected
from pipeline.outbox.folders import NOBODY
from pipeline.workspace import Workspace
from returns.files.not_returns import kind_of_member
from schemas.file_names import readable
from warehouse.engine import reading, writing
from warehouse.submissions import forget_arrivals, without_form


def forget_taken_away(workspace: Workspace, inbox: Inbox, collected: Collected) -> set[str]:
    """Note what was taken out of this inbox; the codes of the units concerned.

    What lies under another inbox, or cannot be looked for now, stays as it is.
    """
    code, vault = workspace.collection.code, workspace.vault
    with reading(workspace.engine) as connection:
        noted = without_form(connection, vault, code)
    lying = {file.place for file in collected.files} | {one.place for one in collected.failed}
    opened = {parent for place in lying for parent in Path(place).parents}
    closed = [Path(one.place) for one in collected.failed]
    top = Path(readable(str(inbox.folder.resolve())))
    gone = {
        place: unit
        for place, unit in noted.items()
        if place not in lying
        and Path(place).is_relative_to(top)
        and not any(Path(place).is_relative_to(one) for one in closed)
        and not _is_there(Path(place), top, opened)
    }
    if gone:
        with writing(workspace.engine) as connection:
            forget_arrivals(connection, vault, code, gone)
    return {unit or NOBODY for unit in gone.values()}


def _is_there(place: Path, top: Path, opened: Set[Path]) -> bool:
    """Whether the file is there, though it was not taken in: it may be written just now.

    Or the attached zip that it lay in, unless that was opened and holds it no more.
    """
    if kind_of_member(place.relative_to(top).as_posix()):  # an earlier version took such files in
        return False
    around = (one for one in place.parents if one.is_relative_to(top) and one != top)
    return place.is_file() or any(one.is_file() and one not in opened for one in around)
