"""The way back from a backup."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL
from typer.testing import CliRunner

from cli import app
from pipeline.run.lease import Busy, hold_collection
from pipeline.settings import Settings
from pipeline.upkeep.backup import back_up, restore
from pipeline.workspace import Workspace, WrongUse
from tests.conftest import run_on_server
from tests.nights import SAMPLES
from tests.plain_engine import nightly
from warehouse.engine import reading
from warehouse.tables import submission
from warehouse.vault import BadKeyFile

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
    assert isinstance(aside, Path) and aside.is_file()
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
    with pytest.raises(BadKeyFile, match="不是这份备份的密钥"):
        restore(Settings(), copy, NOW)
    Settings().key_path.unlink()
    with pytest.raises(BadKeyFile, match="请先放回备份时用的密钥"):
        restore(Settings(), copy, NOW)
    with pytest.raises(WrongUse, match="没有这份备份"):
        restore(Settings(), tmp_path / "nothing.db", NOW)


def ask_to_restore(copy: Path) -> tuple[bool, str]:
    """Whether the command asked, and what it said; the answer is no."""
    result = CliRunner().invoke(app, ["restore", str(copy)], input="n\n")
    assert result.exit_code != 0
    said = (
        str(result.exception) if isinstance(result.exception, WrongUse | BadKeyFile | Busy) else ""
    )
    return "替换现在的数据库" in result.output, said


def test_it_looks_before_it_asks(inbox: Path, tmp_path: Path) -> None:
    nightly("2020")
    good = back_up(Settings(), NOW, tmp_path / "copy")
    assert ask_to_restore(good) == (True, "")

    other = tmp_path / "报表.db"
    other.write_bytes((inbox / "第一小学_2020年报表.xlsx").read_bytes())
    empty = tmp_path / "空.db"
    empty.write_bytes(b"")
    strange = tmp_path / "别的.db"
    with closing(sqlite3.connect(strange)) as database:
        database.execute("CREATE TABLE customers (id INTEGER)")
    torn = tmp_path / "残.db"
    torn.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    newer = tmp_path / "新.db"
    shutil.copy(good, newer)
    with closing(sqlite3.connect(newer)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    for copy, words in {
        tmp_path / "nofile.db": f"没有这份备份：{tmp_path / 'nofile.db'}",
        tmp_path / "copy": f"没有这份备份：{tmp_path / 'copy'}",
        inbox
        / "第一小学_2020年报表.xlsx": "第一小学_2020年报表.xlsx 不是这种数据库的备份（sqlite）",
        other: "报表.db 不是汇总数据库的备份，或已损坏",
        empty: "空.db 不是汇总数据库的备份，或已损坏",
        strange: "别的.db 不是汇总数据库的备份，或已损坏",
        torn: "残.db 不是汇总数据库的备份，或已损坏",
        newer: "新.db 是更新版本的备份，请先升级程序",
    }.items():
        assert ask_to_restore(copy) == (False, words)
    with hold_collection(Workspace(Settings(), "2020")):
        asked, said = ask_to_restore(good)
    assert not asked and said.startswith("另一次运行一直没有结束")
    Settings().key_path.unlink()
    shutil.rmtree(tmp_path / "copy" / "archive")
    asked, said = ask_to_restore(good)
    assert not asked and said.endswith("请先放回备份时用的密钥")
    assert not Settings().key_path.exists()


def test_into_an_empty_folder_nothing_is_made_first(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nightly("2020")
    copy = back_up(Settings(), NOW, tmp_path / "copy")
    monkeypatch.setenv("HUIZONG_KEY_FILE", str(Settings().key_path))
    monkeypatch.setenv("HUIZONG_DATA_DIR", str(tmp_path / "new"))
    assert ask_to_restore(copy) == (True, "")
    assert not (tmp_path / "new").exists()
    assert restore(Settings(), copy, NOW) is None
    assert len(files()) == 3


def test_nothing_is_replaced_while_a_run_is_at_work(inbox: Path, tmp_path: Path) -> None:
    nightly("2020")
    copy = back_up(Settings(), NOW, tmp_path / "copy")
    with hold_collection(Workspace(Settings(), "2020")), pytest.raises(Busy):
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
    assert restore(Settings(), copy, NOW) == "before_restore_20201201_113000"
    assert len(files()) == 3
