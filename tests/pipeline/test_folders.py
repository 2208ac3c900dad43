"""What arrives and what is made of it never lie in one another: refused before anything is touched."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app, main
from pipeline.folders import refuse_mixed_folders
from pipeline.settings import BadSettings, Settings
from tests.nights import SAMPLES

pytestmark = pytest.mark.usefixtures("prefect_server")


def settings(tmp_path: Path, **places: Path) -> Settings:
    return Settings(**{"data_dir": tmp_path / "data", **places})


@pytest.mark.parametrize(
    ("inbox", "what"),
    [
        ("data", "数据文件夹"),
        (".", "数据文件夹"),
        ("data/outbox", "发件文件夹"),
        ("data/outbox/2020", "发件文件夹"),
        ("data/archive", "存档文件夹"),
        ("data/backups/in", "备份文件夹"),
        ("data/reports", "结果文件夹"),
        ("data/keys", "密钥文件"),
        ("data/keys/in", "密钥文件夹"),
        ("data/prefect/in", "Prefect 文件夹"),
        ("link", "数据文件夹"),
    ],
)
def test_an_inbox_with_our_own_files_in_it_is_refused(
    tmp_path: Path, inbox: str, what: str
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    with pytest.raises(BadSettings, match=what):
        refuse_mixed_folders(settings(tmp_path), tmp_path / inbox)


def test_a_key_and_a_database_in_the_inbox_are_refused(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    with pytest.raises(BadSettings, match="密钥文件"):
        refuse_mixed_folders(settings(tmp_path, key_file=inbox / "huizong.key"), inbox)
    database = f"sqlite:///{inbox / 'warehouse.db'}"
    with pytest.raises(BadSettings, match="数据库"):
        refuse_mixed_folders(Settings(data_dir=tmp_path / "data", warehouse_url=database), inbox)


@pytest.mark.parametrize("inbox", ["data/inbox", "share", "data/inbox/2020", "link"])
def test_the_usual_places_are_not_refused(tmp_path: Path, inbox: str) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "share")  # set so by the operator
    refuse_mixed_folders(settings(tmp_path), tmp_path / inbox)


@pytest.mark.parametrize("command", [["run"], ["serve"]])
def test_commands_refuse_it_before_they_make_anything(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
) -> None:
    monkeypatch.setenv("HUIZONG_INBOX", str(tmp_path))
    monkeypatch.setenv("HUIZONG_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("HUIZONG_UNIT_REGISTER", str(SAMPLES / "register.csv"))
    monkeypatch.setattr("sys.argv", ["huizong", *command])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "不能放在收件文件夹" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_help_still_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIZONG_INBOX", str(tmp_path))
    assert CliRunner().invoke(app, ["run", "--help"]).exit_code == 0
