"""The files of an inbox read, judged and merged as a night does it, without Prefect and its server."""

from datetime import UTC, datetime
from pathlib import Path

from pipeline.intake.batches import judge_round, read, rounds
from pipeline.intake.collection_inbox import Inbox
from pipeline.intake.inbox import collect
from pipeline.intake.loading import FileOutcome, load
from pipeline.outbox.outbox import refresh_outbox
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from warehouse.engine import reading
from warehouse.submissions import arrivals, next_receipt


def night(inbox: Path) -> list[FileOutcome]:
    """What became of each file that is new."""
    workspace = Workspace(Settings(), "2020")
    workspace.refresh_register()
    with reading(workspace.engine) as connection:
        known = arrivals(connection, workspace.vault, "2020")
        first = next_receipt(connection, "2020")
    found = collect(Inbox(inbox, inbox), datetime.now(UTC), first).files
    new = [one for one in found if one.place not in known]
    outcomes = []
    for members in rounds(read(workspace, new), workspace.register):
        judged = judge_round(workspace, [file for _, file in members])
        for (incoming, _), one in zip(members, judged, strict=True):
            outcomes.append(load(workspace, incoming, one))
    refresh_outbox(workspace, None)
    return outcomes
