"""A PostgreSQL that does not let us in, or not far: a real server says so, and we in one line."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, inspect, text

from tests.cli.command_line import typed
from tests.conftest import run_on_server
from tests.disks import fill, small_disk
from warehouse.engine import connect
from warehouse.vault import Vault

Told = Callable[..., tuple[int, str]]

LOGIN = "核对 HUIZONG_WAREHOUSE_URL，或者请数据库管理员建库、开通用户，再运行一次"
RIGHTS = (
    "请数据库管理员让汇总的用户做这个库的所有者（ALTER DATABASE 库名 OWNER TO 用户名），再运行一次"
)
UTF8 = (
    "请数据库管理员另建一个库：CREATE DATABASE 库名 ENCODING 'UTF8' TEMPLATE template0，"
    "再用 HUIZONG_WAREHOUSE_URL 指明"
)
FORMS = "应为 postgresql://用户名@主机:端口/库名，或 sqlite:///文件路径"


@pytest.fixture
def told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Told:
    """What a command says of a warehouse at an address."""
    monkeypatch.setenv("HUIZONG_DATA_DIR", str(tmp_path / "data"))

    def say(url: str | URL, command: str = "status") -> tuple[int, str]:
        whole = url if isinstance(url, str) else url.render_as_string(hide_password=False)
        monkeypatch.setenv("HUIZONG_WAREHOUSE_URL", whole)
        return typed(monkeypatch, capsys, command)

    return say


@contextmanager
def database(server: URL, options: str = "") -> Iterator[URL]:
    name = f"test_{uuid4().hex}"
    run_on_server(server, f"CREATE DATABASE {name} {options}")
    try:
        yield server.set(database=name)
    finally:
        run_on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def weak(postgres: URL) -> Iterator[str]:
    """A role that may do nothing."""
    name = f"weak_{uuid4().hex[:8]}"
    run_on_server(postgres, f"CREATE ROLE {name} LOGIN PASSWORD 'right'")
    yield name
    run_on_server(postgres, f"DROP ROLE {name}")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://user:secret@host/huizong", f"不能用 mysql 数据库，{FORMS}"),
        (
            "postgres://user:secret@host/huizong",
            "数据库地址开头请写 postgresql://，不是 postgres://",
        ),
        ("postgresql://user:secret@host:port/huizong", f"数据库地址写法不对，{FORMS}"),
        ("huizong", f"数据库地址写法不对，{FORMS}"),
        (
            "postgresql://user:secret@127.0.0.1:99999/huizong",
            'warehouse_url 写法不对（connection is bad: invalid port number: "99999"）',
        ),
        (
            "postgresql://127.0.0.1/huizong?colour=red",
            'warehouse_url 写法不对（invalid connection option "colour"）',
        ),
        (
            "sqlite://var/warehouse.db",
            "SQLite 的地址写三条斜杠加文件路径，例如 sqlite:///var/warehouse.db",
        ),
        ("sqlite://", "SQLite 的地址写三条斜杠加文件路径，例如 sqlite:///var/warehouse.db"),
    ],
)
def test_an_address_that_is_none(told: Told, url: str, words: str) -> None:
    assert told(url) == (2, f"设置有误：{words}。改正后再运行一次")


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
@pytest.mark.parametrize("command", ["status", "migrate"])
def test_an_encoding_that_cannot_hold_every_name(
    told: Told, postgres: URL, encoding: str, command: str
) -> None:
    options = f"ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    with database(postgres, options) as url:
        assert told(url, command) == (
            2,
            f"数据库的编码不是 UTF8：数据库 {url.database} 的编码是 {encoding}。{UTF8}",
        )


def test_a_user_who_may_not_create_tables(told: Told, postgres: URL, weak: str) -> None:
    with database(postgres) as url:
        assert told(url.set(username=weak), "migrate") == (
            3,
            f"技术故障：数据库用户的权限不够：permission denied for schema public。{RIGHTS}",
        )


def test_a_user_who_may_not_read(
    told: Told, postgres: URL, migrated_postgres: str, weak: str
) -> None:
    with database(postgres, f"TEMPLATE {migrated_postgres}") as url:
        assert told(url.set(username=weak)) == (
            3,
            "技术故障：数据库用户的权限不够：permission denied for table alembic_version。"
            + RIGHTS,
        )


def test_nobody_and_nowhere(told: Told, postgres: URL, weak: str) -> None:
    off = "技术故障：数据库连不上，用户名、口令或库名不对："
    assert told(postgres.set(username="nobody_here")) == (
        3,
        f'{off}role "nobody_here" does not exist。{LOGIN}',
    )
    assert told(postgres.set(database="nowhere")) == (
        3,
        f'{off}database "nowhere" does not exist。{LOGIN}',
    )
    with database(postgres) as url:
        run_on_server(postgres, f"REVOKE CONNECT ON DATABASE {url.database} FROM PUBLIC")
        assert told(url.set(username=weak)) == (
            3,
            f'{off}permission denied for database "{url.database}"。{LOGIN}',
        )


def test_a_server_that_is_away(told: Told, tmp_path: Path) -> None:
    code, words = told("postgresql://huizong:secret@127.0.0.1:1/huizong")
    assert code == 3
    assert words.startswith("技术故障：数据库连不上：connection failed: ")
    assert words.endswith(
        "Connection refused。检查数据库服务和网络，然后重试即可，只处理缺少的文件"
    )
    assert "secret" not in words


def test_a_wrong_password(told: Told, postgres: URL, weak: str) -> None:
    with asking_for_passwords(postgres):
        for password, words in (
            ("wrong", f'password authentication failed for user "{weak}"'),
            (None, "fe_sendauth: no password supplied"),
        ):
            code, said = told(postgres.set(username=weak, password=password))
            assert code == 3
            assert said.startswith("技术故障：数据库连不上，用户名、口令或库名不对：")
            assert said.endswith(f"{words}。{LOGIN}")


@contextmanager
def asking_for_passwords(server: URL) -> Iterator[None]:
    """The server lets all but its own user in by password only."""
    data = Path(str(server.query["host"]))
    rules = data / "pg_hba.conf"
    before = rules.read_text(encoding="utf-8")
    rules.write_text("local all postgres trust\nlocal all all scram-sha-256\n", encoding="utf-8")
    run_on_server(server, "SELECT pg_reload_conf()")
    wait_for_rules(server, 2)
    try:
        yield
    finally:
        rules.write_text(before, encoding="utf-8")
        run_on_server(server, "SELECT pg_reload_conf()")


def wait_for_rules(server: URL, count: int) -> None:
    """The postmaster is the one that reads its rules, by a signal: ask until new ones are in force."""
    pid = int((Path(str(server.query["host"])) / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGHUP)
    for _ in range(500):
        engine = connect(server.set(username="nobody_here"))
        try:
            with engine.connect():
                pass
        except Exception as error:
            if "does not exist" not in str(error):
                return
        finally:
            engine.dispose()
    raise AssertionError("the server still lets everybody in")


def test_a_table_that_is_gone(told: Told, postgres: URL, migrated_postgres: str) -> None:
    with database(postgres, f"TEMPLATE {migrated_postgres}") as url:
        run_on_server(url, "DROP TABLE submission CASCADE")
        code, words = told(url)
    assert code == 3
    assert words.startswith('技术故障：数据库已损坏：relation "submission" does not exist。')


def test_a_newer_version_s_database_is_not_touched(
    told: Told, postgres: URL, migrated_postgres: str
) -> None:
    with database(postgres, f"TEMPLATE {migrated_postgres}") as url:
        run_on_server(url, "UPDATE alembic_version SET version_num = '9999_of_2031'")
        engine = connect(url)
        before = inspect(engine).get_table_names()
        code, words = told(url, "migrate")
        assert code == 3
        assert words.startswith("技术故障：数据库是较新版本的汇总建立的：表结构 9999_of_2031 ")
        assert inspect(engine).get_table_names() == before
        with engine.connect() as connection:
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        assert found == "9999_of_2031"
        engine.dispose()


def test_a_full_disk_of_the_server(told: Told, postgres: URL, tmp_path: Path) -> None:
    """A tablespace on a small disk: the server itself says that it is full."""
    with small_disk(Path(f"/tmp/huizong-{uuid4().hex}"), "24m") as disk:  # noqa: S108
        place = disk / "space"
        place.mkdir()
        owner = Path(str(postgres.query["host"])).stat()
        os.chown(place, owner.st_uid, owner.st_gid)
        name = f"space_{uuid4().hex[:8]}"
        run_on_server(postgres, f"CREATE TABLESPACE {name} LOCATION '{place}'")
        try:
            with database(postgres, f"TABLESPACE {name}") as url:
                fill(disk)
                code, words = told(url, "migrate")
        finally:
            run_on_server(postgres, f"DROP TABLESPACE {name}")
    disk.rmdir()
    assert code == 3
    assert words.startswith("技术故障：磁盘已满：")
    assert words.endswith("清理磁盘或换一个数据文件夹，然后重试即可，只处理缺少的文件")


def test_a_program_of_postgres_that_fails_is_quoted_in_its_first_line(
    told: Told,
    postgres: URL,
    postgres_programs: Path,
    weak: str,
    migrated_postgres: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", str(postgres_programs), prepend=":")
    version = subprocess.run(
        [postgres_programs / "pg_dump", "--version"], capture_output=True, check=False
    )
    if version.returncode:
        pytest.skip("pg_dump of the embedded server does not run here")
    with database(postgres, f"TEMPLATE {migrated_postgres}") as url:
        # It may read every table, and so do we; pg_dump wants the sequences, too.
        run_on_server(url, f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {weak}")
        Vault.open(tmp_path / "data" / "keys" / "huizong.key")
        code, words = told(url.set(username=weak), "backup")
        run_on_server(url, f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {weak}")
    assert code == 3
    assert words.startswith("技术故障：备份或恢复没有做成：pg_dump: error: ")
