"""The night by itself: really started by its schedule and the clock, under `huizong serve`.

One machine is lived with for weeks, and its clock is set while it runs: the tests are one story, in
this order. Each starts `huizong serve` once, and ends it in another way.
"""

import os
import re
import sqlite3
import subprocess
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx
import psutil
import pytest

from flows.child_processes import family
from flows.schedules import SKIPPED
from pipeline.beijing import BEIJING
from tests.live.conftest import LOGIN, NIGHTLY, PATIENCE, ROOT, environment, free_port, of
from tests.live.scheduled import (
    by_schedule,
    change_on_the_page,
    due,
    ended,
    is_held,
    slots_in_use,
    until,
)
from tests.live.served import Clock, Pilot, Served, command, pilot

pytestmark = pytest.mark.slow
BY_ITSELF = "部署 nightly（定时）"
# Nothing of this machine is to be looked for there; the port is one that nobody answers on.
PROXIES = {
    "http_proxy": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "ALL_PROXY": "socks5://127.0.0.1:9",
}


def status(machine: Pilot, **clock: str) -> list[str]:
    """The last lines of `huizong status`: how nights stand."""
    own = {**os.environ, "HUIZONG_DATA_DIR": str(machine.district.data_dir), **clock}
    shown = subprocess.run(
        command("status"), env=own, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [line for line in shown.stdout.splitlines() if "汇总" in line]


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Pilot:
    return pilot(tmp_path_factory.mktemp("pilot"))


@pytest.fixture(scope="module")
def clock(machine: Pilot) -> Clock:
    return Clock(machine.folder)


def hold(machine: Pilot, served: Served, clock: Clock, moment: str) -> UUID:
    """A run that has come to this moment and stays there."""
    machine.district.sabotage({"fault": f"hold-{moment}"})
    run = served.server.start(NIGHTLY, clock.now())
    until(lambda: is_held(served.server, machine.district, run, moment), f"not {moment}")
    return run


def assert_crashed_and_made_good(machine: Pilot, served: Served, clock: Clock, run: UUID) -> None:
    """What was left under way is told, its slot is free, and the next run does its work."""
    machine.district.heal()
    crashed = served.server.end_of(run, attempt=0)  # a pending one has not begun any
    assert crashed.state is not None and crashed.state.is_crashed(), crashed.state
    again = served.server.end_of(served.server.start(NIGHTLY, clock.now()))
    assert again.state is not None and again.state.is_completed(), again.state
    until(lambda: slots_in_use(served.server, NIGHTLY) == 0, "a slot is still taken")
    with served.server.client() as client:
        assert not any(one.paused for one in client.read_deployments())


def nights_of_the_ledger(machine: Pilot) -> list[str | None]:
    return [one.outcome for one in machine.district.runs() if one.started_by == BY_ITSELF]


def test_the_first_night(machine: Pilot, clock: Clock) -> None:
    """From an empty folder to a night in the ledger that nobody started."""
    machine.district.receive("第一小学", "第二小学")
    today = clock.set(hour=1, minute=30)
    with machine.serving(**clock.environment, **PROXIES) as served:
        day = f"{today:%Y-%m-%d}"
        assert f"下一次夜间汇总：{day} 02:00（北京时间）" in served.said
        assert f"下一次日常维护：{day} 03:30（北京时间）" in served.said
        first = by_schedule(served.server, NIGHTLY)[0]
        assert (due(first), first.name) == (f"{day} 02:00", f"2020 夜间汇总 {day}")
        assert first.state is not None and first.state.is_scheduled()
        clock.set(hour=1, minute=59, second=50)
        (night,) = ended(served.server, NIGHTLY, 1)
        assert night.id == first.id
        assert night.state is not None and night.state.is_completed(), night.state
        (entry,) = machine.district.runs()
        assert (entry.started_by, entry.outcome) == (BY_ITSELF, "completed")
        assert entry.flow_run == str(night.id)
        assert f"{entry.started_at.astimezone(BEIJING):%Y-%m-%d %H:%M}" == f"{day} 02:00"
        assert len(machine.district.submissions()) == 2
        # What people see: the command, and the page through what the night has put beside it.
        tomorrow = f"{today + timedelta(days=1):%Y-%m-%d}"
        assert status(machine, **clock.environment) == [
            f"上一次汇总：{day} 02:00（北京时间），完成，部署 nightly（定时）。",
            f"下一次夜间汇总：{tomorrow} 02:00（北京时间）。",
        ]
        notice = httpx.get(f"{served.pages}/night-2020.js", auth=LOGIN, trust_env=False).text
        assert f"下一次夜间汇总：{tomorrow} 02:00" in notice
        change_on_the_page(served.server, "15 4 * * *")
        moved = until(
            lambda: [r for r in by_schedule(served.server, NIGHTLY) if due(r) == f"{day} 04:15"],
            "no run at the time that the page was given",
        )
        assert len(moved) == 1
        # Ctrl+C while a run is under way.
        machine.left.append(hold(machine, served, clock, "running"))
        began = time.monotonic()
        served.interrupt()
        assert served.process.wait(30) == 0
        assert time.monotonic() - began < 20
        assert re.search("正在停止……\n.* 正在进行，已中断；.*\n已停止。\n$", served.said)
        assert "Traceback" not in served.said


def test_a_second_serve_is_refused(machine: Pilot, clock: Clock) -> None:
    clock.set(hour=2, minute=30)
    with machine.serving(**clock.environment) as served:
        # The time set on the page outlives a restart.
        assert f"下一次夜间汇总：{clock.now():%Y-%m-%d} 04:15" in served.said
        assert_crashed_and_made_good(machine, served, clock, machine.left.pop())
        port = served.server.pages.rpartition(":")[2]
        elsewhere = str(machine.folder / "elsewhere")
        for options, folder, words in (
            (("--port", port), elsewhere, f"端口 {port} 已被占用"),
            (("--port", str(free_port())), None, "另一个 huizong serve 正在使用数据文件夹"),
        ):
            own = {"HUIZONG_DATA_DIR": folder} if folder else {}
            second = subprocess.run(
                command("serve", "--pages-port", str(free_port()), *options),
                env={**served.server.environment, **own},
                cwd=ROOT,
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
            assert second.returncode == 3, second.stderr
            assert words in second.stderr
            assert "Traceback" not in second.stderr
        with served.server.client() as client:
            assert not any(one.paused for one in client.read_deployments())
        # The power fails while a run is Pending: everything is gone at once.
        machine.left.append(hold(machine, served, clock, "pending"))
        for process in family(served.process):
            process.kill()


def test_weeks_without_power(machine: Pilot, clock: Clock) -> None:
    """Three nights were made beforehand and missed: only the newest of them runs."""
    clock.set(hour=9, minute=0, days=21)
    assert "夜间汇总逾期：应于" in status(machine, **clock.environment)[-1]
    machine.district.heal()
    machine.district.receive("第四小学")
    with machine.serving(**clock.environment) as served:
        nights = ended(served.server, NIGHTLY, 4)[1:]
        assert [run.state.name for run in nights if run.state] == [SKIPPED, SKIPPED, "Completed"]
        assert all(run.name.endswith("的一次代替") for run in nights[:2])
        assert nights_of_the_ledger(machine) == ["completed"] * 2
        assert len(machine.district.submissions()) == 3
        assert "逾期" not in status(machine, **clock.environment)[-1]
        assert_crashed_and_made_good(machine, served, clock, machine.left.pop())
        # The machine sleeps through the time of the next night, and wakes up in the morning.
        clock.set(hour=8, minute=0, days=1)
        late = ended(served.server, NIGHTLY, 5)[-1]
        assert due(late).endswith("04:15")
        assert late.state is not None and late.state.is_completed()
        # A clock that is set back does not make it run again.
        clock.set(hour=4, minute=10)
        time.sleep(3)
        assert len(ended(served.server, NIGHTLY, 5)) == 5
        assert nights_of_the_ledger(machine) == ["completed"] * 3
        # It is killed alone, in the first moments of a run; what it started lives on.
        machine.left.append(hold(machine, served, clock, "running"))
        served.process.kill()
        served.process.wait()


def test_after_a_kill(machine: Pilot, clock: Clock) -> None:
    """What the killed one has left is ended first. Without its server it says so and ends."""
    left = processes_of(machine)
    assert len(left) >= 2
    with machine.serving(**clock.environment) as served:
        assert not any(process.is_running() for process in left)
        assert_crashed_and_made_good(machine, served, clock, machine.left.pop())
        (server,) = [
            one for one in family(served.process) if "flows.guarded_server" in one.cmdline()
        ]
        server.kill()
        assert served.process.wait(30) == 3
        assert "Prefect 服务意外停止" in served.said
        assert "Traceback" not in served.said
    assert processes_of(machine) == []


def test_a_database_of_another_version_of_prefect(machine: Pilot) -> None:
    with closing(sqlite3.connect(machine.district.data_dir / "prefect" / "prefect.db")) as opened:
        opened.execute("UPDATE alembic_version SET version_num = 'ffffffffffff'")
        opened.commit()
    ended = subprocess.run(
        command("serve", "--port", str(free_port()), "--pages-port", str(free_port())),
        env=environment(**of(machine.district)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == 3, ended.stderr
    assert "服务没有启动：Prefect 的数据库是别的版本建立的" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_run_from_the_command_line_beside_a_proxy(machine: Pilot, tmp_path: Path) -> None:
    """With a server of its own for the run, which a proxy would hide."""
    own = {**of(machine.district), "HUIZONG_DATA_DIR": str(tmp_path / "data"), **PROXIES}
    done = subprocess.run(
        command("run", "--inbox", str(machine.district.inbox)),
        env=environment(**own),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "问题清单在" in done.stdout


def processes_of(machine: Pilot) -> list[psutil.Process]:
    """Whatever works on the machine's data folder, however it was started."""
    return [
        process
        for process in psutil.process_iter(["environ"])
        if (process.info["environ"] or {}).get("HUIZONG_DATA_DIR") == str(machine.district.data_dir)
    ]
