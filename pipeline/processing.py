"""The work of a run: read → judge → merge (a task a file) → rules across units → totals → page.

A school's bad data never fails a run; a technical fault lets the other files finish and then fails
it, saying what for whom. Doing it again does only what is missing. A fault of one file that was told
by an earlier run is tried again and listed, and fails no further run.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from indicators.quoted_file import read_quotes
from pipeline.beijing import BEIJING
from pipeline.district.judging import judge_district
from pipeline.intake.collection_inbox import Inbox
from pipeline.intake.inbox import Collected, Incoming, collect
from pipeline.intake.known_faults import KnownFaults
from pipeline.intake.loading import FileOutcome
from pipeline.intake.merging import load_all
from pipeline.intake.taken_away import forget_taken_away
from pipeline.outbox.folders import NOBODY
from pipeline.outbox.outbox import refresh_outbox
from pipeline.outbox.outgoing_zip import refresh_parcel
from pipeline.outbox.templates import refresh_templates
from pipeline.results.figures_page import refresh_pages
from pipeline.results.standing import standing
from pipeline.results.totals import TotalsOutcome, changes_since, refresh_totals
from pipeline.run import progress
from pipeline.run.engine import Engine, Log
from pipeline.run.failures import NightlyFailed, Trouble
from pipeline.run.faults import fault_of
from pipeline.run.lease import Lease, hold_collection
from pipeline.run.run_result import RunResult
from pipeline.run.versions import versions
from pipeline.upkeep.wide_folders import told_wide
from pipeline.workspace import Workspace
from schemas.checking import RuleCrashed
from schemas.findings import Status
from warehouse.engine import reading, writing
from warehouse.errors import SQLAlchemyError
from warehouse.leases import Holder
from warehouse.ledger import Outcome, Run, finish_run, runs, start_run
from warehouse.submissions import last_received_at, next_receipt

_NEGLIGIBLE = timedelta(minutes=1)  # clocks of two machines are never quite alike

Choose = Callable[[Workspace, Collected], list[Incoming]]


def process(engine: Engine, workspace: Workspace, inbox: Inbox, choose: Choose) -> dict[str, Any]:
    """Process the files of the inbox that `choose` picks while no other run does, and bring all up to date.

    Returns `{run, files: [{file, unit, status}], totals: {computed, provisional}}` and, with it, where
    the collection stands (see `pipeline.results.standing`); raises NightlyFailed, Busy, InboxMissing, WrongUse
    or an SQLAlchemy error for technical faults.
    """

    def wait(holder: Holder) -> None:
        engine.log.warning(
            "另一次运行还没有结束（%s 进程 %d），等它结束", holder.host, holder.process
        )

    with hold_collection(workspace, wait) as lease, engine.shown(workspace.collection.code):
        return _process(engine, workspace, lease, inbox, choose)


def _process(
    engine: Engine, workspace: Workspace, lease: Lease, inbox: Inbox, choose: Choose
) -> dict[str, Any]:
    log = engine.log
    code = workspace.collection.code
    workspace.refresh_register()
    if told := told_wide(workspace.settings):
        log.warning("%s", told)
    now = datetime.now(UTC)
    with reading(workspace.engine) as connection:
        earlier = runs(connection, code)
        first_receipt = next_receipt(connection, code)
        clock = set_back(now, earlier, last_received_at(connection, code))
    if clock:
        log.warning("%s", clock)
    collected = collect(inbox, now, first_receipt)
    _tell_unopened(log, collected)
    for words in collected.ignored:
        log.info("不是报表，没有处理：%s", words)
    chosen = choose(workspace, collected)
    log.info("收件文件夹共 %d 份文件，其中 %d 份需要处理", len(collected.files), len(chosen))
    if engine.mark_dead_runs(workspace):
        log.warning("上一次运行中途停止，这次接着做")
    with writing(workspace.engine) as connection:
        by = engine.started_by()
        run_id = start_run(connection, code, now, versions(workspace), by)
    result = RunResult(locked=collected.locked, passed_over=collected.passed_over, clock=clock)
    faults = KnownFaults(workspace, now, by.flow_run)
    for one in collected.failed:
        trouble = Trouble(one.shown_name, Path(one.shown_name).stem, fault_of(one.error))
        result.note(trouble, faults.meet_unopened(one))
    try:
        load_all(engine, workspace, lease, result, faults, chosen)
        healed = faults.settle(collected, chosen) | forget_taken_away(workspace, inbox, collected)
        totals = _bring_up_to_date(workspace, lease, result, healed, earlier)
    except Exception as error:
        with suppress(SQLAlchemyError):  # an entry left open says as much
            _close(workspace, run_id, Outcome.FAILED, result, faults)
        raise NightlyFailed(result.troubles, "全区汇总失败", fault_of(error)) from error
    log.info("%s", _summary(result.files))
    log.info("指标 %d 项，其中暂定 %d 项", totals.computed, totals.provisional)
    log.info("关系核对：%s", _verdicts(totals))
    for unread in read_quotes(workspace.collection.code).troubles:
        log.warning("%s", unread)
    for left in result.unfinished:
        log.warning("仍未处理：%s", left.text)
    outcome = Outcome.FAILED if result.is_incomplete else Outcome.COMPLETED
    _close(workspace, run_id, outcome, result, faults, totals)
    before = _totals_before(earlier)
    result.is_first = before is None
    result.changes = changes_since(workspace, before, totals.digest)
    _tell(engine, workspace, result, totals)
    engine.remind(workspace, result.files, now.astimezone(BEIJING).date())
    if result.crashed:
        raise NightlyFailed(
            result.troubles, "全区核对有规则出错", fault_of(result.crashed)
        ) from result.crashed
    if result.troubles:
        raise NightlyFailed(result.troubles)
    return {
        "run": run_id,
        "files": [{"file": o.file, "unit": o.unit, "status": o.status} for o in result.files],
        "totals": {"computed": totals.computed, "provisional": totals.provisional},
        **standing(workspace).to_json(),
    }


def _tell_unopened(log: Log, collected: Collected) -> None:
    for name in collected.locked:
        log.warning("%s 正被打开编辑，请关闭后再报送", name)
    for words in collected.passed_over:
        log.warning("没有处理：%s", words)


def _bring_up_to_date(
    workspace: Workspace, lease: Lease, result: RunResult, healed: set[str], earlier: list[Run]
) -> TotalsOutcome:
    """Everything that follows from the files; what came of it is put into `result`.

    `healed`: codes of units of which a remembered fault is gone.
    """
    lease.check()
    # After a run that did not finish, everything is brought in line, not just what is new.
    is_whole = bool(earlier) and earlier[0].outcome == Outcome.COMPLETED
    if result.files or not is_whole:
        result.crashed = _judge_district(workspace)
    # Of the others what is missing is made anew: somebody may have deleted it.
    concerned = {one.unit or NOBODY for one in result.files} | healed if is_whole else None
    result.add_unwritten(refresh_outbox(workspace, concerned))
    result.add_unwritten(refresh_templates(workspace, concerned))
    result.add_unwritten(refresh_parcel(workspace))
    totals = _totals(workspace)
    result.add_unwritten(refresh_pages(workspace, totals))
    return totals


def set_back(now: datetime, earlier: Sequence[Run], last_received: datetime | None) -> str:
    """What is to be said of a clock that was right earlier and is not now, or the other way round."""
    moments = [run.started_at for run in earlier[:1]] + ([last_received] if last_received else [])
    last = max(moments, default=now)
    if last - now < _NEGLIGIBLE:
        return ""
    return (
        f"机器的时钟现在是 {now.astimezone(BEIJING):%Y-%m-%d %H:%M}，比以前的一次运行"
        f"（{last.astimezone(BEIJING):%Y-%m-%d %H:%M}）还早，请核对系统时间；"
        "报表按收到的先后算，不受影响"
    )


def _totals_before(entries: list[Run]) -> str | None:
    """The digest of the totals that the latest earlier run with any left behind."""
    return next((run.totals_digest for run in entries if run.totals_digest), None)


def _tell(engine: Engine, workspace: Workspace, result: RunResult, totals: TotalsOutcome) -> None:
    """Artifacts are for reading: that they could not be shown is no reason to fail a run."""
    try:
        engine.publish(workspace, result, totals)
    except Exception as error:
        engine.log.warning("运行结果页没有生成（%s）", type(error).__name__)


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
    outcome: Outcome,
    result: RunResult,
    faults: KnownFaults,
    totals: TotalsOutcome | None = None,
) -> None:
    counts = Counter(one.status for one in result.files)
    digest = totals.digest if totals else None
    with writing(workspace.engine) as connection:
        finish_run(connection, run_id, datetime.now(UTC), outcome, counts, digest)
        faults.remember_new(connection)


def _summary(outcomes: list[FileOutcome]) -> str:
    counts = Counter(Status(one.status) for one in outcomes)
    if not counts:
        return "没有新的或改过的文件，什么也没有入库"
    return "，".join(f"{status.label} {counts[status]} 份" for status in Status if counts[status])


def _verdicts(totals: TotalsOutcome) -> str:
    return "，".join(f"{verdict.label} {n} 条" for verdict, n in totals.relations.items())
