"""What lies in `reports/<collection>/` shows one and the same figures, whoever wrote it and when."""

import io
from pathlib import Path

import pytest
from docx import Document

from flows.nightly import nightly
from flows.recompute import refresh
from pipeline.results.documents import own_template, shelf_of
from pipeline.results.report import write_report
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.nights import SAMPLES
from tests.pipeline.test_one_cell import correct

pytestmark = pytest.mark.usefixtures("prefect_server")

ALL = ["总结_2020.docx", "指标_2020.csv", "指标_2020.html", "指标_2020.json", "指标_2020.xlsx"]
QUICK = ["指标_2020.csv", "指标_2020.html", "指标_2020.json"]


def documents() -> list[Path]:
    """Beside them lies what the page loads of the next night."""
    folder = Settings().reports_dir / "2020"
    return sorted(path for path in folder.iterdir() if path.suffix != ".js")


def shelf() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in documents()}


def written_now(folder: Path, template: Path | None = None) -> dict[str, bytes]:
    write_report(Workspace(Settings(), "2020"), folder, template)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def change_the_guards(inbox: Path, number: int) -> None:
    source = SAMPLES / "first_round" / "第一小学_2020年报表.xlsx"
    correct(source, inbox / "第一小学_平安校园_更正.xlsx", "平安校园", "D7", number)


def test_no_document_lags_behind_the_others(inbox: Path, tmp_path: Path) -> None:
    nightly("2020")
    assert list(shelf()) == QUICK  # nobody asked for more
    workspace = Workspace(Settings(), "2020")
    write_report(workspace, shelf_of(workspace))
    before = shelf()
    assert list(before) == ALL
    change_the_guards(inbox, 4)
    nightly("2020")
    after = shelf()
    assert after == written_now(tmp_path / "now")
    assert [name for name in ALL if after[name] == before[name]] == []
    times = {path: path.stat().st_mtime_ns for path in documents()}
    nightly("2020")
    assert {path: path.stat().st_mtime_ns for path in documents()} == times


def test_an_older_document_that_is_put_back_is_brought_in_line(inbox: Path) -> None:
    nightly("2020")
    workspace = Workspace(Settings(), "2020")
    write_report(workspace, shelf_of(workspace))
    old = shelf()["指标_2020.xlsx"]
    (shelf_of(workspace) / "指标_2020.xlsx").unlink()
    change_the_guards(inbox, 4)
    nightly("2020")
    (shelf_of(workspace) / "指标_2020.xlsx").write_bytes(old)
    nightly("2020")
    assert shelf()["指标_2020.xlsx"] != old


def test_a_bureaus_own_wording_is_kept_to(inbox: Path, tmp_path: Path) -> None:
    nightly("2020")
    own = tmp_path / "自己的.docx"
    document = Document()
    document.add_paragraph("全区保安 {{r f.guards_total }}")
    document.save(str(own))
    workspace = Workspace(Settings(), "2020")
    write_report(workspace, shelf_of(workspace), own)
    own.unlink()
    change_the_guards(inbox, 4)
    for run in (nightly, refresh):
        run("2020")
        text = Document(io.BytesIO(shelf()["总结_2020.docx"])).paragraphs[0].text
        assert text.startswith("全区保安 ") and "人" in text
    # Asked for without a template, the summary has the standard wording again, and keeps it.
    write_report(workspace, shelf_of(workspace))
    assert own_template(workspace) is None
