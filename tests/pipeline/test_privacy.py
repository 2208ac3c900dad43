"""Nothing of a person gets into Prefect's database, into logs, pages or artifacts."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL

from flows.nightly import nightly
from pipeline.intake.batches import read
from pipeline.intake.collection_inbox import Inbox
from pipeline.intake.inbox import collect
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.form import FORMS
from tests.clerk import explain
from tests.nights import SAMPLES, District
from tests.sent_out import copy_of
from warehouse.engine import reading
from warehouse.explanations import explanations

pytestmark = pytest.mark.usefixtures("prefect_server")


@pytest.fixture
def persons(district: District) -> set[str]:
    """Every name and number of a child that stands in a workbook of the sample district."""
    workspace = Workspace(Settings(), "2020")
    said: set[str] = set()
    for folder in ("first_round", "corrections"):
        files = collect(Inbox(SAMPLES / folder, SAMPLES / folder), datetime.now(UTC)).files
        for _, file in read(workspace, files):
            for sheet in file.sheets:
                for column in FORMS[sheet.form].columns:
                    if column.kind.is_personal:
                        said |= {str(value) for value in sheet.columns[column.name] if value}
    return said


def traces(content: bytes, persons: set[str]) -> list[str]:
    """Who is in the bytes, as text or as JSON escapes it."""
    escaped = ((person, json.dumps(person)[1:-1].encode()) for person in persons)
    return sorted(p for p, e in escaped if p.encode() in content or e in content)


def database_of_prefect() -> list[Path]:
    path = Path(PREFECT_API_DATABASE_CONNECTION_URL.value().partition("///")[2])
    return [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm")]


def test_no_child_is_in_the_database_of_prefect(district: District, persons: set[str]) -> None:
    assert len(persons) > 300
    content = b"".join(path.read_bytes() for path in database_of_prefect() if path.exists())
    assert "第三小学".encode() in content, "the runs are in what was searched"
    assert "曹庵镇第二小学 · 退回".encode() in content
    assert traces(content, persons) == []


def test_no_child_is_in_what_the_bureau_reads(district: District, persons: set[str]) -> None:
    read_by_the_bureau = [
        path
        for folder in ("reports", "logs")
        for path in (district.data_dir / folder).rglob("*")
        if path.is_file()
    ]
    assert {path.suffix for path in read_by_the_bureau} >= {".html", ".csv", ".json"}
    for path in read_by_the_bureau:
        assert traces(path.read_bytes(), persons) == [], path.name


def test_what_a_school_explains_is_in_clear_in_no_database_and_no_log(inbox: Path) -> None:
    """An explanation may tell a child's story: it is kept under the key."""
    data_dir = Settings().data_dir
    told, teller = "随母亲赵某迁往外省就读", "钱老师"
    nightly("2020")
    copy = copy_of("第一小学", "第一小学_2020年报表.xlsx")
    shutil.copy(copy, inbox / "第一小学_2020年报表.xlsx")
    assert explain(inbox / "第一小学_2020年报表.xlsx", told, teller) > 0
    nightly("2020")
    kept = [path for path in data_dir.rglob("*") if path.is_file() and inbox not in path.parents]
    assert any(path.suffix == ".db" for path in kept)
    for path in (*kept, *filter(Path.exists, database_of_prefect())):
        assert traces(path.read_bytes(), {told, teller}) == [], path.name
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        given = explanations(connection, workspace.vault, "2020")
    assert {(one.explanation.text, one.explanation.author) for one in given} == {(told, teller)}
