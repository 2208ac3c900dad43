"""A warehouse that cannot be used: real damage, real locks, real full disks; told in one line."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from sqlalchemy.exc import DatabaseError
from typer.testing import CliRunner

from cli import app
from flows.nightly import nightly
from pipeline.run.fault_kinds import FaultKind
from pipeline.run.faults import fault_of
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from returns.reading.register_file import read_register
from tests.cli.command_line import typed
from tests.disks import fill, make_read_only, small_disk
from tests.nights import SAMPLES
from warehouse import engine
from warehouse.engine import reading, writing
from warehouse.leases import Holder, take
from warehouse.migrate import NewerWarehouse
from warehouse.tables import finding

pytestmark = pytest.mark.usefixtures("prefect_server")

REGISTER = SAMPLES / "register.csv"
NOW = datetime(2020, 12, 1, tzinfo=UTC)
Said = Callable[..., tuple[int, str]]
RESTORE = "不要再写入，用 huizong restore 恢复最近的备份，再运行一次；没有备份的，请交给维护人员"
KEY = "放回原来的密钥文件，或用 HUIZONG_KEY_FILE 指明它的位置；密钥不在备份里，在另外保管的地方"
PERMISSIONS = "检查数据库所在的磁盘、文件夹和文件的权限、是否只读，然后重试即可，只处理缺少的文件"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, with a register, and nothing in it yet."""
    return use(tmp_path / "data", monkeypatch)


def use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUIZONG_DATA_DIR", str(folder))
    monkeypatch.setenv("HUIZONG_UNIT_REGISTER", str(REGISTER))
    monkeypatch.delenv("HUIZONG_WAREHOUSE_URL", raising=False)
    return folder


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    return lambda *arguments: typed(monkeypatch, capsys, *arguments)


@pytest.fixture
def made(data: Path) -> Path:
    """A warehouse in use, closed; its file."""
    workspace = Workspace(Settings(), "2020")
    workspace.refresh_register()
    workspace.engine.dispose()
    return data / "warehouse.db"


# Keys.


@pytest.mark.parametrize(
    "content",
    [b"", b"junk\n", b"ab" * 20, b"zz" * 32, b"\xff\xfe\x00\x01" * 16, "钥匙".encode()],
    ids=["empty", "junk", "truncated", "no hex", "binary", "Chinese"],
)
def test_a_key_file_without_a_key(data: Path, said: Said, content: bytes) -> None:
    key = data / "keys" / "huizong.key"
    key.parent.mkdir(parents=True)
    key.write_bytes(content)
    assert said("status") == (
        2,
        f"密钥文件不能用：{key} 里不是密钥，应为 64 个十六进制字符。{KEY}",
    )
    assert key.read_bytes() == content


def test_a_folder_in_the_place_of_the_key(data: Path, said: Said) -> None:
    key = data / "keys" / "huizong.key"
    key.mkdir(parents=True)
    assert said("status") == (2, f"密钥文件不能用：{key} 是一个文件夹。{KEY}")


def test_a_key_of_another_folder_is_refused(made: Path, said: Said) -> None:
    """Under it every child would be parted from its earlier records, in silence."""
    settings = Settings()
    Workspace(settings, "2020").archive.keep(b"a return")
    settings.key_path.write_text("00" * 32, encoding="ascii")
    assert said("status") == (
        2,
        f"密钥文件不能用：{settings.key_path} 不是这个数据文件夹的密钥。{KEY}",
    )


def test_one_damaged_original_does_not_accuse_the_key(made: Path) -> None:
    archive = Workspace(Settings(), "2020").archive
    for content in (b"one", b"two"):
        archive.keep(content)
    next(Settings().archive_dir.rglob("*.bin")).write_bytes(b"damaged")
    Workspace(Settings(), "2020")


# A newer version's.


