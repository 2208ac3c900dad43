"""Prefect's server away, in want of a login, damaged or without room: told in one line, at once."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import prefect
import pytest

from flows.prefect_faults import (
    PrefectTrouble,
    is_damaged,
    require_prefect_to_serve,
    require_server,
)
from flows.prefect_server import ServerDidNotStart, prefect_server
from pipeline.run.fault_kinds import FaultKind
from pipeline.run.faults import fault_of
from tests.disks import fill, small_disk
from tests.nights import SAMPLES

FORM = "应为 http://服务器:4200/api"
DEAD = "http://127.0.0.1:1/api"  # nothing listens on port 1
LOGIN = (
    "服务要求登录：用 PREFECT_API_AUTH_STRING 给出“用户名:口令”，"
    "与服务的 PREFECT_SERVER_API_AUTH_STRING 相同"
)
AWAY = "检查 Prefect 服务是否在运行、PREFECT_API_URL 是否正确，然后重试即可，只处理缺少的文件"
MOVE = (
    "停掉 Prefect 服务，把这个文件移走，它会重新建立；汇总的数据和运行台账不受影响，"
    "只少了网页上的旧记录。然后再运行一次"
)


@contextmanager
def answering(status: int, body: str) -> Iterator[str]:
    """A server that gives one answer to everything; its address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api"
    finally:
        server.shutdown()
        server.server_close()


def words_of(address: str) -> tuple[FaultKind, str]:
    with pytest.raises(PrefectTrouble) as failed:
        require_server(address)
    fault = fault_of(failed.value)
    return fault.kind, fault.detail.replace(address, "ADDRESS")


def test_nobody_there() -> None:
    kind, detail = words_of(DEAD)
    assert kind is FaultKind.PREFECT_AWAY
    assert detail.startswith("ADDRESS（") and "refused" in detail


