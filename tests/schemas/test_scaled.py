"""Scaled integers as texts: below zero as above, and no zeros that say nothing."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.judging.finding_words import display
from schemas.columns import Kind
from schemas.number_words import unscaled
from schemas.scaled import in_units, in_units_text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (62550, "625.5"),
        (326000, "3260"),
        (-150, "-1.5"),
        (-5, "-0.05"),
        (0, "0"),
        (100, "1"),
        (-100, "-1"),
    ],
)
def test_texts(amount: int, text: str) -> None:
    assert in_units_text(amount, 2) == text
    assert unscaled(pd.Series([amount]), 2).tolist() == [text]


def test_of_no_decimals_every_digit_is_said() -> None:
    assert in_units_text(1200, 0) == "1200"


@pytest.mark.parametrize(
    ("amount", "text"), [(-150, "-1.50"), (62550, "625.50"), (326000, "3260"), (-100, "-1")]
)
def test_money_is_shown_with_both_decimals_or_none(amount: int, text: str) -> None:
    assert display(amount, Kind.MONEY) == text


@given(st.integers(-(10**15), 10**15), st.integers(0, 4))
def test_a_text_says_the_amount(amount: int, scale: int) -> None:
    assert Decimal(in_units_text(amount, scale)) == in_units(amount, scale)
