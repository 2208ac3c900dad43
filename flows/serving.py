"""A pilot from one command: Prefect's server and pages, the schedule, and the pages of figures.

For production use a server and workers of their own (docs/operations.md).
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from filelock import FileLock, Timeout

from flows import child_processes
from flows.deployments import BadCron, crons
from flows.login import Login
from flows.page_server import page_server
from flows.prefect_server import CannotServe, prefect_server
from flows.upkeep import Upkeep
from pipeline.settings import Settings
from pipeline.upkeep.wide_folders import told_wide
from pipeline.workspace import Workspace, WrongUse
from schemas.collections import CURRENT

_FIRST_RUNS_SECONDS = 60  # the scheduler looks for new deployments every five
_RUNNER_STOP_SECONDS = 5
_UPKEEP_SECONDS = 60
Say = Callable[[str], None]


class NotReady(CannotServe):
    """Something that a night needs is missing, or a process of ours ended by itself."""


@dataclass(frozen=True)
class Service:
    """What is to be served, and where.

    `has_own_server`: we start Prefect's server, else PREFECT_API_URL names one that runs already.
    """

    settings: Settings
    port: int
    pages_port: int
    has_own_server: bool
    login: Login


def serve(service: Service, say: Say) -> None:
    """Run server, pages and schedule until interrupted; PREFECT_API_URL names the server.

    Ready is said only when the scheduler has made the next runs. Raises CannotServe, and what
    opening the warehouse raises.
    """
    interrupted = _interruptions()
    with ExitStack() as running:
        if children := _start(running, service, interrupted, say):
            while not interrupted.wait(0.5):
                _refuse_to_go_on_without(children, service.settings.data_dir / "logs")
        say("正在停止……")
    say("已停止。")


def _start(
    running: ExitStack, service: Service, interrupted: threading.Event, say: Say
) -> "dict[str, subprocess.Popen[bytes]]":
    """Start everything that `running` ends again; the processes, none where it was interrupted."""
    settings = service.settings
    logs = settings.data_dir / "logs"
    began = time.monotonic()
    running.enter_context(_only_one(settings))
    own_processes = settings.data_dir / "serve.processes"
    child_processes.end_left_behind(own_processes)
    _refuse_what_cannot_work(settings)
    if not settings.pages_url:
        pages = running.enter_context(
            page_server(settings.reports_dir, service.pages_port, service.login.text)
        )
        os.environ["HUIZONG_PAGES_URL"] = pages
    server = None
    if service.has_own_server:
        _, server = running.enter_context(
            prefect_server(service.port, logs / "prefect-server.log", interrupted=interrupted)
        )
        child_processes.remember([server], own_processes)
    if interrupted.is_set():
        return {}
    upkeep = Upkeep(settings, service.has_own_server)
    upkeep.mark_left_behind()
    runner = child_processes.start(
        [sys.executable, "-m", "flows.runner"], logs / "runner.log", os.environ
    )
    running.callback(_stop_runner, runner, server, upkeep, say)
    children = {"运行进程": runner} | ({"Prefect 服务": server} if server else {})
    child_processes.remember(children.values(), own_processes)
    _wait_for_first_runs(upkeep, children, interrupted)
    if interrupted.is_set():
        return {}
    say(f"已就绪（{time.monotonic() - began:.0f} 秒）。")
    say(f"Prefect 网页：{os.environ['PREFECT_API_URL'].removesuffix('/api')}")
    say(f"指标页：{os.environ.get('HUIZONG_PAGES_URL', settings.pages_url)}")
    lines = (*service.login.told(), *upkeep.announcement(), told_wide(settings))
    for line in filter(None, lines):
        say(line)
    threading.Thread(
        target=_keep_up, args=(upkeep, interrupted), name="upkeep", daemon=True
    ).start()
    return children


def _interruptions() -> threading.Event:
    """Set at Ctrl+C, at SIGTERM as a service is stopped, and when the terminal is closed."""
    interrupted = threading.Event()
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: interrupted.set())
    return interrupted


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Two of them on one data folder would run every night twice."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.data_dir / "serve.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise NotReady(
            f"另一个 huizong serve 正在使用数据文件夹 {settings.data_dir}；用它就行，或先停止它"
        ) from None
    try:
        yield
    finally:
        lock.release()


def _refuse_what_cannot_work(settings: Settings) -> None:
    """Everything that a night would fail of and that shows beforehand, all at once."""
    problems = []
    try:
        crons(settings)
    except BadCron as error:
        problems.append(str(error))
    if settings.inbox is None:
        settings.inbox_dir.mkdir(parents=True, exist_ok=True)
    elif not settings.inbox.is_dir():
        problems.append(f"收件文件夹不存在：{settings.inbox}。请挂上共享文件夹，或改正设置 inbox")
    try:
        Workspace(settings, CURRENT).refresh_register()
    except WrongUse as error:
        problems.append(str(error))
    if problems:
        raise NotReady("；还有，".join(problems))


def _wait_for_first_runs(
    upkeep: Upkeep,
    children: "dict[str, subprocess.Popen[bytes]]",
    interrupted: threading.Event,
) -> None:
    """Until the scheduler has made the next run of every schedule. Raises NotReady."""
    give_up = time.monotonic() + _FIRST_RUNS_SECONDS
    while not interrupted.is_set():
        _refuse_to_go_on_without(children, upkeep.settings.data_dir / "logs")
        if upkeep.is_ready():
            return
        if time.monotonic() > give_up:
            raise NotReady(
                "Prefect 没有排出下一次运行，夜间汇总不会自行开始。"
                f"原因见 {upkeep.settings.data_dir / 'logs'} 里的 prefect-server.log 和 runner.log"
            )
        interrupted.wait(0.5)


def _keep_up(upkeep: Upkeep, interrupted: threading.Event) -> None:
    while not interrupted.wait(_UPKEEP_SECONDS):
        upkeep.round()


def _refuse_to_go_on_without(
    children: "dict[str, subprocess.Popen[bytes]]", logs: "os.PathLike[str]"
) -> None:
    for what, process in children.items():
        if process.poll() is not None:
            raise NotReady(
                f"{what}意外停止，夜间汇总不会自行开始。原因见 {logs}；请重新运行 huizong serve"
            )


def _stop_runner(
    runner: "subprocess.Popen[bytes]",
    server: "subprocess.Popen[bytes] | None",
    upkeep: Upkeep,
    say: Say,
) -> None:
    """End the runner and its runs; what they leave is marked while the server is still there."""
    child_processes.stop(runner, _RUNNER_STOP_SECONDS)
    if server is not None and server.poll() is None:
        broken = upkeep.mark_left_behind()
        for name in broken:
            say(
                f"{name} 正在进行，已中断；已入库的不受影响，下次启动后点 Retry 或等下一次夜间汇总。"
            )
