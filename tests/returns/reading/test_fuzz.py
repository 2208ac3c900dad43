"""A few seconds of `python -m benchmarks.fuzz`, the same files every time."""

import random
from pathlib import Path

import pytest

from benchmarks import mutations
from benchmarks.fuzz import fuzz
from benchmarks.measured_slot import IS_POSSIBLE, MeasuredSlot
from benchmarks.mutations import SAMPLES, any_mutation
from returns.reading.register_file import read_register
from schemas.forms import FORMS

FILES = 60
LAYOUTS = [form.layout_for_reader() for form in FORMS.values()]


@pytest.fixture(autouse=True)
def without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes seconds to start, and does not write the same bytes twice."""
    monkeypatch.setattr(mutations, "_saved_by_libreoffice", lambda *_: [])


@pytest.mark.skipif(not IS_POSSIBLE, reason="this system does not tell what a process used")
def test_nothing_breaks_and_no_reading_process_dies() -> None:
    register = read_register(SAMPLES.parent / "register.csv")
    with MeasuredSlot(LAYOUTS) as slot:
        tally = fuzz(slot, register, seed=20, goes_on=lambda files: files < FILES)
    assert [why for why, _ in tally.bad] == []
    assert tally.outcomes.total() >= FILES
    outcomes = {outcome for _, _, outcome in tally.outcomes}
    assert outcomes >= {"accepted", "returned", "FIL-003"}


def test_a_seed_gives_the_same_files_again(tmp_path: Path) -> None:
    found = mutations.sources(tmp_path)
    first, again = (
        [any_mutation({"xls": found["xls"], "csv": found["csv"]}, rng) for _ in range(20)]
        for rng in (random.Random(3), random.Random(3))  # noqa: S311
    )
    assert first == again
