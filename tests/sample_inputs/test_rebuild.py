"""The committed sample is what the script makes, byte for byte."""

import csv
import zipfile
import zlib
from pathlib import Path

import pytest

from sample_inputs.build import ROOT, build
from schemas.collections import COLLECTIONS

# One process: the sample is made once.
pytestmark = pytest.mark.xdist_group("rebuild")
COMMITTED = ROOT / COLLECTIONS["2020"].code


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("sample"))


def files(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def contents(path: Path) -> object:
    """The bytes of a file; the unpacked members of a zip where deflate is not the usual zlib."""
    usual_zlib = "ng" not in zlib.ZLIB_RUNTIME_VERSION
    if usual_zlib or not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return [(i.filename, i.date_time, archive.read(i)) for i in archive.infolist()]


def test_rebuilding_gives_the_committed_files(rebuilt: Path) -> None:
    assert files(rebuilt) == files(COMMITTED)
    changed = [
        name for name in files(rebuilt) if contents(rebuilt / name) != contents(COMMITTED / name)
    ]
    assert changed == []


def test_files_received(rebuilt: Path) -> None:
    first = {path.name.split("_")[0] for path in (rebuilt / "first_round").glob("*.xlsx")}
    assert len(first) == 106  # of 91 units and 16 offices, one is silent
    assert "第一幼儿园" not in first
    corrected = {path.name.split("_")[0] for path in (rebuilt / "corrections").glob("*.xlsx")}
    assert "第一幼儿园" in corrected
    assert len(corrected) == 16


def test_planted_mistakes_name_files_that_exist(rebuilt: Path) -> None:
    with (rebuilt / "planted_mistakes.csv").open(encoding="utf-8-sig", newline="") as file:
        planted = list(csv.DictReader(file))
    assert {row["file"] for row in planted} <= set(files(rebuilt / "first_round"))
    mistakes = [row for row in planted if not row["what"].startswith("待说明")]
    assert len({row["file"] for row in mistakes}) == 15
