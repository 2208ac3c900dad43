"""Folders that may only be read, met by a user who is not above permissions: told in plain words."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.nights import SAMPLES
from tests.pipeline.upkeep.test_backup import CONTENTS, receive, use

# Root is above permissions; without these two of its rights it is as anybody else.
_ORDINARY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def huizong(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from cli import main; main()", *arguments]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("setpriv is missing: root is above permissions")
        command = [*_ORDINARY, *command]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    if sys.platform != "linux":
        pytest.skip("permissions are another matter elsewhere")
    yield use(tmp_path / "data", monkeypatch)
    for folder, _, _ in os.walk(tmp_path):
        Path(folder).chmod(0o700)


def told(done: subprocess.CompletedProcess[str]) -> tuple[int, str]:
    assert "Traceback" not in done.stderr
    assert "程序出错" not in done.stderr
    return done.returncode, done.stderr.strip()


@pytest.mark.parametrize("command", [("status",), ("backup",), ("totals",), ("migrate",)])
def test_a_data_folder_that_may_only_be_read(settings: Settings, command: tuple[str, ...]) -> None:
    receive(*CONTENTS)
    for place in (settings.data_dir, *settings.data_dir.glob("warehouse.db*")):
        place.chmod(0o500 if place.is_dir() else 0o400)
    code, words = told(huizong(*command))
    assert code == 3
    assert words.startswith(
        ("技术故障：数据库打不开或不能写入：", "技术故障：文件被占用或没有权限：")
    )


def test_a_data_folder_that_cannot_be_made(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "closed"
    place.mkdir(0o500)
    monkeypatch.setenv("HUIZONG_DATA_DIR", str(place / "data"))
    code, words = told(huizong("migrate"))
    assert code == 3
    assert words.startswith("技术故障：文件被占用或没有权限：")


def test_a_key_that_may_not_be_read(settings: Settings) -> None:
    receive(*CONTENTS)
    settings.key_path.chmod(0)
    code, words = told(huizong("status"))
    assert code == 2
    assert words.startswith(f"密钥文件不能用：{settings.key_path} 读不了（Permission denied）。")


def test_a_folder_of_keys_that_may_not_be_written(settings: Settings) -> None:
    settings.key_path.parent.mkdir(mode=0o500, parents=True)
    code, words = told(huizong("demo"))
    assert code == 2
    assert words.startswith(
        f"密钥文件不能用：{settings.key_path} 不在，也建不了（Permission denied）。"
    )


def test_a_backup_folder_that_may_only_be_read(settings: Settings) -> None:
    receive(*CONTENTS)
    settings.backup_dir.mkdir(mode=0o500)
    code, words = told(huizong("backup"))
    assert code == 3
    assert words.startswith("技术故障：文件被占用或没有权限：")


@pytest.mark.slow
def test_a_run_whose_outbox_may_only_be_read(settings: Settings) -> None:
    """What is in the inbox is received all the same, and what was not written is named."""
    Workspace(settings, "2020").engine.dispose()
    settings.inbox_dir.mkdir()
    settings.outbox_dir.mkdir(mode=0o500)
    shutil.copy(SAMPLES / "first_round" / "曹庵镇第二小学_2020年报表.xlsx", settings.inbox_dir)
    (settings.inbox_dir / "关着的").mkdir(mode=0)
    code, words = told(huizong("run"))
    assert code == 3
    assert "文件被占用或没有权限" in words
    assert "关着的" in words
    settings.outbox_dir.chmod(0o700)
    (settings.inbox_dir / "关着的").rmdir()
    assert huizong("run").returncode == 0
    assert list(settings.outbox_dir.glob("2020/*/*_问题清单.xlsx"))
