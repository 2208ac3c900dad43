"""What we write is for its owner alone, whatever the umask that we were started with."""

import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.upkeep.wide_folders import told_wide
from tests.nights import SAMPLES

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
ROOT = Path(__file__).resolve().parents[2]
NIGHT = """
import sys
from cli import main
sys.argv = ["huizong", *sys.argv[1:]]
main()
"""


def huizong(data_dir: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The command line as a process of its own, started where files are for everybody to read."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
        "HUIZONG_DATA_DIR": str(data_dir),
        "HUIZONG_UNIT_REGISTER": str(SAMPLES / "register.csv"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, "-c", NIGHT, *arguments],
        env=environment,
        cwd=ROOT,
        umask=0o022,
        capture_output=True,
        text=True,
        check=True,
    )


def modes(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix() or ".": stat.S_IMODE(path.lstat().st_mode)
        for path in (folder, *folder.rglob("*"))
    }


@pytest.mark.slow
def test_a_fresh_data_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    inbox, data = tmp_path / "received", tmp_path / "new" / "data"
    inbox.mkdir()
    for name in ("曹庵镇第二小学", "第一小学"):
        shutil.copy(SAMPLES / "first_round" / f"{name}_2020年报表.xlsx", inbox)
    huizong(data, "run", "--inbox", str(inbox))
    huizong(data, "report", "--collection", "2020", "-o", str(data / "reports" / "2020"))
    huizong(data, "backup")
    found = modes(data)
    wide = {name: oct(mode) for name, mode in found.items() if mode & 0o077}
    assert wide == {}
    suffixes = {Path(name).suffix for name in found}
    assert suffixes >= {".db", ".bin", ".xlsx", ".docx", ".html", ".csv", ".json", ".zip", ".key"}
    (parcel,) = (data / "outbox").glob("*.zip")
    assert zipfile.is_zipfile(parcel)
    assert told_wide(Settings(data_dir=data)) == ""


def test_a_folder_that_others_can_open_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "outbox").mkdir(parents=True)
    data.chmod(0o755)
    assert told_wide(Settings(data_dir=data)) == (
        f"本机其他用户能打开 {data}（0755），里面有姓名和号码；"
        f"请运行 chmod -R go-rwx '{data}'。有意共享给别人的，可以不改"
    )
    said = huizong(data, "status")
    assert f"{data}（0755）" in said.stderr
    assert stat.S_IMODE(data.stat().st_mode) == 0o755


def test_an_outbox_shared_through_a_closed_folder_is_the_only_one_told(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name in ("outbox", "archive"):
        (data / name).mkdir(parents=True)
    data.chmod(0o710)
    (data / "outbox").chmod(0o750)
    (data / "archive").chmod(0o700)
    assert f"能打开 {data / 'outbox'}（0750）" in told_wide(Settings(data_dir=data))
    data.chmod(0o700)
    assert told_wide(Settings(data_dir=data)) == ""


def test_a_warehouse_elsewhere_is_looked_at_too(tmp_path: Path) -> None:
    data, database = tmp_path / "data", tmp_path / "elsewhere.db"
    data.mkdir(mode=0o700)
    database.touch()
    database.chmod(0o644)
    settings = Settings(data_dir=data, warehouse_url=f"sqlite:///{database}")
    assert f"{database}（0644）" in told_wide(settings)
