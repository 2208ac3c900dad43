"""Ratios of rounded numbers: what can have been, and what cannot."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.published_ratios import fit_ratio
from indicators.quoted_text import read_quoted
from indicators.quoting import Figure, Style, Verdict, judge, quote
from indicators.relations import RelationVerdict
from tests.indicators.test_relations import outcome


@pytest.mark.parametrize(
    ("rate", "part", "whole", "fits", "is_exact"),
    [
        ("82.4%", "4.12万人", "5.00万人", True, False),
        ("82.3%", "4.12万人", "5.00万人", True, False),  # 41150 ÷ 49990
        ("82.6%", "4.12万人", "5.00万人", True, False),  # 41249 ÷ 49950
        ("82.2%", "4.12万人", "5.00万人", True, False),  # 41150 ÷ 50049
        ("82.1%", "4.12万人", "5.00万人", False, False),
        ("82.7%", "4.12万人", "5.00万人", False, False),
        ("79.68%", "200人", "251人", True, True),
        ("79.67%", "200人", "251人", False, True),
        ("79.7%", "200人", "251人", True, True),
        ("100%", "4.12万人", "4.12万人", True, False),
        ("100%", "4.12万人", "4.13万人", False, False),
        ("100%", "4.12万人", "4.14万人", False, False),
        ("近80%", "200人", "251人", True, True),
        ("80%以上", "200人", "251人", False, True),
        ("95%以上", "300余人", "近400人", True, False),
        ("50%", "0人", "0人", False, True),
        ("1.9平方米/人", "57万平方米", "30万人", True, False),
        ("2.1平方米/人", "57万平方米", "30万人", False, False),
        ("33%", "超过1亿元", "近3亿元", True, False),
    ],
)
def test_whole_numbers_within_the_roundings(
    rate: str, part: str, whole: str, fits: bool, is_exact: bool
) -> None:
    fit = fit_ratio(read_quoted(rate), read_quoted(part), read_quoted(whole))
    assert (fit.fits, fit.is_exact) == (fits, is_exact)


@given(
    whole=st.integers(1, 200_000),
    share=st.fractions(0, 1),
    digits=st.integers(0, 3),
    decimals=st.integers(0, 2),
)
def test_what_was_rounded_from_whole_numbers_always_fits(
    whole: int, share: Fraction, digits: int, decimals: int
) -> None:
    part = int(whole * share)
    rate = Decimal(100 * part) / whole
    published = [quote(Decimal(number), "人", Style("万人", digits)) for number in (part, whole)]
    fit = fit_ratio(quote(rate, "%", Style("%", decimals)), *published)
    assert fit.fits
    for number, text in zip((fit.part, fit.whole), published, strict=True):
        assert judge(text, Figure(Decimal(number), "人")).verdict is Verdict.AGREES


def test_a_published_rate_of_rounded_numbers_holds_and_says_so() -> None:
    quotes = {
        "disabled_enrolment_rate": read_quoted("82.4%"),
        "disabled_enrolled": read_quoted("4.12万人"),
        "disabled_children": read_quoted("5.00万人"),
    }
    figures = {
        "disabled_enrolled": 41_180,
        "disabled_children": 49_980,
        "disabled_enrolment_rate": Fraction(4_118_000, 49_980),
    }
    said = outcome("REL-03", figures, quotes)
    assert said.verdict is RelationVerdict.HOLDS
    assert "引用的 4.12万人÷5.00万人是约数，在各自的舍入范围内能得出 82.4%（如 4" in said.detail
    wrong = outcome("REL-03", figures, quotes | {"disabled_children": read_quoted("5.01万人")})
    assert wrong.verdict is RelationVerdict.HOLDS  # 41249 ÷ 50060 is 82.4 %
    wrong = outcome("REL-03", figures, quotes | {"disabled_children": read_quoted("5.10万人")})
    assert wrong.verdict is RelationVerdict.FAILS
    assert wrong.detail.endswith(
        "引用的 4.12万人÷5.10万人在各自的舍入范围内得不出 82.4%，请核对引用的数字"
    )


def test_published_numbers_that_give_another_rate_fail() -> None:
    said = outcome("REL-03", {}, {"disabled_enrolled": read_quoted("201人")})
    assert said.verdict is RelationVerdict.FAILS
    assert said.detail == ("200÷251＝79.68%；引用的 201人÷251人得不出 79.68%，请核对引用的数字")
