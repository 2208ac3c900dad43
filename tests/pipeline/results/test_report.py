"""`huizong report` on the finished sample district, through LibreOffice where there is one."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from pipeline.results.report import gather
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.nights import District

SOFFICE = shutil.which("soffice")
PDFTOTEXT = shutil.which("pdftotext")


def write(folder: Path) -> dict[str, bytes]:
    result = CliRunner().invoke(app, ["report", "--collection", "2020", "-o", str(folder)])
    assert result.exit_code == 0, result.output
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.slow
def test_the_same_inputs_give_the_same_bytes(district: District, tmp_path: Path) -> None:
    first = write(tmp_path / "first")
    assert set(first) == {
        "总结_2020.docx",
        "指标_2020.xlsx",
        "指标_2020.html",
        "指标_2020.csv",
        "指标_2020.json",
    }
    assert write(tmp_path / "second") == first


def test_all_184_figures_are_accounted_for(district: District, tmp_path: Path) -> None:
    document = json.loads(write(tmp_path)["指标_2020.json"])
    quoted = [one for one in document["totals"] if one["quoted"]]
    assert len(quoted) == 184
    kinds = {kind: [one for one in quoted if one["kind"] == kind] for kind in
             ("measured", "target", "constant", "unquantified")}  # fmt: skip
    assert {kind: len(of) for kind, of in kinds.items()} == {
        "measured": 165,
        "target": 13,
        "constant": 4,
        "unquantified": 2,
    }
    differing = {one["indicator"]: one["reason"] for one in quoted if one["verdict"] == "differs"}
    assert differing == {
        "living_subsidy_paid": "单位不符：按“万元”则相符",
        "new_year_climb_participants": "“近”与“余”不能用于同一个数，应写作“近5000人”",
    }
    assert all(one["verdict"] == "agrees" for one in kinds["constant"])
    assert sum(one["verdict"] == "agrees" for one in kinds["measured"]) == 163
    assert all(one["value"] is not None and one["status"] == "final" for one in quoted)
    states = [one["target"]["state"] for one in kinds["target"]]
    assert (states.count("on-the-way"), states.count("not-started")) == (7, 5)
    assert states.count("not-measurable") == 1
    verdicts = {one["relation"]: one["verdict"] for one in document["relations"]}
    assert {name for name, verdict in verdicts.items() if verdict == "fails"} == {
        "REL-06",
        "REL-31",
    }


@pytest.mark.skipif(not (SOFFICE and PDFTOTEXT), reason="needs LibreOffice and poppler-utils")
@pytest.mark.slow
def test_libreoffice_opens_the_documents(district: District, tmp_path: Path) -> None:
    write(tmp_path)
    converted = subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path / "pdf"),
            str(tmp_path / "总结_2020.docx"),
            str(tmp_path / "指标_2020.xlsx"),
        ],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert converted.returncode == 0, converted.stderr
    summary, tables = (read_pdf(tmp_path / "pdf" / f"{name}_2020.pdf") for name in ("总结", "指标"))
    entries = gather(Workspace(Settings(), "2020")).entries
    figures = {e.id: f"{e.as_quoted}[{e.number}]".replace(" ", "") for e in entries[:184]}
    absent = [name for name, figure in figures.items() if figure not in summary]
    assert absent == []
    assert "179" in tables and "专兼职保安" in tables


def read_pdf(path: Path) -> str:
    """The text of a PDF without spaces and joiners: lines break where the page does."""
    text = subprocess.run(
        [str(PDFTOTEXT), "-raw", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    return "".join(text.replace("\u2060", "").split())
