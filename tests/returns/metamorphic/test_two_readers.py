"""Every cell of a sample workbook as a second, independent reader sees it.

openpyxl for .xlsx, calamine for what LibreOffice makes of it in the older formats, and LibreOffice
for .xlsb, which it reads and does not write.
"""

import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from returns.reading.grid import Grid
from returns.reading.opening import open_grids
from schemas.cell_addresses import address
from tests.returns.metamorphic.sheets import SAMPLE, sample_returns
from tests.returns.reading.binary_workbooks import as_binary

Cells: TypeAlias = dict[str, Any]  # address → value, for what is not blank
SOFFICE = shutil.which("soffice")
WORKBOOKS = sorted(path for path in SAMPLE.glob("*/*.xlsx") if path.read_bytes()[:2] == b"PK")
SAVED_ANEW = 4  # returns saved by LibreOffice


def same(value: Any) -> Any:
    """A value as both readers tell it: whole numbers as int, days as datetime, text in any line end."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def cells_of(grid: Grid) -> Cells:
    return {
        address(row, column): same(value)
        for row in range(grid.height)
        for column in range(grid.width)
        if (value := grid.at(row, column)) is not None
    }


def by_us(content: bytes) -> dict[str, Cells]:
    return {grid.name: cells_of(grid) for grid in open_grids(content)}


def by_openpyxl(path: Path) -> dict[str, Cells]:
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {
            cell.coordinate: same(cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book.worksheets
    }


def by_calamine(path: Path) -> dict[str, Cells]:
    book = CalamineWorkbook.from_path(path)
    return {
        name: {
            address(row, column): same(value)
            for row, values in enumerate(
                book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            )
            for column, value in enumerate(values)
            if value != ""
        }
        for name in book.sheet_names
    }


@pytest.mark.slow
def test_openpyxl_sees_the_same_cells_in_every_sample() -> None:
    differing = [path.name for path in WORKBOOKS if by_us(path.read_bytes()) != by_openpyxl(path)]
    assert differing == []
    assert WORKBOOKS


@pytest.fixture(scope="module")
def saved_anew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the returns, each saved by LibreOffice as .xls, .ods and .html."""
    if SOFFICE is None:
        pytest.skip("no LibreOffice on this machine: saving in other formats needs it")
    folder = tmp_path_factory.mktemp("saved-anew")
    returns = sample_returns()
    paths = [str(one.path) for one in returns[:: len(returns) // SAVED_ANEW]]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for suffix in ("xls", "ods"):
        subprocess.run(
            [SOFFICE, profile, "--headless", "--convert-to", suffix, "--outdir", folder, *paths],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_an_older_format_holds_the_same_cells(saved_anew: Path, suffix: str) -> None:
    """As we read it, as calamine reads it, and as the .xlsx held them."""
    saved = sorted(saved_anew.glob(f"*.{suffix}"))
    assert len(saved) > SAVED_ANEW - 1
    originals = {path.stem: path for path in WORKBOOKS}
    for path in saved:
        ours = by_us(path.read_bytes())
        assert ours == by_us(originals[path.stem].read_bytes()), path.name
        assert ours == by_calamine(path), path.name


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine")
def test_libreoffice_sees_the_same_cells_in_a_binary_workbook(tmp_path: Path) -> None:
    returns = sample_returns()
    paths = [one.path for one in returns[:: len(returns) // SAVED_ANEW]]
    for path in paths:
        (tmp_path / f"{path.stem}.xlsb").write_bytes(as_binary(path.read_bytes()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path]
    subprocess.run(
        [*command, *tmp_path.glob("*.xlsb")], check=True, capture_output=True, timeout=120
    )
    for path in paths:
        ours = by_us((tmp_path / f"{path.stem}.xlsb").read_bytes())
        assert ours == by_us(path.read_bytes()), path.name
        assert ours == by_openpyxl(tmp_path / f"{path.stem}.xlsx"), path.name
