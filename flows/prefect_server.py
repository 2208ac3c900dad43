"""Prefect's server as a process of ours, for the length of a block."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import psutil

from flows import child_processes, loopback
from pipeline.run.fault_kinds import Fault, FaultKind, Told
from pipeline.settings import BadSettings

LOOPBACK = loopback.HOSTS[0]
_START_SECONDS = 180
_STOP_SECONDS = 8
# What the server's log says when it could not start, and what that means and asks for.
_REASONS = (
    (
        ("Can't locate revision",),
        "Prefect 的数据库是别的版本建立的。请装回原来的版本；或者把 PREFECT_HOME（默认"
        "“数据文件夹/prefect”）里的 prefect.db 改名后重新启动：Prefect 里的运行记录会重新开始，"
        "报表、指标和运行台账不受影响",
    ),
    (
        ("address already in use", "only one usage of each socket address"),
        "端口刚刚被别的程序占用。请用 --port 另指一个端口",
    ),
)


class CannotServe(Told):
    """`huizong serve` cannot do its work; the message says why and what to do, in Chinese."""

    def __init__(self, words: str) -> None:
        super().__init__(Fault(FaultKind.SERVICE, words), words)


class ServerDidNotStart(CannotServe):
    """Prefect's server ended or did not answer in time."""


class PortTaken(CannotServe):
    """Something else listens on the port already."""


def api_address(port: int) -> str:
    """Where the API of a server on this port is."""
    return f"http://{LOOPBACK}:{port}/api"


def addresses_of(host: str, port: int, given: Sequence[str]) -> list[str]:
    """What a server that listens on `host` may be called, the first one for its own pages.

    Raises BadSettings for what is no address, or where nobody but the network knows one.
    """
    for one in given:
        parts = urlsplit(one)
        if (
            parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.path not in ("", "/")
        ):
            raise BadSettings(f"--address {one} 写法不对，应为 http://名称或地址:{port}")
    everywhere = host in ("0.0.0.0", "::", "")  # noqa: S104 - what is refused, or named, here
    if everywhere and not given:
        raise BadSettings(
            f"监听所有地址时，请用 --address 写明别的机器怎么打开它，如 http://本机名:{port}"
        )
    own = f"http://{LOOPBACK if everywhere else f'[{host}]' if ':' in host else host}:{port}"
    return list(dict.fromkeys([*(one.rstrip("/") for one in given), own]))


def refuse_taken(port: int, option: str, host: str = LOOPBACK) -> None:
    """Make sure that a port is free. Raises PortTaken, which names `option`."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        if sys.platform == "win32":  # there a second one may listen beside the first
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # a connection that has just ended does not keep a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise PortTaken(
                f"端口 {port} 已被占用{_by_whom(port)}。如果已经有一个 huizong serve 在运行，"
                f"用它就行；否则请停止占用的程序，或用 {option} 另指一个端口"
            ) from error


def _by_whom(port: int) -> str:
    for pid in _listeners(port) or ():
        with suppress(psutil.Error):
            return f"（{psutil.Process(pid).name()}，进程 {pid}）"
    return ""


def _listeners(port: int) -> set[int] | None:
    """The processes that listen on a port; None where the system does not say."""
    try:
        found = psutil.net_connections("tcp")
    except (psutil.Error, OSError):
        return None
    return {
        one.pid
        for one in found
        if one.status == psutil.CONN_LISTEN
        and one.laddr
        and one.laddr.port == port
        and one.pid is not None
    }


@contextmanager
def prefect_server(
    port: int,
    log: Path,
    environment: Mapping[str, str] | None = None,
    interrupted: threading.Event | None = None,
) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Prefect's server on loopback for the length of the block: its API address and process.

    Raises PortTaken and ServerDidNotStart. Its output goes to `log`; `environment` is this
    process's by default and sets the login. Once `interrupted` is set nobody waits for it to answer
    any more.
    """
    refuse_taken(port, "--port")
    api = api_address(port)
    told = server_environment(os.environ if environment is None else environment, api)
    command = [
        *(sys.executable, "-m", "flows.guarded_server"),
        *("--host", LOOPBACK, "--port", str(port), "--address", api.removesuffix("/api")),
    ]
    said_before = log.stat().st_size if log.exists() else 0
    server = child_processes.start(command, log, told)
    try:
        waiting = interrupted or threading.Event()
        _wait_until_healthy(server, port, api, log, said_before, waiting)
        yield api, server
    finally:
        child_processes.stop(server, _STOP_SECONDS)


def server_environment(given: Mapping[str, str], api: str) -> dict[str, str]:
    """What the server's process is told, besides what our own is."""
    return {
        **{name: value for name, value in given.items() if name != "PREFECT_API_URL"},
        "PREFECT_SERVER_UI_API_URL": api,  # the pages ask port 4200 unless they are told
        # Ours may be quiet on a terminal; the server's own log is where its faults are looked for.
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    }


def _wait_until_healthy(
    server: "subprocess.Popen[bytes]",
    port: int,
    api: str,
    log: Path,
    said_before: int,
    interrupted: threading.Event,
) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    give_up = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up and not interrupted.is_set():
        if server.poll() is not None:
            raise ServerDidNotStart(_why(log, said_before))
        try:
            with direct.open(f"{api}/health", timeout=2):
                pass
        except (URLError, OSError):
            interrupted.wait(0.2)
            continue
        # What answers may be another's server: only the process that we started counts.
        listening = _listeners(port)
        own = {member.pid for member in child_processes.family(server)}
        if listening is None or listening & own:
            return
        interrupted.wait(0.2)
    if interrupted.is_set():
        return
    raise ServerDidNotStart(f"Prefect 服务 {_START_SECONDS} 秒内没有应答，详见 {log}")


def _why(log: Path, said_before: int) -> str:
    """What the log says since the start, in words."""
    said = log.read_bytes()
    fresh = said[said_before if len(said) >= said_before else 0 :].decode("utf-8", "replace")
    for marks, words in _REASONS:
        if any(mark in fresh for mark in marks):
            return words
    return f"服务没有启动，原因见 {log}"
