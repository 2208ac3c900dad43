"""What carries the runs out under `huizong serve`: Prefect's runner, in a process of its own.

`python -m flows.runner`, with PREFECT_API_URL set. It registers the deployments and then starts each
run that is due, until it is ended. Schedules go on while nobody serves: what was missed is caught up.
"""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from prefect.runner import Runner

from flows.deployments import runner_deployments
from flows.run_code import trust_only_ours
from pipeline.settings import Settings

if TYPE_CHECKING:
    from uuid import UUID


def main() -> None:
    """Register and run until the process is ended."""
    runner = Runner(name="huizong", pause_on_shutdown=False)
    names = {}
    for one in runner_deployments(Settings()):
        registered = cast("UUID", runner.add_deployment(one))  # no coroutine outside of a loop
        names[registered] = one.name
    trust_only_ours(names)
    with suppress(KeyboardInterrupt, SystemExit):
        asyncio.run(runner.start())


if __name__ == "__main__":
    main()
