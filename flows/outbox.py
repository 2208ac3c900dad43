"""What goes out to the units: a slip for each file with findings that still stand, and its marked copy.

Both follow from the open findings in the warehouse, so a settled file's slip goes away, and a run
that was killed, or an outbox that was deleted, is made good by the next.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from flows import progress
from flows.marked_copies import Copy, Source, marked_copies
from flows.unopened import unopened_files
from flows.workspace import Workspace
from returns.file_names import portable
from returns.files import write_whole
from returns.issue_list import IssueList, Listed, issues
from returns.slip import write_slip
from schemas.findings import Severity
from warehouse.engine import reading
from warehouse.findings import Origin, Raised, open_findings_for_schools
from warehouse.tables import submission

NOBODY = "未识别单位"
DISTRICT = "全区核对"
_SLIP, _MARKED = "_问题清单.xlsx", "_标注.xlsx"
_IN_MARKED = "原文件的标注副本也在本文件夹中。"


def slip_path(outbox: Path, unit: str, file_name: str) -> Path:
    """Where the slip for a file of a unit lies. A.xlsx and A.xls have one each."""
    return outbox / portable(unit) / f"{portable(file_name.removesuffix('.xlsx'))}{_SLIP}"


def marked_path(outbox: Path, unit: str, file_name: str) -> Path:
    """Where the marked copy of a file lies: beside its slip."""
    slip = slip_path(outbox, unit, file_name)
    return slip.with_name(slip.name.removesuffix(_SLIP) + _MARKED)


@dataclass
class _Due:
    """What is to go out about one file, or about the rules across units (then without content)."""

    unit: str
    unit_code: str | None
    file_name: str
    source: Source | None = None
    listed: list[Listed] = field(default_factory=list)

    @property
    def wants_answer(self) -> bool:
        """Something is to be corrected or explained, not only to be noted."""
        return any(one.finding.severity is not Severity.NOTE for one in self.listed)


def refresh_outbox(workspace: Workspace, units: Collection[str] | None) -> dict[Path, OSError]:
    """Bring what lies there for some units (names; None: all) in line with the findings open now.

    With them go the slips of the rules across units, which clear by themselves, and, even for no
    units at all, what is not there and what nothing calls for any more, whoever's it is: a file can
    change hands when the register does. Returns what could not be brought in line: on Windows, what
    somebody has open.
    """
    outbox = workspace.settings.outbox_dir
    due = _due(workspace)
    slips = {slip_path(outbox, one.unit, one.file_name): one for one in due}
    marked = {
        marked_path(outbox, one.unit, one.file_name): one
        for one in due
        if one.source and one.wants_answer
    }
    unwritten = _clear(outbox, slips.keys() | marked.keys())
    folders = None if units is None else {portable(unit) for unit in units}
    without_copy = _without_copy(workspace) & marked.keys()
    # The copy before the slip: where the slip is there, its copy was made, or cannot be.
    to_mark = [
        (path, one)
        for path, one in marked.items()
        if _concerns(path, folders)
        or not slip_path(outbox, one.unit, one.file_name).exists()
        or not (path.exists() or path in without_copy)
    ]
    progress.stage("标注副本", len(to_mark))
    copies = marked_copies(workspace, [_copy(workspace, one) for _, one in to_mark])
    for (path, one), content in zip(to_mark, copies, strict=True):
        try:
            if content is None:
                path.unlink(missing_ok=True)
                without_copy.add(path)
            else:
                write_whole(path, content)
                without_copy.discard(path)
        except OSError as error:
            unwritten[path] = error
            slips.pop(slip_path(outbox, one.unit, one.file_name))  # with its copy, next time
        progress.advance()
    unwritten |= _note_without_copy(workspace, without_copy)
    # A slip says whether there is a copy.
    remade = {slip_path(outbox, one.unit, one.file_name) for _, one in to_mark}
    to_write = {
        path: one
        for path, one in slips.items()
        if _concerns(path, folders) or path in remade or not path.exists()
    }
    progress.stage("问题清单", len(to_write))
    for path, one in to_write.items():
        copy = marked_path(outbox, one.unit, one.file_name)
        try:
            write_slip(path, _list(workspace, one, _IN_MARKED if copy.exists() else ""))
        except OSError as error:
            unwritten[path] = error
        progress.advance()
    return unwritten


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
    return workspace.settings.outbox_dir / f".{workspace.collection.code}.without_copy"


def _clear(outbox: Path, called_for: Collection[Path]) -> dict[Path, OSError]:
    unwritten: dict[Path, OSError] = {}
    for suffix in (_SLIP, _MARKED):
        for path in outbox.glob(f"*/*{suffix}"):
            if path not in called_for:
                try:
                    path.unlink()
                except OSError as error:
                    unwritten[path] = error
    return unwritten


def _concerns(path: Path, folders: Collection[str] | None) -> bool:
    if not folders:
        return folders is None
    return path.parent.name in folders or path.name == f"{DISTRICT}{_SLIP}"


def _copy(workspace: Workspace, due: _Due) -> Copy:
    assert due.source is not None  # noqa: S101 - only what came in a file is copied
    return Copy(due.source, due.unit_code, due.listed, _list(workspace, due))


def _list(workspace: Workspace, due: _Due, notice: str = "") -> IssueList:
    return IssueList(
        unit_name=due.unit,
        unit_code=due.unit_code or "",
        collection=workspace.collection.code,
        file_name=due.file_name,
        issues=issues(due.listed),
        notice=notice,
    )


def _due(workspace: Workspace) -> list[_Due]:
    """All that is to go out, with the findings that nobody has explained."""
    with reading(workspace.engine) as connection:
        raised = open_findings_for_schools(connection, workspace.vault, workspace.collection.code)
        unseal = workspace.vault.unseal
        files = {
            row.id: (
                unseal(row.own_name),
                Source(row.content_sha256, unseal(row.place), row.part),
            )
            for row in connection.execute(
                select(submission).where(submission.c.collection == workspace.collection.code)
            )
        }
    due: dict[tuple[str, str], _Due] = {}
    for one in raised:
        if not one.explained:
            unit, file_name, source = _whose(workspace, one, files)
            entry = due.setdefault((unit, file_name), _Due(unit, one.unit_code, file_name))
            entry.source = source
            entry.listed.append(Listed(one.finding.for_its_school, one.key))
    for file in unopened_files(workspace):
        name, code = (file.unit.name, file.unit.code) if file.unit else (NOBODY, None)
        entry = due.setdefault((name, file.file_name), _Due(name, code, file.file_name))
        entry.listed.append(Listed(file.finding))
    return list(due.values())


def _whose(
    workspace: Workspace, one: Raised, files: dict[int, tuple[str, Source]]
) -> tuple[str, str, Source | None]:
    of_file = one.origin is Origin.FILE
    nobody = NOBODY if of_file else DISTRICT
    unit = workspace.register[one.unit_code].name if one.unit_code else nobody
    found = files.get(one.submission_id or 0, ("", None)) if of_file else (DISTRICT, None)
    return unit, *found
