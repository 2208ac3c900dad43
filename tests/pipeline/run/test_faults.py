"""A technical fault fails the run for whom it concerns, lets the others finish, and heals."""

import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from prefect.client.orchestration import get_client

from flows.nightly import NightlyFailed, nightly
from pipeline.intake.inbox import InboxMissing
from pipeline.outbox.folders import slip_path
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.nights import SAMPLES
from tests.sent_out import slip_of
from warehouse.archive import Archive
from warehouse.engine import reading
from warehouse.ledger import runs

pytestmark = pytest.mark.usefixtures("prefect_server")

FIRST = "第一小学_2020年报表.xlsx"


def merged_units() -> set[str]:
    from warehouse.status import latest_files

    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        codes = latest_files(connection, "2020")
    return {workspace.register[code].name for code in codes}


def test_a_missing_inbox_is_a_fault_not_an_empty_night(inbox: Path) -> None:
    shutil.rmtree(inbox)
    with pytest.raises(InboxMissing):
        nightly("2020")


def test_a_fault_with_one_file_spares_the_others_and_the_next_run_does_only_that(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Archive.keep
    spoilt = (inbox / "第二小学_2020年报表.xlsx").read_bytes()

    def full_disk(archive: Archive, content: bytes) -> str:
        if content == spoilt:
            raise OSError(28, "No space left on device")
        return keep(archive, content)

    monkeypatch.setattr(Archive, "keep", full_disk)
    with pytest.raises(NightlyFailed, match=r"第二小学.*No space left on device"):
        nightly("2020")
    assert merged_units() == {"第一小学", "第四小学"}
    monkeypatch.undo()
    result = nightly("2020")
    assert [file["file"] for file in result["files"]] == ["第二小学_2020年报表.xlsx"]
    assert merged_units() == {"第一小学", "第二小学", "第四小学"}
    with reading(Workspace(Settings(), "2020").engine) as connection:
        assert {run.id: run.outcome for run in runs(connection, "2020")} == {
            1: "failed",
            2: "completed",
        }


def test_a_crashed_rule_is_charged_to_the_files_that_hold_its_form(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from schemas.rules import RULES

    shutil.copy(SAMPLES / "corrections" / "第三小学_送教与结对_更正.xlsx", inbox)

    def crash(*_: Any) -> Any:
        raise ZeroDivisionError("a bug of ours")

    monkeypatch.setattr(type(RULES["SAF-001"]), "passes", _crash_for("SAF-001", crash))
    with pytest.raises(NightlyFailed, match="SAF-001"):
        nightly("2020")
    assert merged_units() == {"第三小学"}


def _crash_for(rule_id: str, crash: Any) -> Any:
    from schemas.rule import Rule

    passes = Rule.passes

    def maybe(rule: Rule, frame: Any, collection: Any) -> Any:
        return crash() if rule.id == rule_id else passes(rule, frame, collection)

    return maybe


def test_task_runs_are_named_after_units_and_results_hold_no_frames(inbox: Path) -> None:
    nightly("2020")
    with get_client(sync_client=True) as client:
        names = {run.name for run in client.read_task_runs(limit=200)}
    assert "第一小学 · 待说明" in names


@pytest.mark.slow
def test_a_slip_goes_when_its_findings_are_gone(inbox: Path) -> None:
    slip = slip_of("第三小学", "第三小学_送教与结对.xlsx")
    good = SAMPLES / "corrections" / "第三小学_送教与结对_更正.xlsx"
    sent = inbox / "第三小学_送教与结对.xlsx"
    book = openpyxl.load_workbook(good)
    book["送教与结对"]["D4"] = -1
    book.save(sent)
    nightly("2020")
    assert slip.is_file()
    shutil.copy(good, sent)
    nightly("2020")
    assert not slip.exists()


@pytest.mark.slow
def test_a_file_name_from_an_old_share_is_read_as_it_was_meant(inbox: Path) -> None:
    for file in inbox.iterdir():
        file.unlink()
    old = os.fsdecode(FIRST.encode("gb18030"))
    shutil.copy(SAMPLES / "first_round" / FIRST, inbox / old)
    assert [file["file"] for file in nightly("2020")["files"]] == [FIRST]
    assert nightly("2020")["files"] == []


def test_a_page_that_cannot_be_written_is_told_and_the_totals_stand(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_file = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if Path(target).suffix == ".csv":
            raise PermissionError(13, "Permission denied")
        return replace_file(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(NightlyFailed, match=r"指标_2020.csv（文件被占用或没有权限"):
        nightly("2020")
    folder = Settings().reports_dir / "2020"
    assert sorted(path.name for path in folder.iterdir()) == ["指标_2020.html", "指标_2020.json"]
    monkeypatch.undo()
    nightly("2020")
    assert (folder / "指标_2020.csv").is_file()


def test_a_zip_of_returns_is_taken_in_file_by_file(inbox: Path) -> None:
    with zipfile.ZipFile(inbox / "青禾乡各校.zip", "w") as archive:
        for file in sorted(inbox.glob("*.xlsx")):
            archive.write(file, f"小学/{file.name}")
            file.unlink()
    names = [file["file"] for file in nightly("2020")["files"]]
    assert sorted(names) == sorted(
        f"{unit}_2020年报表.xlsx" for unit in ("第一小学", "第二小学", "第四小学")
    )
    assert nightly("2020")["files"] == []


def test_a_workbook_and_an_old_workbook_of_one_name_have_a_slip_each() -> None:
    outbox = Path("outbox")
    assert slip_path(outbox, "报表.xlsx").name == "报表_问题清单.xlsx"
    assert slip_path(outbox, "报表.xls").name == "报表.xls_问题清单.xlsx"
