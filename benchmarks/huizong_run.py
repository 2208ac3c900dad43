"""Huizong on a folder of returns, timed from inside; prints JSON. Run as a process of its own."""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flows.prefect_environment import prepare
from pipeline.settings import Settings

prepare(Settings().prefect_home)  # as `huizong run` does, before prefect is loaded

from prefect import flow  # noqa: E402

from flows.nightly import nightly  # noqa: E402


@flow(name="empty")
def empty() -> None:
    """The least that Prefect does for a flow."""


def timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def main(inbox: Path) -> None:
    def run() -> object:
        return nightly("2020", str(inbox))

    empty()  # the client's own warm-up is nobody's
    first = timed(run)
    # In pairs, so that a noisy neighbour slows both.
    pairs = [(timed(run), timed(empty)) for _ in range(5)]
    mebibytes = 1024
    print(
        json.dumps(
            {
                "first": first,
                "rerun": statistics.median(rerun for rerun, _ in pairs),
                "empty": statistics.median(nothing for _, nothing in pairs),
                "rerun_ratio": statistics.median(rerun / nothing for rerun, nothing in pairs),
                "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // mebibytes,
                "peak_child_mib": (
                    resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // mebibytes
                ),
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
