"""The key file: whose it is, who may read it, and that no other is taken for it."""

import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.cli.command_line import typed
from tests.nights import SAMPLES
from tests.plain_engine import nightly
from warehouse.engine import reading
from warehouse.key_record import key_record
from warehouse.tables import submission
from warehouse.vault import BadKeyFile

WHAT_TO_DO = (
    "放回原来的密钥文件，或用 HUIZONG_KEY_FILE 指明它的位置；密钥不在备份里，在另外保管的地方"
)
COMMANDS = [
    ("status",),
    ("totals",),
    ("report", "-o", "报告"),
    ("runs",),
    ("relations",),
    ("explanations",),
    ("explain", "teachers"),
    ("backup",),
    ("migrate",),
]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A warehouse in use, whose archive is still empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUIZONG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("HUIZONG_UNIT_REGISTER", str(SAMPLES / "register.csv"))
    workspace = Workspace(Settings(), "2020")
    workspace.refresh_register()
    workspace.engine.dispose()
    return Settings()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_replaced_key_stops_every_command(
    made: Settings,
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made.key_path.write_text("00" * 32, encoding="ascii")
    assert typed(monkeypatch, capsys, *command) == (
        2,
        f"密钥文件不能用：{made.key_path} 不是这个数据文件夹的密钥。{WHAT_TO_DO}",
    )


def test_no_night_runs_under_a_replaced_key(inbox: Path) -> None:
    nightly("2020")
    settings = Settings()
    settings.key_path.write_text("00" * 32, encoding="ascii")
    shutil.rmtree(settings.archive_dir)  # nothing is left that the key could be tried on
    shutil.copy(SAMPLES / "first_round" / "学府小学_2020年报表.xlsx", inbox)
    with pytest.raises(BadKeyFile, match="不是这个数据文件夹的密钥"):
        nightly("2020")


def test_a_lost_key_is_told_as_such(inbox: Path) -> None:
    nightly("2020")
    Settings().key_path.unlink()
    with pytest.raises(BadKeyFile, match=r"找不到 .*而数据库中已有数据"):
        nightly("2020")
    assert not Settings().key_path.exists()


def test_a_warehouse_of_before_remembers_the_key_that_opens_its_archive(made: Settings) -> None:
    workspace = Workspace(made, "2020")
    workspace.archive.keep(b"a return")
    with workspace.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM warehouse_key")
    own = made.key_path.read_text(encoding="ascii")
    made.key_path.write_text("00" * 32, encoding="ascii")
    with pytest.raises(BadKeyFile, match="存档打不开"):
        Workspace(made, "2020")
    made.key_path.write_text(own, encoding="ascii")
    Workspace(made, "2020")
    with reading(workspace.engine) as connection:
        assert key_record(connection) is not None


def test_a_warehouse_of_before_whose_archive_is_away_takes_no_other_key(inbox: Path) -> None:
    shutil.copy(SAMPLES / "first_round" / "学府小学_2020年报表.xlsx", inbox)
    nightly("2020")
    settings = Settings()
    workspace = Workspace(settings, "2020")
    with workspace.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM warehouse_key")
    own = settings.key_path.read_text(encoding="ascii")
    away = settings.archive_dir.with_name("away")
    settings.archive_dir.rename(away)  # a share that is not mounted
    settings.key_path.write_text("00" * 32, encoding="ascii")
    with pytest.raises(BadKeyFile, match="不是这个数据文件夹的密钥，姓名打不开"):
        Workspace(settings, "2020")
    away.rename(settings.archive_dir)
    settings.key_path.write_text(own, encoding="ascii")
    Workspace(settings, "2020")
    with reading(workspace.engine) as connection:
        record = key_record(connection)
    assert record is not None and record.is_of(workspace.vault)


def test_where_nothing_was_received_a_lost_key_may_be_made_anew(made: Settings) -> None:
    made.key_path.unlink()
    workspace = Workspace(made, "2020")
    with reading(workspace.engine) as connection:
        record = key_record(connection)
        assert connection.execute(submission.select()).all() == []
    assert record is not None and record.is_of(workspace.vault)


def test_a_key_file_that_others_may_read_is_narrowed_and_told(
    made: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    made.key_path.chmod(0o666)
    with caplog.at_level(logging.WARNING, logger="huizong"):
        Workspace(made, "2020")
        Workspace(made, "2020")
    assert made.key_path.stat().st_mode & 0o777 == 0o600
    assert [record.getMessage() for record in caplog.records] == [
        f"密钥文件 {made.key_path} 别的用户也能读取（0666），已改为只有本用户能读（0600）；"
        "如果可能有人看过，请告诉维护人员"
    ]


def test_a_wide_key_file_is_told_on_the_screen(made: Settings) -> None:
    made.key_path.chmod(0o644)
    command = [sys.executable, "-c", "from cli import main; main()", "status"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr.startswith(f"密钥文件 {made.key_path} 别的用户也能读取（0644），")


def test_the_folder_of_a_new_key_is_its_owners(made: Settings) -> None:
    assert made.key_path.parent.stat().st_mode & 0o777 == 0o700
