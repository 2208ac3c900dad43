"""The two ways to choose what a run processes: everything new in the inbox, or one unit's files again."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.folders import refuse_mixed_folders
from pipeline.intake.collection_inbox import inbox_of
from pipeline.intake.inbox import Collected, Incoming
from pipeline.intake.moved_files import follow_moves
from pipeline.processing import process
from pipeline.run.engine import Engine
from pipeline.run.outlook import write_notice
from pipeline.settings import Settings
from pipeline.workspace import Workspace, WrongUse
from warehouse.engine import reading
from warehouse.errors import SQLAlchemyError
from warehouse.submissions import paths_of_unit


def process_new_files(engine: Engine, collection: str, inbox: str | None = "") -> dict[str, Any]:
    """Process what is new in the inbox, or in a folder given instead, and bring the totals up to date.

    Returns and raises what `pipeline.processing.process` does, and BadSettings.
    """
    settings = Settings()
    chosen = inbox_of(settings, collection, Path(inbox) if inbox else None)
    refuse_mixed_folders(settings, chosen.root)
    workspace = Workspace(settings, collection)
    engine.prepare(workspace)
    try:
        return process(engine, workspace, chosen, new_files)
    finally:
        with suppress(OSError, SQLAlchemyError):  # told already where it matters
            write_notice(workspace)


def process_unit_again(engine: Engine, unit: str, collection: str) -> dict[str, Any]:
    """Read and judge one unit's files in the inbox again; nothing is loaded twice.

    Returns and raises what `pipeline.processing.process` does, and WrongUse for a unit that the
    register does not know or of which nothing lies in the inbox.
    """
    settings = Settings()
    refuse_mixed_folders(settings, settings.inbox_dir)
    workspace = Workspace(settings, collection)
    workspace.refresh_register()
    wanted = workspace.unit(unit)

    def choose(workspace: Workspace, collected: Collected) -> list[Incoming]:
        """Files last known as the unit's; of the unseen, those named after it."""
        seen = follow_moves(workspace, collected)
        with reading(workspace.engine) as connection:
            code, vault = workspace.collection.code, workspace.vault
            known = paths_of_unit(connection, vault, code, wanted.code)
        names = {wanted.name, *wanted.aliases, wanted.code}
        chosen = [
            file
            for file in collected.files
            if file.place in known
            or (file.place not in seen and any(name in file.name for name in names))
        ]
        if not chosen:
            raise WrongUse(f"收件文件夹中没有{wanted.name}的报表")
        return chosen

    return process(engine, workspace, inbox_of(settings, collection), choose)


def new_files(workspace: Workspace, collected: Collected) -> list[Incoming]:
    """The files that were not seen yet, or were judged under what no longer holds."""
    seen = follow_moves(workspace, collected)
    done = {path: (one.sha256, one.judged_under) for path, one in seen.items()}
    return [
        file
        for file in collected.files
        if done.get(file.place) != (file.sha256, workspace.judged_under)
    ]
