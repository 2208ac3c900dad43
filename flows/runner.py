"""What carries the runs out under `huizong serve`: Prefect's runner, in a process of its own.

`python -m flows.runner`, with PREFECT_API_URL set. It registers the deployments and then starts each
run that is due, until it is ended. Schedules go on while nobody serves: what was missed is caught up.
"""

import asyncio
from contextlib import suppress

from prefect.runner import Runner

from flows.deployments import runner_deployments
from flows.settings import Settings


def main() -> None:
    """Register and run until the process is ended."""
    runner = Runner(name="huizong", pause_on_shutdown=False)
    for one in runner_deployments(Settings()):
        runner.add_deployment(one)
    with suppress(KeyboardInterrupt, SystemExit):
        asyncio.run(runner.start())


if __name__ == "__main__":
    main()
