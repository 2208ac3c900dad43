"""One corrected cell moves exactly the figures that rest on it, and the trail leads to the new cell."""

from decimal import Decimal
from pathlib import Path

import openpyxl

from indicators.definitions import INDICATORS
from indicators.lineage import Explanation, explain
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.nights import SAMPLES, District, look
from tests.plain_engine import nightly
from warehouse.engine import reading


def explained(indicator: str) -> Explanation:
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        return explain(connection, indicator, workspace.collection, workspace.register)


def correct(source: Path, target: Path, sheet: str, cell: str, value: float) -> float:
    """A corrected submission of one form, with one cell changed; what stood there before.

    The 合计 below, where there is one, is a check of its own and moves along.
    """
    book = openpyxl.load_workbook(source)
    for name in book.sheetnames:
        if name != sheet:
            del book[name]
    before = book[sheet][cell].value
    book[sheet][cell] = value
    for label in book[sheet]["B"]:
        if label.value == "合计":
            total = book[sheet].cell(label.row, book[sheet][cell].column)
            total.value = total.value - before + value
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return before


def figures(values: dict) -> dict[str, tuple]:
    return {name: (one.numerator, one.denominator) for name, one in values.items()}


def test_a_guard_more_in_one_school(own_district: District, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    name = "第一小学_平安校园_更正.xlsx"
    source = SAMPLES / "first_round" / "第一小学_2020年报表.xlsx"
    before = correct(source, inbox / name, "平安校园", "D7", 4)
    assert before == 3
    night = look(nightly("2020", str(inbox)))
    old, new = figures(own_district.corrected.totals), figures(night.totals)
    assert {name for name in INDICATORS if old[name] != new[name]} == {"guards_total"}
    assert night.totals["guards_total"].value == 180
    trail = explained("guards_total").contributions
    assert [(c.sheet, c.cell, c.value) for c in trail if c.file == name] == [
        ("平安校园", "D7", Decimal(4)),
        ("平安校园", "D8", Decimal(1)),
    ]


def test_money_of_one_repair_project(own_district: District, tmp_path: Path) -> None:
    """A projects ledger feeds a dozen figures; only the invested sum of repairs may move."""
    repairs = [
        cell
        for cell in explained("repair_investment_done").contributions
        if cell.value < Decimal(100_000)
    ]
    cell = repairs[0]
    inbox = tmp_path / "inbox"
    name = "项目办公室_项目台账_更正二.xlsx"
    latest = next(
        path
        for folder in ("corrections", "first_round")
        for path in sorted((SAMPLES / folder).glob("项目办公室*"))
        if path.name == cell.file
    )
    correct(latest, inbox / name, cell.sheet, cell.cell, float(cell.value) - 1000)
    night = look(nightly("2020", str(inbox)))
    old, new = figures(own_district.corrected.totals), figures(night.totals)
    assert {name for name in INDICATORS if old[name] != new[name]} == {"repair_investment_done"}
    moved = night.totals["repair_investment_done"].value
    assert moved == own_district.corrected.totals["repair_investment_done"].value - 1000
    (here,) = [c for c in explained("repair_investment_done").contributions if c.cell == cell.cell]
    assert (here.file, here.value) == (name, cell.value - 1000)
