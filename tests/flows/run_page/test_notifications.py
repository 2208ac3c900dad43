"""Notifications through a block of Prefect's, to a receiver on this machine."""

import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from typer.testing import CliRunner

from cli import app
from flows.nightly import nightly
from tests.nights import SAMPLES

RETURNED = "曹庵镇第二小学_2020年报表.xlsx"


@pytest.fixture
def received(
    prefect_server: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[dict[str, Any]]]:
    """What a webhook was sent, once the operator has made a block for it and named it."""
    bodies: list[dict[str, Any]] = []

    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            bodies.append(json.loads(self.rfile.read(length)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    CustomWebhookNotificationBlock(
        name="huizong",
        url=f"http://127.0.0.1:{server.server_port}/",
        json_data={"msgtype": "text", "text": {"content": "{{subject}}\n{{body}}"}},
    ).save("huizong", overwrite=True)
    monkeypatch.setenv("HUIZONG_NOTIFY", "custom-webhook/huizong")
    yield bodies
    server.shutdown()
    server.server_close()


def text(body: dict[str, Any]) -> str:
    return str(body["text"]["content"])


def test_a_failed_run_is_told(inbox: Path, received: list[dict[str, Any]]) -> None:
    shutil.rmtree(inbox)
    with pytest.raises(Exception, match="收件文件夹不存在"):
        nightly("2020")
    (body,) = received
    subject, words = text(body).split("\n")
    assert subject.startswith("汇总：2020 夜间汇总 ") and subject.endswith(" 没有完成")
    assert words.startswith("收件文件夹没有挂上：")


def test_returned_files_are_told_after_the_deadline_once(
    inbox: Path, received: list[dict[str, Any]]
) -> None:
    shutil.copy(SAMPLES / "first_round" / RETURNED, inbox)
    nightly("2020")
    (body,) = received
    assert text(body) == (
        f"汇总：已过截止日期 2020-12-31，又退回 1 份报表\n曹庵镇第二小学：退回，15 处（{RETURNED}）"
    )
    nightly("2020")  # nothing new
    assert len(received) == 1


def test_before_the_deadline_a_returned_file_is_daily_business(
    inbox: Path, received: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from schemas.collections import COLLECTIONS

    later = replace(COLLECTIONS["2020"], deadline=COLLECTIONS["2020"].deadline.replace(year=2999))
    monkeypatch.setitem(COLLECTIONS, "2020", later)
    shutil.copy(SAMPLES / "first_round" / RETURNED, inbox)
    nightly("2020")
    assert received == []


def test_off_unless_set_up(
    inbox: Path, received: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HUIZONG_NOTIFY")
    shutil.rmtree(inbox)
    with pytest.raises(Exception, match="收件文件夹不存在"):
        nightly("2020")
    assert received == []
    result = CliRunner().invoke(app, ["notify"])
    assert "没有设置通知" in str(result.exception)


def test_a_block_that_does_not_exist_hides_nothing(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, prefect_server: None
) -> None:
    monkeypatch.setenv("HUIZONG_NOTIFY", "custom-webhook/nowhere")
    shutil.rmtree(inbox)
    with pytest.raises(Exception, match="收件文件夹不存在"):
        nightly("2020")


def test_a_test_message(inbox: Path, received: list[dict[str, Any]]) -> None:
    result = CliRunner().invoke(app, ["notify"])
    assert result.exit_code == 0, result.output
    assert "已通过 custom-webhook/huizong 发出。" in result.stdout
    (body,) = received
    assert text(body).startswith("汇总：试验通知\n")