def test_a_database_of_a_newer_version_is_not_touched(made: Path, said: Said) -> None:
    with closing(sqlite3.connect(made)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999_of_2031'")
        database.commit()
        before = list(database.iterdump())
    for command in ("status", "migrate", "totals", "report -o x", "runs", "backup"):
        assert said(*command.split()) == (
            3,
            "技术故障：数据库是较新版本的汇总建立的：表结构 9999_of_2031 不在本版本之中。"
            "请改用较新版本的汇总，或用 huizong restore 恢复升级以前的备份；数据库没有动过",
        )
    with closing(sqlite3.connect(made)) as database:
        assert list(database.iterdump()) == before


def test_no_night_touches_a_database_of_a_newer_version(
    prefect_server: None, made: Path, data: Path
) -> None:
    (data / "inbox").mkdir()
    with closing(sqlite3.connect(made)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999_of_2031'")
        database.commit()
        before = list(database.iterdump())
    with pytest.raises(NewerWarehouse) as told:
        nightly("2020")
    assert fault_of(told.value).kind is FaultKind.WAREHOUSE_NEWER
    with closing(sqlite3.connect(made)) as database:
        assert list(database.iterdump()) == before


def test_the_backup_of_before_the_upgrade_comes_back(made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "warehouse_before.db"
    copy.write_bytes(made.read_bytes())
    with closing(sqlite3.connect(made)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999_of_2031'")
        database.commit()
    done = CliRunner().invoke(app, ["restore", str(copy), "--yes"])
    assert done.exit_code == 0, done.output
    Workspace(Settings(), "2020")


# Damage.


def spoil_the_head(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[:100] = b"\x13" * 100
    file.write_bytes(content)


def cut(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 3])


def junk(file: Path) -> None:
    file.write_bytes(bytes(range(256)) * 100)


def spoil_the_pages(file: Path) -> None:
    """Every page but the first."""
    file.write_bytes(file.read_bytes()[:4096] + b"\x77" * (file.stat().st_size - 4096))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (spoil_the_head, "file is not a database"),
        (junk, "file is not a database"),
        (cut, "database disk image is malformed"),
        (spoil_the_pages, "database disk image is malformed"),
    ],
)
@pytest.mark.parametrize("command", ["status", "migrate", "backup"])
def test_a_damaged_database(
    made: Path, said: Said, damage: Callable[[Path], None], words: str, command: str
) -> None:
    damage(made)
    assert said(command) == (3, f"技术故障：数据库已损坏：{made}，{words}。{RESTORE}")


def test_a_database_of_no_bytes_beside_an_archive(made: Path, said: Said) -> None:
    Workspace(Settings(), "2020").archive.keep(b"a return")
    made.write_bytes(b"")
    for beside in made.parent.glob("warehouse.db-*"):
        beside.unlink()
    assert said("status") == (
        3,
        f"技术故障：数据库已损坏：{made} 是空的，而存档中已有报表。{RESTORE}",
    )
    assert made.read_bytes() == b""


@pytest.mark.parametrize("damage", [spoil_the_head, cut, spoil_the_pages])
def test_a_damaged_database_is_set_aside_by_a_restore(
    made: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    copy = tmp_path / "warehouse_before.db"
    copy.write_bytes(made.read_bytes())
    damage(made)
    spoilt = made.read_bytes()
    done = CliRunner().invoke(app, ["restore", str(copy), "--yes"])
    assert done.exit_code == 0, done.output
    (aside,) = made.parent.glob("warehouse_before_restore_*.db")
    assert aside.read_bytes()[4096:] == spoilt[4096:]
    assert len(Workspace(Settings(), "2020").register) == len(read_register(REGISTER))


def test_damage_that_comes_while_the_database_is_open(made: Path) -> None:
    workspace = Workspace(Settings(), "2020")
    with made.open("r+b") as file:
        file.write(b"\x13" * made.stat().st_size)
    with pytest.raises(DatabaseError) as failed, reading(workspace.engine) as connection:
        # Not what opening looks at: that still lies in the connection's memory.
        connection.execute(finding.select()).all()
    fault = fault_of(failed.value)
    assert fault.kind is FaultKind.WAREHOUSE_DAMAGED
    assert fault.detail.startswith(f"{made}，")
    workspace.engine.dispose()


def test_a_table_that_is_gone(made: Path, said: Said) -> None:
    with closing(sqlite3.connect(made)) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("DROP TABLE unit")
    code, words = said("status")
    assert (code, words) == (3, f"技术故障：数据库已损坏：no such table: unit。{RESTORE}")


def test_no_damaged_backup_takes_the_place_of_a_good_one(made: Path, said: Said) -> None:
    assert CliRunner().invoke(app, ["backup"]).exit_code == 0
    (good,) = Settings().backup_dir.glob("*.db")
    spoil_the_pages(made)
    assert said("backup")[0] == 3
    assert list(Settings().backup_dir.glob("*.db")) == [good]


# Held, read only, full.


def test_a_database_that_another_program_holds(
    data: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    data.mkdir()
    file = data / "warehouse.db"
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 50)
    hold = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None and other.stdout.readline()
        who = f"{psutil.Process(other.pid).name()}（进程 {other.pid}）"
        words = who if psutil.LINUX else "database is locked"
        code, told = said("migrate")
        other.communicate()
    assert (code, told) == (
        3,
        f"技术故障：数据库被别的程序占用：{file}，{words}。"
        "关闭正在使用数据库的程序，然后重试即可，只处理缺少的文件",
    )


def test_a_disk_that_may_only_be_read(
    tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "disk", "64m") as disk:
        data = use(disk / "data", monkeypatch)
        Workspace(Settings(), "2020").engine.dispose()
        make_read_only(disk)
        code, told = said("status")
    assert code == 3
    assert told.startswith(f"技术故障：数据库打不开或不能写入：{data / 'warehouse.db'}，")
    assert told.endswith(f"。{PERMISSIONS}")


def test_a_folder_in_the_place_of_the_database(data: Path, said: Said) -> None:
    (data / "warehouse.db").mkdir(parents=True)
    assert said("status") == (
        3,
        f"技术故障：数据库打不开或不能写入：{data / 'warehouse.db'}，unable to open database file。"
        f"{PERMISSIONS}",
    )


def test_a_full_disk(tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    full = "清理磁盘或换一个数据文件夹，然后重试即可，只处理缺少的文件"
    with small_disk(tmp_path / "disk", "64m") as disk:
        data = use(disk / "data", monkeypatch)
        data.mkdir()
        stuffing = fill(disk)
        assert said("migrate") == (3, f"技术故障：磁盘已满：数据库所在的磁盘（{data}）。{full}")
        stuffing.unlink()
        workspace = Workspace(Settings(), "2020")
        fill(disk)
        with pytest.raises(Exception) as failed, writing(workspace.engine) as connection:
            for number in range(200_000):
                holder = Holder(str(number), "x" * 900, number, 0.0)
                take(connection, str(number), holder, NOW, lambda _: False)
        workspace.engine.dispose()
    fault = fault_of(failed.value)
    assert fault.text == f"磁盘已满：数据库所在的磁盘（{data}）"
