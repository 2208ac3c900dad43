"""Processes that `huizong serve` starts beside itself, and ending them with all that they started."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

_LONGEST_LOG = 5_000_000  # bytes; at the next start what is longer becomes the one log before


def start(
    command: Sequence[str], log: Path, environment: Mapping[str, str]
) -> "subprocess.Popen[bytes]":
    """Start a command whose output goes to the end of `log`. Raises OSError.

    It stands in a group of its own: Ctrl+C in a terminal goes to every process of the terminal's
    group, and whoever died first would take the ground from under the others. We end them in order.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _LONGEST_LOG:
        log.replace(log.with_suffix(".1.log"))
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            **apart,
        )


def family(process: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """A process and all that it started, as far as they still live."""
    try:
        own = psutil.Process(process.pid)
        return [own, *own.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def stop(process: "subprocess.Popen[bytes]", patience: float = 15) -> None:
    """End a process of ours with all that it started, by force if it does not listen in time.

    `patience` in seconds.
    """
    members = family(process)
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    # On Windows the end of a process is not that of its children, nor after a kill anywhere.
    for member in members:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    process.wait()


def remember(processes: "Iterable[subprocess.Popen[bytes]]", file: Path) -> None:
    """Write down which processes are ours, for whoever comes after a kill."""
    known = []
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            known.append([process.pid, psutil.Process(process.pid).create_time()])
    file.write_text(json.dumps(known), encoding="ascii")


def end_left_behind(file: Path) -> int:
    """End those of an earlier start that still live, since it was killed; how many."""
    ended = 0
    with suppress(OSError, ValueError):
        for pid, created in json.loads(file.read_text(encoding="ascii")):
            with suppress(psutil.NoSuchProcess):
                left = psutil.Process(pid)
                # The number of a process is given away again; the moment of its start is not.
                if left.create_time() == created:
                    for member in [*left.children(recursive=True), left]:
                        with suppress(psutil.NoSuchProcess):
                            member.kill()
                    ended += 1
    file.unlink(missing_ok=True)
    return ended
