"""Names of runs, as the lists of Prefect's pages show them: what, of which collection, which day."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.runtime import flow_run

from flows.prefect_errors import API_ERRORS
from pipeline.beijing import BEIJING

_LONGEST = 120


class RunName:
    """A run's name: `words` with the run's parameters filled in, and the day it is due.

    Prefect calls it when a run starts; `of` gives the same name to one that is still to come.
    """

    def __init__(self, words: str) -> None:
        self._words = words

    def __call__(self) -> str:
        due: datetime | None = flow_run.get_scheduled_start_time()
        return self.of(flow_run.get_parameters(), due or datetime.now(BEIJING))

    def of(self, parameters: Mapping[str, Any], due: datetime) -> str:
        """The name of a run with these parameters, due at this moment."""
        return f"{self._words.format(**parameters)} {due.astimezone(BEIJING):%Y-%m-%d}"


# Deployment → the names of its runs, for those that start by themselves: they are named beforehand.
SCHEDULED_NAMES = {
    "nightly": RunName("{collection} 夜间汇总"),
    "housekeeping": RunName("日常维护"),
}


def add_to_name(words: str) -> None:
    """Put what became of it into the name of the run under way. A retry begins with the plain name."""
    run_id = flow_run.get_id()
    if run_id is None:
        return
    name = f"{flow_run.get_name()} · {words}"
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - 1]}…"
    # That the name stays as it was is no reason to hide the failure itself.
    with suppress(*API_ERRORS), get_client(sync_client=True) as client:
        client.update_flow_run(UUID(str(run_id)), name=name)
