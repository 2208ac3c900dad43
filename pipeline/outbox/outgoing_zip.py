"""One zip of all that is to go out to the units, for the bureau to hand out in one go."""

from pathlib import Path

from pipeline.outbox.folders import OWN_FOLDERS
from pipeline.workspace import Workspace
from returns.files.atomic_write import write_whole
from returns.files.canonical_zip import pack


def parcel_path(workspace: Workspace) -> Path:
    """`outbox/发件_2020.zip`: a folder a unit, as in the collection's outbox."""
    return workspace.settings.outbox_dir / f"发件_{workspace.collection.code}.zip"


def refresh_parcel(workspace: Workspace) -> dict[Path, OSError]:
    """Bring the zip in line with the outbox; it goes away when nothing is to go out.

    Returns the zip if it could not be written: on Windows, while somebody has it open.
    """
    outbox, path = workspace.outbox, parcel_path(workspace)
    going_out = sorted(
        file for file in outbox.glob("*/*.xlsx") if file.parent.name not in OWN_FOLDERS
    )
    try:
        if not going_out:
            path.unlink(missing_ok=True)
            return {}
        content = pack(
            (file.relative_to(outbox).as_posix(), file.read_bytes()) for file in going_out
        )
        if not path.exists() or path.read_bytes() != content:
            write_whole(path, content)
    except OSError as error:
        return {path: error}
    return {}
