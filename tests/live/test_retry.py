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

from tests.live.conftest import NIGHTLY, ONE_UNIT, THREE, District, Server, until_idle

pytestmark = pytest.mark.slow

ALL_FOUR = sorted(f"{unit}_2020年报表.xlsx" for unit in (*THREE, "学府小学"))
FIRST, SECOND, FOURTH = (f"{unit}_2020年报表.xlsx" for unit in THREE)


@dataclass(frozen=True)
class Fault:
    """How it is brought about and undone, what the run is then called, and what is done by then."""

    make: Callable[[District], None]
    heal: Callable[[District], None]
    name: str
    done: tuple[str, ...] | None  # None: the warehouse cannot be asked
    force: bool


def away(district: District) -> Path:
    return district.data_dir.with_name("away")


def lose_inbox(district: District) -> None:
    district.inbox.rename(away(district))


def find_inbox(district: District) -> None:
    away(district).rename(district.inbox)


def lose_warehouse(district: District) -> None:
    (district.data_dir / "warehouse.db").mkdir()  # SQLite then says "unable to open"


def find_warehouse(district: District) -> None:
    (district.data_dir / "warehouse.db").rmdir()


def break_files(district: District) -> None:
    """A fault of its own kind with each of two files, and a third for the reading of another."""
    district.receive("实验小学")
    district.sabotage(
        {"fault": "disk-full", "file": str(district.inbox / FIRST)},
        {"fault": "locked", "file": str(district.inbox / SECOND)},
        {"fault": "reader-killed", "file": str(district.inbox / FOURTH)},
    )


def heal_files(district: District) -> None:
    (district.inbox / "实验小学_2020年报表.xlsx").unlink()
    district.heal()


def break_rule(district: District) -> None:
    district.sabotage({"fault": "rule-bug", "rule": "SAF-001", "says": "it quotes 张小明"})


FAULTS = {
    "inbox": Fault(lose_inbox, find_inbox, "收件文件夹没有挂上", (), force=True),
    "warehouse": Fault(lose_warehouse, find_warehouse, "数据库打不开或不能写入", None, force=False),
    "rule bug": Fault(
        break_rule, District.heal, "程序的一条规则有错：第一小学等 3 份", (), force=False
    ),
}


def is_completed(run: FlowRun) -> bool:
    return run.state is not None and run.state.is_completed()


def assert_told_in_words(server: Server, run: FlowRun) -> None:
    assert run.state is not None and run.state.is_failed(), run.state
    told = [run.name, run.state.message or "", *server.log_of(run.id)]
    assert not any("张小明" in words or "Traceback" in words for words in told)
    assert max(map(len, told)) < 500


@pytest.mark.parametrize("kind", FAULTS)
def test_retry_does_only_what_is_missing(
    server: Server, undisturbed: dict[str, Any], district: District, kind: str
) -> None:
    fault = FAULTS[kind]
    fault.make(district)
    run = server.start(NIGHTLY)
    failed = server.end_of(run)
    assert_told_in_words(server, failed)
    assert fault.name in failed.name
    if fault.done is not None:
        assert district.submissions() == sorted(fault.done)
    fault.heal(district)
    district.receive("学府小学")  # came meanwhile
    server.retry(run, fault.force)
    done = server.end_of(run, attempt=2)
    assert is_completed(done), done.state
    assert fault.name not in done.name
    assert district.submissions() == ALL_FOUR
    assert district.totals() == undisturbed


def test_faults_with_files_spare_the_others(server: Server, district: District) -> None:
    """A full disk, a file open in Excel and a killed reading process, each with a file of its own."""
    break_files(district)
    run = server.start(NIGHTLY)
    failed = server.end_of(run)
    assert_told_in_words(server, failed)
    assert failed.name.partition(" · ")[2] == (
        f"文件被占用或没有权限：{SECOND.removesuffix('.xlsx')}；"
        "磁盘已满：第一小学；读取进程被终止：未识别单位"
    )
    assert district.submissions() == ["实验小学_2020年报表.xlsx"]
    district.heal()
    server.retry(run, force=True)
    done = server.end_of(run, attempt=2)
    assert is_completed(done), done.state
    assert {f"{unit} · 待说明" for unit in THREE} < set(server.task_names(run))
    assert server.task_names(run).count("实验小学 · 退回") == 1  # it was done the first time
    assert len(district.submissions()) == len(set(district.submissions())) == 4


def test_what_was_done_is_not_done_again_unless_asked_for(
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
    unit = server.start(ONE_UNIT, unit="一小")
    done = server.end_of(unit)
    assert is_completed(done)
    assert done.name.startswith("2020 一小 重新处理 2")
    assert server.task_names(unit) == ["第一小学 · 待说明"]
    assert district.submissions() == ALL_FOUR
    assert district.totals() == undisturbed


def test_a_new_run_after_a_failed_one_does_what_is_missing(
    server: Server, undisturbed: dict[str, Any], district: District
) -> None:
    """Custom run and "copy to new run" of the pages: another run, so nothing of Prefect's helps."""
    district.sabotage({"fault": "disk-full", "file": str(district.inbox / SECOND)})
    district.receive("学府小学")
    failed = server.end_of(server.start(NIGHTLY, collection="2020", inbox=str(district.inbox)))
    assert failed.state is not None and failed.state.is_failed()
    district.heal()
    copy = server.start(NIGHTLY, **failed.parameters)
    assert is_completed(server.end_of(copy))
    assert server.task_names(copy) == ["第二小学 · 待说明"]
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
    server: Server, undisturbed: dict[str, Any], district: District, worker: int
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
    until_idle(worker)
    server.retry(run)
    assert is_completed(server.end_of(run, attempt=2))
    assert district.submissions() == ALL_FOUR
    assert district.totals() == undisturbed
    assert [one.outcome for one in district.runs()] == ["completed", "died"]
