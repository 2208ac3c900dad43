"""The way back from a backup."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL
from typer.testing import CliRunner

from flows.alone import Busy, alone
from flows.backup import back_up, restore
from flows.cli import app
from flows.nightly import nightly
from flows.settings import Settings
from flows.workspace import Workspace, WrongUse
from tests.conftest import run_on_server
from tests.flows.conftest import SAMPLES
from warehouse.engine import reading
from warehouse.tables import submission

NOW = datetime(2020, 12, 1, 3, 30, tzinfo=UTC)


def files() -> list[str]:
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        kept = connection.execute(submission.select()).all()
    for one in kept:
        assert workspace.archive.fetch(one.content_sha256)
    return sorted(one.file_name for one in kept)


def receive(inbox: Path, unit: str) -> None:
    shutil.copy(SAMPLES / "first_round" / f"{unit}_2020年报表.xlsx", inbox)


def test_a_backup_comes_back_with_its_originals(inbox: Path, tmp_path: Path) -> None:
    nightly("2020")
    before = files()
    copy = back_up(Settings(), NOW, tmp_path / "copy")
    receive(inbox, "学府小学")
    nightly("2020")
    assert len(files()) == 4
    shutil.rmtree(Settings().archive_dir)
    aside = restore(Settings(), copy, NOW)
    assert files() == before
    assert aside is not None and aside.is_file()
    # What came after the backup lies in the inbox still, and is taken in again.
    assert [file["file"] for file in nightly("2020")["files"]] == ["学府小学_2020年报表.xlsx"]
    # The undo: what stood there is itself a database to restore.
    restore(Settings(), aside, NOW)
    assert len(files()) == 4


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(b"not a database at all", id="text", marks=pytest.mark.slow),
        pytest.param(b"\xff" * 50_000, id="many bytes", marks=pytest.mark.slow),
        pytest.param(b"", id="nothing"),
    ],
)
def test_a_damaged_database_comes_back(inbox: Path, tmp_path: Path, damage: bytes) -> None:
    nightly("2020")
    copy = back_up(Settings(), NOW, tmp_path / "copy")
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(damage)
    # Another file, as after a crash of the disk: this process holds the old one open.
    damaged.replace(Settings().data_dir / "warehouse.db")
    result = CliRunner().invoke(app, ["restore", str(copy), "--yes"])
    assert result.exit_code == 0, result.output
    assert len(files()) == 3
    assert nightly("2020")["files"] == []


def test_another_key_is_refused(inbox: Path, tmp_path: Path) -> None:
    nightly("2020")
    copy = back_up(Settings(), NOW, tmp_path / "copy")
    Settings().key_path.write_text("00" * 32, encoding="ascii")
    with pytest.raises(WrongUse, match="不是这份备份的密钥"):
        restore(Settings(), copy, NOW)
    Settings().key_path.unlink()
    with pytest.raises(WrongUse, match="找不到密钥文件"):
        restore(Settings(), copy, NOW)
    with pytest.raises(WrongUse, match="没有这份备份"):
        restore(Settings(), tmp_path / "nothing.db", NOW)


def test_nothing_is_replaced_while_a_run_is_at_work(inbox: Path, tmp_path: Path) -> None:
    nightly("2020")
    copy = back_up(Settings(), NOW, tmp_path / "copy")
    with alone(Workspace(Settings(), "2020")), pytest.raises(Busy):
        restore(Settings(), copy, NOW)
    assert len(files()) == 3


@pytest.mark.slow
def test_on_postgresql(
    inbox: Path,
    postgres: URL,
    postgres_programs: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", str(postgres_programs), prepend=":")
    run_on_server(postgres, "CREATE DATABASE to_restore")
    url = postgres.set(database="to_restore").render_as_string(hide_password=False)
    monkeypatch.setenv("HUIZONG_WAREHOUSE_URL", url)
    nightly("2020")
    copy = back_up(Settings(), NOW, tmp_path / "copy")
    receive(inbox, "学府小学")
    nightly("2020")
    assert len(files()) == 4
    assert restore(Settings(), copy, NOW) is None
    assert len(files()) == 3
