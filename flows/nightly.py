"""The nightly flow: collect → read → judge → merge (a task a file) → rules across units → totals.

Needs configured: HUIZONG_DATA_DIR (or huizong.toml), the register, and the inbox folder. A school's
bad data never fails a run; a technical fault lets the other files finish and then fails it, saying
what for whom. Running it again does only what is missing.
"""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from sqlalchemy.exc import OperationalError, SQLAlchemyError

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
from schemas.checking import RuleCrashed
from schemas.findings import Status
from warehouse.engine import reading, writing
from warehouse.ledger import finish_run, runs, start_run
from warehouse.submissions import Arrival, arrivals, move_arrival


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
    crashed: RuleCrashed | None = None
    try:
        if new or not was_completed:
            crashed = _judge_district(workspace)
            named = {one.name for one in outcomes}
            refresh_outbox(workspace, named if was_completed else None)
        totals = _totals(workspace)
    except Exception as error:
        with suppress(SQLAlchemyError):  # an entry left open says as much
            _close(workspace, run_id, "failed", outcomes)
        raise NightlyFailed(_describe(faults, f"全区汇总失败（{_reason(error)}）")) from error
    log.info("%s", _summary(outcomes))
    log.info("指标 %d 项，其中暂定 %d 项", totals.computed, totals.provisional)
    log.info("关系核对：%s", _verdicts(totals))
    _close(workspace, run_id, "failed" if faults or crashed else "completed", outcomes)
    if crashed:
        raise NightlyFailed(_describe(faults, f"全区核对有规则出错（{crashed}）")) from crashed
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
    seen = _follow_moves(workspace, collected, seen)
    return [
        file
        for file in collected.files
        if seen.get(str(file.path)) != (file.sha256, workspace.judged_under)
    ]


def _follow_moves(
    workspace: Workspace, collected: Collected, seen: Mapping[str, Arrival]
) -> dict[str, Arrival]:
    """Where everything seen lies now.

    A file that was moved or renamed in the inbox has not been sent again: taken for a new arrival,
    an old return would come into force over its own corrections.
    """
    now = dict(seen)
    lying = {str(file.path): file.sha256 for file in collected.files}
    gone = {
        one.sha256: path
        for path, one in seen.items()
        if (lying[path] != one.sha256 if path in lying else not Path(path).exists())
    }
    moves: dict[str, str] = {}
    for file in collected.files:
        if str(file.path) not in seen and file.sha256 in gone:
            old = gone.pop(file.sha256)
            moves[old] = str(file.path)
            now[str(file.path)] = now.pop(old)
    if moves:
        with writing(workspace.engine) as connection:
            for old, new in moves.items():
                move_arrival(connection, workspace.collection.code, old, new)
    return now


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
            for (incoming, _), one in zip(members, judged, strict=True):
                work = FileWork(workspace, incoming, one)
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


def _close(workspace: Workspace, run_id: int, outcome: str, outcomes: list[FileOutcome]) -> None:
    counts = Counter(one.status for one in outcomes)
    with writing(workspace.engine) as connection:
        finish_run(connection, run_id, datetime.now(UTC), outcome, counts)


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
