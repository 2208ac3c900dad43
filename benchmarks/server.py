"""A Prefect server of the benchmark's own, on loopback and a free port, stopped by its id."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

START_SECONDS = 180


@dataclass(frozen=True)
class Server:
    api_url: str
    started_in: float  # seconds until it answered
    process: psutil.Process

    def wait_until_idle(self) -> None:
        """Return once the server has worked off what it was sent: no CPU used for a while."""
        quiet = 0
        while quiet < 3:
            busy = self.process.cpu_percent(interval=0.2)
            quiet = quiet + 1 if busy < 10 else 0


@contextmanager
def running_server(home: Path) -> Iterator[Server]:
    """Start a server in a new home and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    command = [sys.executable, "-m", "prefect", "server", "start"]
    started = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port), "--no-ui"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/api"
    try:
        _wait(f"{url}/health", process)
        yield Server(url, time.perf_counter() - started, psutil.Process(process.pid))
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the Prefect server died at start")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own loopback server
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the Prefect server did not answer within {START_SECONDS} s")
