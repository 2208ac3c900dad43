"""Who reaches `huizong serve` as an operator starts it: not without the login, and no page of others."""

import http.server
import stat
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from prefect.client.schemas.actions import DeploymentUpdate

from flows.child_processes import stop
from tests.live.conftest import NIGHTLY, ROOT, THREE, District, Server, environment, free_port
from tests.live.scheduled import until
from tests.live.served import Pilot, Served, command, pilot
from tests.live.test_browser import browser, chromium  # noqa: F401 - one is a fixture

pytestmark = pytest.mark.slow
# What a page of another origin can try against a server on the reader's own machine. It notes
# whatever it was able to read or to send without an error.
_ATTACK = """<!doctype html><meta charset="utf-8"><title>attack</title><body><script>
const [api, pages, id] = %s;
const got = [];
const json = {'content-type': 'application/json'};
const steps = JSON.stringify({pull_steps: [{'prefect.deployments.steps.run_shell_script':
  {script: 'touch /tmp/reached'}}]});
const tries = {
  read: () => fetch(`${api}/admin/version`),
  change: () => fetch(`${api}/deployments/${id}`, {method: 'PATCH', headers: json, body: steps}),
  changeBlind: () => fetch(`${api}/deployments/${id}`,
    {method: 'POST', mode: 'no-cors', body: steps}).then(() => {throw 'nothing is read'}),
  start: () => fetch(`${api}/deployments/${id}/create_flow_run`,
    {method: 'POST', headers: {'content-type': 'text/plain'}, body: '{}'}),
  withLogin: () => fetch(`${api}/admin/version`,
    {headers: {authorization: 'Basic ' + btoa('%s')}}),
  figures: () => fetch(`${pages}/`, {credentials: 'include'}),
  socket: () => new Promise((yes, no) => {
    const s = new WebSocket(api.replace('http', 'ws') + '/events/out', ['prefect']);
    s.onopen = yes; s.onerror = no;}),
  script: () => new Promise((yes, no) => {const s = document.createElement('script');
    s.src = `${pages}/night-2020.js`; s.onload = yes; s.onerror = no; document.body.append(s);}),
};
(async () => {
  for (const [name, go] of Object.entries(tries)) {
    try {await go(); got.push(name);} catch (e) {}
  }
  document.title = 'tried ' + Object.keys(tries).length + ': ' + got.join();
})();
</script>"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Pilot, Served, str]]:
    """A pilot for which nobody has set a login, with the one that it made for itself."""
    one = pilot(tmp_path_factory.mktemp("reach"))
    nothing = {"PREFECT_SERVER_API_AUTH_STRING": "", "PREFECT_API_AUTH_STRING": ""}
    with one.serving(**nothing) as running:
        login = (one.district.data_dir / "keys" / "login").read_text().strip()
        running.server.auth = login
        yield one, running, login


def test_the_login_is_made_at_the_first_start_and_said_once(
    served: tuple[Pilot, Served, str],
) -> None:
    one, running, login = served
    assert f"登录：{login}\n" in running.said
    assert login.startswith("huizong:") and len(login) == len("huizong:") + 23
    keys = one.district.data_dir / "keys"
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert stat.S_IMODE((keys / "login").stat().st_mode) == 0o600
    for log in (one.district.data_dir / "logs").iterdir():
        assert login.partition(":")[2] not in log.read_text(encoding="utf-8")


def test_without_the_login_nothing_is_told(served: tuple[Pilot, Served, str]) -> None:
    _, running, login = served
    with httpx.Client(trust_env=False) as client:
        for path in (
            "admin/version",
            "admin/settings",
            "csrf-token?client=a",
            "deployments/name/a/b",
        ):
            assert client.get(f"{running.server.api}/{path}").status_code == 401, path
            wrong = client.get(f"{running.server.api}/{path}", auth=("huizong", "word"))
            assert wrong.status_code == 401
        assert client.get(f"{running.pages}/").status_code == 401
        known = tuple(login.split(":"))
        assert client.get(f"{running.pages}/", auth=known).status_code == 200
        # The login alone changes nothing for a page that got hold of it: it needs a token, too.
        change = client.post(f"{running.server.api}/flow_runs/filter", json={}, auth=known)
        assert (change.status_code, "CSRF" in change.text) == (403, True)


def test_another_name_or_origin_is_refused_even_with_the_login(
    served: tuple[Pilot, Served, str],
) -> None:
    _, running, login = served
    known = tuple(login.split(":"))
    for address in (f"{running.server.api}/admin/version", f"{running.pages}/"):
        for headers, status in (
            ({"origin": "http://evil.example"}, 403),
            ({"host": "evil.example"}, 421),
            ({"sec-fetch-site": "cross-site"}, 403),
        ):
            answer = httpx.get(address, headers=headers, auth=known, trust_env=False)
            assert answer.status_code == status, (address, headers)
            assert not any("access-control" in name for name in answer.headers)
    asked = {"origin": "http://evil.example", "access-control-request-method": "PATCH"}
    assert httpx.options(running.server.api, headers=asked, trust_env=False).status_code == 403


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None: ...


@contextmanager
def page_of_others(folder: Path, page: str) -> Iterator[int]:
    (folder / "index.html").write_text(page, encoding="utf-8")
    handler = partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def test_a_page_of_another_origin_in_a_real_browser(
    served: tuple[Pilot, Served, str], browser: Any, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    """The operator is logged in at both, in the same browser, and opens a page of somebody else."""
    _, running, login = served
    user, _, word = login.partition(":")
    with running.server.client() as client:
        before = client.read_deployment_by_name(NIGHTLY)
    context = browser.new_context(http_credentials={"username": user, "password": word})
    page = context.new_page()
    page.goto(running.pages)
    assert "指标页" in page.title()
    log_in_by_hand(page, running.server, login)
    attack = _ATTACK % ([running.server.api, running.pages, str(before.id)], login)
    with page_of_others(tmp_path, attack) as port:
        for name in ("127.0.0.1", "localhost"):
            page.goto(f"http://{name}:{port}/")
            page.wait_for_function("document.title.startsWith('tried')")
            assert page.title() == "tried 8:"
        page.set_content(
            f'<iframe src="{running.pages}/"></iframe><iframe src="{running.server.pages}/"></iframe>'
        )
        page.wait_for_timeout(1000)
        assert not any("指标页" in (frame.title() or "") for frame in page.frames)
    with running.server.client() as client:
        after = client.read_deployment_by_name(NIGHTLY)
        assert after.updated == before.updated and after.pull_steps == before.pull_steps
        assert not [run for run in client.read_flow_runs() if not run.auto_scheduled]
    context.close()


def test_a_name_that_is_pointed_here_reads_nothing(
    served: tuple[Pilot, Served, str],
    browser: Any,  # noqa: F811
) -> None:
    """DNS rebinding: the browser takes our server for the one of the page that it shows."""
    _, running, _ = served
    rebound = browser.browser_type.launch(
        executable_path=chromium(),
        args=["--no-sandbox", "--host-resolver-rules=MAP evil.example 127.0.0.1"],
    )
    try:
        page = rebound.new_page()
        for own in (running.server.pages, running.pages):
            port = own.rpartition(":")[2]
            answer = page.goto(f"http://evil.example:{port}/")
            assert answer.status == 421
            read = page.evaluate("fetch('/api/admin/version').then(r => r.status, e => String(e))")
            assert read == 421 or "Refused" in str(read) or "Failed to fetch" in str(read)
    finally:
        rebound.close()


def log_in_by_hand(page: Any, server: Server, login: str) -> None:
    page.goto(server.pages)
    page.get_by_placeholder("admin:pass").fill(login)
    page.get_by_role("button", name="Login").click()
    page.get_by_role("link", name="Deployments").first.wait_for()


def test_the_pages_of_prefect_work_behind_the_wall_and_ask_nobody_else(
    served: tuple[Pilot, Served, str],
    browser: Any,  # noqa: F811
) -> None:
    """Both of its faces; a picture or a host of the internet is never asked for."""
    _, running, login = served
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    log_in_by_hand(page, running.server, login)
    for path in ("/deployments", "/v2/deployments"):
        page.goto(f"{running.server.pages}{path}")
        page.get_by_text("夜间汇总").first.wait_for()
    assert {httpx.URL(url).host for url in asked if url.startswith("http")} == {"127.0.0.1"}
    context.close()


def test_code_is_never_taken_from_the_server(served: tuple[Pilot, Served, str]) -> None:
    """Who knows the login could change a deployment's steps; the runs of `serve` do not look."""
    one, running, _ = served
    district, server = one.district, running.server
    reached = one.folder / "reached"
    script = {"script": f"touch {reached}"}
    changed = DeploymentUpdate(
        pull_steps=[{"prefect.deployments.steps.run_shell_script": script}],
        entrypoint="tests/live/sabotage/none.py:flow",
    )
    with server.client() as client:
        client.update_deployment(client.read_deployment_by_name(NIGHTLY).id, changed)
        steps = client.read_deployment_by_name(NIGHTLY).pull_steps
        assert steps and "run_shell_script" in str(steps)
    receive(district)
    done = server.end_of(server.start(NIGHTLY))
    assert done.state is not None and done.state.is_completed(), done.state
    assert len(district.submissions()) == len(THREE)
    assert not reached.exists()


