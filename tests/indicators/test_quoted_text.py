"""Quoted figures as people write them: what each text claims, and what is refused with its reason."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.qualifiers import AFTER, BEFORE, Qualifier
from indicators.quoted_text import NotUnderstood, read_columns, read_quoted
from indicators.quoting import Quoted


def said(value: str, unit: str, qualifier: Qualifier = Qualifier.NONE) -> Quoted:
    return Quoted(Decimal(value), unit, qualifier)


Q = Qualifier


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("14次", said("14", "次")),
        ("20多人", said("20", "人", Q.MANY)),
        ("近60人", said("60", "人", Q.NEARLY)),
        ("将近60人", said("60", "人", Q.NEARLY)),
        ("接近 60 人", said("60", "人", Q.NEARLY)),
        ("300余份", said("300", "份", Q.OVER)),
        ("41万余元", said("41", "万元", Q.OVER)),
        ("41余万元", said("41", "万元", Q.OVER)),
        ("7000余万元", said("7000", "万元", Q.OVER)),
        ("3851.6余万元", said("3851.6", "万元", Q.OVER)),
        ("5万多人次", said("5", "万人次", Q.MANY)),
        ("近5000余人", said("5000", "人", Q.NEARLY_OVER)),
        ("约300人", said("300", "人", Q.ABOUT)),
        ("大约300人", said("300", "人", Q.ABOUT)),
        ("300人左右", said("300", "人", Q.ABOUT)),
        ("约300人上下", said("300", "人", Q.ABOUT)),
        ("20来人", said("20", "人", Q.ABOUT)),
        ("逾300人", said("300", "人", Q.BEYOND)),
        ("超300人", said("300", "人", Q.EXCEEDING)),
        ("超过300人", said("300", "人", Q.EXCEEDING)),
        ("不足100人", said("100", "人", Q.BELOW)),
        ("不到100人", said("100", "人", Q.BELOW)),
        ("达107%", said("107", "%")),
        ("达到1.9平方米/人", said("1.9", "平方米/人")),
        ("95%以上", said("95", "%", Q.AT_LEAST)),
        ("达95％以上", said("95", "%", Q.AT_LEAST)),
        ("不低于95%", said("95", "%", Q.AT_LEAST)),
        ("3%以下", said("3", "%", Q.AT_MOST)),
        ("3天以内", said("3", "天", Q.AT_MOST)),
        ("不超过3天", said("3", "天", Q.AT_MOST)),
        ("300套等", said("300", "套", Q.AND_MORE)),
        ("3千人", said("3", "千人")),
        ("5百余人", said("5", "百人", Q.OVER)),
        ("1.2亿元", said("1.2", "亿元")),
        ("2千万元", said("2", "千万元")),
        ("1,234人", said("1234", "人")),
        ("１２３人", said("123", "人")),
        ("两周", said("2", "周")),
        ("三百余人", said("300", "人", Q.OVER)),
        ("十余人", said("10", "人", Q.OVER)),
        ("二十三名", said("23", "名")),
        ("两千零五人", said("2005", "人")),
        ("两万余元", said("2", "万元", Q.OVER)),
        ("百分之九十五以上", said("95", "%", Q.AT_LEAST)),
        ("百分之百", said("100", "%")),
        ("全部", said("100", "%")),
        ("全覆盖", said("100", "%")),
        ("3–5次", Quoted(Decimal(3), "次", Q.RANGE, Decimal(5))),
        ("3-5次", Quoted(Decimal(3), "次", Q.RANGE, Decimal(5))),
        ("3～5次", Quoted(Decimal(3), "次", Q.RANGE, Decimal(5))),
        ("100至200人", Quoted(Decimal(100), "人", Q.RANGE, Decimal(200))),
        ("三到五次", Quoted(Decimal(3), "次", Q.RANGE, Decimal(5))),
        ("95%至98%", Quoted(Decimal(95), "%", Q.RANGE, Decimal(98))),
        ("3万–5万元", Quoted(Decimal(3), "万元", Q.RANGE, Decimal(5))),
        ("30万只", said("30", "万只")),
        ("1至2万元", Quoted(Decimal(1), "万元", Q.RANGE, Decimal(2))),
        ("多次", Quoted(None, "", Q.SEVERAL)),
        ("一批", Quoted(None, "", Q.A_BATCH)),
        ("3个区", said("3", "个区")),
        ("100人不到", said("100", "人", Q.BELOW)),
        ("100人不足", said("100", "人", Q.BELOW)),
        ("累计100人", said("100", "人")),
        ("总计100人", said("100", "人")),
        ("≥95%", said("95", "%", Q.AT_LEAST)),
        ("近五成", said("5", "成", Q.NEARLY)),
        ("九成以上", said("9", "成", Q.AT_LEAST)),
        ("近万人", said("1", "万人", Q.NEARLY)),
        ("逾亿元", said("1", "亿元", Q.BEYOND)),
    ],
)
def test_a_text_claims(text: str, claim: Quoted) -> None:
    read = read_quoted(text)
    assert read == claim
    assert read.text == text.strip()  # inside quotes stands what was written


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "没有填写"),
        ("很多人", "“很多人”中没有认得出的数字"),
        ("数百人", "“数百人”中没有认得出的数字"),
        ("300头", "“头”没有认得出的计量单位"),
        ("300", "“300”没有认得出的计量单位"),
        ("5百", "“5百”没有认得出的计量单位"),
        ("300人以外", "“以外”不认识"),
        ("约300余人", "“约300余人”的几个词不能同时用"),
        ("200至100人", "“200至100人”的两头颠倒了"),
        ("3次至5人", "“3次至5人”的两头不是一种计量单位"),
        ("至5人", "“至5人”中没有认得出的数字"),
        ("三百五百人", "“三百五百人”中没有认得出的数字"),
        ("3千5百人", "“5百人”没有认得出的计量单位"),
        ("nan人", "“nan人”中没有认得出的数字"),
        ("1e5人", "“e5人”没有认得出的计量单位"),
        ("-5人", "“-5人”中没有认得出的数字"),
        ("9" * 40 + "人", f"“{'9' * 20}”中没有认得出的数字"),
    ],
)
def test_what_is_not_understood_is_refused_with_the_word(text: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_quoted(text)
    assert str(refused.value) == reason


def test_the_unit_of_the_column_stands_in_where_the_text_has_none() -> None:
    assert read_quoted("5百", "人") == said("5", "百人")
    assert read_quoted("零", "人") == said("0", "人")
    assert read_quoted("无", "平方米") == said("0", "平方米")
    with pytest.raises(NotUnderstood, match="都带了数量级"):
        read_quoted("5千", "万元")


@pytest.mark.parametrize(
    ("columns", "claim"),
    [
        (("300", "人", "约"), said("300", "人", Q.ABOUT)),
        (("300", "人", "左右"), said("300", "人", Q.ABOUT)),
        (("95", "%", "不低于"), said("95", "%", Q.AT_LEAST)),
        (("5000", "人", "近+余"), said("5000", "人", Q.NEARLY_OVER)),
        (("3千", "人", ""), said("3", "千人")),
        (("3-5", "次", "none"), Quoted(Decimal(3), "次", Q.RANGE, Decimal(5))),
        (("", "次", "多次"), Quoted(None, "次", Q.SEVERAL)),
        (("107", "%", "达"), said("107", "%")),
    ],
)
def test_a_claim_in_columns(columns: tuple[str, str, str], claim: Quoted) -> None:
    assert read_columns(*columns) == claim


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        (("300", "人", "大概"), "“大概”不认识"),
        (("", "人", "none"), "没有填写数字"),
        (("abc", "人", "none"), "“abc”中没有认得出的数字"),
        (("300", "头", "none"), "计量单位“头”不认识"),
        (("300", "", "none"), "没有计量单位"),
        (("300余", "人", "近"), "“300余”与“近”不能同时用"),
        (("300", "人", "约+余"), "“约+余”的几个词不能同时用"),
    ],
)
def test_columns_that_claim_nothing(columns: tuple[str, str, str], reason: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_columns(*columns)
    assert str(refused.value) == reason


@pytest.mark.parametrize("word", [*BEFORE, *AFTER])
def test_every_word_is_read_where_it_stands(word: str) -> None:
    text = f"{word}300人" if word in BEFORE else f"300人{word}"
    assert read_quoted(text).qualifier is {**BEFORE, **AFTER}[word]


@given(st.text(max_size=30), st.text(max_size=5))
def test_no_text_does_more_than_be_refused(text: str, unit: str) -> None:
    with suppress(NotUnderstood):
        read_quoted(text, unit)


_ALPHABET = st.sampled_from(
    "0123456789.,一二三十百千万亿两余多近约超不足到至-以上下等人次元%家所 达左右全部零"
)


@given(st.text(_ALPHABET, max_size=14))
def test_what_is_shown_is_read_back_as_the_same_claim(text: str) -> None:
    try:
        read = read_quoted(text)
    except NotUnderstood:
        return
    assert read_quoted(read.text) == read
    rebuilt = Quoted(read.value, read.unit, read.qualifier, read.other_end)
    assert read_quoted(rebuilt.text, read.unit) == read
