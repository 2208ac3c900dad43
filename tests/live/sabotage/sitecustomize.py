"""Breaks one thing in a flow's process, as long as a file says so: real processes, real faults.

On the path of test workers only. The file holds `[{"fault": …, …}, …]`; without it nothing happens. The
faults that need no help (a folder taken away, a killed process) the tests make themselves.
"""

import errno
import importlib.abc
import importlib.util
import json
import os
import signal
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

_AFTER = "pipeline.processing"  # imported when all that is broken here has been


def _disk_full(plan: dict[str, str]) -> None:
    from warehouse.archive import Archive

    keep = Archive.keep
    spoilt = Path(plan["file"]).read_bytes()

    def full(archive: Archive, content: bytes) -> str:
        if content == spoilt:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return keep(archive, content)

    Archive.keep = full  # type: ignore[method-assign]


def _locked(plan: dict[str, str]) -> None:
    from returns.reading import foreign_files

    open_ = foreign_files._open

    def refuse(path: Path) -> int:
        if path.name == Path(plan["file"]).name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return open_(path)

    foreign_files._open = refuse


def _reader_killed(plan: dict[str, str]) -> None:
    from returns.sandbox import process as sandbox

    exchange = sandbox._exchange
    spoilt = Path(plan["file"]).read_bytes()

    def shoot(process: Any, body: bytes, deadline: float) -> bytes | None:
        if body == spoilt:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        return exchange(process, body, deadline)

    sandbox._exchange = shoot


def _rule_bug(plan: dict[str, str]) -> None:
    from schemas.rule import Rule

    passes = Rule.passes

    def crash(rule: Rule, frame: Any, collection: Any) -> Any:
        if rule.id == plan["rule"]:
            raise ZeroDivisionError(plan["says"])
        return passes(rule, frame, collection)

    Rule.passes = crash  # type: ignore[method-assign]


def _hold_pending(plan: dict[str, str]) -> None:
    """The flow's code is being loaded: the run is not Running yet."""
    _hold()


def _hold_running(plan: dict[str, str]) -> None:
    """The run has just begun: it has no entry in the ledger yet."""
    from pipeline import processing

    _hold_before(processing, "hold_collection")


def _hold_loading(plan: dict[str, str]) -> None:
    """The files have been read, and none is in the warehouse yet."""
    from pipeline.intake import merging

    _hold_before(merging, "rounds")


def _hold_before(module: ModuleType, name: str) -> None:
    work = getattr(module, name)

    def held(*arguments: Any) -> Any:
        _hold()
        return work(*arguments)

    setattr(module, name, held)


def _hold() -> None:
    """Wait for as long as the plan stands."""
    if "PREFECT__FLOW_RUN_ID" not in os.environ:
        return  # whoever registers the flows loads their code too
    Path(_plan_file).with_suffix(".reached").touch()
    while Path(_plan_file).exists():
        time.sleep(0.1)


_FAULTS = {
    "hold-pending": _hold_pending,
    "hold-running": _hold_running,
    "hold-loading": _hold_loading,
    "disk-full": _disk_full,
    "locked": _locked,
    "reader-killed": _reader_killed,
    "rule-bug": _rule_bug,
}


class _AfterImport(importlib.abc.MetaPathFinder):
    def __init__(self, plans: list[dict[str, str]]) -> None:
        self._plans = plans

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> Any:
        if name != _AFTER:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        assert spec is not None and spec.loader is not None
        execute = spec.loader.exec_module

        def and_break(module: ModuleType) -> None:
            execute(module)
            for plan in self._plans:
                _FAULTS[plan["fault"]](plan)

        spec.loader.exec_module = and_break  # type: ignore[method-assign]
        return spec


_plan_file = os.environ.get("HUIZONG_SABOTAGE", "")
if _plan_file and Path(_plan_file).exists():
    sys.meta_path.insert(0, _AfterImport(json.loads(Path(_plan_file).read_text("utf-8"))))
