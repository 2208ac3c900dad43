"""What commands print: JSON on stdout, tables and progress for people, failures in plain words."""

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from pipeline.run import progress

# No markup and no emoji: file names and what schools filled in may hold [brackets] and :colons:.
console = Console(highlight=False, markup=False, emoji=False)
errors = Console(stderr=True, highlight=False, markup=False, emoji=False)

DONE, FINDINGS = 0, 1  # and of what went wrong: see `pipeline.run.fault_kinds`


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"


CollectionOption = Annotated[str, typer.Option("--collection", help="填报任务 · collection")]
FormatOption = Annotated[Format, typer.Option("--format", help="输出格式 · output format")]


def allow_every_character() -> None:
    """Let no character end a command: a console of GBK has not every one that a name may hold."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def print_json(value: Any) -> None:
    """What the stream cannot hold is written as JSON itself has it, so that nothing is lost."""
    text = orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(orjson.loads(text), indent=2)
    typer.echo(text)


def warn_of_wide_folders() -> None:
    """Say which of our folders other users of the machine can look into."""
    from pipeline.settings import Settings
    from pipeline.upkeep.wide_folders import told_wide

    if told := told_wide(Settings()):
        errors.print(f"{told}。", style="yellow", soft_wrap=True)


def table(title: str, *columns: str, right: tuple[str, ...] = ()) -> Table:
    """A plain table; columns named in `right` are aligned to the right."""
    made = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        made.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return made


class _Bar:
    """A progress bar on stderr, one stage after the other."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task: TaskID | None = None

    def stage(self, words: str, total: int) -> None:
        self._task = self._bar.add_task(words, total=total)

    def advance(self) -> None:
        if self._task is not None:
            self._bar.advance(self._task)


@contextmanager
def progress_bar() -> Iterator[None]:
    """Show the progress of long work on the terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=errors) as bar, progress.heard_by(_Bar(bar)):
        yield


def fail(error: Exception) -> int:
    """Say what went wrong in one line and return the exit code: 2 for wrong use, 3 for a fault."""
    from pipeline.run.failures import NightlyFailed, as_failure
    from pipeline.run.fault_kinds import TECHNICAL, FaultKind
    from pipeline.run.fault_log import write_places
    from pipeline.run.faults import fault_of

    failure = as_failure(error)
    kind = None if isinstance(error, NightlyFailed) else fault_of(error).kind
    if kind is FaultKind.PROGRAM:  # a flow has done so itself
        write_places(error, " ".join(["huizong", *sys.argv[1:2]]))
    code = kind.exit_code if kind else TECHNICAL
    words = str(error) if kind is FaultKind.WRONG_USE else failure.text  # it says what to do itself
    told = f"技术故障：{words}" if code == TECHNICAL else words
    errors.print(told.replace("\n", " "), style="red", soft_wrap=True)
    return code


def is_server_lost(error: Exception) -> bool:
    """Whether a Prefect server of somebody else's went away under a run of this process.

    At its end Prefect would offer the server every event of the run, and wait seven seconds for
    each: half an hour for a district. There is nothing else left to be done by then.
    """
    from pipeline.run.fault_kinds import FaultKind
    from pipeline.run.faults import fault_of

    if "prefect.events.worker" not in sys.modules or not os.environ.get("PREFECT_API_URL"):
        return False
    return fault_of(error).kind in (FaultKind.PREFECT_AWAY, FaultKind.PREFECT_BROKEN)
