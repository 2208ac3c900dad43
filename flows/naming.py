"""Names of runs, as the lists of Prefect's pages show them: what, of which collection, which day."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.exceptions import PrefectException
from prefect.runtime import flow_run

from flows.parameters import BEIJING

_LONGEST = 120


def named(words: str) -> Callable[[], str]:
    """A run name: `words` with the run's parameters filled in, and the day it was due."""

    def name() -> str:
        due: datetime | None = flow_run.get_scheduled_start_time()
        day = (due or datetime.now(BEIJING)).astimezone(BEIJING)
        return f"{words.format(**flow_run.get_parameters())} {day:%Y-%m-%d}"

    return name


def add_to_name(words: str) -> None:
    """Put a failure into the name of the run under way. A retry begins with the plain name again."""
    run_id = flow_run.get_id()
    if run_id is None:
        return
    name = f"{flow_run.get_name()} · {words}"
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - 1]}…"
    # That the name stays as it was is no reason to hide the failure itself.
    with suppress(PrefectException, OSError), get_client(sync_client=True) as client:
        client.update_flow_run(UUID(str(run_id)), name=name)
