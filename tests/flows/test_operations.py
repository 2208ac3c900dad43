"""The other deployments: totals again, publishing, housekeeping; and the backup that goes with it."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from prefect.utilities.schema_tools.validation import validate

from flows.deployments import DEPLOYMENTS, YAML, prefect_yaml
from flows.housekeeping import housekeeping
from flows.nightly import nightly
from flows.one_unit import one_unit
from flows.publishing import publish
from flows.recompute import refresh
from indicators.definitions import INDICATORS
from pipeline.settings import Settings
from pipeline.upkeep.backup import back_up
from pipeline.workspace import Workspace, WrongUse
from returns.files.atomic_write import write_whole
from tests.nights import SAMPLES, District
from warehouse.archive import ArchiveDamaged
from warehouse.engine import reading
from warehouse.releases import read_release
from warehouse.tables import submission

DOCUMENTS = [
    "总结_2020.docx",
    "指标_2020.csv",
    "指标_2020.html",
    "指标_2020.json",
    "指标_2020.xlsx",
]


def test_totals_and_reports_again(own_district: District) -> None:
    result = refresh("2020")
    assert result["totals"] == {"computed": len(INDICATORS), "provisional": 0}
    assert sorted(result["files"]) == DOCUMENTS
    folder = own_district.data_dir / "reports" / "2020"
    assert sorted(path.name for path in folder.iterdir()) == DOCUMENTS


def test_a_release_keeps_the_documents_of_its_moment(own_district: District) -> None:
    result = publish(by="统计员", note="报区政府", collection="2020")
    number = result["release"]  # the district may have been released before
    folder = own_district.data_dir / "published" / "2020" / str(number)
    assert sorted(path.name for path in folder.iterdir()) == DOCUMENTS
    with reading(Workspace(Settings(), "2020").engine) as connection:
        frozen = read_release(connection, "2020", number)
    assert (frozen.made_by, frozen.note) == ("统计员", "报区政府")
    assert len(frozen.values) == len(INDICATORS)


def test_nothing_provisional_is_published(inbox: Path) -> None:
    nightly("2020")
    with pytest.raises(WrongUse, match="不能发布"):
        publish(by="统计员", collection="2020")


def test_one_unit_that_nobody_knows(inbox: Path) -> None:
    with pytest.raises(WrongUse, match="名册中没有“无名小学”"):
        one_unit(unit="无名小学", collection="2020")
    with pytest.raises(WrongUse, match="收件文件夹中没有学府小学的报表"):
        one_unit(unit="学府小学", collection="2020")


def test_one_unit_whose_old_return_was_put_away(inbox: Path) -> None:
    old = inbox / "曹庵镇第二小学_2020年报表.xlsx"
    shutil.copy(SAMPLES / "first_round" / old.name, old)
    nightly("2020")
    corrected = "曹庵镇第二小学_平安校园、应急演练、宣传_更正.xlsx"
    shutil.copy(SAMPLES / "corrections" / corrected, inbox)
    assert nightly("2020")["units"]["returned"] == []
    (inbox / "已退回").mkdir()
    old.rename(inbox / "已退回" / "旧表.xlsx")
    result = one_unit(unit="曹庵镇第二小学", collection="2020")
    assert {file["file"] for file in result["files"]} == {"旧表.xlsx", corrected}
    assert result["units"]["returned"] == []


def test_a_backup_is_whole_and_without_the_key(inbox: Path, tmp_path: Path) -> None:
    nightly("2020")
    settings = Settings()
    moment = datetime(2020, 11, 30, 19, 30, tzinfo=UTC)  # in Beijing the next morning
    copy = back_up(settings, moment, tmp_path / "copy")
    assert copy.name == "warehouse_20201201_033000.db"
    with closing(sqlite3.connect(copy)) as database:
        (count,) = database.execute("SELECT count(*) FROM submission").fetchone()
    with reading(Workspace(settings, "2020").engine) as connection:
        assert count == len(connection.execute(submission.select()).all()) == 3
    originals = [path for path in settings.archive_dir.rglob("*") if path.is_file()]
    kept = [path for path in (tmp_path / "copy" / "archive").rglob("*") if path.is_file()]
    assert len(kept) == len(originals) == 3
    assert not list((tmp_path / "copy").rglob("*.key"))


def test_housekeeping_backs_up_and_leaves_recent_runs(inbox: Path) -> None:
    nightly("2020")
    result = housekeeping(keep_days=90, backup=True)
    assert (result["deleted"], result["crashed"]) == (0, 0)
    assert (Settings().backup_dir / result["backup"]).is_file()


def test_no_backup_is_dropped_while_originals_are_lost(inbox: Path) -> None:
    nightly("2020")
    first = housekeeping(backup=True)["backup"]
    shutil.rmtree(Settings().archive_dir)
    with pytest.raises(ArchiveDamaged, match="3 份原件不见了或已损坏"):
        housekeeping(backup=True, keep_backups=1)
    kept = sorted(path.name for path in Settings().backup_dir.glob("*.db"))
    assert len(kept) == 2 and first in kept


def test_the_page_of_a_run_is_there_in_the_morning(inbox: Path) -> None:
    nightly("2020")
    folder = Settings().reports_dir / "2020"
    document = json.loads((folder / "指标_2020.json").read_text(encoding="utf-8"))
    assert len(document["totals"]) == len(INDICATORS)
    (folder / "指标_2020.html").unlink()
    nightly("2020")
    assert (folder / "指标_2020.html").is_file()


def test_prefect_yaml_is_up_to_date() -> None:
    assert YAML.read_text(encoding="utf-8") == prefect_yaml(), (
        "out of date: run `python -m flows.deployments`"
    )


def test_the_schedules_are_those_of_the_bureau() -> None:
    schedules = {one.name: one.cron for one in DEPLOYMENTS}
    assert schedules["nightly"] == "0 2 * * *"
    assert "timezone: Asia/Shanghai" in prefect_yaml()
    assert prefect_yaml().count("collision_strategy: ENQUEUE") == len(DEPLOYMENTS)


def test_every_parameter_is_described_in_chinese() -> None:
    for deployment in DEPLOYMENTS:
        for name, shown in deployment.flow.parameters.properties.items():
            assert shown["title"].endswith(f" · {name}"), name
            assert shown["description"], name


def test_the_inbox_is_a_plain_text_field_that_may_be_left_empty() -> None:
    """With `null` in its type, Prefect's form showed 'Property is type "None"'."""
    assert nightly.parameters.properties["inbox"] == {
        "type": "string",
        "default": "",
        "title": "收件文件夹 · inbox",
        "description": "留空则用设置中的收件文件夹",
        "position": 1,
    }
    assert nightly.parameters.required == []
    for deployment in DEPLOYMENTS:
        for name, shown in deployment.flow.parameters.properties.items():
            assert shown["type"] in ("string", "integer", "boolean"), name


