"""Backups that can be trusted: nothing half, nothing damaged, and never the last good one lost."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from pipeline.run.fault_kinds import FaultKind
from pipeline.run.faults import fault_of
from pipeline.settings import Settings
from pipeline.upkeep import drafts
from pipeline.upkeep.backup import back_up, drop_old, lost_originals, restore
from pipeline.workspace import Workspace, WrongUse
from tests.disks import fill, small_disk
from tests.nights import SAMPLES
from tests.warehouse.samples import form_rows, sent
from warehouse.archive import ArchiveDamaged
from warehouse.engine import DamagedWarehouse, reading
from warehouse.submissions import merge
from warehouse.tables import submission
from warehouse.vault import BadKeyFile

NOW = datetime(2020, 12, 1, 3, 30, tzinfo=UTC)
CONTENTS = ("first", "second", "third")


def use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HUIZONG_DATA_DIR", str(folder))
    monkeypatch.setenv("HUIZONG_UNIT_REGISTER", str(SAMPLES / "register.csv"))
    monkeypatch.delenv("HUIZONG_WAREHOUSE_URL", raising=False)
    return Settings()


def receive(*contents: str) -> None:
    """Files of a school with a list of children, in archive and warehouse."""
    workspace = Workspace(Settings(), "2020")
    workspace.refresh_register()
    for hour, content in enumerate(contents):
        child = {"child_name": f"欧阳小例{hour}", "status": "复学"}
        workspace.archive.keep(content.encode())
        file = sent(content, form_rows("dropout_cases", child), hour=hour, path=content)
        merge(workspace.engine, workspace.vault, file)
    workspace.engine.dispose()


def received() -> int:
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        rows = connection.execute(submission.select()).all()
    workspace.engine.dispose()
    return len(rows)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    made = use(tmp_path / "data", monkeypatch)
    receive(*CONTENTS)
    return made


def database(settings: Settings) -> Path:
    return settings.data_dir / "warehouse.db"


def backups(settings: Settings) -> list[str]:
    folder = settings.backup_dir
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def huizong(*arguments: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: none here holds the database open."""
    command = [sys.executable, "-c", "from cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


# A damaged warehouse.


def test_flipped_bytes_leave_no_backup(settings: Settings) -> None:
    """300 bytes, here and there. Whatever of them can be seen is seen before there is a name."""
    good = back_up(settings, NOW)
    whole = database(settings).read_bytes()
    chance = random.Random(12)  # noqa: S311 - no secret
    for night in range(1, 9):
        spoilt = bytearray(whole)
        for place in chance.sample(range(len(whole)), 300):
            spoilt[place] ^= 0xFF
        database(settings).write_bytes(spoilt)
        with pytest.raises(Exception) as failed:
            back_up(settings, NOW + timedelta(days=night))
        assert fault_of(failed.value).kind is FaultKind.WAREHOUSE_DAMAGED
        assert backups(settings) == [good.name]


@pytest.mark.parametrize("place", range(0, 100, 20))
def test_a_run_of_flipped_bytes_leaves_no_backup(settings: Settings, place: int) -> None:
    good = back_up(settings, NOW)
    spoilt = bytearray(database(settings).read_bytes())
    start = len(spoilt) * place // 100 // 4096 * 4096
    spoilt[start : start + 300] = bytes(byte ^ 0xFF for byte in spoilt[start : start + 300])
    database(settings).write_bytes(spoilt)
    done = huizong("backup")
    assert done.returncode == 3
    assert done.stderr.startswith("技术故障：数据库已损坏")
    assert backups(settings) == [good.name]


def test_names_that_changed_places_leave_no_backup(settings: Settings) -> None:
    with closing(sqlite3.connect(database(settings))) as file, file:
        names = file.execute("SELECT submission_id, child_name FROM fact_dropout_cases").fetchall()
        for (number, _), (_, other) in zip(names, [*names[1:], names[0]], strict=True):
            file.execute(
                "UPDATE fact_dropout_cases SET child_name = ? WHERE submission_id = ?",
                (other, number),
            )
    with pytest.raises(DamagedWarehouse, match="3 处加密的内容打不开或换了位置"):
        back_up(settings, NOW)
    assert backups(settings) == []


def test_a_row_that_cannot_be_read_leaves_no_backup(settings: Settings) -> None:
    with closing(sqlite3.connect(database(settings))) as file, file:
        file.execute("UPDATE submission SET received_at = 'yesterday' WHERE id = 2")
    with pytest.raises(DamagedWarehouse, match="表 submission 中有读不出的行"):
        back_up(settings, NOW)
    assert backups(settings) == []


def test_an_archive_that_is_gone_is_told_and_nothing_rotated(settings: Settings) -> None:
    first = back_up(settings, NOW)
    shutil.rmtree(settings.archive_dir)
    done = huizong("backup")
    assert done.returncode == 3
    assert "存档中的原件打不开：3 份原件不见了或已损坏（" in done.stderr
    assert f"备份里都有，在 {settings.backup_dir / 'archive'}；数据库已备份" in done.stderr
    # The way back from there.
    restore(settings, first, NOW)
    assert lost_originals(settings) == []
    assert huizong("backup").returncode == 0


def test_one_damaged_original_is_told_and_comes_back_with_a_restore(settings: Settings) -> None:
    first = back_up(settings, NOW)
    spoilt = next(settings.archive_dir.rglob("*.bin"))
    spoilt.write_bytes(spoilt.read_bytes()[:-1])
    with pytest.raises(ArchiveDamaged, match="1 份原件不见了或已损坏"):
        back_up(settings, NOW + timedelta(days=1))
    restore(settings, first, NOW)
    back_up(settings, NOW + timedelta(days=2))


def test_an_original_damaged_in_the_backup_is_copied_again(settings: Settings) -> None:
    back_up(settings, NOW)
    spoilt = next((settings.backup_dir / "archive").rglob("*.bin"))
    good = spoilt.read_bytes()
    spoilt.write_bytes(b"")
    back_up(settings, NOW + timedelta(days=1))
    assert spoilt.read_bytes() == good


def test_originals_that_nobody_has_any_more_are_told_after_a_restore(settings: Settings) -> None:
    copy = back_up(settings, NOW)
    shutil.rmtree(settings.archive_dir)
    shutil.rmtree(settings.backup_dir / "archive")
    done = CliRunner().invoke(app, ["restore", str(copy), "--yes"])
    assert done.exit_code == 0, done.output
    assert "有 3 份原件备份和存档里都没有，或已损坏" in done.output


# The key.


def test_no_backup_under_another_key(settings: Settings) -> None:
    settings.key_path.write_text("00" * 32, encoding="ascii")
    with pytest.raises(BadKeyFile, match="不是这个数据文件夹的密钥"):
        back_up(settings, NOW)


def test_a_backup_of_another_key_is_known_without_its_archive(settings: Settings) -> None:
    copy = back_up(settings, NOW)
    shutil.rmtree(settings.backup_dir / "archive")
    settings.key_path.write_text("00" * 32, encoding="ascii")
    with pytest.raises(BadKeyFile, match="不是这份备份的密钥"):
        restore(settings, copy, NOW)


# Rotation.


def test_what_is_no_backup_counts_for_none(settings: Settings) -> None:
    good = back_up(settings, NOW)
    for night, content in enumerate((b"", b"junk", good.read_bytes()[:-1000]), start=1):
        (settings.backup_dir / f"warehouse_2020120{1 + night}_033000.db").write_bytes(content)
    assert drop_old(settings.backup_dir, 1) == []
    newer = back_up(settings, NOW + timedelta(days=10))
    assert drop_old(settings.backup_dir, 1) == [good]
    assert newer.is_file()


# Killed in the middle.

# A command that is killed at its so-manieth step on the way to a file that counts.
KILLED = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from pipeline.settings import Settings
from pipeline.upkeep.backup import back_up, restore

what, left = sys.argv[1], int(sys.argv[2])

def counted(work):
    def step(*arguments, **more):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), getattr(signal, sys.argv[4]))
        return work(*arguments, **more)
    return step

