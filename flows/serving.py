"""A pilot in one process: Prefect's server and pages, the schedule, and the pages of figures.

For production use a server and workers of their own (docs/operations.md).
"""

import functools
import http.server
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

import psutil

from flows.settings import Settings

LOOPBACK = "127.0.0.1"
_START_SECONDS = 180


class ServerDidNotStart(RuntimeError):
    """Prefect's server ended or did not answer in time."""


@contextmanager
def prefect_server(
    port: int, log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Prefect's server on loopback for the length of the block; its API address.

    Raises ServerDidNotStart. Its output goes to `log`; `environment` is this process's by default.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, "-m", "prefect", "server", "start"),
        *("--host", LOOPBACK, "--port", str(port)),
    ]
    api = f"http://{LOOPBACK}:{port}/api"
    told = {
        **(os.environ if environment is None else environment),
        "PREFECT_SERVER_UI_API_URL": api,  # the pages ask port 4200 unless they are told
    }
    with log.open("ab") as output:
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=told)
    try:
        _wait_until_healthy(server, f"{api}/health", log)
        yield api
    finally:
        stop(server)


def stop(process: "subprocess.Popen[bytes]", patience: float = 15) -> None:
    """End a process of ours with all that it started, by force if it does not listen."""
    family = _family(process)
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    # On Windows the end of a process is not that of its children, nor after a kill anywhere.
    for member in family:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    process.wait()


def _family(process: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    try:
        own = psutil.Process(process.pid)
        return [own, *own.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _wait_until_healthy(server: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up:
        if server.poll() is not None:
            raise ServerDidNotStart(f"Prefect 服务没有启动，详见 {log}")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise ServerDidNotStart(f"Prefect 服务 {_START_SECONDS} 秒内没有应答，详见 {log}")


@contextmanager
def page_server(folder: Path, port: int) -> Iterator[str]:
    """The pages of figures on loopback for the length of the block; their address."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer((LOOPBACK, port), handler)
    threading.Thread(target=server.serve_forever, name="pages", daemon=True).start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what was looked at is nobody's business."""


def serve(settings: Settings, port: int, pages_port: int) -> None:
    """Run server, pages and schedule until interrupted. Uses PREFECT_API_URL where it is set."""
    signal.signal(signal.SIGTERM, _leave)  # a service is stopped so: not without its server
    with ExitStack() as running:
        if not settings.pages_url:
            pages = running.enter_context(page_server(settings.reports_dir, pages_port))
            os.environ["HUIZONG_PAGES_URL"] = pages
        if not os.environ.get("PREFECT_API_URL"):
            address = running.enter_context(
                prefect_server(port, settings.data_dir / "logs" / "prefect-server.log")
            )
            os.environ["PREFECT_API_URL"] = address
        # Prefect reads its settings when it is imported, so only now.
        from prefect import serve as serve_deployments

        from flows.deployments import runner_deployments

        serve_deployments(*runner_deployments())


def _leave(*_: object) -> None:
    sys.exit(0)
