"""The task of a file: archive and merge it. Named after its unit, tagged with unit and status."""

from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.context import TaskRunContext
from prefect.states import Failed

from flows.run_page.failed_run import keep_places
from pipeline.intake.inbox import Incoming
from pipeline.intake.loading import FileOutcome, load
from pipeline.outbox.folders import NOBODY
from pipeline.run.faults import fault_of
from pipeline.run.lease import Lease
from pipeline.workspace import Workspace
from returns.judging.judged import JudgedFile
from warehouse.errors import OperationalError


class FileWork:
    """A judged file on its way into the warehouse. Opaque to Prefect, which would walk a dataclass."""

    __slots__ = ("incoming", "judged", "lease", "workspace")

    def __init__(
        self, workspace: Workspace, lease: Lease, incoming: Incoming, judged: JudgedFile
    ) -> None:
        self.workspace = workspace
        self.lease = lease
        self.incoming = incoming
        self.judged = judged

    @property
    def who(self) -> str:
        """Whose file it is, as far as that is known."""
        return self.judged.unit.name if self.judged.unit else NOBODY

    @property
    def label(self) -> str:
        return f"{self.who} · {self.judged.status.label}"


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
    """Archive and merge one file. A fault ends it as a Failed state that carries the exception."""
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
