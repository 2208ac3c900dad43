"""What goes out to the units: a slip for each file with findings that still stand.

The slips follow from the open findings in the warehouse, so a settled file's slip goes away, and a
run that was killed is made good by the next.
"""

from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import select

from flows import progress
from flows.workspace import Workspace
from returns.file_names import portable
from returns.slip import write_slip
from schemas.findings import Finding
from warehouse.engine import reading
from warehouse.findings import Origin, open_findings
from warehouse.tables import submission

NOBODY = "未识别单位"
DISTRICT = "全区核对"
_SUFFIX = "_问题清单.xlsx"


def slip_path(outbox: Path, unit: str, file_name: str) -> Path:
    """Where the slip for a file of a unit lies. A.xlsx and A.xls have one each."""
    return outbox / portable(unit) / f"{portable(file_name.removesuffix('.xlsx'))}{_SUFFIX}"


def refresh_outbox(workspace: Workspace, units: Collection[str] | None) -> dict[Path, OSError]:
    """Bring the slips of some units (names; None: of all) in line with the findings open now.

    Slips of the rules across units are always brought in line: they clear by themselves. So are a
    slip that is not there and one that nothing calls for any more, whoever's it is: a file can
    change hands when the register does. Returns the slips that could not be brought in line: on
    Windows, one that somebody has open.
    """
    unwritten: dict[Path, OSError] = {}
    outbox = workspace.settings.outbox_dir
    slips = _slips(workspace)
    for path in outbox.glob(f"*/*{_SUFFIX}"):
        if path not in slips:
            try:
                path.unlink()
            except OSError as error:
                unwritten[path] = error
    folders = None if units is None else {portable(unit) for unit in units}
    due = {
        path: found
        for path, found in slips.items()
        if _concerns(path, folders) or not path.exists()
    }
    progress.stage("问题清单", len(due))
    for path, (file_name, findings) in due.items():
        try:
            write_slip(path, path.parent.name, file_name, findings)
        except OSError as error:
            unwritten[path] = error
        progress.advance()
    return unwritten


def _concerns(path: Path, folders: Collection[str] | None) -> bool:
    return folders is None or path.parent.name in folders or path.name == f"{DISTRICT}{_SUFFIX}"


def _slips(workspace: Workspace) -> dict[Path, tuple[str, list[Finding]]]:
    """The slips that are due: path → name of the file, its open findings."""
    with reading(workspace.engine) as connection:
        raised = open_findings(connection, workspace.collection.code)
        names = {
            row.id: row.file_name
            for row in connection.execute(
                select(submission.c.id, submission.c.file_name).where(
                    submission.c.collection == workspace.collection.code
                )
            )
        }
    slips: dict[Path, tuple[str, list[Finding]]] = {}
    by_file: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in raised:
        of_file = one.origin is Origin.FILE
        nobody = NOBODY if of_file else DISTRICT
        unit = workspace.register[one.unit_code].name if one.unit_code else nobody
        file_name = names.get(one.submission_id or 0, "") if of_file else DISTRICT
        by_file[unit, file_name].append(one.finding)
    for (unit, file_name), findings in by_file.items():
        path = slip_path(workspace.settings.outbox_dir, unit, file_name)
        slips[path] = (file_name, findings)
    return slips
