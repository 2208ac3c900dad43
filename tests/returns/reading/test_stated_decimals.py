"""A stated percentage is held to the decimals that it was written with, and to all or none exactly."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from returns.judging.batch import History, judge
from returns.judging.judge_rows import Rows
from returns.reading.convert import Raw
from returns.reading.extract import _read_sheet
from returns.reading.grid import Grid
from returns.reading.regions import regions
from schemas.fields import decimals_column
from schemas.forms import FORMS
from schemas.raw_text import decimals_of_text, decimals_of_value
from schemas.unit_facts import unit_facts
from schemas.units import Register
from tests.returns.reading.binary_workbooks import as_binary
from tests.returns.reading.hazards.test_values import PRESCHOOL_OFFICE
from tests.returns.small_returns import COLLECTION, example_record, read, workbook

FORM = FORMS["stated_rates"]
REGISTER = Register([PRESCHOOL_OFFICE])


def stated(folder: Path, stated: Any, part: int, whole: int, name: str = "普惠园占比") -> bytes:
    record = example_record(FORM, rate_name=name, part=part, whole=whole, stated=stated)
    return workbook(folder, {"stated_rates": [record]}, unit=PRESCHOOL_OFFICE)


def as_text(content: bytes) -> bytes:
    """The sheet as .csv, with the percentage as it stands in the workbook."""
    sheet = openpyxl.load_workbook(io.BytesIO(content))[FORM.title]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(sheet.iter_rows(values_only=True))
    return out.getvalue().encode()


def rules_of(content: bytes, file_name: str = "报表.xlsx") -> set[str]:
    (judged,) = judge([read(content, file_name)], REGISTER, COLLECTION, History())
    return {one.rule for one in judged.findings if one.rule.startswith("RAT")}


def said(content: bytes, rule: str) -> str:
    (judged,) = judge([read(content)], REGISTER, COLLECTION, History())
    (message,) = [one.message for one in judged.findings if one.rule == rule]
    return message


@pytest.mark.parametrize(
    ("written", "part", "whole", "is_true"),
    [
        (81.6, 40, 49, True),  # a cell for numbers knows no zeros at the end
        ("81.6", 40, 49, True),
        ("81.60", 40, 49, False),  # 81.63
        ("81.63", 40, 49, True),
        ("81.60%", 40, 49, False),
        ("８１．６０％", 40, 49, False),
        ("81.6 %", 40, 49, True),
        ("82%", 40, 49, True),
        ("82.0%", 40, 49, False),
        (100, 5802, 5825, False),  # 99.605 is not all of them, whatever it rounds to
        ("100%", 5802, 5825, False),
        ("100.00%", 5802, 5825, False),
        (99.61, 5802, 5825, True),
        ("99.6", 5802, 5825, True),
        ("99.60", 5802, 5825, False),
        (100, 5825, 5825, True),
        ("100.00%", 5825, 5825, True),
        (0, 1, 5825, False),  # nor is one of them none
        ("0.0%", 1, 5825, False),
        (0, 0, 5825, True),
        ("50.00", 1, 2, True),
    ],
)
def test_a_percentage_is_held_to_the_decimals_as_written(
    written: Any, part: int, whole: int, is_true: bool, tmp_path: Path
) -> None:
    rules = rules_of(stated(tmp_path, written, part, whole)) - {"RAT-007"}
    assert ("RAT-003" not in rules) is is_true


def test_what_is_said_of_a_rate_rounded_up_to_all(tmp_path: Path) -> None:
    message = said(stated(tmp_path, "100.00%", 5802, 5825), "RAT-003")
    assert "填了 100.00%，5802÷5825＝99.61%，请核对三栏" in message
    # 99.9983: no rounding may turn what is said into what is wrong.
    message = said(stated(tmp_path, 100, 59_999, 60_000), "RAT-003")
    assert "填了 100%，59999÷60000＝99.99%" in message


def test_a_gross_rate_may_round_to_100(tmp_path: Path) -> None:
    """It counts children of other ages too: 100 % of it does not mean all."""
    assert rules_of(stated(tmp_path, 100, 5802, 5825, "学前毛入学率")) == set()
    assert rules_of(stated(tmp_path, "100.0", 5802, 5825, "学前毛入学率")) >= {"RAT-003"}


@pytest.mark.parametrize(("written", "is_true"), [("81.60", False), ("81.6", True), (81.6, True)])
def test_other_formats_keep_what_was_written(written: Any, is_true: bool, tmp_path: Path) -> None:
    content = stated(tmp_path, written, 40, 49)
    for other in (as_binary(content), as_text(content)):
        name = "BUREAU_报表.csv" if other[:2] != b"PK" else "报表.xlsb"
        (judged,) = judge([read(other, name)], REGISTER, COLLECTION, History())
        facts = unit_facts([judged.unit])
        frame = Rows([judged], facts, {}).frames["stated_rates"]
        assert list(frame[decimals_column("stated")]) == [1 if is_true else 2]


@pytest.mark.parametrize(
    ("text", "decimals"),
    [("81.60", 2), ("81.6%", 1), ("100", 0), ("100.00 %", 2), ("８１．６０％", 2), ("81.", 0)],
)
def test_decimals_of_a_text(text: str, decimals: int) -> None:
    assert decimals_of_text(text) == decimals


@pytest.mark.parametrize(("hundredths", "decimals"), [(8160, 1), (8163, 2), (10_000, 0), (0, 0)])
def test_decimals_of_a_number(hundredths: int, decimals: int) -> None:
    assert decimals_of_value(hundredths, 2) == decimals


@pytest.mark.parametrize(
    ("value", "hundredths", "decimals"), [(0.816, 8160, 1), (0.8163, 8163, 2), (1, 10_000, 0)]
)
def test_a_cell_that_shows_per_cent_is_read_as_it_shows(
    value: float, hundredths: int, decimals: int
) -> None:
    """0.816 in such a cell is shown as 81.6 %, and was meant so."""
    heads: list[Raw] = [None, *(column.label for column in FORM.columns)]
    rows: list[list[Raw]] = [[FORM.title], heads, [1, "普惠园占比", 40, 49, value]]
    grid = Grid(FORM.title, rows, percent_cells={"E3"})
    [(region, form)] = regions(grid, [FORM.layout_for_reader()])
    sheet = _read_sheet(region, form, {})
    assert sheet.problems == []
    assert sheet.columns["stated"] == [hundredths]
    [written] = [one.text for one in sheet.raw_texts if one.field == "stated"]
    assert decimals_of_text(written) == decimals
