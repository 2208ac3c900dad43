"""Names of units with links, markup, formulas and paths in them are shown as text everywhere."""

import csv
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from flows.nightly import nightly
from pipeline.results.documents import figures_file
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from reports.markdown_text import as_text
from tests.cli.command_line import main_quietly
from tests.flows.run_page.test_artifacts import artifact
from tests.nights import SAMPLES
from tests.reports.test_markdown_text import shown

pytestmark = pytest.mark.usefixtures("prefect_server")

# In the place of three units that report and of three that do not.
EVIL = {
    "第一小学": "[点此登录](http://evil.cn)|x`y小学",
    "第二小学": "../../../evil小学",
    "第四小学": '=HYPERLINK("http://evil.cn")小学',
    "第三小学": "<img src=x onerror=alert(1)>小学",
    "学府小学": "{{ ''.__class__ }}{% for x in y %}小学",
    "文苑小学": "@SUM(1+1)*cmd|小学",
}
TURNED = "A\u202egpj.幼儿园"  # in the place of 文苑幼儿园


@pytest.fixture
def evil_district(inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with (SAMPLES / "register.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    for row in rows:
        row[1] = {**EVIL, "文苑幼儿园": TURNED}.get(row[1], row[1])
    path = tmp_path / "register.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    monkeypatch.setenv("HUIZONG_UNIT_REGISTER", str(path))
    nightly("2020")
    data = Settings().data_dir
    main_quietly("report", "-o", str(data / "reports" / "2020"))
    main_quietly("template", "-o", str(data / "templates"))
    return data


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_names_with_markup_links_and_paths_are_text_everywhere(evil_district: Path) -> None:
    data = evil_district
    assert {unit.name for unit in Workspace(Settings(), "2020").register} >= {
        *EVIL.values(),
        "Agpj.幼儿园",
    }

    page = _Tags()
    page.feed((data / "reports" / "2020" / figures_file("2020", "html")).read_text("utf-8"))
    assert EVIL["第三小学"] in page.text
    assert not [tag for tag, _ in page.tags if tag == "img"]
    assert not [facts for _, facts in page.tags if "evil" in str(facts) or "onerror" in facts]

    night = artifact("night-2020")
    assert as_text(EVIL["第三小学"]) in night
    assert EVIL["第三小学"] in shown(night[night.index("催报") :])

    books = [path for path in data.rglob("*.xlsx") if data / "inbox" not in path.parents]
    assert len(books) > 100
    for path in books:
        assert path.resolve().is_relative_to(data.resolve())
        if any(name in path.parent.name + path.name for name in ("evil", "小学~")):
            assert live_cells(path) == [], path.name
    for path in (data / "reports").rglob("*.xlsx"):
        assert live_cells(path) == [], path.name
    for path in (data / "reports").rglob("*.docx"):
        links = [
            one.target_ref for one in Document(str(path)).part.rels.values() if one.is_external
        ]
        assert links == []

    folders = [path.name for path in (data / "outbox" / "2020").iterdir() if path.is_dir()]
    assert sum("evil" in name for name in folders) == 3
    assert not list(data.parent.rglob("evil小学*"))


def live_cells(path: Path) -> list[str]:
    """Cells of a workbook that compute or link what a name of the register says."""
    live = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                target = cell.hyperlink.target if cell.hyperlink else None
                words = f"{cell.value if cell.data_type == 'f' else ''}{target or ''}"
                if any(sign in words for sign in ("evil", "SUM(1+1)")):
                    live.append(f"{sheet.title}!{cell.coordinate}")
    return live
