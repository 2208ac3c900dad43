"""The nightly flow: collect → read → judge → merge (a task a file) → rules across units → totals.

Needs configured: HUIZONG_DATA_DIR (or huizong.toml), the register, and the inbox folder. A school's
bad data never fails a run; a technical fault lets the other files finish and then fails it, saying
what for whom. Running it again does only what is missing.
"""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.task_runners import ThreadPoolTaskRunner
from sqlalchemy.exc import OperationalError

from flows import progress
from flows.batches import BATCH_SIZE, judge_round, read, rounds
from flows.district import judge_district
from flows.intake import Collected, Incoming, code_version, collect
from flows.loading import FileOutcome, load
from flows.outbox import refresh_outbox
from flows.settings import Settings
from flows.totals import TotalsOutcome, refresh_totals
from flows.workspace import Workspace
from returns.judged import JudgedFile
from schemas.findings import Status
from warehouse.engine import reading, writing
from warehouse.ledger import finish_run, runs, start_run
from warehouse.submissions import arrivals


class NightlyFailed(RuntimeError):
    """Some files could not be processed for a technical reason; the message names them."""


class FileWork:
    """A judged file on its way into the warehouse. Opaque to Prefect, which would walk a dataclass."""

    __slots__ = ("incoming", "judged", "workspace")

    def __init__(self, workspace: Workspace, incoming: Incoming, judged: JudgedFile) -> None:
        self.workspace = workspace
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


@flow(
    name="夜间汇总",
    flow_run_name="{collection} 夜间汇总",
    task_runner=ThreadPoolTaskRunner(max_workers=4),  # type: ignore[arg-type]
    persist_result=False,
    validate_parameters=True,
)
def nightly(collection: str = "2020", inbox: str | None = None) -> dict[str, Any]:
    """Process what is new in the inbox and bring the totals up to date.

    `collection`: the round of reporting. `inbox`: another folder than the configured one. Returns
    `{run, files: [{file, unit, status}], totals: {computed, provisional}}`; raises NightlyFailed,
    InboxMissing, WrongUse or an SQLAlchemy error for technical faults.
    """
    log = get_run_logger()
    settings = Settings()
    workspace = Workspace(settings, collection)
    workspace.refresh_register()
    now = datetime.now(UTC)
    collected = collect(Path(inbox) if inbox else settings.inbox_dir, now)
    for name in collected.locked:
        log.warning("%s 正被打开编辑，请关闭后再报送", name)
    new = _new_files(workspace, collected)
    log.info("收件文件夹共 %d 份文件，其中 %d 份需要处理", len(collected.files), len(new))
    with reading(workspace.engine) as connection:
        was_completed = [run.outcome for run in runs(connection, collection)[:1]] == ["completed"]
    with writing(workspace.engine) as connection:
        run_id = start_run(connection, collection, now, {"code": code_version()})
    outcomes, faults = _process(workspace, new)
    faults |= collected.failed
    try:
        if new or not was_completed:
            _judge_district(workspace)
            named = {one.name for one in outcomes}
            refresh_outbox(workspace, named if was_completed else None)
        totals = _totals(workspace)
    except Exception as error:
        _close(workspace, run_id, "failed", outcomes)
        raise NightlyFailed(f"各校文件已处理，但全区汇总失败：{error}") from error
    log.info("%s", _summary(outcomes))
    log.info("指标 %d 项，其中暂定 %d 项", totals.computed, totals.provisional)
    _close(workspace, run_id, "failed" if faults else "completed", outcomes)
    if faults:
        raise NightlyFailed(_describe(faults))
    return {
        "run": run_id,
        "files": [{"file": o.file, "unit": o.unit, "status": o.status} for o in outcomes],
        "totals": {"computed": totals.computed, "provisional": totals.provisional},
    }


def _new_files(workspace: Workspace, collected: Collected) -> list[Incoming]:
    with reading(workspace.engine) as connection:
        seen = arrivals(connection, workspace.collection.code)
    return [
        file
        for file in collected.files
        if seen.get(str(file.path)) != (file.sha256, workspace.judged_under)
    ]


def _process(
    workspace: Workspace, files: list[Incoming]
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
            futures: list[tuple[str, PrefectFuture[FileOutcome]]] = []
            for (incoming, _), one in zip(members, judged, strict=True):
                work = FileWork(workspace, incoming, one)
                futures.append((incoming.name, load_file.submit(work.label, work)))
            for name, future in futures:
                result: Any = future.result(raise_on_failure=False)
                if isinstance(result, FileOutcome):
                    outcomes.append(result)
                else:
                    faults[name] = f"{type(result).__name__}: {result}"
                progress.advance()
    return outcomes, faults


def _judge_district(workspace: Workspace) -> None:
    progress.stage("全区核对", 1)
    judge_district(workspace)
    progress.advance()


def _totals(workspace: Workspace) -> TotalsOutcome:
    progress.stage("汇总指标", 1)
    outcome = refresh_totals(workspace)
    progress.advance()
    return outcome


def _close(workspace: Workspace, run_id: int, outcome: str, outcomes: list[FileOutcome]) -> None:
    counts = Counter(one.status for one in outcomes)
    with writing(workspace.engine) as connection:
        finish_run(connection, run_id, datetime.now(UTC), outcome, counts)


def _summary(outcomes: list[FileOutcome]) -> str:
    counts = Counter(Status(one.status) for one in outcomes)
    if not counts:
        return "没有新的或改过的文件，什么也没有入库"
    return "，".join(f"{status.label} {counts[status]} 份" for status in Status if counts[status])


def _describe(faults: dict[str, str]) -> str:
    shown = "；".join(f"{name}（{reason}）" for name, reason in list(faults.items())[:10])
    more = f"，另有 {len(faults) - 10} 份" if len(faults) > 10 else ""
    return f"{len(faults)} 份文件因技术原因没有处理：{shown}{more}。排除故障后重试即可，只处理缺少的文件"
