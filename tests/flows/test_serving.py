"""What `huizong serve` looks at before it starts anything, and the proxies that it passes by."""

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import httpx
import pytest

from flows import serving
from flows.deployments import BadCron, crons
from flows.loopback import bypass_proxies
from flows.prefect_server import PortTaken, refuse_taken, server_environment
from flows.serving import NotReady
from pipeline.settings import Settings
from tests.nights import SAMPLES

ROOT = Path(__file__).resolve().parents[2]
PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in [name for name in os.environ if name.startswith("HUIZONG_")]:
        monkeypatch.delenv(name)
    return Settings(data_dir=tmp_path / "data", unit_register=SAMPLES / "register.csv")


def test_everything_that_cannot_work_is_told_at_once(settings: Settings, tmp_path: Path) -> None:
    away, nowhere = tmp_path / "share", tmp_path / "nowhere.csv"
    wrong = settings.model_copy(
        update={"inbox": away, "unit_register": nowhere, "nightly_cron": "0 2 30 2 *"}
    )
    with pytest.raises(NotReady) as told:
        serving._refuse_what_cannot_work(wrong)
    cron, inbox, register = str(told.value).split("；还有，")
    assert cron == (
        "nightly_cron = '0 2 30 2 *' 不是可以到来的时间；五项依次是分、时、日、月、星期，"
        '例如每晚两点：nightly_cron = "0 2 * * *"'
    )
    assert inbox == f"收件文件夹不存在：{away}。请挂上共享文件夹，或改正设置 inbox"
    assert register.startswith(f"还没有单位名册：请把名册放在 {nowhere}")


def test_the_inbox_of_a_new_folder_is_made(settings: Settings) -> None:
    serving._refuse_what_cannot_work(settings)
    assert settings.inbox_dir.is_dir()


@pytest.mark.parametrize("cron", ["61 2 * * *", "0 2 * *", "每晚", "0 2 31 4 *"])
def test_a_time_that_cannot_come(settings: Settings, cron: str) -> None:
    for name in ("nightly", "housekeeping"):
        wrong = settings.model_copy(update={f"{name}_cron": cron})
        with pytest.raises(BadCron, match=f"{name}_cron"):
            crons(wrong)


def test_times_of_the_settings(settings: Settings) -> None:
    assert crons(settings) == {}
    fixed = settings.model_copy(update={"nightly_cron": "15 4 * * 1-5"})
    assert crons(fixed) == {"nightly": "15 4 * * 1-5"}


def test_one_serve_for_a_data_folder(settings: Settings) -> None:
    with serving._only_one(settings):
        second = "from flows.serving import _only_one; from pipeline.settings import Settings\n"
        second += f"with _only_one(Settings(data_dir={str(settings.data_dir)!r})): pass"
        ended = subprocess.run(
            [sys.executable, "-c", second], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert f"另一个 huizong serve 正在使用数据文件夹 {settings.data_dir}" in ended.stderr
    with serving._only_one(settings):
        pass  # it was given back


def test_a_taken_port_names_who_has_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"端口 {port} 已被占用（.*进程 {os.getpid()}）"):
            refuse_taken(port, "--port")
    refuse_taken(port, "--port")


def test_the_command_ends_with_3(settings: Settings, tmp_path: Path) -> None:
    own = {name: text for name, text in os.environ.items() if not name.startswith("PREFECT_")}
    own |= {
        "HUIZONG_DATA_DIR": str(settings.data_dir),
        "HUIZONG_UNIT_REGISTER": str(SAMPLES / "register.csv"),
        "HUIZONG_INBOX": str(tmp_path / "share"),
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    ended = subprocess.run(
        [sys.executable, "-c", "from cli import main; main()", "serve", "--port", port],
        env=own, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 3
    assert ended.stderr.strip() == (
        f"技术故障：服务没有启动：收件文件夹不存在：{tmp_path / 'share'}。"
        "请挂上共享文件夹，或改正设置 inbox。处理后再启动"
    )


def test_the_warnings_of_the_server_reach_its_log(tmp_path: Path) -> None:
    """Our own quiet terminal is not handed down: it hid that no night was ever scheduled."""
    quiet = {
        **os.environ,
        "PREFECT_HOME": str(tmp_path),
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    }
    speak = (
        "from prefect.logging.configuration import setup_logging; setup_logging()\n"
        "from prefect.logging import get_logger\n"
        "log = get_logger('prefect.server.services.scheduler')\n"
        "log.warning('a warning'); log.error('an error')"
    )
    told = server_environment(quiet, "http://127.0.0.1:4200/api")
    for environment, heard in ((quiet, False), (told, True)):
        said = subprocess.run(
            [sys.executable, "-c", speak],
            env=environment, cwd=tmp_path, capture_output=True, text=True, check=True,
        ).stderr  # fmt: skip
        assert ("a warning" in said, "an error" in said) == (heard, heard)


@pytest.fixture
def proxies(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment whose proxies a test may change."""
    for name in PROXY_VARIABLES:
        for spelling in (name, name.upper()):
            monkeypatch.setenv(spelling, "")
            monkeypatch.delenv(spelling)
    return monkeypatch


def goes_straight(address: str) -> bool:
    """Whether httpx, and so Prefect's client, uses no proxy for an address."""
    with httpx.Client() as client:
        return client._transport_for_url(httpx.URL(address)) is client._transport


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "socks5://127.0.0.1:9"])
def test_loopback_goes_through_no_proxy(proxies: pytest.MonkeyPatch, name: str, proxy: str) -> None:
    proxies.setenv(name, proxy)
    proxies.setenv("no_proxy", "intranet.example")
    assert not goes_straight("http://127.0.0.1:4200/api")
    bypass_proxies()
    for here in ("http://127.0.0.1:4200/api", "http://localhost:4200", "http://[::1]:4200"):
        assert goes_straight(here)
    assert urllib.request.proxy_bypass("127.0.0.1")
    assert goes_straight("http://intranet.example")
    assert not goes_straight("http://elsewhere.example")
    assert os.environ["NO_PROXY"] == "intranet.example,127.0.0.1,localhost,::1"


def test_the_proxies_of_a_system_stay_for_everything_else(proxies: pytest.MonkeyPatch) -> None:
    """On Windows they come from the registry, as long as the environment names none."""
    proxy = "http://proxy.example:3128"
    proxies.setattr(urllib.request, "getproxies", lambda: {"http": proxy, "https": proxy})
    bypass_proxies()
    assert (os.environ["http_proxy"], os.environ["https_proxy"]) == (proxy, proxy)
    assert os.environ["no_proxy"] == "127.0.0.1,localhost,::1"


def test_an_environment_without_any_proxy_for_anything(proxies: pytest.MonkeyPatch) -> None:
    proxies.setenv("no_proxy", "*")
    bypass_proxies()
    assert os.environ["no_proxy"] == "*"
