"""The task of a file: archive and merge it. Named after its unit, tagged with unit and status."""

from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.context import TaskRunContext
from prefect.states import Failed

from flows.run_page.failed_run import keep_places
from pipeline.intake.loading import FileOutcome, load
from pipeline.run.engine import FileWork
from pipeline.run.faults import fault_of
from warehouse.errors import OperationalError


class _Opaque:
    """A file's work as Prefect sees it: nothing to walk through, nothing to show."""

    __slots__ = ("work",)

    def __init__(self, work: FileWork) -> None:
        self.work = work


def load_as_task(work: FileWork) -> FileOutcome | BaseException:
    """Archive and merge one file in a task of its own; what was raised, if it failed."""
    state: State[Any] = load_file(work.label, _Opaque(work), return_state=True)
    result = state.result(raise_on_failure=False)
    return result if isinstance(result, FileOutcome | BaseException) else RuntimeError(state.name)


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
def load_file(label: str, opaque: _Opaque) -> FileOutcome:
    """Archive and merge one file. A fault ends it as a Failed state that carries the exception."""
    work = opaque.work
    _tag(work.who, work.judged.status.label)
    try:
        work.lease.check()
        outcome = load(work.workspace, work.incoming, work.judged)
    except Exception as error:
        keep_places(error)
        state: Any = Failed(message=fault_of(error).text, data=error)
        return state  # type: ignore[no-any-return]
    if outcome.errors:  # the run's name says all there is to say of the others
        get_run_logger().warning(
            "%s：逻辑校验 %d 处，经验校验 %d 处，入库 %d 张表，问题清单已放入发件文件夹",
            outcome.name,
            outcome.errors,
            outcome.queries,
            outcome.merged_forms,
        )
    return outcome


def _tag(*tags: str) -> None:
    """Tag the task run under way, now that it runs.

    For tags that a task has when it starts, Prefect asks its server for a slot each (decision 0012).
    """
    context = TaskRunContext.get()
    if context is not None:
        context.task_run.tags = list(tags)
