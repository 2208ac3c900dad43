"""The work of a run: read → judge → merge (a task a file) → rules across units → totals → page.

A school's bad data never fails a run; a technical fault lets the other files finish and then fails
it, saying what for whom. Doing it again does only what is missing.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from flows import artifacts, progress
from flows.alone import Turn, alone
from flows.batches import BATCH_SIZE, judge_round, read, rounds
from flows.district import judge_district
from flows.intake import Collected, Incoming, code_version, collect
from flows.loading import FileOutcome, load
from flows.outbox import refresh_outbox
from flows.pages import refresh_pages
from flows.starter import starter
from flows.totals import TotalsOutcome, changes_since, refresh_totals
from flows.workspace import Workspace
from returns.judged import JudgedFile
from schemas.checking import RuleCrashed
from schemas.findings import Status
from warehouse.engine import writing
from warehouse.leases import Holder
from warehouse.ledger import Run, bury, finish_run, runs, start_run

COMPLETED = "completed"
Choose = Callable[[Workspace, Collected], list[Incoming]]


class NightlyFailed(RuntimeError):
    """Some files could not be processed for a technical reason; the message names them."""


class FileWork:
    """A judged file on its way into the warehouse. Opaque to Prefect, which would walk a dataclass."""

    __slots__ = ("incoming", "judged", "turn", "workspace")

    def __init__(
        self, workspace: Workspace, turn: Turn, incoming: Incoming, judged: JudgedFile
    ) -> None:
        self.workspace = workspace
        self.turn = turn
        self.incoming = incoming
        self.judged = judged

    @property
    def label(self) -> str:
        unit = self.judged.unit
        return f"{unit.name if unit else self.incoming.name} · {self.judged.status.label}"


def _is_transient(_task: Any, _run: Any, state: Any) -> bool:
    return isinstance(state.result(raise_on_failure=False), OperationalError)


@task(
    name="入库",
    task_run_name="{label}",
    cache_policy=NO_CACHE,  # the warehouse knows what is merged; a cache would hide corrections
    persist_result=False,
    retries=2,
    retry_delay_seconds=[1, 5],
    retry_condition_fn=_is_transient,
)
def load_file(label: str, work: FileWork) -> FileOutcome:
    """Archive and merge one file."""
    work.turn.check()
    outcome = load(work.workspace, work.incoming, work.judged)
    if outcome.errors:  # the run's name says all there is to say of the others
        get_run_logger().warning(
            "%s：逻辑校验 %d 处，经验校验 %d 处，入库 %d 张表，问题清单已放入发件文件夹",
            outcome.name,
            outcome.errors,
            outcome.queries,
            outcome.merged_forms,
        )
    return outcome


def process(workspace: Workspace, inbox: Path, choose: Choose) -> dict[str, Any]:
    """Process the files of the inbox that `choose` picks, alone, and bring everything up to date.

    Returns `{run, files: [{file, unit, status}], totals: {computed, provisional}}`; raises
    NightlyFailed, Busy, InboxMissing, WrongUse or an SQLAlchemy error for technical faults.
    """
    log = get_run_logger()

    def wait(holder: Holder) -> None:
        log.warning("另一次运行还没有结束（%s 进程 %d），等它结束", holder.host, holder.process)

    with alone(workspace, wait) as turn:
        return _process(workspace, turn, inbox, choose)


def _process(workspace: Workspace, turn: Turn, inbox: Path, choose: Choose) -> dict[str, Any]:
    log = get_run_logger()
    code = workspace.collection.code
    workspace.refresh_register()
    now = datetime.now(UTC)
    collected = collect(inbox, now)
    for name in collected.locked:
        log.warning("%s 正被打开编辑，请关闭后再报送", name)
    chosen = choose(workspace, collected)
    log.info("收件文件夹共 %d 份文件，其中 %d 份需要处理", len(collected.files), len(chosen))
    with writing(workspace.engine) as connection:
        if bury(connection, code, now):
            log.warning("上一次运行中途停止，这次接着做")
        earlier = runs(connection, code)
        run_id = start_run(connection, code, now, {"code": code_version()}, starter())
    outcomes, faults = _load_all(workspace, turn, chosen)
    faults |= collected.failed
    crashed: RuleCrashed | None = None
    # After a run that did not finish, everything is brought in line, not just what is new.
    is_whole = bool(earlier) and earlier[0].outcome == COMPLETED
    try:
        turn.check()
        if chosen or not is_whole:
            crashed = _judge_district(workspace)
            named = {one.name for one in outcomes}
            refresh_outbox(workspace, named if is_whole else None)
        totals = _totals(workspace)
        refresh_pages(workspace, totals.figures)
    except Exception as error:
        with suppress(SQLAlchemyError):  # an entry left open says as much
            _close(workspace, run_id, "failed", outcomes)
        raise NightlyFailed(_describe(faults, f"全区汇总失败（{_reason(error)}）")) from error
    log.info("%s", _summary(outcomes))
    log.info("指标 %d 项，其中暂定 %d 项", totals.computed, totals.provisional)
    log.info("关系核对：%s", _verdicts(totals))
    _close(workspace, run_id, "failed" if faults or crashed else COMPLETED, outcomes, totals)
    changes = changes_since(workspace, _totals_before(earlier), totals.digest)
    _tell(workspace, artifacts.Night(outcomes, totals, faults, changes, collected.locked))
    if crashed:
        raise NightlyFailed(_describe(faults, f"全区核对有规则出错（{crashed}）")) from crashed
    if faults:
        raise NightlyFailed(_describe(faults))
    return {
        "run": run_id,
        "files": [{"file": o.file, "unit": o.unit, "status": o.status} for o in outcomes],
        "totals": {"computed": totals.computed, "provisional": totals.provisional},
    }


def _totals_before(entries: list[Run]) -> str | None:
    """The digest of the totals that the latest earlier run with any left behind."""
    return next((run.totals_digest for run in entries if run.totals_digest), None)


def _tell(workspace: Workspace, night: artifacts.Night) -> None:
    """Artifacts are for reading: that they could not be shown is no reason to fail a run."""
    try:
        artifacts.publish(workspace, night)
    except Exception as error:
        get_run_logger().warning("运行结果页没有生成（%s）", _reason(error))


def _load_all(
    workspace: Workspace, turn: Turn, files: list[Incoming]
) -> tuple[list[FileOutcome], dict[str, str]]:
    """Read, judge and merge files; returns outcomes and technical faults by file name."""
    outcomes: list[FileOutcome] = []
    faults: dict[str, str] = {}
    for start in range(0, len(files), BATCH_SIZE):
        batch = files[start : start + BATCH_SIZE]
        read_in = read(workspace, batch)
        progress.stage("校验入库", len(batch))
        for members in rounds(batch, read_in, workspace.register):
            judged = judge_round(workspace, [file for _, file in members])
            for (incoming, _), one in zip(members, judged, strict=True):
                work = FileWork(workspace, turn, incoming, one)
                # One after the other: the warehouse has one writer at a time anyway.
                state: State[Any] = load_file(work.label, work, return_state=True)
                result = state.result(raise_on_failure=False)
                if isinstance(result, FileOutcome):
                    outcomes.append(result)
                else:
                    faults[incoming.name] = _reason(result)
                progress.advance()
    return outcomes, faults


def _judge_district(workspace: Workspace) -> RuleCrashed | None:
    """Judge across units. A rule that crashed is returned: what the others found goes out first."""
    progress.stage("全区核对", 1)
    try:
        judge_district(workspace)
    except RuleCrashed as crash:
        return crash
    finally:
        progress.advance()
    return None


def _totals(workspace: Workspace) -> TotalsOutcome:
    progress.stage("汇总指标", 1)
    outcome = refresh_totals(workspace)
    progress.advance()
    return outcome


def _close(
    workspace: Workspace,
    run_id: int,
    outcome: str,
    outcomes: list[FileOutcome],
    totals: TotalsOutcome | None = None,
) -> None:
    counts = Counter(one.status for one in outcomes)
    digest = totals.digest if totals else None
    with writing(workspace.engine) as connection:
        finish_run(connection, run_id, datetime.now(UTC), outcome, counts, digest)


def _summary(outcomes: list[FileOutcome]) -> str:
    counts = Counter(Status(one.status) for one in outcomes)
    if not counts:
        return "没有新的或改过的文件，什么也没有入库"
    return "，".join(f"{status.label} {counts[status]} 份" for status in Status if counts[status])


def _verdicts(totals: TotalsOutcome) -> str:
    return "，".join(f"{verdict.label} {n} 条" for verdict, n in totals.relations.items())


def _reason(error: Any) -> str:
    """An error in one line: a database's goes on with the statement."""
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0].strip()}"


def _describe(faults: dict[str, str], *troubles: str) -> str:
    words = list(troubles)
    if faults:
        shown = "；".join(f"{name}（{reason}）" for name, reason in list(faults.items())[:10])
        more = f"，另有 {len(faults) - 10} 份" if len(faults) > 10 else ""
        words.append(f"{len(faults)} 份文件因技术原因没有处理：{shown}{more}")
    return f"{'；'.join(words)}。排除故障后重试即可，只处理缺少的文件"
