"""An inbox into which somebody puts what is no return: one night, every other return goes on."""

import io
import json
import os
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from cli import main
from pipeline.intake.collection_inbox import Inbox
from pipeline.intake.inbox import collect
from pipeline.outbox.folders import slip_path
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from returns.reading.unreadable import MAX_FILE_BYTES
from schemas.findings import MAX_FINDINGS
from schemas.sheet_names import ISSUES
from tests.cli.test_cli import run_json
from tests.nights import SAMPLES
from tests.plain_engine import nightly
from warehouse.engine import reading
from warehouse.tables import finding, submission

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
GOOD = "第二小学_2020年报表.xlsx"


def slip_of(unit: str, name: str) -> Path:
    (folder,) = (Settings().outbox_dir / "2020").glob(f"*{unit}")
    return slip_path(folder, name)


def lines_of(unit: str, name: str) -> list[tuple[str, str]]:
    sheet = load_workbook(slip_of(unit, name))[ISSUES]
    return [(row[6], row[4]) for row in sheet.iter_rows(min_row=6, values_only=True) if row[6]]


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def row_bomb(rows: int) -> str:
    """A list of which every row has several things wrong."""
    body = "".join(f"{n},张三丰,X3404{n % 7},甲乙丙,丁,2020-13-{n % 60}\r\n" for n in range(rows))
    head = "核查编号,学生姓名,学籍号,核查结果,佐证材料,核查完成日期\r\n"
    return f"填报单位：第三小学,,,,,\r\n{head}{body}"


def check(paths: list[Path], capsys: pytest.CaptureFixture[str]) -> tuple[Any, int]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["huizong", "check", "--format", "json", *map(str, paths)])
        with pytest.raises(SystemExit) as ended:
            main()
    out, err = capsys.readouterr()
    return (json.loads(out) if out else err), int(ended.value.code or 0)


def test_a_night_with_all_of_them(inbox: Path, caplog: pytest.LogCaptureFixture) -> None:
    key = inbox.parent / "key"
    key.write_text("secret of the key")
    (inbox / "第三小学_2020年报表.xlsx").symlink_to(key)
    (inbox / "folder").symlink_to(inbox.parent)
    os.mkfifo(inbox / "pipe.xlsx")
    sparse(inbox / "第一小学_大.xlsx", 3 * 2**30)
    (inbox / "a\x1b[31m\n\u202eb.xlsx").write_bytes(b"PDF")
    nightly("2020")
    listed = {one["name"]: one for one in run_json("status", "--collection", "2020")}
    assert listed["第三小学"]["state"] == "missing"
    assert listed["第二小学"]["state"].startswith("accepted")
    # Received, and its school told.
    ((rule, words),) = lines_of("第一小学", "第一小学_大.xlsx")
    assert rule == "FIL-004"
    assert "超过 50 MB" in words
    told = caplog.text
    assert "第三小学_2020年报表.xlsx（是链接，没有打开）" in told
    assert "folder（是链接，没有打开）" in told
    assert "pipe.xlsx（是管道，没有打开）" in told
    assert "\x1b" not in told
    assert "\u202e" not in told
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        rows = connection.execute(select(submission)).all()
    names = [row.file_name for row in rows]
    assert "a(U+001B)[31m(U+000A)(U+202E)b.xlsx" in names
    assert all(row.content_sha256 in workspace.archive for row in rows)
    # The archive holds a word about the file, not its three gigabytes; the file itself stays.
    sizes = [kept.stat().st_size for kept in workspace.settings.archive_dir.glob("*/*.bin")]
    assert max(sizes) < 2**20
    assert (inbox / "第一小学_大.xlsx").stat().st_size == 3 * 2**30
    # The second night finds nothing new, and a file in its right size is a new one.
    assert nightly("2020")["files"] == []
    (inbox / "第一小学_大.xlsx").write_bytes((SAMPLES / "first_round" / GOOD).read_bytes())
    assert [one["file"] for one in nightly("2020")["files"]] == ["第一小学_大.xlsx"]


def test_a_thousand_findings_are_told_and_the_others_counted(inbox: Path) -> None:
    (inbox / "第三小学.csv").write_text(row_bomb(6000), encoding="utf-8")
    nightly("2020")
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        rows = connection.execute(
            select(finding).join(submission, finding.c.submission_id == submission.c.id).where(
                submission.c.file_name == "第三小学.csv"
            )
        ).all()  # fmt: skip
    assert len(rows) == MAX_FINDINGS + 1
    (words,) = [row.message for row in rows if row.rule == "FIL-014"]
    assert words.startswith("问题太多，这里只列出 1000 处，另有 ")
    assert slip_of("第三小学", "第三小学.csv").stat().st_size < 100_000
    assert [rule for rule, _ in lines_of("第三小学", "第三小学.csv")].count("FIL-014") == 1


