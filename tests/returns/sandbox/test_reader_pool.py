"""The reading process may die or stall; only the guilty file is charged."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from returns.sandbox import reader_pool
from returns.sandbox.process import Sandbox
from returns.sandbox.reader_pool import FileToRead, ReaderSlot, read_files
from schemas.forms import FORMS
from tests.returns.small_returns import example_record, workbook

LAYOUTS = [form.layout_for_reader() for form in FORMS.values()]


@pytest.fixture
def good(tmp_path: Path) -> bytes:
    return workbook(tmp_path, {"ict": example_record(FORMS["ict"])})


def test_a_killed_process_is_replaced_and_the_file_read_again(good: bytes) -> None:
    with ReaderSlot(LAYOUTS) as slot:
        assert slot.read(good)["refused"] is None
        process = slot._sandbox._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert slot.read(good)["refused"] is None


def test_a_stalled_process_is_killed_at_the_deadline(
    good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ReaderSlot(LAYOUTS) as slot:
        slot.read(good)
        process = slot._sandbox._process
        assert process is not None
        monkeypatch.setattr(reader_pool, "DEADLINE_SECONDS", 0.3)
        os.kill(process.pid, signal.SIGSTOP)
        assert slot.read(good)["refused"]["rule"] == "FIL-005"
        monkeypatch.undo()
        assert slot.read(good)["refused"] is None


def test_no_process_is_left_behind(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_pool, "Sandbox", Sandbox)  # flow tests in this process keep theirs

    def reading_processes() -> set[int]:
        """Ours; servers of other tests in this process come and go with children of their own."""
        found = set()
        for child in psutil.Process().children():
            with suppress(psutil.NoSuchProcess):  # ended, and not waited for
                if "returns.sandbox.reader_process" in child.cmdline():
                    found.add(child.pid)
        return found

    before = reading_processes()
    seen = set()
    for _ in read_files([FileToRead(str(n), good) for n in range(4)], LAYOUTS):
        seen |= reading_processes() - before
    assert seen
    assert reading_processes() == before


def test_the_reading_process_loads_no_pandas() -> None:
    code = "import returns.sandbox.reader_process, sys; print('pandas' in sys.modules, 'pandera' in sys.modules)"
    import subprocess
    import sys

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert out.stdout.split() == ["False", "False"]


def test_a_fault_of_our_own_is_no_finding_and_quotes_no_cell(
    good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from returns.sandbox import reader_process

    monkeypatch.setattr("returns.reading.extract.clean", int)  # of the name of a sheet
    answer = reader_process._extract(good, LAYOUTS)
    assert answer.refused is None
    assert answer.fault.startswith("ValueError in extract, line ")
    assert "封面" not in answer.fault
