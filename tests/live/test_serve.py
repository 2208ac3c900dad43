"""`huizong serve`: server, pages, schedule and runs in one process, and nothing left after it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest

from flows.child_processes import stop
from flows.deployments import DEPLOYMENTS
from pipeline.beijing import TIMEZONE
from tests.live.conftest import (
    LOGIN,
    NIGHTLY,
    PATIENCE,
    ROOT,
    THREE,
    District,
    Server,
    environment,
    free_port,
    of,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, District, str]]:
    """`huizong serve` as an operator starts it, under a password, on an empty data folder."""
    folder = tmp_path_factory.mktemp("serve")
    district = District(folder / "data", folder / "sabotage.json")
    district.inbox.mkdir(parents=True)
    port, pages_port = free_port(), free_port()
    own = environment(
        **of(district),
        PREFECT_RUNNER_POLL_FREQUENCY="1",
    )
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", "from cli import main; main()", "serve"),
            *("--port", str(port), "--pages-port", str(pages_port)),
        ],
        env=own,
        cwd=ROOT,
        stdout=(folder / "out").open("wb"),
        stderr=subprocess.STDOUT,
    )
    server = Server(f"http://127.0.0.1:{port}/api", own)
    try:
        wait_for_deployments(server)
        yield server, district, f"http://127.0.0.1:{pages_port}"
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        os.kill(process.pid, signal.SIGTERM)
        process.wait(60)
        _, alive = psutil.wait_procs(children, timeout=30)
        assert not alive
    finally:
        stop(process)


def wait_for_deployments(server: Server) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        with suppress(Exception), server.client() as client:  # it is not there yet
            if len(client.read_deployments()) == len(DEPLOYMENTS):
                return
        time.sleep(0.5)
    raise AssertionError("huizong serve did not deploy")


def test_the_schedules_are_in_beijing_time(served: tuple[Server, District, str]) -> None:
    server, _, _ = served
    with server.client() as client:
        found = {one.name: one for one in client.read_deployments()}
    assert set(found) == {one.name for one in DEPLOYMENTS}
    for one in DEPLOYMENTS:
        schedules = [schedule.schedule for schedule in found[one.name].schedules]
        assert [s.cron for s in schedules] == ([one.cron] if one.cron else [])
        assert all(s.timezone == TIMEZONE for s in schedules)
        assert found[one.name].global_concurrency_limit.limit == 1


def test_retry_under_serve(served: tuple[Server, District, str]) -> None:
    server, district, pages = served
    shutil.rmtree(district.inbox)
    run = server.start(NIGHTLY)
    failed = server.end_of(run)
    assert failed.state is not None and failed.state.is_failed()
    assert "收件文件夹没有挂上" in failed.name
    district.inbox.mkdir()
    district.receive(*THREE)
    server.retry(run)
    done = server.end_of(run, attempt=2)
    assert done.state is not None and done.state.is_completed(), done.state
    assert len(district.submissions()) == 3
    assert "专兼职保安" in httpx.get(f"{pages}/2020/指标_2020.html", auth=LOGIN).text
    with server.client() as client:
        (link,) = [a for a in client.read_artifacts() if a.key == "page-2020"]
    assert pages in str(link.data)


def test_nobody_gets_in_without_the_word(served: tuple[Server, District, str]) -> None:
    server, _, _ = served
    for word in (None, ("operator", "another")):
        answer = httpx.get(f"{server.api}/admin/version", auth=word)
        assert answer.status_code == 401
    let_in = httpx.get(f"{server.api}/admin/version", auth=LOGIN)
    assert let_in.status_code == 200


def test_the_server_listens_on_loopback_and_tells_nobody(
    served: tuple[Server, District, str],
) -> None:
    server, district, pages = served
    ports = {int(address.rpartition(":")[2].partition("/")[0]) for address in (server.api, pages)}
    listening = {
        (one.laddr.ip, one.laddr.port)
        for one in psutil.net_connections("tcp")
        if one.status == psutil.CONN_LISTEN and one.laddr.port in ports
    }
    assert listening == {("127.0.0.1", port) for port in ports}
    log = Path(district.data_dir / "logs" / "prefect-server.log").read_text(encoding="utf-8")
    assert "telemetry" not in log.lower()
    with server.client() as client:
        settings = client._client.get("/admin/settings").json()
    assert settings["server"]["analytics_enabled"] is False
