"""Whatever a clerk does to the layout: the same facts, findings and figures in the warehouse.

The returns go in twice, through the code that a nightly run uses: as received into one warehouse,
changed in header, places and spelling into another, under one key.
"""

import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from indicators.computation import IndicatorValue
from indicators.relations import judge_relations
from pipeline.district.judging import judge_district
from pipeline.intake.batches import judge_round, rounds
from pipeline.intake.inbox import Incoming
from pipeline.intake.loading import load
from pipeline.results.totals import refresh_totals
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.columns import Kind
from schemas.findings import Status
from schemas.forms import FORMS
from schemas.rules import RULES, Stage
from tests.returns.metamorphic.changes import UNKNOWN, apply
from tests.returns.metamorphic.sheets import (
    COLLECTION,
    SAMPLE,
    Return,
    holders,
    read,
    sample_returns,
    save,
)
from tests.returns.metamorphic.test_layouts import ABOUT_LAYOUT
from warehouse import tables
from warehouse.engine import reading
from warehouse.facts import place_of
from warehouse.views import view_names

# One process: what the returns as received say is found out once.
pytestmark = pytest.mark.xdist_group("metamorphic")
MORNING = datetime(2020, 12, 1, 8, tzinfo=UTC)
NOT_SAID = {"submission_id", "row"}  # where a row stands, which the layout decides


@dataclass(frozen=True)
class Sent:
    """A file of a sample return, as received or changed."""

    name: str
    content: bytes


def as_received(returns: Iterable[Return]) -> list[Sent]:
    return [Sent(one.path.name, one.path.read_bytes()) for one in returns]


def changed(returns: Iterable[Return]) -> list[Sent]:
    """Each form in another way than its neighbours, and than the same form of the return before."""
    files = []
    for number, one in enumerate(returns):
        sheets = one.sheets()
        for order, sheet in enumerate(sheets):
            if sheet.form is not None:
                apply(sheet, number + order)
        files.append(Sent(one.path.name, save(sheets)))
    return files


def merged(
    folder: Path, migrated: Path, files: list[Sent]
) -> tuple[Workspace, tuple[IndicatorValue, ...]]:
    """A warehouse with these files in it, judged across units, and its totals."""
    folder.mkdir()
    shutil.copy(migrated, folder / "warehouse.db")
    settings = Settings(
        data_dir=folder,
        unit_register=SAMPLE / "register.csv",
        key_file=folder.parent / "huizong.key",
    )
    workspace = Workspace(settings, COLLECTION.code)
    workspace.refresh_register()
    incoming = [
        Incoming(
            folder / str(order) / file.name,
            file.content,
            sha256(file.content).hexdigest(),
            MORNING + timedelta(minutes=order),
            receipt=order,
        )
        for order, file in enumerate(files)
    ]
    read_in = [read(file.content, file.name) for file in files]
    together = list(zip(incoming, read_in, strict=True))
    for members in rounds(together, workspace.register):
        judged = judge_round(workspace, [file for _, file in members])
        for (file, _), one in zip(members, judged, strict=True):
            load(workspace, file, one)
    judge_district(workspace)
    figures = refresh_totals(workspace).figures
    assert figures is not None
    return workspace, figures


def views(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """What any BI tool is shown: every view, unit by unit, rows in the order of the sheet."""
    shown = {}
    for name in view_names():
        rows = connection.execute(
            text(f"SELECT * FROM {name} ORDER BY unit_code, submission_id, row")  # noqa: S608
        ).mappings()
        shown[name] = [
            tuple(value for column, value in row.items() if column not in NOT_SAID) for row in rows
        ]
    return shown


def facts(workspace: Workspace, connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every fact table with its unit and file, names of persons unsealed, in force or not."""
    stored = {}
    for code, form in FORMS.items():
        table = tables.fact_table(code)
        fields = [(table.c[column.name], column.kind is Kind.PERSON) for column in form.columns]
        rows = connection.execute(
            select(
                tables.submission.c.unit_code,
                tables.submission.c.file_name,
                table.c.submission_id,
                table.c.row,
                *(c for c, _ in fields),
            )
            .join(tables.submission, tables.submission.c.id == table.c.submission_id)
            .order_by(table.c.submission_id, table.c.row)
        )
        stored[code] = [
            (
                unit,
                file,
                *(
                    workspace.vault.unseal(value, place_of(code, column.name, submission_id, row))
                    if is_name and value is not None
                    else value
                    for value, (column, is_name) in zip(values, fields, strict=True)
                ),
            )
            for unit, file, submission_id, row, *values in rows
        ]
    return stored


def findings(connection: Connection) -> Counter[tuple[Any, ...]]:
    """Every finding by unit, rule, field and key, which rests on the values; not by its place.

    What the reader could not read is quoted as it was spelt, so there only the field counts.
    """
    table = tables.finding
    rows = connection.execute(
        select(
            table.c.unit_code,
            table.c.stage,
            table.c.rule,
            table.c.severity,
            table.c.form,
            table.c.field,
            table.c.value,
            table.c.key,
        ).where(table.c.rule.not_in(ABOUT_LAYOUT), table.c.value != UNKNOWN)
    )
    return Counter(
        tuple(row[:6] if RULES[row.rule].stage is Stage.READING else row) for row in rows
    )


def outcomes(connection: Connection) -> dict[tuple[str, str], tuple[int, bool]]:
    """(file, form) → its number of rows, and whether it was accepted."""
    form, file = tables.submission_form, tables.submission
    rows = connection.execute(
        select(file.c.file_name, form.c.form, form.c.row_count, form.c.status).join(
            file, file.c.id == form.c.submission_id
        )
    )
    return {(name, code): (count, Status(status).is_accepted) for name, code, count, status in rows}


def told_of(figures: Sequence[IndicatorValue]) -> tuple[Any, ...]:
    """Every indicator and every relation between them."""
    return (
        [(one.indicator.id, one.text, one.stored, one.missing) for one in figures],
        [
            (one.relation.id, one.verdict, one.detail)
            for one in judge_relations(figures, COLLECTION)
        ],
    )


@pytest.mark.parametrize(
    "every",
    [False, pytest.param(True, marks=pytest.mark.exhaustive)],
    ids=["every form", "every return"],
)
def test_a_changed_layout_leaves_the_same_in_the_warehouse(
    tmp_path: Path, migrated_sqlite: Path, every: bool
) -> None:
    units = {one.judged.unit for one in holders()}
    returns = [one for one in sample_returns() if every or one.judged.unit in units]
    before, figures = merged(tmp_path / "received", migrated_sqlite, as_received(returns))
    after, figures_after = merged(tmp_path / "changed", migrated_sqlite, changed(returns))
    with reading(before.engine) as first, reading(after.engine) as second:
        stored = facts(before, first)
        assert [code for code, rows in stored.items() if not rows] == []
        assert facts(after, second) == stored
        assert views(second) == views(first)
        assert outcomes(second) == outcomes(first)
        assert findings(second) == findings(first)
    assert told_of(figures_after) == told_of(figures)
    assert any(one.value is not None for one in figures)
