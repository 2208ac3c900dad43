"""What goes out to the units: a slip for each file with findings that still stand, and its marked copy.

Both follow from the open findings in the warehouse, so a settled file's slip goes away, and a run
that was killed, or an outbox that was deleted, is made good by the next.
"""

import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.intake.unopened import unopened_files
from pipeline.outbox.folders import (
    DISTRICT,
    MARKED,
    NOBODY,
    SLIP,
    marked_beside,
    slip_beside,
    slip_path,
    unit_folder,
)
from pipeline.outbox.marked_copies import Copy, Source, marked_copies
from pipeline.outbox.old_outbox import move_old_outbox
from pipeline.run import progress
from pipeline.workspace import Workspace
from returns.files.atomic_write import write_whole
from returns.workbooks.issues.issue_list import IssueList, Listed, issues
from returns.workbooks.issues.slip import write_slip
from schemas.findings import Origin, Severity
from schemas.units import Unit
from warehouse.archive import ArchiveDamaged, NotInArchive
from warehouse.engine import reading
from warehouse.findings import open_findings_for_schools
from warehouse.received import received_files

_log = logging.getLogger("huizong")
_IN_MARKED = "原文件的标注副本也在本文件夹中。"


@dataclass
class _Due:
    """What is to go out about one file, or about the rules across units (then without content).

    `number`: of the first file that came to its place, so that the order stays from night to night;
    `latest`: of the last one, whose content is marked.
    """

    unit: Unit | None
    file_name: str
    shown_name: str  # persons in it are masked
    place: str
    number: float
    latest: int = 0
    source: Source | None = None
    listed: list[Listed] = field(default_factory=list)

    @property
    def whose(self) -> str:
        nobody = NOBODY if self.place else DISTRICT
        return self.unit.name if self.unit else nobody

    def folder(self, outbox: Path) -> Path:
        return unit_folder(outbox, self.unit) if self.unit else outbox / self.whose

    @property
    def wants_answer(self) -> bool:
        """Something is to be corrected or explained, not only to be noted."""
        return any(one.finding.severity is not Severity.NOTE for one in self.listed)


def refresh_outbox(workspace: Workspace, units: Collection[str] | None) -> dict[Path, OSError]:
    """Bring what lies there for some units in line with the findings open now.

    `units` are codes, and NOBODY for files that are nobody's; None: all. With them go the slips of the
    rules across units, which clear by themselves, and, even for no units at all, what is not there and
    what nothing in this collection calls for any more, whoever's it is: a file can change hands when
    the register does. Returns what could not be brought in line: on Windows, what somebody has open;
    by names in which persons are masked.
    """
    outbox = workspace.outbox
    move_old_outbox(workspace)
    slips = _slips(outbox, _due(workspace))
    marked = {
        marked_beside(path): one for path, one in slips.items() if one.source and one.wants_answer
    }
    called_for = slips | marked
    unwritten = _clear(outbox, called_for.keys())
    without_copy = _without_copy(workspace) & marked.keys()
    # The copy before the slip: where the slip is there, its copy was made, or cannot be.
    to_mark = [
        (path, one)
        for path, one in marked.items()
        if _concerns(one, units)
        or not slip_beside(path).exists()
        or not (path.exists() or path in without_copy)
    ]
    progress.stage("标注副本", len(to_mark))
    copies = marked_copies(workspace, [_copy(workspace, one) for _, one in to_mark])
    for (path, one), content in zip(to_mark, copies, strict=True):
        try:
            if content is None:
                path.unlink(missing_ok=True)
                if not _is_lost(workspace, one):  # a lost one is tried for again: it may come back
                    without_copy.add(path)
            else:
                write_whole(path, content)
                without_copy.discard(path)
        except OSError as error:
            unwritten[path] = error
            slips.pop(slip_beside(path))  # with its copy, next time
        progress.advance()
    unwritten |= _note_without_copy(workspace, without_copy)
    # A slip says whether there is a copy.
    remade = {slip_beside(path) for path, _ in to_mark}
    to_write = {
        path: one
        for path, one in slips.items()
        if _concerns(one, units) or path in remade or not path.exists()
    }
    progress.stage("问题清单", len(to_write))
    for path, one in to_write.items():
        copy = marked_beside(path)
        try:
            write_slip(path, _list(workspace, one, _IN_MARKED if copy.exists() else ""))
        except OSError as error:
            unwritten[path] = error
        progress.advance()
    told: dict[Path, OSError] = {}
    for path, reason in unwritten.items():
        shown = _shown(path, called_for.get(path))
        while shown in told:  # names that are alike once persons are masked
            shown = shown.with_name(f"另一份{shown.name}")
        told[shown] = reason
    return told


def _shown(path: Path, due: _Due | None) -> Path:
    """How a file in the outbox is called where others read it: its name is the return's own name."""
    if due is not None:
        slip = slip_path(path.parent, due.shown_name)
        return slip if path.name.endswith(SLIP) else marked_beside(slip)
    ours = next((end for end in (SLIP, MARKED) if path.name.endswith(end)), "")
    return path.with_name(f"已不需要的{ours.removeprefix('_')}") if ours else path


