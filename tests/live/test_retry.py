"""Faults and reruns on a real server with a worker, as the pages ask for them.

For each kind of fault: the run fails with a name that says what for whom, the other units are
done, and Retry does what is missing, takes along what came meanwhile, and loads nothing twice.
"""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import pytest
from prefect.client.schemas.objects import FlowRun

from tests.live.conftest import NIGHTLY, ONE_UNIT, THREE, District, Server

SECOND = "第二小学_2020年报表.xlsx"
ALL_FOUR = sorted(f"{unit}_2020年报表.xlsx" for unit in (*THREE, "学府小学"))


@dataclass(frozen=True)
class Fault:
    """How it is brought about and undone, what the run is then called, and what is done by then."""

    make: Callable[[District], None]
    heal: Callable[[District], None]
    name: str
    done: tuple[str, ...] | None  # None: the warehouse cannot be asked


def away(district: District) -> Path:
    return district.data_dir.with_name("away")


def take_away(what: str) -> Callable[[District], None]:
    return lambda district: (district.data_dir / what).rename(away(district)) and None


def put_back(what: str) -> Callable[[District], None]:
    return lambda district: away(district).rename(district.data_dir / what) and None


def lose_warehouse(district: District) -> None:
    (district.data_dir / "warehouse.db").mkdir()  # SQLite then says "unable to open"


def find_warehouse(district: District) -> None:
    (district.data_dir / "warehouse.db").rmdir()


def break_file(fault: str) -> Callable[[District], None]:
    return lambda district: district.sabotage(fault, file=str(district.inbox / SECOND))


def break_rule(district: District) -> None:
    district.sabotage("rule-bug", rule="SAF-001", says="a message that quotes 张小明")


OTHERS = ("第一小学_2020年报表.xlsx", "第四小学_2020年报表.xlsx")
FAULTS = {
    "inbox": Fault(take_away("inbox"), put_back("inbox"), "收件文件夹没有挂上", ()),
    "warehouse": Fault(lose_warehouse, find_warehouse, "数据库连不上", None),
    "disk full": Fault(break_file("disk-full"), District.heal, "磁盘已满：第二小学", OTHERS),
    "locked": Fault(
        break_file("locked"), District.heal, "文件被占用或没有权限：第二小学_2020年报表", OTHERS
    ),
    "reader killed": Fault(
        break_file("reader-killed"), District.heal, "读取进程被终止：未识别单位", OTHERS
    ),
    "rule bug": Fault(break_rule, District.heal, "程序的一条规则有错：第一小学等 3 份", ()),
}


def is_completed(run: FlowRun) -> bool:
    return run.state is not None and run.state.is_completed()


# Both ways of asking were tried for every fault; each costs two runs, so they take turns here.
FORCED = {"inbox": (True, False), "disk full": (True,), "reader killed": (True,)}


@pytest.mark.parametrize(
    ("kind", "force"),
    [(kind, force) for kind in FAULTS for force in FORCED.get(kind, (False,))],
    ids=lambda value: {True: "forced", False: "unforced"}.get(value, value),
)
def test_retry_does_only_what_is_missing(
    server: Server, undisturbed: dict[str, Any], district: District, kind: str, force: bool
) -> None:
    fault = FAULTS[kind]
    fault.make(district)
    run = server.start(NIGHTLY)
    failed = server.end_of(run)
    assert failed.state is not None and failed.state.is_failed(), failed.state
    assert fault.name in failed.name
    told = [failed.name, failed.state.message or "", *server.log_of(run)]
    assert not any("张小明" in words or "Traceback" in words for words in told)
    assert max(map(len, told)) < 500
    if fault.done is not None:
        assert district.submissions() == sorted(fault.done)
    fault.heal(district)
    district.receive("学府小学")  # came meanwhile
    server.retry(run, force)
    done = server.end_of(run, attempt=2)
    assert is_completed(done), done.state
    assert fault.name not in done.name
    assert district.submissions() == ALL_FOUR
    assert district.totals() == undisturbed


def test_a_retry_of_what_was_done_does_nothing(
    server: Server, undisturbed: dict[str, Any], district: District
) -> None:
    district.receive("学府小学")
    run = server.start(NIGHTLY)
    assert is_completed(server.end_of(run))
    server.retry(run)
    assert is_completed(server.end_of(run, attempt=2))
    assert district.submissions() == ALL_FOUR
    assert district.totals() == undisturbed
    first, again = reversed(district.runs())
    assert (first.attempt, again.attempt) == (1, 2)
    assert first.flow_run == again.flow_run == str(run)
    assert first.started_by == "部署 nightly（人工）"
    assert again.counts == {}
    assert set(first.versions) == {
        "huizong", "code", "rules", "edition", "register", "definitions"
    }  # fmt: skip


def test_a_new_run_after_a_failed_one_does_what_is_missing(
    server: Server, undisturbed: dict[str, Any], district: District
) -> None:
    """Custom run and "copy to new run" of the pages: another run, so nothing of Prefect's helps."""
    break_file("disk-full")(district)
    district.receive("学府小学")
    failed = server.end_of(server.start(NIGHTLY, collection="2020", inbox=str(district.inbox)))
    assert failed.state is not None and failed.state.is_failed()
    district.heal()
    copy = server.start(NIGHTLY, **failed.parameters)
    assert is_completed(server.end_of(copy))
    assert server.task_names(copy) == ["第二小学 · 通过（待说明）"]
    assert district.submissions() == ALL_FOUR
    assert district.totals() == undisturbed


def test_one_unit_again(server: Server, undisturbed: dict[str, Any], district: District) -> None:
    district.receive("学府小学")
    assert is_completed(server.end_of(server.start(NIGHTLY)))
    run = server.start(ONE_UNIT, unit="一小")
    done = server.end_of(run)
    assert is_completed(done)
    assert done.name.startswith("2020 一小 重新处理 2")
    assert server.task_names(run) == ["第一小学 · 通过（待说明）"]
    assert district.submissions() == ALL_FOUR
    assert district.totals() == undisturbed


def process_of(run: UUID) -> psutil.Process:
    """The process in which a worker carries a run out."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        for process in psutil.process_iter(["cmdline", "environ"]):
            own = process.info["environ"] or {}
            if own.get("PREFECT__FLOW_RUN_ID", "").replace("-", "") == run.hex:
                return process
        time.sleep(0.05)
    raise AssertionError("no process carries the run out")


def test_a_killed_run_is_crashed_and_can_be_retried(
    server: Server, undisturbed: dict[str, Any], district: District
) -> None:
    district.receive("学府小学")
    run = server.start(NIGHTLY)
    process = process_of(run)
    give_up = time.monotonic() + 60
    while not (district.data_dir / "archive").exists() and time.monotonic() < give_up:
        time.sleep(0.01)  # until it is in the middle of its work
    os.kill(process.pid, signal.SIGKILL)
    crashed = server.end_of(run)
    assert crashed.state is not None and crashed.state.is_crashed(), crashed.state
    server.retry(run)
    assert is_completed(server.end_of(run, attempt=2))
    assert district.submissions() == ALL_FOUR
    assert district.totals() == undisturbed
    assert [one.outcome for one in district.runs()] == ["completed", "died"]
