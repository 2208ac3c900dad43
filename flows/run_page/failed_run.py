"""How a flow ends that could not do its work: in words, for whoever looks at the run.

The run is named after the failure, an artifact says what to do, a notification goes out where one
is set up, and the places in the code go to a file for the maintainer. Nobody sees a traceback.
"""

import functools
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.runtime import flow_run
from prefect.states import Failed

from flows.run_page.notifications import notify
from flows.run_page.run_names import add_to_name
from pipeline.run.failures import as_failure
from pipeline.run.fault_log import write_places
from pipeline.settings import BadSettings, Settings

# Log lines that Prefect's server does not take are lost: its handler would write that, with a URL,
# between the lines of the terminal. What failed is told by the state and by the command.
logging.raiseExceptions = False

P = ParamSpec("P")
R = TypeVar("R")


class _WithoutTraceback(logging.Filter):
    """Prefect logs an exception with its traceback, and a message there could quote a return."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        record.exc_text = None
        return True


for _name in ("prefect.flow_runs", "prefect.task_runs"):
    logging.getLogger(_name).addFilter(_WithoutTraceback())


def fail_in_words(work: Callable[P, R]) -> Callable[P, R]:
    """Let a flow's function end as a Failed state with plain words instead of by an exception.

    Whoever calls the flow in Python gets the exception all the same: the state carries it.
    """

    @functools.wraps(work)
    def attempt(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return work(*args, **kwargs)
        except Exception as error:
            state: Any = failed_state(error)
            return state  # type: ignore[no-any-return]

    return attempt


def failed_state(error: Exception) -> Any:
    """Tell everybody concerned, and return the state that the run ends in."""
    failure = as_failure(error)
    log = get_run_logger()
    keep_places(error)
    # What is told to Prefect may be lost with Prefect: the state says it all, and our own ledger.
    try:
        add_to_name(failure.brief)
    except Exception as trouble:
        log.warning("运行的名字没有改成（%s）", type(trouble).__name__)
    try:
        create_markdown_artifact(
            key="fault", markdown=failure.markdown, description="没有完成：原因和办法"
        )
    except Exception as trouble:  # the state says it too
        log.warning("失败说明页没有生成（%s）", type(trouble).__name__)
    with suppress(BadSettings):  # told already: they are the failure
        notify(Settings(), f"汇总：{flow_run.get_name()} 没有完成", failure.text)
    return Failed(message=failure.text, data=error)


def keep_places(error: Exception) -> None:
    """Write where an exception arose to logs/faults.log: places in the code, never values."""
    if not write_places(error, f"{flow_run.get_name()} {flow_run.get_id()}"):
        get_run_logger().warning("logs/faults.log 写不进去")  # a full disk is told already
