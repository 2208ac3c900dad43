"""What lies beside a return and is none: scans, archives, bins, half downloads. No state follows from it.

Through the night on a real inbox; what is told of each stands in `huizong status`, in the slips, in
the list of who is awaited and in the log.
"""

import hashlib
import logging
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pipeline.outbox.folders import NOBODY
from pipeline.results.standing import standing
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.cli.test_cli import run_json
from tests.few_units import register_only
from tests.nights import SAMPLES
from tests.pipeline.intake.test_hostile_inbox import check
from tests.pipeline.intake.test_received_files import PHOTO, SCAN, told, word_file
from tests.plain_engine import nightly
from tests.sent_out import folder_of, slip_of

FIRST_ROUND = SAMPLES / "first_round"
RAR = b"Rar!\x1a\x07\x01\x00" + bytes(200)
DAMAGED = b"PK\x03\x04 half of a workbook"
SCANNED = (
    "FIL-016",
    "这是PDF（扫描件），已作盖章件留存，不用于取数；请另报 Excel 电子表（已报的不必重报）。",
)


def states() -> dict[str, tuple[Any, Any]]:
    """Unit → state and when its return was received, as `huizong status` has it."""
    listed = run_json("status", "--collection", "2020")
    return {one["name"]: (one["state"], one["received_at"]) for one in listed}


def awaited() -> dict[str, list[str]]:
    return standing(Workspace(Settings(), "2020")).units


@pytest.fixture
def inbox(inbox: Path) -> Path:
    """Three good returns; two more units have sent nothing."""
    register_only(inbox.parent, "第一小学", "第二小学", "第三小学", "第四小学", "第五小学")
    return inbox


