"""docs/way_of_a_cell.md is true: its steps are walked, in its order, with one cell of one return."""

import importlib
import io
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest

from pipeline.intake.collection_inbox import Inbox
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from returns.judging.batch import History
from schemas.findings import Status
from schemas.form import forms_of
from schemas.forms import FORMS
from tests.few_units import register_only
from tests.nights import SAMPLES
from warehouse.engine import reading

PAGE = Path(__file__).resolve().parents[2] / "docs" / "way_of_a_cell.md"
STEPS = re.findall(r"^\d+\. `([\w.]+)`", PAGE.read_text("utf-8"), re.M)
SCHOOL, FILE = "第一小学", "第一小学_2020年报表.xlsx"
SHEET, CELL, FIELD, FIGURE = "平安校园", "D7", "guards_full_time", "guards_total"
ROW, COLUMN = 6, 3

Step = Callable[[Any, SimpleNamespace], None]
WALK: dict[str, Step] = {}


def step(name: str) -> Callable[[Step], Step]:
    def note(walk: Step) -> Step:
        WALK[name] = walk
        return walk

    return note


@step("pipeline.intake.inbox.collect")
def _(collect: Any, seen: SimpleNamespace) -> None:
    [seen.incoming] = collect(seen.inbox, datetime.now(UTC), 1).files
    assert seen.incoming.content == (SAMPLES / "first_round" / FILE).read_bytes()


@step("returns.reading.opening.open_grids")
def _(open_grids: Any, seen: SimpleNamespace) -> None:
    [seen.grid] = [one for one in open_grids(seen.incoming.content) if one.name == SHEET]
    assert seen.grid.at(ROW, COLUMN) == 3


@step("returns.reading.locate.locate")
def _(locate: Any, seen: SimpleNamespace) -> None:
    layout = forms_of(seen.workspace.collection)["safety"].layout_for_reader()
    assert locate(seen.grid, layout).cells[FIELD] == (ROW, COLUMN)


@step("returns.reading.convert.convert")
def _(convert: Any, seen: SimpleNamespace) -> None:
    converted = convert(FORMS["safety"].column(FIELD), seen.grid.at(ROW, COLUMN))
    assert (converted.value, converted.rule) == (3, "")


@step("pipeline.intake.batches.read")
def _(read: Any, seen: SimpleNamespace) -> None:
    [(seen.incoming, seen.file)] = read(seen.workspace, [seen.incoming])
    [sheet] = [one for one in seen.file.sheets if one.form == "safety"]
    assert sheet.columns[FIELD] == [3]
    assert sheet.cell_of(FIELD, sheet.rows[0]) == CELL


@step("returns.judging.batch.judge")
def _(judge: Any, seen: SimpleNamespace) -> None:
    register, collection = seen.workspace.register, seen.workspace.collection
    [seen.judged] = judge([seen.file], register, collection, History())
    assert seen.judged.unit.name == SCHOOL
    at_the_cell = [one for one in seen.judged.findings if (one.sheet, one.cell) == (SHEET, CELL)]
    assert [one.rule for one in at_the_cell] == ["SAF-002"]
    assert seen.judged.status is Status.ACCEPTED_WITH_QUERIES


@step("pipeline.intake.loading.load")
def _(load: Any, seen: SimpleNamespace) -> None:
    outcome = load(seen.workspace, seen.incoming, seen.judged)
    assert outcome.merged_forms == len(seen.file.sheets)


@step("warehouse.frames.rows_in_force")
def _(rows_in_force: Any, seen: SimpleNamespace) -> None:
    with reading(seen.workspace.engine) as connection:
        [row] = rows_in_force(connection, "2020", ["safety"])["safety"].to_dict("records")
    assert (row["unit_code"], row[FIELD]) == (seen.judged.unit.code, 3)


@step("indicators.computation.compute")
def _(compute: Any, seen: SimpleNamespace) -> None:
    workspace = seen.workspace
    with reading(workspace.engine) as connection:
        computed = compute(connection, workspace.collection, workspace.register)
    [seen.figure] = [one for one in computed if one.indicator.id == FIGURE]
    assert seen.figure.reported_units == seen.figure.expected_units == 1


@step("indicators.lineage.explain")
def _(explain: Any, seen: SimpleNamespace) -> None:
    workspace = seen.workspace
    with reading(workspace.engine) as connection:
        trail = explain(connection, FIGURE, workspace.collection, workspace.register).contributions
    assert [(one.file, one.sheet, one.value) for one in trail if one.cell == CELL] == [
        (FILE, SHEET, 3)
    ]
    assert sum(one.value for one in trail) == seen.figure.value


@step("pipeline.results.totals.refresh_totals")
def _(refresh_totals: Any, seen: SimpleNamespace) -> None:
    [stored] = [one for one in refresh_totals(seen.workspace).figures if one.indicator.id == FIGURE]
    assert stored.value == seen.figure.value


@step("pipeline.results.report.gather")
def _(gather: Any, seen: SimpleNamespace) -> None:
    seen.report = gather(seen.workspace)
    [entry] = [one for one in seen.report.entries if one.id == FIGURE]
    assert entry.figure.value == seen.figure.value
    seen.words = entry.as_quoted


@step("reports.summary.render_summary")
def _(render_summary: Any, seen: SimpleNamespace) -> None:
    document = docx.Document(io.BytesIO(render_summary(seen.report)))
    assert any(f"保安{seen.words}" in paragraph.text for paragraph in document.paragraphs)


def test_the_page_tells_the_steps_in_the_order_in_which_they_are_walked() -> None:
    assert list(WALK) == STEPS


def test_a_cell_goes_the_way_that_the_page_tells(
    environment: Callable[[Path], None], tmp_path: Path
) -> None:
    environment(tmp_path / "data")
    register_only(tmp_path, SCHOOL)
    folder = tmp_path / "inbox"
    folder.mkdir()
    shutil.copy(SAMPLES / "first_round" / FILE, folder)
    workspace = Workspace(Settings(), "2020")
    workspace.refresh_register()
    seen = SimpleNamespace(workspace=workspace, inbox=Inbox(folder, folder))
    for name in STEPS:
        module, _, function = name.rpartition(".")
        try:
            WALK[name](getattr(importlib.import_module(module), function), seen)
        except AssertionError as error:
            pytest.fail(f"{name}: {error}")
    workspace.engine.dispose()
