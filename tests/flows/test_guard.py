"""The wall before what we serve: whose name, whose page, who knows the login."""

import asyncio
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from flows.guard import Guard, policy
from flows.login import log_in, login_of
from flows.page_server import page_server
from flows.prefect_server import addresses_of
from pipeline.settings import BadSettings, Settings
from reports.page import night_file
from tests.live.conftest import free_port

HERE = "http://127.0.0.1:4200"
LOGIN = "huizong:word"
KNOWN = ("huizong", "word")
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only named here
NAMES = [HERE, "http://huizong.example.cn"]


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    """What stands behind the wall."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await PlainTextResponse("inside")(scope, receive, send)


def ask(method: str, path: str, login: str | None = None, **request: Any) -> httpx.Response:
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(Guard(inside, NAMES, policy({}), login))
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            return await client.request(method, path, **request)

    return asyncio.run(asked())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "127.0.0.1:4200"}, 200),
        ({"host": "huizong.example.cn"}, 200),
        ({"host": "huizong.example.cn:80"}, 200),
        ({"host": "HUIZONG.example.cn"}, 200),
        ({"host": "evil.example:4200"}, 421),
        ({"host": "127.0.0.1.evil.example:4200"}, 421),
        ({"host": "127.0.0.1:4200@evil.example"}, 421),
        ({"host": "127.0.0.1"}, 421),
        ({"host": "["}, 421),
        ({"host": ""}, 421),
        ({"origin": HERE}, 200),
        ({"origin": "http://huizong.example.cn"}, 200),
        ({"origin": "http://127.0.0.1:9"}, 403),
        ({"origin": "https://127.0.0.1:4200"}, 403),
        ({"origin": "http://localhost:4200"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors"}, 403),
        ({"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}, 200),
        ({"sec-fetch-site": "none", "sec-fetch-mode": "navigate"}, 200),
        (
            {
                "sec-fetch-site": "cross-site",
                "sec-fetch-mode": "navigate",
                "sec-fetch-dest": "document",
            },
            200,
        ),
        (
            {
                "sec-fetch-site": "cross-site",
                "sec-fetch-mode": "navigate",
                "sec-fetch-dest": "iframe",
            },
            403,
        ),
    ],
)
def test_who_is_let_through(headers: dict[str, str], status: int) -> None:
    for method in ("GET", "POST"):
        answer = ask(method, "/any", headers=headers)
        assert (answer.status_code, answer.text == "inside") == (status, status == 200)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "access-control-allow-origin" not in answer.headers


def test_loopback_by_another_name_is_sent_on_and_nothing_else_is() -> None:
    other, path = {"host": "localhost:4200"}, "/a%2Fb//evil.example?a=1&b=%2F"
    answer = ask("GET", path, headers=other)
    assert (answer.status_code, answer.headers["location"]) == (307, f"{HERE}{path}")
    assert ask("POST", "/", headers=other).status_code == 421
    assert ask("GET", "/", headers={"host": "localhost:4300"}).status_code == 421


@pytest.mark.parametrize(
    ("host", "origin", "told"),
    [
        ("127.0.0.1:4200", HERE, "websocket.accept"),
        ("127.0.0.1:4200", "http://evil.example", "websocket.close"),
        ("127.0.0.1:4200", "null", "websocket.close"),
        ("evil.example:4200", "http://evil.example:4200", "websocket.close"),
    ],
)
def test_a_socket_of_another_page_is_closed(host: str, origin: str, told: str) -> None:
    sent: list[str] = []

    async def send(message: Message) -> None:
        sent.append(message["type"])

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    headers = [(b"host", host.encode()), (b"origin", origin.encode())]
    scope = {"type": "websocket", "scheme": "ws", "path": "/api/events/in", "headers": headers}
    asyncio.run(Guard(inside, NAMES, policy({}))(scope, receive, send))
    assert sent == [told]


@pytest.mark.parametrize(
    "given",
    [None, "", "Basic", "Basic !!", "Basic aHVpem9uZzp3b3I=", "Bearer aHVpem9uZzp3b3Jk", "Basic /w=="],
)  # fmt: skip
def test_the_login_is_asked_for(given: str | None) -> None:
    headers = {} if given is None else {"authorization": given}
    answer = ask("GET", "/", LOGIN, headers=headers)
    assert (answer.status_code, "Basic" in answer.headers["www-authenticate"]) == (401, True)


def test_the_login_is_enough() -> None:
    assert ask("GET", "/", LOGIN, auth=KNOWN).text == "inside"


@pytest.fixture
def unnamed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING", "PREFECT_API_URL"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return monkeypatch


def test_the_login_is_made_once_for_its_owner_alone(
    tmp_path: Path, unnamed: pytest.MonkeyPatch
) -> None:
    settings = Settings(data_dir=tmp_path)
    made, again = login_of(settings), login_of(settings)
    assert made.file is not None
    assert (made.is_new, again.is_new, made.text) == (True, False, again.text)
    assert made.text in "".join(made.told()) and made.text not in "".join(again.told())
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.file.parent.stat().st_mode) == 0o700
    made.file.chmod(0o644)
    assert login_of(settings) == again
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert login_of(Settings(data_dir=tmp_path / "other")).text != made.text


@pytest.mark.parametrize("text", ["", "no colon", ":word", "user:", "a:b\nc:d", "\xff"])
def test_a_file_that_holds_no_login_is_told(
    tmp_path: Path, unnamed: pytest.MonkeyPatch, text: str
) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "login").write_bytes(text.encode("latin-1"))
    with pytest.raises(BadSettings, match="登录口令文件"):
        login_of(Settings(data_dir=tmp_path))


def test_an_operators_own_login_wins(tmp_path: Path, unnamed: pytest.MonkeyPatch) -> None:
    unnamed.setenv("PREFECT_SERVER_API_AUTH_STRING", "boss:own")
    login = login_of(Settings(data_dir=tmp_path))
    assert (login.text, login.file, login.told()) == ("boss:own", None, [])
    assert not list(tmp_path.iterdir())


def test_a_command_gives_the_login_of_its_own_data_folder_to_loopback_alone(
    tmp_path: Path, unnamed: pytest.MonkeyPatch
) -> None:
    settings = Settings(data_dir=tmp_path)
    login = login_of(settings)
    unnamed.setenv("PREFECT_API_URL", "http://prefect.example:4200/api")
    log_in(settings)
    assert "PREFECT_API_AUTH_STRING" not in os.environ
    unnamed.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    log_in(settings)
    assert os.environ["PREFECT_API_AUTH_STRING"] == login.text


def test_a_server_for_one_command_has_a_word_that_nobody_knows(
    tmp_path: Path, unnamed: pytest.MonkeyPatch
) -> None:
    words = set()
    for _ in range(2):
        log_in(Settings(data_dir=tmp_path))
        words.add(os.environ.pop("PREFECT_API_AUTH_STRING"))
        assert os.environ.pop("PREFECT_SERVER_API_AUTH_STRING") in words
    assert len(words) == 2 and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("host", "given", "named"),
    [
        ("127.0.0.1", [], ["http://127.0.0.1:4200"]),
        (
            EVERYWHERE,
            ["https://huizong.example.cn/"],
            ["https://huizong.example.cn", "http://127.0.0.1:4200"],
        ),
        ("::1", [], ["http://[::1]:4200"]),
    ],
)
def test_what_a_server_may_be_called(host: str, given: list[str], named: list[str]) -> None:
    assert addresses_of(host, 4200, given) == named


@pytest.mark.parametrize(
    ("host", "given"),
    [(EVERYWHERE, []), ("127.0.0.1", ["huizong"]), ("127.0.0.1", ["http://x/path"])],
)
def test_what_is_no_address_is_refused(host: str, given: list[str]) -> None:
    with pytest.raises(BadSettings, match="--address"):
        addresses_of(host, 4200, given)


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[tuple[Path, httpx.Client]]:
    folder = tmp_path / "reports"
    (folder / "2020").mkdir(parents=True)
    with (
        page_server(folder, free_port(), LOGIN) as address,
        httpx.Client(base_url=address, auth=KNOWN, trust_env=False) as client,
    ):
        yield folder, client


def test_pages_are_found_by_their_names_alone(pages: tuple[Path, httpx.Client]) -> None:
    folder, client = pages
    (folder / "2020" / "指标_2020.html").write_text("figures")
    (folder / "2020" / "secret.html").write_text("not told of")
    (folder / night_file("2020")).write_text("told")
    contents = client.get("/").text
    (link,) = re.findall('href="([^"]+)"', contents)
    assert client.get(link).text == "figures"
    assert "secret" not in contents
    assert client.get("/2020/指标_2020.html").text == "figures"
    assert (
        client.get(f"/{night_file('2020')}").headers["content-type"].startswith("text/javascript")
    )
    for path in ("/2020", "/2020/", "/2020/.", "/nothing"):
        assert client.get(path).status_code == 404


def test_pages_lead_nowhere_else(pages: tuple[Path, httpx.Client]) -> None:
    folder, client = pages
    outside = folder.parent / "keys"
    outside.mkdir()
    (outside / "huizong.key").write_text("the key")
    (folder / "out.txt").symlink_to(outside / "huizong.key")
    (folder / "out").symlink_to(outside)
    (folder / ".hidden").write_text("hidden")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("hidden")
    for path in (
        "/out.txt",
        "/out/huizong.key",
        "/.hidden",
        "/.git/config",
        "/2020/../.hidden",
        "/../keys/huizong.key",
        "/%2e%2e/keys/huizong.key",
        "/..%2fkeys/huizong.key",
        "/2020/%00",
        "//etc/passwd",
    ):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "key" not in answer.text and "hidden" not in answer.text
    assert client.request("DELETE", "/out.txt").status_code == 405


def test_pages_ask_for_the_login(pages: tuple[Path, httpx.Client]) -> None:
    _, client = pages
    assert httpx.get(client.base_url, trust_env=False).status_code == 401
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421
