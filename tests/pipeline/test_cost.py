"""What a file may cost, held to the statement of `returns.reading.unreadable`: with generous bounds, a bomb each."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from returns.reading.unreadable import MAX_FILE_BYTES
from returns.sandbox.pipe import MEMORY_BYTES
from schemas.findings import MAX_FINDINGS
from tests.nights import SAMPLES
from tests.pipeline.bombs import BOMBS

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux tells what processes used in bytes"
)
ROOT = SAMPLES.parents[1]
PROMISED_BYTES = 2**30  # of the run's own process, pandas and the district's forms in it
PROMISED_SECONDS = 60.0  # of a processor, from its arrival to its answer
PROMISED_CHILD_SECONDS = 30.0  # unpacking and reading, ten each, and starting
# What each is answered with; an empty set: read, and nothing is wrong with it.
RULES = {
    "nested_zip": {"FIL-017"},
    "endless_list": {"FIL-017"},
    "sparse": {"FIL-004"},
    "rows_with_faults": {"VAL-005", "FIL-014"},
    "unreadable_rows": {"VAL-006", "VAL-027", "FIL-014"},
    "names_of_every_length": {"VAL-006", "FIL-014"},
    "long_texts": {"FIL-004"},
    "texts_within_bounds": set(),
    "long_sheet_name": {"FIL-004"},
    "endless_rows": {"FIL-003"},
    "endless_cells": {"FIL-003"},
    "long_attribute": {"FIL-003"},
    "hidden_columns": {"FIL-003"},
    "long_cell": {"FIL-004"},
    "deep_page": {"FIL-009", "UNT-001"},
    "many_owners": {"HDR-001", "UNT-002"},
    "many_keys": {"EXP-001"},
}


def measured(tmp_path: Path, name: str) -> dict[str, Any]:
    folder = tmp_path / "inbox"
    folder.mkdir()
    BOMBS[name](folder)
    arguments = [str(folder), str(SAMPLES / "register.csv"), str(tmp_path / "data")]
    out = subprocess.run(
        [sys.executable, "-m", "tests.pipeline.cost", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(out.stdout)
    return found


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_bomb_costs_no_more_than_a_file_may(tmp_path: Path, name: str) -> None:
    found = measured(tmp_path, name)
    assert found["files"] == 1
    assert found["broken"] == 0
    assert set(found["rules"]) == RULES[name]
    assert sum(found["rules"].values()) <= MAX_FINDINGS + 1
    assert found["keys"] <= MAX_FINDINGS
    assert found["largest_sent"] < MAX_FILE_BYTES  # what goes out may come back
    assert found["peak"] < PROMISED_BYTES
    assert found["child_peak"] < MEMORY_BYTES
    assert found["seconds"] < PROMISED_SECONDS
    assert found["child_seconds"] < PROMISED_CHILD_SECONDS


def test_every_bomb_is_set_off() -> None:
    assert set(RULES) == set(BOMBS)
    assert MAX_FILE_BYTES < MEMORY_BYTES / 10