def copy_return(unit: str, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(FIRST_ROUND / f"{unit}_2020年报表.xlsx", to)


def test_a_scan_beside_a_return_spoils_it_not(inbox: Path) -> None:
    nightly("2020")
    before = states()
    assert [before[unit][0] for unit in ("第一小学", "第二小学", "第四小学")] == [
        "accepted-with-queries"
    ] * 3
    slip = slip_of("第一小学", "第一小学_2020年报表.xlsx")
    asked = slip.read_bytes()
    (inbox / "第一小学_盖章.pdf").write_bytes(SCAN)
    (inbox / "第二小学").mkdir()
    (inbox / "第二小学" / "盖章.jpg").write_bytes(PHOTO)
    with zipfile.ZipFile(inbox / "第四小学.zip", "w") as archive:
        archive.writestr("说明.docx", word_file())
        archive.writestr("盖章.pdf", b"%PDF cut off")
    (inbox / "第三小学_盖章.pdf").write_bytes(SCAN)
    (inbox / "第五小学_报表.rar").write_bytes(RAR)
    (inbox / "盖章.pdf").write_bytes(SCAN + b"%")
    ran = nightly("2020")
    statuses = {one["file"]: one["status"] for one in ran["files"]}
    assert statuses == dict.fromkeys(
        [
            "第一小学_盖章.pdf", "盖章.jpg", "说明.docx", "盖章.pdf", "第三小学_盖章.pdf",
            "第五小学_报表.rar",
        ],
        "attachment",
    )  # fmt: skip
    assert states() == before
    assert (states()["第三小学"], states()["第五小学"]) == (("missing", None), ("missing", None))
    assert {"第三小学", "第五小学"} <= set(awaited()["missing"])
    assert "unreadable" not in awaited()
    assert ran["units"]["unreadable"] == []
    # Told, each in a slip of its own; what was asked of the return is asked still.
    assert told("第一小学", "第一小学_盖章.pdf") == [SCANNED]
    assert told("第四小学", "盖章.pdf") == [SCANNED]
    assert told("第三小学", "第三小学_盖章.pdf") == [SCANNED]
    assert told(NOBODY, "盖章.pdf") == [SCANNED]
    assert told("第五小学", "第五小学_报表.rar") == [
        (
            "FIL-017",
            "这是RAR 压缩包，没有打开，已留存，不用于取数；"
            "请解压后直接报送里面的 Excel 表（压缩包请用 .zip，不要设密码）。",
        )
    ]
    assert slip.read_bytes() == asked
    workspace = Workspace(Settings(), "2020")
    for content in (SCAN, RAR, PHOTO):
        assert hashlib.sha256(content).hexdigest() in workspace.archive
    # Taken away again, nothing is left of it; and nothing is new when nothing is.
    for path in (inbox / "第一小学_盖章.pdf", inbox / "第三小学_盖章.pdf", inbox / "盖章.pdf"):
        path.unlink()
    assert nightly("2020")["files"] == []
    assert states() == before
    for unit, name in (("第一小学", "第一小学_盖章.pdf"), ("第三小学", "第三小学_盖章.pdf")):
        assert not slip_of(unit, name).exists()
    assert not slip_of(NOBODY, "盖章.pdf").exists()
    assert standing(workspace).nobodys == []


def test_an_unreadable_workbook_that_is_taken_away_again(inbox: Path) -> None:
    """A state follows what counts: what nobody could read counts as long as it lies there."""
    nightly("2020")
    before = states()
    bad, only = inbox / "第一小学_更正.xlsx", inbox / "第三小学_2020年报表.xlsx"
    bad.write_bytes(DAMAGED)
    only.write_bytes(DAMAGED + b".")
    with zipfile.ZipFile(inbox / "第五小学.zip", "w") as archive:
        archive.writestr("第五小学_2020年报表.xlsx", DAMAGED + b"..")
    nightly("2020")
    spoilt = ("第一小学", "第三小学", "第五小学")
    assert [states()[unit][0] for unit in spoilt] == ["unreadable"] * 3
    assert sorted(awaited()["unreadable"]) == sorted(spoilt)
    # Still there: nothing changes. An inbox that somebody else names says nothing of this one.
    assert nightly("2020")["files"] == []
    elsewhere = inbox.parent / "elsewhere"
    elsewhere.mkdir()
    nightly("2020", str(elsewhere))
    assert [states()[unit][0] for unit in spoilt] == ["unreadable"] * 3
    bad.unlink()
    only.rename(inbox.parent / only.name)
    with zipfile.ZipFile(inbox / "第五小学.zip", "w") as archive:
        archive.write(FIRST_ROUND / "第五小学_2020年报表.xlsx", "第五小学.xlsx")
    nightly("2020")
    assert states()["第一小学"] == before["第一小学"]
    assert states()["第三小学"] == ("missing", None)
    assert states()["第五小学"][0].startswith("accepted")
    assert not slip_of("第一小学", bad.name).exists()
    assert not slip_of("第三小学", only.name).exists()
    assert "unreadable" not in awaited()
    # A readable return that is cleared away was received all the same.
    (inbox / "第二小学_2020年报表.xlsx").unlink()
    only.write_bytes(DAMAGED + b".")
    nightly("2020")
    assert states()["第二小学"] == before["第二小学"]
    assert states()["第三小学"][0] == "unreadable"


def test_a_bin_is_no_inbox(inbox: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="huizong")
    nightly("2020")
    before = states()
    for number, name in enumerate(["$RECYCLE.BIN", "#recycle", ".Trash-1000", "@Recycle"]):
        copy_return("第三小学", inbox / name / "S-1-5-21" / f"第三小学_{number}.xlsx")
    copy_return("第三小学", inbox / "第二小学" / "System Volume Information" / "第三小学.xlsx")
    with zipfile.ZipFile(inbox / "第五小学.zip", "w") as archive:
        archive.write(FIRST_ROUND / "第五小学_2020年报表.xlsx", "#Recycle/第五小学.xlsx")
        archive.writestr("第五小学/第五小学_2020年报表.xlsx.crdownload", DAMAGED)
        archive.writestr("第五小学/THUMBS.DB", b"x")
        archive.writestr("第五小学/盖章.pdf", SCAN)
    for name in (
        "第三小学_2020年报表.xlsx.crdownload", "第三小学_2020年报表.xlsx.baiduyun.p.downloading",
        "第三小学.xlsx.lnk", "第三小学.url", "thumbs.db", "Desktop.ini", ".DS_Store",
        "~$第三小学_2020年报表.xlsx", ".~lock.第三小学_2020年报表.xlsx#", "~WRL0003.tmp",
    ):  # fmt: skip
        copy_return("第三小学", inbox / "第三小学" / name)
    assert [one["file"] for one in nightly("2020")["files"]] == ["盖章.pdf"]
    assert states() == before
    assert list(folder_of("第三小学").glob("*_问题清单.xlsx")) == []
    told_in_log = caplog.text
    for words in (
        "没有处理：~WRL0003.tmp、第三小学_2020年报表.xlsx.baiduyun.p.downloading、"
        "第三小学_2020年报表.xlsx.crdownload 等 4 个（没有下载完或传完的临时文件）",
        "没有处理：第三小学.url、第三小学.xlsx.lnk（快捷方式，不是文件本身）",
        "第三小学_2020年报表.xlsx 正被打开编辑，请关闭后再报送",
        "（回收站或系统文件夹，没有打开）",
        "（系统文件）",
    ):
        assert words in told_in_log, words


def test_check_says_what_is_no_return(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shortcut, good = inbox / "第一小学.xlsx.LNK", inbox / "第一小学_2020年报表.xlsx"
    shutil.copy(good, shortcut)
    words, code = check([shortcut], capsys)
    assert (code, words.strip().splitlines()[0]) == (
        2,
        "没有核对：第一小学.xlsx.LNK（快捷方式，不是文件本身）",
    )
    answers, code = check([shortcut, good], capsys)
    assert ([one["file"] for one in answers], code) == ([good.name], 0)
    scan = inbox / "盖章.pdf"
    scan.write_bytes(SCAN)
    ((answer,), code) = check([scan], capsys)
    assert (answer["status"], [one["rule"] for one in answer["findings"]]) == (
        "attachment",
        ["FIL-016"],
    )
    assert code == 0