def _slips(outbox: Path, due: Iterable[_Due]) -> dict[Path, _Due]:
    """Where the slip of each file lies, one each, also for files of one name.

    The first of that name has it plain. Another one has a mark of its own, which it keeps when the
    first is settled: nobody is to take the one for the other.
    """
    alike: dict[str, list[_Due]] = defaultdict(list)
    for one in due:  # to Windows, A.xlsx and a.xlsx are one
        alike[str(slip_path(one.folder(outbox), one.file_name)).casefold()].append(one)
    slips: dict[Path, _Due] = {}
    for members in alike.values():
        is_taken = False
        for one in sorted(members, key=lambda one: (one.number, one.place)):
            plain = slip_path(one.folder(outbox), one.file_name)
            mark = hashlib.sha256(one.place.encode("utf-8", "surrogatepass")).hexdigest()[:6]
            own = plain.with_name(f"{plain.name.removesuffix(SLIP)}~{mark}{SLIP}")
            has_mark = is_taken or own.exists()
            is_taken = is_taken or not has_mark
            slips[own if has_mark else plain] = one
    return slips


def _is_lost(workspace: Workspace, due: _Due) -> bool:
    """Whether the original cannot be had from the archive; that is told."""
    assert due.source is not None  # noqa: S101 - only what came in a file is copied
    try:
        workspace.archive.fetch(due.source.sha256)
    except (NotInArchive, ArchiveDamaged):
        _log.warning(
            "%s的 %s 在存档中不见了或已损坏，没有做标注副本：从备份的 archive 文件夹取回，或请单位重报",
            due.whose,
            due.shown_name,
        )
        return True
    return False


def _without_copy(workspace: Workspace) -> set[Path]:
    """Where no marked copy can be made, so that a missing one need not be tried for every night."""
    note = _note(workspace)
    try:
        names = json.loads(note.read_bytes())
        return {note.parent / str(name) for name in names}
    except (OSError, ValueError, TypeError):  # deleted, or damaged: each is tried once more
        return set()


def _note_without_copy(workspace: Workspace, paths: Collection[Path]) -> dict[Path, OSError]:
    if paths == _without_copy(workspace):
        return {}
    note = _note(workspace)
    names = sorted(path.relative_to(note.parent).as_posix() for path in paths)
    try:
        write_whole(note, json.dumps(names, ensure_ascii=False).encode())
    except OSError as error:
        return {note: error}
    return {}


def _note(workspace: Workspace) -> Path:
    return workspace.outbox / ".without_copy"


def _clear(outbox: Path, called_for: Collection[Path]) -> dict[Path, OSError]:
    unwritten: dict[Path, OSError] = {}
    for suffix in (SLIP, MARKED):
        for path in outbox.glob(f"*/*{suffix}"):
            if path not in called_for:
                try:
                    path.unlink()
                except OSError as error:
                    unwritten[path] = error
    return unwritten


def _concerns(one: _Due, units: Collection[str] | None) -> bool:
    if not units:
        return units is None
    return not one.place or (one.unit.code if one.unit else NOBODY) in units


def _copy(workspace: Workspace, due: _Due) -> Copy:
    assert due.source is not None  # noqa: S101 - only what came in a file is copied
    code = due.unit.code if due.unit else None
    return Copy(due.source, code, due.listed, _list(workspace, due))


def _list(workspace: Workspace, due: _Due, notice: str = "") -> IssueList:
    return IssueList(
        unit_name=due.whose,
        unit_code=due.unit.code if due.unit else "",
        collection=workspace.collection.code,
        file_name=due.file_name,
        issues=issues(due.listed),
        notice=notice,
    )


def _due(workspace: Workspace) -> list[_Due]:
    """All that is to go out, with the findings that nobody has explained."""
    with reading(workspace.engine) as connection:
        raised = open_findings_for_schools(connection, workspace.vault, workspace.collection.code)
        received = received_files(connection, workspace.vault, workspace.collection.code)
        files = {one.number: one for one in received}
    first: dict[str, int] = {}
    for file in files.values():
        first.setdefault(file.path, file.number)
    due: dict[tuple[str | None, str], _Due] = {}
    for one in raised:
        if one.explained:
            continue
        unit = workspace.register[one.unit_code] if one.unit_code else None
        came = files[one.submission_id or 0] if one.origin is Origin.FILE else None
        if came is None:
            entry = due.setdefault((one.unit_code, ""), _Due(unit, DISTRICT, DISTRICT, "", 0))
        else:
            fresh = _Due(unit, came.name, came.shown_name, came.path, first[came.path])
            entry = due.setdefault((one.unit_code, came.path), fresh)
            if came.number >= entry.latest:
                entry.source = Source(came.sha256, came.path, came.part)
                entry.latest = came.number
        entry.listed.append(Listed(one.finding.for_its_school, one.key))
    for unopened in unopened_files(workspace):
        code = unopened.unit.code if unopened.unit else None
        names = (unopened.file_name, unopened.shown_name)
        new = _Due(unopened.unit, *names, unopened.place, float("inf"))
        due.setdefault((code, unopened.place), new).listed.append(Listed(unopened.finding))
    return list(due.values())