def receive(district: District) -> None:
    district.inbox.mkdir(exist_ok=True)
    district.receive(*THREE)


def test_the_server_of_production_asks_for_the_login_and_knows_its_names(tmp_path: Path) -> None:
    """`huizong server` alone, as docs/operations.md has it for workers on other machines."""
    port, data = free_port(), tmp_path / "data"
    own = environment(HUIZONG_DATA_DIR=str(data))
    for name in ("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"):
        del own[name]
    named = "http://huizong.example.cn:4200"
    arguments = ("server", "--port", str(port), "--address", named)
    output = tmp_path / "out"
    with output.open("wb") as written:
        process = subprocess.Popen(
            command(*arguments), env=own, cwd=ROOT, stdout=written, stderr=subprocess.STDOUT
        )
    here = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(trust_env=False) as client:
            until(lambda: answers(client, f"{here}/api/health"), "the server answers")
            login = (data / "keys" / "login").read_text().strip()
            assert f"登录：{login}" in output.read_text(encoding="utf-8")
            asked = {"host": "huizong.example.cn:4200", "origin": named}
            for headers, auth, status in (
                ({}, None, 401),
                ({}, tuple(login.split(":")), 200),
                (asked, tuple(login.split(":")), 200),
                ({"host": "evil.example"}, tuple(login.split(":")), 421),
            ):
                got = client.get(f"{here}/api/admin/version", headers=headers, auth=auth)
                assert got.status_code == status
            ui = client.get(f"{here}/ui-settings").json()
            assert (ui["api_url"], ui["auth"]) == (f"{named}/api", "BASIC")
            csrf = client.get(f"{here}/api/csrf-token?client=a", auth=tuple(login.split(":")))
            assert csrf.status_code == 200
    finally:
        stop(process)


def answers(client: httpx.Client, address: str) -> bool | None:
    try:
        return client.get(address).status_code == 200 or None
    except httpx.TransportError:
        return None