@pytest.mark.parametrize(
    ("status", "body", "kind", "detail"),
    [
        (401, "{}", FaultKind.PREFECT_SETTINGS, LOGIN),
        (403, "{}", FaultKind.PREFECT_SETTINGS, LOGIN),
        (404, "no", FaultKind.PREFECT_SETTINGS, f"ADDRESS 上不是 Prefect 服务，PREFECT_API_URL {FORM}"),
        (200, "<html>", FaultKind.PREFECT_SETTINGS, f"ADDRESS 上不是 Prefect 服务，PREFECT_API_URL {FORM}"),
        (200, '{"a": 1}', FaultKind.PREFECT_SETTINGS, f"ADDRESS 上不是 Prefect 服务，PREFECT_API_URL {FORM}"),
        (200, '"2.20.1"', FaultKind.PREFECT_SETTINGS,
         f"服务的版本是 2.20.1，这里是 {prefect.__version__}，请用同一版本"),
        (500, "{}", FaultKind.PREFECT_BROKEN, "HTTP 500"),
    ],
)  # fmt: skip
def test_what_answers_is_no_server_for_us(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    body: str,
    kind: FaultKind,
    detail: str,
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setenv("HUIZONG_DATA_DIR", str(tmp_path))
    with answering(status, body) as address:
        assert words_of(address) == (kind, detail)


def test_a_server_of_ours_is_let_pass() -> None:
    with answering(200, f'"{prefect.__version__}"') as address:
        require_server(address)


@pytest.mark.parametrize(
    "address", ["junk", "localhost:4200", "http://:4200/api", "http://host:port/api"]
)
def test_an_address_that_is_none(address: str) -> None:
    assert words_of(address) == (
        FaultKind.PREFECT_SETTINGS,
        f"PREFECT_API_URL 写法不对（ADDRESS），{FORM}",
    )


def test_a_word_in_the_address_is_not_told() -> None:
    with pytest.raises(PrefectTrouble) as failed:
        require_server("http://operator:secret@127.0.0.1:1/api")
    assert "secret" not in str(failed.value)


def test_the_log_is_named_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setenv("HUIZONG_DATA_DIR", str(tmp_path))
    log = tmp_path / "logs" / "prefect-server.log"
    log.parent.mkdir()
    log.touch()
    with answering(500, "{}") as address:
        assert words_of(address) == (FaultKind.PREFECT_BROKEN, f"HTTP 500，日志在 {log}")


def test_serving_with_a_dead_address_or_a_damaged_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setenv("PREFECT_API_URL", DEAD)
    with pytest.raises(PrefectTrouble, match="Prefect 服务连不上"):
        require_prefect_to_serve()
    monkeypatch.delenv("PREFECT_API_URL")
    require_prefect_to_serve()
    database = tmp_path / "prefect.db"
    database.write_bytes(b"\x13" * 9000)
    with pytest.raises(PrefectTrouble) as failed:
        require_prefect_to_serve()
    assert fault_of(failed.value).text == f"Prefect 自己的数据库已损坏：{database}"


def test_damage_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "prefect.db"
    assert not is_damaged(file)
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE a (b TEXT)")
        database.executemany("INSERT INTO a VALUES (?)", [("x" * 500,)] * 200)
        database.commit()
    assert not is_damaged(file)
    content = file.read_bytes()
    file.write_bytes(content[:8192] + b"\x77" * (len(content) - 8192))
    assert is_damaged(file)
    file.write_bytes(content[:9000])
    assert is_damaged(file)


def test_a_server_that_did_not_start_is_told_once() -> None:
    fault = fault_of(ServerDidNotStart("服务没有启动，原因见 var/logs/prefect-server.log"))
    assert fault.kind is FaultKind.SERVICE
    assert fault.text == "服务没有启动，原因见 var/logs/prefect-server.log"


def run_command(**changes: str) -> tuple[int, str]:
    """`huizong run` in a process of its own, with an environment of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "HUIZONG_"))}
    register = str(SAMPLES / "register.csv")
    done = subprocess.run(
        [sys.executable, "-c", "from cli import main; main()", "run"],
        env={**kept, "HUIZONG_UNIT_REGISTER": register, **changes},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    return done.returncode, done.stderr.strip()


def test_a_run_with_a_dead_address_ends_before_prefect_is_loaded(tmp_path: Path) -> None:
    code, words = run_command(HUIZONG_DATA_DIR=str(tmp_path), PREFECT_API_URL=DEAD)
    assert code == 3
    assert words.startswith(f"技术故障：Prefect 服务连不上：{DEAD}（")
    assert words.endswith(f"。{AWAY}")
    assert len(words.splitlines()) == 1


@pytest.mark.slow
def test_a_run_on_a_server_of_its_own_whose_database_is_damaged(tmp_path: Path) -> None:
    database = tmp_path / "prefect" / "prefect.db"
    database.parent.mkdir()
    database.write_bytes(b"\x13" * 9000)
    assert run_command(HUIZONG_DATA_DIR=str(tmp_path)) == (
        3,
        f"技术故障：Prefect 自己的数据库已损坏：{database}。{MOVE}",
    )


@pytest.mark.slow
def test_a_real_server_asks_for_a_login_and_runs_out_of_room(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "inbox").mkdir(parents=True)
    shutil.copy(SAMPLES / "first_round" / "第一小学_2020年报表.xlsx", data / "inbox")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "HUIZONG_"))}
    with small_disk(tmp_path / "disk", "24m") as disk:
        home = str(disk / "prefect")
        own = {**kept, "PREFECT_HOME": home, "PREFECT_SERVER_API_AUTH_STRING": "operator:word"}
        with prefect_server(free_port(), tmp_path / "log", own) as (api, _):
            places = {"HUIZONG_DATA_DIR": str(data), "PREFECT_HOME": home, "PREFECT_API_URL": api}
            assert run_command(**places) == (2, f"Prefect 的设置有误：{LOGIN}。改正后再运行一次")
            with closing(sqlite3.connect(f"{home}/prefect.db")) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # no room kept beside it
            fill(disk)
            code, words = run_command(
                **places, PREFECT_API_AUTH_STRING="operator:word", PREFECT_CLIENT_MAX_RETRIES="0"
            )
    assert code == 3
    assert words.splitlines()[-1] == (
        f"技术故障：磁盘已满：Prefect 的数据库所在的磁盘（{home}）。"
        "清理磁盘或换一个数据文件夹，然后重试即可，只处理缺少的文件"
    )


@pytest.mark.slow
def test_a_server_that_goes_away_under_a_run(tmp_path: Path) -> None:
    """What was merged stays merged, the fault is told in one line, and nothing waits for half an hour."""
    data = tmp_path / "data"
    (data / "inbox").mkdir(parents=True)
    for file in (SAMPLES / "first_round").glob("*.xlsx"):
        shutil.copy(file, data / "inbox")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "HUIZONG_"))}
    login = "operator:word"
    asking = {"PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_SERVER_API_AUTH_STRING": login}
    with prefect_server(free_port(), tmp_path / "log", {**kept, **asking}) as (api, _):
        run = subprocess.Popen(
            [sys.executable, "-c", "from cli import main; main()", "run"],
            env={
                **kept,
                "HUIZONG_DATA_DIR": str(data),
                "HUIZONG_UNIT_REGISTER": str(SAMPLES / "register.csv"),
                "PREFECT_API_URL": api,
                "PREFECT_API_AUTH_STRING": login,
                "PREFECT_CLIENT_MAX_RETRIES": "0",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        while run.poll() is None and len(list(data.glob("archive/*/*.bin"))) < 3:
            time.sleep(0.05)
    out, err = run.communicate(timeout=180)
    told = [line for line in err.splitlines() if "技术故障" in line]
    assert run.returncode == 3, out + err
    assert len(told) == 1 and told[0].startswith(f"技术故障：Prefect 服务连不上：{api[:-4]}（")
    assert told[0].endswith(f"。{AWAY}")
    assert "Event" not in err and "Traceback" not in err


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
