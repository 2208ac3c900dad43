"""A run carried out by Prefect: a task a file, artifacts on the run's page, messages through blocks."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, date, datetime

from prefect import get_run_logger
from prefect.client.orchestration import get_client
from prefect.runtime import deployment

from flows.file_task import load_as_task
from flows.prefect_errors import API_ERRORS
from flows.run_page import artifacts
from flows.run_page.dead_runs import mark_dead_runs, mark_silent
from flows.run_page.notifications import remind_of_returned
from flows.run_page.progress_artifact import shown_on_run_page
from flows.run_page.started_by import started_by
from flows.schedules import keep_due_of_run
from pipeline.intake.loading import FileOutcome
from pipeline.results.totals import TotalsOutcome
from pipeline.run.engine import FileWork, Log
from pipeline.run.run_result import RunResult
from pipeline.workspace import Workspace
from warehouse.engine import reading
from warehouse.ledger import Run, Starter, flow_runs_under_way


class UnderPrefect:
    """Answers what a run asks of its engine, within a flow. See `pipeline.run.engine.Engine`."""

    @property
    def log(self) -> Log:
        return get_run_logger()

    def prepare(self, workspace: Workspace) -> None:
        if deployment.get_id() is not None:  # not from the command line or from Python
            mark_silent_runs(workspace)
            keep_due_of_run(workspace.engine)

    def started_by(self) -> Starter:
        return started_by()

    def shown(self, collection: str) -> AbstractContextManager[None]:
        return shown_on_run_page(collection)

    def mark_dead_runs(self, workspace: Workspace) -> Sequence[Run]:
        return mark_dead_runs(workspace)

    def load(self, work: FileWork) -> FileOutcome | BaseException:
        return load_as_task(work)

    def publish(self, workspace: Workspace, result: RunResult, totals: TotalsOutcome) -> None:
        artifacts.publish(workspace, result, totals)

    def remind(self, workspace: Workspace, files: Sequence[FileOutcome], today: date) -> None:
        remind_of_returned(workspace, files, today)


def mark_silent_runs(workspace: Workspace) -> None:
    """Give back what dead runs hold in Prefect.

    A server that cannot tell is no reason to fail: the truth about runs is in the warehouse.
    """
    with reading(workspace.engine) as connection:
        at_work = flow_runs_under_way(connection)
    with suppress(*API_ERRORS), get_client(sync_client=True) as client:
        mark_silent(client, datetime.now(UTC), workspace.settings.run_silence, at_work)
