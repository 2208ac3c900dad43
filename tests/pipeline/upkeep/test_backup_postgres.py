"""Backups of a warehouse on PostgreSQL: what holds of a SQLite file holds of a dump."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL, text

from pipeline.existing import has_data
from pipeline.settings import Settings
from pipeline.upkeep.backup import back_up, lost_originals, restore
from pipeline.upkeep.postgres_copies import CopyFailed, rows_in
from pipeline.workspace import Workspace, WrongUse
from tests.pipeline.run.test_postgres_faults import database
from tests.pipeline.upkeep.test_backup import CONTENTS, NOW, backups, receive, received
from warehouse.archive import ArchiveDamaged
from warehouse.engine import DamagedWarehouse, connect, reading, writing
from warehouse.migrate import NewerWarehouse
from warehouse.tables import fact_table
from warehouse.vault import BadKeyFile

CASES = fact_table("dropout_cases")


@pytest.fixture
def settings(
    postgres: URL, postgres_programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    monkeypatch.setenv("PATH", str(postgres_programs), prepend=":")
    monkeypatch.setenv("HUIZONG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("HUIZONG_UNIT_REGISTER", "sample_inputs/2020/register.csv")
    with database(postgres) as url:
        whole = url.render_as_string(hide_password=False)
        monkeypatch.setenv("HUIZONG_WAREHOUSE_URL", whole)
        receive(*CONTENTS)
        yield Settings()


def test_there_and_back(settings: Settings) -> None:
    copy = back_up(settings, NOW)
    assert backups(settings) == [copy.name]
    assert [row["id"] for row in rows_in(copy, "warehouse_key")] == ["1"]
    receive(*CONTENTS, "fourth")
    shutil.rmtree(settings.archive_dir)
    assert restore(settings, copy, NOW) == "before_restore_20201201_113000"
    assert received() == 3
    assert lost_originals(settings) == []


def test_the_dump_of_before_an_upgrade_takes_the_place_of_a_newer_warehouse(
    settings: Settings,
) -> None:
    """Tables that the dump knows nothing of are in nobody's way, and what was there is kept."""
    copy = back_up(settings, NOW)
    receive(*CONTENTS, "fourth")
    engine = connect(settings.url)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(
            text("CREATE TABLE newer (id int PRIMARY KEY, which int REFERENCES submission (id))")
        )
    with pytest.raises(NewerWarehouse):
        back_up(settings, NOW)
    aside = restore(settings, copy, NOW)
    assert received() == 3
    with reading(engine) as connection:
        kept = connection.scalar(text(f"SELECT count(*) FROM {aside}.submission"))  # noqa: S608
    engine.dispose()
    assert kept == 4
    # What was put aside is in no later dump.
    again = back_up(settings, NOW + timedelta(days=1))
    restore(settings, again, NOW + timedelta(days=1))
    assert received() == 3


def test_a_dump_that_does_not_come_in_leaves_what_was_there(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = back_up(settings, NOW)
    receive(*CONTENTS, "fourth")
    real = shutil.which("pg_restore")
    failing = tmp_path / "programs" / "pg_restore"
    failing.parent.mkdir()
    failing.write_text(
        f'#!/bin/sh\ncase "$*" in *--dbname=*) echo no room >&2; exit 1;; esac\nexec {real} "$@"\n',
        encoding="utf-8",
    )
    failing.chmod(0o755)
    monkeypatch.setenv("PATH", str(failing.parent), prepend=":")
    with pytest.raises(CopyFailed, match="no room"):
        restore(settings, copy, NOW)
    assert received() == 4


def test_an_emptied_database_is_told_and_filled_again(settings: Settings) -> None:
    """As a restore that is killed in the middle leaves it: what was there is in its schema."""
    copy = back_up(settings, NOW)
    engine = connect(settings.url)
    with writing(engine) as connection:
        connection.execute(text("ALTER SCHEMA public RENAME TO before_restore_1"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    assert has_data(settings)
    with pytest.raises(DamagedWarehouse, match="是空的，而存档中已有报表"):
        received()
    restore(settings, copy, NOW)
    assert received() == 3


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: b"junk" * 1000,
        lambda content: content[: len(content) // 2],
        lambda content: content[:-3000],
    ],
    ids=["empty", "junk", "half", "without its end"],
)
def test_what_is_no_dump_is_refused_and_nothing_is_touched(
    settings: Settings, spoil: Callable[[bytes], bytes]
) -> None:
    copy = back_up(settings, NOW)
    copy.write_bytes(spoil(copy.read_bytes()))
    receive(*CONTENTS, "fourth")
    with pytest.raises(WrongUse, match="不是 pg_dump 的备份，或已损坏"):
        restore(settings, copy, NOW)
    assert received() == 4


def test_a_dump_of_another_key_is_refused(settings: Settings) -> None:
    copy = back_up(settings, NOW)
    shutil.rmtree(settings.backup_dir / "archive")
    settings.key_path.write_text("00" * 32, encoding="ascii")
    with pytest.raises(BadKeyFile, match="不是这份备份的密钥"):
        restore(settings, copy, NOW)
    with pytest.raises(BadKeyFile, match="不是这个数据文件夹的密钥"):
        back_up(settings, NOW)


def test_names_that_changed_places_leave_no_dump(settings: Settings) -> None:
    workspace = Workspace(settings, "2020")
    with writing(workspace.engine) as connection:
        (first,) = connection.scalars(
            CASES.select().with_only_columns(CASES.c.child_name).where(CASES.c.submission_id == 1)
        )
        connection.execute(
            CASES.update().where(CASES.c.submission_id == 2).values(child_name=first)
        )
    workspace.engine.dispose()
    with pytest.raises(DamagedWarehouse, match="1 处加密的内容打不开或换了位置"):
        back_up(settings, NOW)
    assert backups(settings) == []


def test_an_archive_that_is_gone_is_told(settings: Settings) -> None:
    back_up(settings, NOW)
    shutil.rmtree(settings.archive_dir)
    with pytest.raises(ArchiveDamaged, match="3 份原件不见了或已损坏"):
        back_up(settings, NOW)


def test_a_dump_that_fails_leaves_nothing(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with a disk that is full in the middle: the program has written some of it, and says no."""
    programs = tmp_path / "programs"
    programs.mkdir()
    failing = programs / "pg_dump"
    failing.write_text(
        '#!/bin/sh\nfor one; do case $one in --file=*) echo PGDMP > "${one#--file=}";; esac; done\n'
        "echo 'pg_dump: error: could not write to output file' >&2\nexit 1\n",
        encoding="ascii",
    )
    failing.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    with pytest.raises(CopyFailed, match="could not write to output file"):
        back_up(settings, NOW)
    assert backups(settings) == []