@pytest.mark.parametrize("left_empty", [None, "", "  "])
def test_an_inbox_left_empty_is_the_one_of_the_settings(left_empty: str | None) -> None:
    given = nightly.validate_parameters({"collection": "2020", "inbox": left_empty})
    assert given == {"collection": "2020", "inbox": ""}


def test_the_server_takes_the_form_as_it_is_sent() -> None:
    schema = nightly.parameters.model_dump()
    for inbox in ({}, {"inbox": ""}, {"inbox": "收件"}):
        assert validate({"collection": "2020", **inbox}, schema) == []


def test_settings_saved_by_notepad_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "huizong.toml").write_text('data_dir = "数据"\n', encoding="utf-8-sig")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HUIZONG_DATA_DIR", raising=False)
    assert Settings().data_dir == Path("数据")


@pytest.mark.slow
def test_old_backups_go_when_a_newer_one_is_there(inbox: Path) -> None:
    nightly("2020")
    folder = Settings().backup_dir
    made = folder / housekeeping(backup=True)["backup"]
    old = [folder / f"warehouse_2020010{day}_033000.db" for day in (1, 2, 3)]
    for path in old:
        shutil.copy(made, path)
    made.unlink()
    assert housekeeping(backup=False)["backup"] is None
    assert all(path.exists() for path in old)
    newest = housekeeping(backup=True, keep_backups=2)["backup"]
    assert sorted(path.name for path in folder.glob("*.db")) == [old[2].name, newest]


def test_telemetry_is_off_wherever_prefect_is_started_in_this_folder(tmp_path: Path) -> None:
    code = (
        "from prefect.settings import get_current_settings as s; print(s().server.analytics_enabled,"
        " s().cloud.enable_orchestration_telemetry, s().results.default_serializer)"
    )
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "DO_NOT_TRACK"))}
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**bare, "PREFECT_HOME": str(tmp_path / "home")},
        cwd=YAML.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["False", "False", "json"]


def test_prefect_is_told_the_same_by_our_commands_and_in_this_folder(tmp_path: Path) -> None:
    """`flows.prefect_environment` for what we start, prefect.toml for what an operator starts here."""
    named = tomllib.loads((YAML.parent / "prefect.toml").read_text(encoding="utf-8"))
    code = (
        "import json, sys; exec(sys.argv[1]); from prefect.settings import get_current_settings as s;"
        "print(json.dumps(s().model_dump(mode='json')))"
    )
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "DO_NOT_TRACK"))}
    prepared = "from pathlib import Path; from flows.prefect_environment import prepare; prepare(Path('home'))"
    effective = []
    for before, folder in (("", YAML.parent), (prepared, tmp_path)):
        told = subprocess.run(
            [sys.executable, "-c", code, before],
            env={**bare, "PYTHONPATH": str(YAML.parent), "PREFECT_HOME": str(tmp_path / "home")},
            cwd=folder, capture_output=True, text=True, check=True,
        )  # fmt: skip
        effective.append(_picked(json.loads(told.stdout), named))
    in_folder, of_commands = effective
    assert in_folder == of_commands
    assert in_folder["server"]["api"] == {
        "cors_allowed_origins": "",
        "csrf_protection_enabled": True,
    }


def _picked(settings: dict[str, Any], named: dict[str, Any]) -> dict[str, Any]:
    """What is in force of the settings that a file names."""
    picked: dict[str, Any] = {}
    for key, value in named.items():
        said = settings[key]
        if isinstance(value, dict):
            picked[key] = _picked(said, value)
        else:
            picked[key] = sorted(said) if isinstance(said, list) else said  # some are sets
    return picked


class Killed(BaseException):
    """Ends a run as a kill does: nothing of ours catches it."""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["html", "csv", "json"])
def test_a_run_killed_among_its_pages_leaves_none_of_the_old_ones(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    nightly("2020")
    folder = Settings().reports_dir / "2020"
    old = {path.name: path.read_bytes() for path in folder.iterdir()}
    shutil.copy(SAMPLES / "first_round" / "学府小学_2020年报表.xlsx", inbox)

    def die(path: Path, content: bytes) -> None:
        if path.suffix == f".{kind}":
            raise Killed
        write_whole(path, content)

    monkeypatch.setattr("pipeline.results.figures_page.write_whole", die)
    with pytest.raises(Killed):
        nightly("2020")
    monkeypatch.undo()
    assert nightly("2020")["files"] == []
    new = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert new.keys() == old.keys()
    assert all(new[name] != old[name] for name in old)