def test_the_run_itself_opens_nothing_that_came(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workbooks, an attached zip, a page and a text, with slips and marked copies: children do it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("学府小学_2020年报表.xlsx", "实验小学_2020年报表.xlsx"):
            archive.write(SAMPLES / "first_round" / name, name)
    (inbox / "两所.zip").write_bytes(buffer.getvalue())
    (inbox / "第三小学.csv").write_text(row_bomb(3), encoding="utf-8")
    (inbox / "第五小学.xls").write_text("<html><table><tr><td>平安校园</td></tr></table></html>")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("opened in the run's own process")

    foreign = {path.read_bytes() for path in inbox.iterdir()}
    foreign |= {path.read_bytes() for path in (SAMPLES / "first_round").glob("*小学_*.xlsx")}

    class OnlyOurs(zipfile.ZipFile):
        def __init__(self, file: Any, mode: Any = "r", *more: Any, **others: Any) -> None:
            if isinstance(file, io.BytesIO) and file.getvalue() in foreign:
                refuse()
            super().__init__(file, mode, *more, **others)

    for module in ("reading.extract", "workbooks.issues.marking", "reading.unpacking"):
        for name in ("open_grids", "load_workbook", "open_zip", "parse"):
            monkeypatch.setattr(f"returns.{module}.{name}", refuse, raising=False)
    monkeypatch.setattr(zipfile, "ZipFile", OnlyOurs)
    outcome = nightly("2020")
    assert len(outcome["files"]) == len(list(inbox.glob("*.xlsx"))) + 4
    workspace = Workspace(Settings(), "2020")
    assert list(workspace.outbox.glob("*/*_标注.xlsx"))


def test_check_answers_as_the_night_does(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    huge = tmp_path / "第一小学_大.xlsx"
    sparse(huge, MAX_FILE_BYTES + 1)
    with zipfile.ZipFile(tmp_path / "attached.zip", "w") as archive:
        archive.write(inbox / GOOD, f"小学/{GOOD}")
        archive.writestr("__MACOSX/小学/._x", b"x")
    answers, code = check([huge, tmp_path / "attached.zip"], capsys)
    assert code == 1
    assert (answers[0]["file"], answers[0]["status"]) == (huge.name, "unreadable")
    assert [finding["rule"] for finding in answers[0]["findings"]] == ["FIL-004"]
    assert answers[1]["file"] == GOOD
    assert answers[1]["status"].startswith("accepted")


@pytest.mark.parametrize(("kind", "words"), [("pipe", "是管道"), ("link", "是链接")])
def test_check_opens_no_pipe_and_no_link(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, words: str
) -> None:
    path = tmp_path / "a\x1b.xlsx"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(inbox / GOOD)
    told, code = check([path], capsys)
    assert code == 2
    assert f"a(U+001B).xlsx {words}，没有打开" in told


def test_an_inbox_that_is_a_link_is_the_operators_own(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "a.xlsx").write_bytes(b"x")
    (tmp_path / "inbox").symlink_to(tmp_path / "share")
    found = collect(Inbox(tmp_path / "inbox", tmp_path / "inbox"), datetime.now(UTC))
    assert [file.name for file in found.files] == ["a.xlsx"]


def test_a_file_that_is_being_written_waits_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from returns.reading import foreign_files

    (tmp_path / "a.xlsx").write_bytes(b"x")
    (tmp_path / "b.xlsx").write_bytes(b"x")
    read = foreign_files._content

    def disturbed(descriptor: int, size: int) -> bytes:
        if os.fstat(descriptor).st_ino == (tmp_path / "a.xlsx").stat().st_ino:
            with (tmp_path / "a.xlsx").open("ab") as other:
                other.write(b"!")
        return read(descriptor, size)

    monkeypatch.setattr(foreign_files, "_content", disturbed)
    found = collect(Inbox(tmp_path, tmp_path), datetime.now(UTC))
    assert [file.name for file in found.files] == ["b.xlsx"]
    assert found.passed_over == ["a.xlsx（正在写入，下次运行再处理）"]


def test_an_attached_zip_whose_opening_is_killed_is_no_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import signal

    from returns.sandbox import process as sandbox

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.xlsx", b"1")
    (tmp_path / "a.zip").write_bytes(buffer.getvalue())
    exchange = sandbox._exchange

    def shoot(process: Any, body: bytes, deadline: float) -> bytes | None:
        if body == buffer.getvalue():
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        return exchange(process, body, deadline)

    monkeypatch.setattr(sandbox, "_exchange", shoot)
    found = collect(Inbox(tmp_path, tmp_path), datetime.now(UTC))
    assert found.files == []
    assert [one.name for one in found.failed] == ["a.zip"]
