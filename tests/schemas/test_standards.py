"""The dated standards: guards at the edges of the headcount, and what depends on the day."""

from datetime import date, timedelta

import pandas as pd
import pytest

from schemas.standards import STANDARDS, editions, guards_required, standard

IN_2020 = date(2020, 9, 1)
IN_2022 = date(2022, 9, 1)


def required(headcount: int, boarders: int = 0, on: date = IN_2020) -> int:
    due = guards_required(
        pd.Series([headcount]), pd.Series([boarders]), standard("guard_staffing", on)
    )
    return int(due.iloc[0])


@pytest.mark.parametrize(
    ("headcount", "guards"),
    [(99, 1), (100, 2), (999, 2), (1000, 2), (1001, 2), (1499, 2), (1500, 3), (1501, 3), (2848, 5)],
)
def test_guards_in_2020(headcount: int, guards: int) -> None:
    """Up to 1000 two; beyond, one more for each whole 500."""
    assert required(headcount) == guards


@pytest.mark.parametrize(
    ("headcount", "guards"),
    [(99, 1), (100, 2), (999, 2), (1000, 3), (1001, 3), (1499, 3), (1500, 4), (1501, 4)],
)
def test_guards_from_june_2022(headcount: int, guards: int) -> None:
    assert required(headcount, on=IN_2022) == guards


@pytest.mark.parametrize(
    ("headcount", "boarders", "guards"),
    [
        (80, 1, 2),  # boarders: never fewer than two
        (800, 299, 2),
        (800, 300, 3),
        (1275, 420, 3),
        (1500, 600, 5),
    ],
)
def test_guards_of_boarding_schools(headcount: int, boarders: int, guards: int) -> None:
    assert required(headcount, boarders) == guards


def test_the_day_decides_the_edition() -> None:
    assert standard("guard_staffing", date(2022, 5, 31)).document == "公治〔2015〕168号"
    assert standard("guard_staffing", date(2022, 6, 1)).document == "GB/T 29315-2022"
    with pytest.raises(LookupError):
        standard("guard_staffing", date(2015, 3, 15))
    with pytest.raises(LookupError):
        standard("no such standard", IN_2020)


@pytest.mark.parametrize("name", sorted({each.name for each in STANDARDS}))
def test_editions_follow_each_other_without_overlap(name: str) -> None:
    for earlier, later in zip(editions(name), editions(name)[1:], strict=False):
        assert earlier.effective_to is not None
        assert earlier.effective_to + timedelta(days=1) == later.effective_from


def test_a_citation_says_when_its_numbers_are_unconfirmed() -> None:
    assert standard("guard_staffing", IN_2020).citation.endswith("（数值待核对原件）")
    assert "待核对" not in standard("public_funding", IN_2020).citation