os.fsync = counted(os.fsync)
Path.replace = counted(Path.replace)
Path.unlink = counted(Path.unlink)
now = datetime(2020, 12, 2, tzinfo=UTC)
if what == "backup":
    back_up(Settings(), now)
else:
    restore(Settings(), Path(sys.argv[3]), now)
"""


def killed_at(what: str, step: int, copy: Path | None = None, by: str = "SIGKILL") -> bool:
    """Whether the command was killed at this step; False when it has not as many."""
    command = [sys.executable, "-c", KILLED, what, str(step), str(copy or ""), by]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode in (0, -getattr(signal, by)), done.stderr.decode()
    return done.returncode != 0


@pytest.mark.slow
@pytest.mark.parametrize("by", ["SIGKILL", "SIGTERM"])
def test_a_backup_that_is_killed_leaves_nothing_that_counts(settings: Settings, by: str) -> None:
    step = 0
    while killed_at("backup", step := step + 1, by=by):
        for copy in settings.backup_dir.glob("warehouse_*"):  # named: then it is whole
            with closing(sqlite3.connect(copy)) as file:
                assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            copy.unlink()
    assert step > 5
    assert backups(settings) == ["warehouse_20201202_080000.db"]  # no draft is left
    assert not list(settings.backup_dir.rglob("*.draft"))


@pytest.mark.slow
def test_a_restore_that_is_killed_leaves_the_old_or_the_new(settings: Settings) -> None:
    copy = back_up(settings, NOW)
    receive(*CONTENTS, "fourth")
    step = 0
    found = []
    while killed_at("restore", step := step + 1, copy):
        found.append(received())
    assert step > 5
    assert found == sorted(found, reverse=True)
    assert set(found) <= {4, 3}
    assert received() == 3
    restore(settings, copy, NOW + timedelta(hours=1))
    assert not list(settings.data_dir.glob("*.draft")) + list(settings.data_dir.glob(".*.draft"))


def test_a_killed_backup_is_swept_by_the_next(settings: Settings) -> None:
    settings.backup_dir.mkdir()
    assert killed_at("backup", 26)  # after the three originals, when the copy is to reach the disk
    left = backups(settings)
    assert len(left) >= 1 and all(name.startswith(".") for name in left)
    copy = back_up(settings, NOW)
    assert backups(settings) == [copy.name]


def test_the_draft_of_a_process_that_lives_stays(tmp_path: Path) -> None:
    with drafts.draft_of(tmp_path / "copy.db") as draft:
        draft.write_bytes(b"half")
        assert drafts.sweep_drafts(tmp_path) == 0
        assert draft.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]
    others = tmp_path / ".copy.db@another-machine@1.draft"
    others.write_bytes(b"half")
    strange = tmp_path / "report.draft"
    strange.write_bytes(b"not ours")
    assert drafts.sweep_drafts(tmp_path) == 0
    os.utime(others, (0, 0))
    assert drafts.sweep_drafts(tmp_path) == 1
    assert strange.exists()


# A full disk.


def test_a_full_disk_leaves_no_backup(settings: Settings, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "4m") as disk:
        folder = disk / "backups"
        folder.mkdir()
        shutil.copytree(settings.archive_dir, folder / "archive")
        fill(disk)
        with pytest.raises(OSError) as failed:
            back_up(settings, NOW, folder)
        assert fault_of(failed.value).text.startswith(f"磁盘已满：备份文件夹 {folder}")
        assert [path.name for path in folder.iterdir()] == ["archive"]


def test_a_disk_that_is_full_in_a_restore_leaves_the_warehouse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "disk", "8m") as disk:
        settings = use(disk / "data", monkeypatch)
        receive(*CONTENTS)
        copy = back_up(settings, NOW, tmp_path / "elsewhere")
        receive(*CONTENTS, "fourth")
        stuffing = fill(disk)
        with pytest.raises(Exception) as failed:
            restore(settings, copy, NOW)
        assert fault_of(failed.value).kind is FaultKind.DISK_FULL
        stuffing.unlink()
        assert received() == 4
        restore(settings, copy, NOW)
        assert received() == 3


# What a restore takes, and what it takes the place of.


def header(content: bytes) -> bytes:
    return b"\x13" * 100 + content[100:]


def cut(content: bytes) -> bytes:
    return content[: len(content) // 3]


@pytest.mark.parametrize("damage", [header, cut, lambda _: b"", lambda _: b"junk" * 9999])
def test_a_damaged_warehouse_that_nobody_holds_is_replaced(
    settings: Settings, damage: Callable[[bytes], bytes]
) -> None:
    """With the WAL of a killed process beside it: it must not be applied to what comes back."""
    copy = back_up(settings, NOW)
    leave_a_wal(settings)
    spoilt = damage(database(settings).read_bytes())
    database(settings).write_bytes(spoilt)
    done = huizong("restore", str(copy), "--yes")
    assert done.returncode == 0, done.stderr
    assert received() == 3
    assert huizong("status").returncode == 0
    (aside,) = settings.data_dir.glob("warehouse_before_restore_*.db")
    assert str(aside) in done.stdout


WRITES_AND_DIES = """
import os, signal, sys, sqlite3
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("PRAGMA wal_autocheckpoint = 0")
c.execute("UPDATE submission SET file_name = 'from the WAL'")
os.kill(os.getpid(), signal.SIGKILL)
"""


def leave_a_wal(settings: Settings) -> None:
    subprocess.run([sys.executable, "-c", WRITES_AND_DIES, str(database(settings))], check=False)
    assert database(settings).with_name("warehouse.db-wal").stat().st_size > 0


def test_what_is_in_the_wal_of_a_sound_warehouse_is_kept(settings: Settings) -> None:
    copy = back_up(settings, NOW)
    leave_a_wal(settings)
    aside = restore(settings, copy, NOW)
    assert isinstance(aside, Path)
    with closing(sqlite3.connect(aside)) as kept:
        assert kept.execute("SELECT DISTINCT file_name FROM submission").fetchall() == [
            ("from the WAL",)
        ]
    with closing(sqlite3.connect(database(settings))) as fresh:
        names = fresh.execute("SELECT DISTINCT file_name FROM submission").fetchall()
        assert ("from the WAL",) not in names


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: b"junk" * 1000,
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1],
        lambda content: content[:8192] + bytes(300) + content[8492:],
    ],
    ids=["empty", "junk", "half", "one byte short", "300 bytes"],
)
def test_what_is_no_backup_is_refused_and_nothing_is_touched(
    settings: Settings, spoil: Callable[[bytes], bytes]
) -> None:
    copy = back_up(settings, NOW)
    copy.write_bytes(spoil(copy.read_bytes()))
    before = database(settings).read_bytes()
    with pytest.raises(WrongUse, match="不是汇总数据库的备份，或已损坏"):
        restore(settings, copy, NOW)
    assert database(settings).read_bytes() == before
    assert not list(settings.data_dir.glob("warehouse_before_*"))
