"""A number or a name of a person in a wrong place is in clear in the school's own slip and copy alone.

Every kind is planted in every place; then everything that nights and commands leave is searched.
"""

import shutil
import sys
from pathlib import Path

import openpyxl
import pytest

from cli import main
from flows.housekeeping import housekeeping
from flows.nightly import nightly
from flows.run_page import notifications
from pipeline.outbox import outbox
from pipeline.outbox.folders import NOBODY
from pipeline.run.failures import NightlyFailed
from pipeline.settings import Settings
from tests.pipeline.test_privacy import database_of_prefect
from tests.pipeline.wrong_places import KINDS, NAME, SECRETS, everything, plant, spellings
from tests.sent_out import copy_of, slip_of

pytestmark = pytest.mark.usefixtures("prefect_server")

COMMANDS = (
    ("status",),
    ("status", "--format", "json"),
    ("runs", "--format", "json"),
    ("totals", "--format", "json"),
    ("relations",),
    ("explain", "drills", "--format", "json"),
)


def said_by(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> str:
    """What a command writes on both channels, whatever its exit code."""
    monkeypatch.setattr(sys, "argv", ["huizong", *arguments])
    capfd.readouterr()
    with pytest.raises(SystemExit):
        main()
    said = capfd.readouterr()
    return said.out + said.err


def found(content: bytes) -> list[str]:
    return [
        kind for kind, said in SECRETS.items() if any(one in content for one in spellings(said))
    ]


def test_no_person_in_a_wrong_place_is_told_or_kept_in_clear(
    inbox: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    notes: list[str] = []
    monkeypatch.setenv("HUIZONG_NOTIFY", "custom-webhook/test")
    monkeypatch.setattr(
        notifications, "send", lambda _, subject, body: notes.append(subject + body)
    )
    monkeypatch.setenv("COLUMNS", "400")
    data = Settings().data_dir
    for said in KINDS.values():
        plant(inbox, said)
    (inbox / f"~$第一小学_{KINDS['citizen']}.xlsx").touch()
    first = nightly("2020")
    assert len(first["files"]) == 3 + 3 * len(KINDS)
    statuses = {one["status"] for one in first["files"]}
    assert statuses == {"returned", "accepted-with-queries"}
    nightly("2020")
    housekeeping(backup=True)
    texts = {"result": str(first), "notes": "".join(notes)}
    assert NOBODY in texts["notes"]
    files = sorted(map(str, inbox.rglob("[!~]*.xlsx")))
    for form in ("text", "json"):
        texts[f"check {form}"] = said_by(capfd, monkeypatch, "check", "--format", form, *files)
    for command in COMMANDS:
        texts[" ".join(command)] = said_by(capfd, monkeypatch, *command)
    said_by(capfd, monkeypatch, "report", "-o", str(data / "reports" / "2020"))
    said_by(capfd, monkeypatch, "template", "--unit", "2134000116", "-o", str(data / "templates"))

    sent = data / "outbox"
    kept = [
        path for path in data.rglob("*") if path.is_file() and not {inbox, sent} & {*path.parents}
    ]
    suffixes = {path.suffix for path in kept}
    assert suffixes >= {".db", ".bin", ".xlsx", ".docx", ".html", ".csv", ".json"}
    searched = [*kept, *filter(Path.exists, database_of_prefect())]
    leaks = {name: found(content) for name, content in everything(searched)}
    leaks |= {name: found(text.encode()) for name, text in texts.items()}
    assert {name: kinds for name, kinds in leaks.items() if kinds} == {}
    assert "VAL-001" in texts["check json"]
    assert "340" in texts["check text"], "what is masked is still told"


@pytest.mark.parametrize("kind", ["citizen", "name"])
def test_the_schools_own_slip_and_copy_say_what_stands_where(inbox: Path, kind: str) -> None:
    said = KINDS[kind]
    plant(inbox.parent / "planted", said)
    name = f"第一小学_{said}.xlsx"
    (inbox / "第一小学_2020年报表.xlsx").unlink()
    shutil.copy(inbox.parent / "planted" / said / name, inbox)
    nightly("2020")
    slip = openpyxl.load_workbook(slip_of("第一小学", name)).active
    assert slip is not None
    lines = ["".join(str(cell.value or "") for cell in row) for row in slip.iter_rows()]
    assert any("平安校园" in line and "D7" in line and said in line for line in lines)
    copy = openpyxl.load_workbook(copy_of("第一小学", name))
    assert copy["平安校园"]["D7"].comment is not None
    assert said in copy["平安校园"]["D7"].comment.text
    strange = copy[said]["A1"].comment
    assert strange is not None, "a sheet is found by its own name"
    assert "SHT-002" in strange.text


def test_a_name_is_masked_by_the_columns_of_its_own_file(inbox: Path) -> None:
    plant(inbox, NAME)
    night = nightly("2020")
    names = sorted(one["file"] for one in night["files"])
    assert names == [
        "更正_欧***.xlsx",
        "欧***.xlsx",
        "第一小学_2020年报表.xlsx",
        "第一小学_欧***.xlsx",
        "第二小学_2020年报表.xlsx",
        "第四小学_2020年报表.xlsx",
    ]
    assert nightly("2020")["files"] == [], "they are known again by where they lie"


def test_moved_files_are_followed_by_sealed_places(inbox: Path) -> None:
    plant(inbox, KINDS["citizen"])
    nightly("2020")
    (inbox / KINDS["citizen"]).rename(inbox / KINDS["phone"])
    assert nightly("2020")["files"] == []


@pytest.mark.parametrize("said", [NAME, KINDS["citizen"]])
def test_a_slip_that_is_open_is_told_without_persons(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    """Its name is the return's own; the failure stands on Prefect's page."""
    plant(inbox, said)
    (inbox / said / f"{said}.xlsx").rename(inbox / said / "谁的.xlsx")

    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(outbox, "write_slip", refuse)
    with pytest.raises(NightlyFailed) as told:
        nightly("2020")
    words = told.value.text + told.value.brief + told.value.markdown
    assert "_问题清单.xlsx" in words
    assert said not in words


def test_two_slips_that_are_called_alike_are_both_told(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("340403201001010017", "340403200901010017"):
        (inbox / f"{number}.csv").write_text(f"{number},不是报表", encoding="utf-8")

    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(outbox, "write_slip", refuse)
    with pytest.raises(NightlyFailed) as told:
        nightly("2020")
    names = [line for line in told.value.markdown.splitlines() if "340" in line]
    assert len(names) == 2
    assert sum("另一份" in line for line in names) == 1
    assert "0101001" not in told.value.markdown + told.value.text


def test_a_lost_original_and_an_old_slip_are_told_without_persons(
    inbox: Path, caplog: pytest.LogCaptureFixture
) -> None:
    plant(inbox, NAME)
    nightly("2020")
    shutil.rmtree(Settings().archive_dir)
    shutil.rmtree(Settings().outbox_dir)
    old = Settings().outbox_dir / "第一小学"
    old.mkdir(parents=True)
    (old / f"从前的{NAME}_问题清单.xlsx").write_bytes(b"")
    with caplog.at_level("WARNING", logger="huizong"):
        nightly("2020")
    assert "在存档中不见了或已损坏" in caplog.text
    assert "留在原处：第一小学（1 个）" in caplog.text
    assert NAME not in caplog.text
