"""`huizong check` answers for every file that can be answered for, whatever the others are."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner
from xlrd.xldate import XLDateError, xldate_as_tuple

from cli import app
from pipeline.workspace import WrongUse
from returns.reading.reader_errors import ReadingBroke
from returns.sandbox import reader_process
from tests.nights import SAMPLES, District

GOOD = SAMPLES / "first_round" / "第一小学_2020年报表.xlsx"


def test_a_pipe_among_the_files_keeps_none_from_its_answer(
    district: District, tmp_path: Path
) -> None:
    pipe = tmp_path / "bad.xls"
    os.mkfifo(pipe)
    result = CliRunner().invoke(app, ["check", str(pipe), str(GOOD), "--format", "json"])
    assert [one["file"] for one in json.loads(result.stdout)] == [GOOD.name]
    assert isinstance(result.exception, WrongUse)


def test_a_fault_of_ours_over_one_file_keeps_none_from_its_answer(
    district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from returns.sandbox.reader_pool import ReaderSlot

    bad = tmp_path / "bad.xls"
    bad.write_bytes(b"bad")
    read = ReaderSlot.read

    def broken(slot: ReaderSlot, content: bytes) -> dict[str, object]:
        plain = read(slot, content)
        return {**plain, "refused": None, "fault": "KeyError in x"} if content == b"bad" else plain

    monkeypatch.setattr(ReaderSlot, "read", broken)
    result = CliRunner().invoke(app, ["check", str(bad), str(GOOD), "--format", "json"])
    assert [one["file"] for one in json.loads(result.stdout)] == [GOOD.name]
    assert isinstance(result.exception, ReadingBroke)


def test_what_a_library_raises_is_the_files_own_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def of_a_library(*_: object) -> None:
        xldate_as_tuple(-1.0, 0)

    monkeypatch.setattr(reader_process, "extract", of_a_library)
    with pytest.raises(XLDateError):
        of_a_library()
    refused = reader_process._extract(b"", []).refused
    assert refused is not None and refused.rule == "FIL-003"
    monkeypatch.setattr(reader_process, "extract", len)  # which our own code calls wrongly
    assert reader_process._extract(b"", []).fault.startswith("TypeError in _extract")
