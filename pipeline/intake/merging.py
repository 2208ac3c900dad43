"""The files of a run, read in batches, judged, and merged one after the other, a task each."""

from pathlib import Path

from pipeline.intake.batches import BATCH_SIZE, judge_round, read, rounds
from pipeline.intake.central_school_files import SharedFiles
from pipeline.intake.comebacks import hold_back
from pipeline.intake.inbox import Incoming
from pipeline.intake.known_faults import KnownFaults
from pipeline.intake.loading import FileOutcome
from pipeline.run import progress
from pipeline.run.engine import Engine, FileWork
from pipeline.run.failures import Trouble
from pipeline.run.faults import fault_of
from pipeline.run.lease import Lease
from pipeline.run.run_result import RunResult
from pipeline.workspace import Workspace
from returns.judging.received_tonight import ReceivedTonight


def load_all(
    engine: Engine,
    workspace: Workspace,
    lease: Lease,
    result: RunResult,
    faults: KnownFaults,
    files: list[Incoming],
) -> None:
    """Read, judge and merge files; outcomes, troubles and what is unfinished go into `result`."""
    merging = _Merging(engine, result, faults)
    tonight = ReceivedTonight()
    for start in range(0, len(files), BATCH_SIZE):
        batch = files[start : start + BATCH_SIZE]
        read_in = [(file, faults.give_up(file, one)) for file, one in read(workspace, batch)]
        progress.stage("校验入库", len(read_in))
        for members in rounds(read_in, workspace.register):
            judged = judge_round(workspace, [file for _, file in members])
            for (incoming, _), one in zip(members, judged, strict=True):
                if merging.shared.take(incoming, one):
                    hold_back(workspace, incoming, one)
                    tonight.note(one)
                    merging.merge(FileWork(workspace, lease, incoming, one))
                progress.advance()
    result.unfinished += faults.given_up


class _Merging:
    """What became of the files so far."""

    def __init__(self, engine: Engine, result: RunResult, faults: KnownFaults) -> None:
        self._engine = engine
        self.shared = SharedFiles()
        self._result = result
        self._faults = faults
        self._troubled: set[Path] = set()

    def merge(self, work: FileWork) -> None:
        incoming, judged = work.incoming, work.judged
        if fault := self.shared.blocking_fault(incoming):
            # Of a part that an earlier run told nothing new is to be said of the whole either.
            if incoming.path in self._troubled:
                self._result.troubles.append(Trouble(judged.shown_name, work.who, fault))
        elif judged.broken and self._is_known(work, judged.broken):
            self.shared.failed(incoming, fault_of(judged.broken))
        else:
            self._run_task(work)

    def _is_known(self, work: FileWork, broken: Exception) -> bool:
        known = self._faults.meet(work.incoming, work.judged.shown_name, work.who, fault_of(broken))
        if known is not None:
            self._result.unfinished.append(known)
        return known is not None

    def _run_task(self, work: FileWork) -> None:
        """One after the other: the warehouse has one writer at a time anyway."""
        incoming = work.incoming
        result = self._engine.load(work)
        if not isinstance(result, FileOutcome):
            fault = fault_of(result)
            self._result.troubles.append(Trouble(work.judged.shown_name, work.who, fault))
            self._troubled.add(incoming.path)
            self.shared.failed(incoming, fault)
        elif not (result.unchanged and self._faults.is_remembered(incoming)):
            self._result.files.append(result)
