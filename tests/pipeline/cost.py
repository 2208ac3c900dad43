"""What an inbox costs from its arrival to its answer: `python -m tests.pipeline.cost FOLDER REGISTER DATA`.

Prints JSON: seconds of processor time and peak bytes of this process and of its largest child, and
what came of the files.
"""

import json
import resource
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from pipeline.intake.batches import judge_round, read, rounds
from pipeline.intake.collection_inbox import Inbox
from pipeline.intake.inbox import collect
from pipeline.intake.loading import load
from pipeline.outbox.outbox import refresh_outbox
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from returns.judging.judged import JudgedFile


def main(folder: Path, register: Path, data: Path) -> None:
    workspace = Workspace(Settings(data_dir=data, unit_register=register), "2020")
    workspace.refresh_register()
    found = collect(Inbox(folder, folder), datetime.now(UTC))
    judged: list[JudgedFile] = []
    for members in rounds(read(workspace, found.files), workspace.register):
        of_round = judge_round(workspace, [file for _, file in members])
        for (incoming, _), one in zip(members, of_round, strict=True):
            load(workspace, incoming, one)
        judged += of_round
    refresh_outbox(workspace, None)
    out = [path.stat().st_size for path in workspace.outbox.rglob("*.xlsx")]
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    rules = Counter(finding.rule for one in judged for finding in one.findings)
    sys.stdout.write(
        json.dumps(
            {
                "seconds": own.ru_utime + own.ru_stime,
                "child_seconds": children.ru_utime + children.ru_stime,
                "peak": own.ru_maxrss * 1024,
                "child_peak": children.ru_maxrss * 1024,
                "files": len(judged),
                "replies": sum(len(one.file.replies) for one in judged),
                "keys": sum(len(reply.keys) for one in judged for reply in one.file.replies),
                "broken": sum(one.broken is not None for one in judged),
                "rules": rules,
                "largest_sent": max(out, default=0),
            }
        )
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
