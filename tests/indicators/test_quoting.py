"""Quoted figures as intervals, and verdicts."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.definitions import INDICATORS
from indicators.indicator import FigureKind
from indicators.quoted_file import quoted_figures
from indicators.quoted_text import read_quoted
from indicators.quoting import (
    Figure,
    Qualifier,
    Quoted,
    Style,
    Verdict,
    judge,
    quote,
    readable,
    rounded,
    unit_size,
)
from indicators.units import is_known


def quoted(value: str, unit: str, qualifier: str = "none") -> Quoted:
    return Quoted(Decimal(value), unit, Qualifier(qualifier))


def verdict(figure: Quoted, value: str, unit: str) -> Verdict:
    return judge(figure, Figure(Decimal(value), unit)).verdict


@pytest.mark.parametrize(
    ("figure", "agreeing", "differing"),
    [
        # 余 and 多: strictly between v and v + u
        (quoted("300", "份", "余"), ["300.1", "322", "399.9"], ["300", "400", "299"]),
        (quoted("60", "人", "余"), ["61", "69"], ["60", "70"]),
        (quoted("20", "人", "多"), ["21", "29"], ["20", "30"]),
        (quoted("110", "人", "余"), ["111", "119"], ["110", "120"]),
        (quoted("300", "份", "逾"), ["300.1", "399.9"], ["300", "400"]),
        # 近: below v, by half a step and a tenth of v at most
        (quoted("300", "人", "近"), ["270", "299"], ["269.9", "300"]),
        (quoted("60", "人", "近"), ["55", "59.9"], ["54.9", "60"]),
        (quoted("100", "人", "近"), ["90", "99"], ["89", "51", "100", "101"]),
        (quoted("100", "%", "近"), ["90", "99.99"], ["89.9", "51", "100"]),
        (quoted("1", "万人", "近"), ["0.9", "0.9999"], ["0.89", "0.51", "1"]),
        (quoted("4500", "人", "近"), ["4450", "4499"], ["4449", "4500"]),
        # 约: both sides, no further than 近
        (quoted("300", "人", "约"), ["270", "300", "330"], ["269.9", "330.1"]),
        (quoted("100", "人", "约"), ["90", "110"], ["51", "89", "111", "149"]),
        (quoted("4500", "人", "约"), ["4450", "4550"], ["4449", "4551"]),
        # 以上, 以下: the number itself is in; 超, 不足: it is not
        (quoted("95", "%", "以上"), ["95", "100"], ["94.9", "94.999"]),
        (quoted("95", "%", "超"), ["95.01", "100"], ["95", "94.9"]),
        (quoted("100", "人", "以下"), ["100", "0"], ["100.01", "101"]),
        (quoted("100", "人", "不足"), ["99", "3"], ["100", "101"]),
        (Quoted(Decimal(3), "次", Qualifier.RANGE, Decimal(5)), ["3", "4", "5"], ["2.9", "5.1"]),
        (quoted("100", "%", "以上"), ["100", "107"], ["99.999"]),
        # plain, 等: rounds half up to the digits as written
        (quoted("812", "人"), ["812", "811.5"], ["811.4", "812.5"]),
        (quoted("800", "个"), ["800"], ["799", "801"]),
        (quoted("300", "套", "等"), ["300"], ["301"]),
        (quoted("107", "%"), ["106.996", "106.5"], ["106.49", "107.5"]),
        (quoted("79.68", "%"), ["79.6813"], ["79.685"]),
        (quoted("2", "天"), ["2", "1.5"], ["1.49", "2.5"]),
        # nothing at all, and all of them, leave no room
        (quoted("0", "平方米"), ["0"], ["0.01", "-0.01"]),
        (quoted("100", "%"), ["100"], ["99.999", "100.001", "99.6"]),
    ],
)
def test_a_quoted_figure_is_an_interval(
    figure: Quoted, agreeing: list[str], differing: list[str]
) -> None:
    for value in agreeing:
        assert verdict(figure, value, figure.unit) is Verdict.AGREES, value
    for value in differing:
        assert verdict(figure, value, figure.unit) is Verdict.DIFFERS, value


@pytest.mark.parametrize(
    ("figure", "value", "unit"),
    [
        (quoted("5", "万人", "近"), "49866", "人"),
        (quoted("5", "万份", "余"), "51766", "份"),
        (quoted("5", "万人次", "多"), "56500", "人次"),
        (quoted("41", "万元", "余"), "412345.67", "元"),
        (quoted("3851.6", "万元", "余"), "38516758", "元"),
        (quoted("30", "万个"), "300000", "个"),
        (quoted("559125", "元"), "55912500", "分"),
    ],
)
def test_units_of_one_base_are_converted(figure: Quoted, value: str, unit: str) -> None:
    assert verdict(figure, value, unit) is Verdict.AGREES


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        (quoted("5", "万人", "近"), "44999"),
        (quoted("5", "万人", "近"), "50000"),
        (quoted("5", "万份", "余"), "50000"),
        (quoted("5", "万份", "余"), "60000"),
        (quoted("3851.6", "万元", "余"), "38517000"),
        (quoted("41", "万元", "余"), "420000"),
    ],
)
def test_the_ends_of_converted_intervals(figure: Quoted, value: str) -> None:
    assert verdict(figure, value, unit_size(figure.unit).base) is Verdict.DIFFERS


def test_a_wrong_unit_is_named() -> None:
    judgement = judge(quoted("55.9", "元", "余"), Figure(Decimal("559125.00"), "元"))
    assert judgement.verdict is Verdict.DIFFERS
    assert judgement.agrees_as == "万元"
    assert judgement.reason == "单位不符：按“万元”则相符"


def test_a_difference_under_every_unit_names_none() -> None:
    judgement = judge(quoted("55.9", "元", "余"), Figure(Decimal("540000"), "元"))
    assert (judgement.reason, judgement.agrees_as) == ("数值不符", "")


def test_units_that_measure_different_things_never_agree() -> None:
    judgement = judge(quoted("5", "人"), Figure(Decimal(5), "家"))
    assert judgement.verdict is Verdict.DIFFERS
    assert judgement.reason == "计量单位不同：引用“人”，计算“家”"


def test_all_of_them_fails_when_one_unit_has_more_than_all() -> None:
    figure = quoted("100", "%")
    assert judge(figure, Figure(Decimal(100), "%", excess=1)).verdict is Verdict.DIFFERS
    assert judge(figure, Figure(Decimal(100), "%")).verdict is Verdict.AGREES


def test_none_at_all_is_not_true_before_everyone_has_answered() -> None:
    none = quoted("0", "人")
    assert judge(none, Figure(Decimal(0), "人", is_complete=False)).verdict is Verdict.DIFFERS
    some = quoted("7", "人")
    assert judge(some, Figure(Decimal(7), "人", is_complete=False)).verdict is Verdict.AGREES


@pytest.mark.parametrize(
    "claim", [quoted("100", "%"), quoted("100", "%", "等"), quoted("100", "%", "以上")]
)
def test_all_of_them_is_not_true_before_everyone_has_answered(claim: Quoted) -> None:
    waiting = judge(claim, Figure(Decimal(100), "%", is_complete=False))
    assert (waiting.verdict, waiting.reason) == (
        Verdict.DIFFERS,
        "应报单位尚未报齐，不能认定为全部",
    )
    assert judge(claim, Figure(Decimal(100), "%")).verdict is Verdict.AGREES
    surplus = judge(claim, Figure(Decimal(100), "%", excess=1))
    assert surplus.verdict is Verdict.DIFFERS


@pytest.mark.parametrize("unit", ["人", "起", "平方米", "万元", "%"])
@pytest.mark.parametrize("word", ["none", "等", "以下"])
def test_none_leaves_no_room_whatever_is_counted(unit: str, word: str) -> None:
    claim = quoted("0", unit, word)
    assert claim.leaves_no_room
    base = unit_size(unit).base
    assert judge(claim, Figure(Decimal(0), base)).verdict is Verdict.AGREES
    assert judge(claim, Figure(Decimal("0.001"), base)).verdict is Verdict.DIFFERS
    waiting = judge(claim, Figure(Decimal(0), base, is_complete=False))
    assert (waiting.verdict, waiting.reason) == (Verdict.DIFFERS, "应报单位尚未报齐，不能认定为零")


@pytest.mark.parametrize(("number", "unit"), [("1", "起"), ("1", "人"), ("0.0001", "万人")])
def test_fewer_than_one_is_none(number: str, unit: str) -> None:
    claim = quoted(number, unit, "不足")
    base = unit_size(unit).base
    assert judge(claim, Figure(Decimal(0), base)).verdict is Verdict.AGREES
    waiting = judge(claim, Figure(Decimal(0), base, is_complete=False))
    assert (waiting.verdict, waiting.reason) == (Verdict.DIFFERS, "应报单位尚未报齐，不能认定为零")


@pytest.mark.parametrize("claim", [quoted("2", "起", "不足"), quoted("1", "元", "不足")])
def test_fewer_than_two_and_less_than_a_yuan_leave_room(claim: Quoted) -> None:
    assert not claim.leaves_no_room


@pytest.mark.parametrize(
    ("texts", "agreeing", "differing"),
    [
        (["1千万元", "一千万元", "1000万元"], ["10000000", "10004999"], ["14000000", "9994999"]),
        (["1百万元", "一百万元", "百万元"], ["1000000", "1004999"], ["1400000", "900000"]),
        (["3千元", "三千元", "3000元"], ["3000", "3000.4"], ["3400", "2999"]),
        (["1.5千元"], ["1500", "1549"], ["1550", "1400"]),
        (["近1千万元", "近一千万元"], ["9500000"], ["8900000", "10000000"]),
    ],
)
def test_a_number_claims_the_same_however_it_is_spelled(
    texts: list[str], agreeing: list[str], differing: list[str]
) -> None:
    for text in texts:
        claim = read_quoted(text)
        assert {verdict(claim, one, "元") for one in agreeing} == {Verdict.AGREES}, text
        assert {verdict(claim, one, "元") for one in differing} == {Verdict.DIFFERS}, text


@pytest.mark.parametrize(
    ("claim", "agreeing", "differing"),
    [
        (quoted("15", "人", "近"), ["14"], ["13", "15"]),
        (quoted("65", "人", "约"), ["64", "65", "66"], ["63", "67"]),
        (quoted("2", "人", "近"), ["1"], ["0", "2"]),
        (quoted("1", "人", "近"), [], ["0", "1"]),
        (quoted("5", "万人", "近"), ["45000"], ["44999"]),
        (quoted("1.5", "周", "近"), ["1.45"], ["1.4"]),
    ],
)
def test_near_reaches_one_thing_at_least(
    claim: Quoted, agreeing: list[str], differing: list[str]
) -> None:
    base = unit_size(claim.unit).base
    for x in agreeing:
        assert verdict(claim, x, base) is Verdict.AGREES, x
    for x in differing:
        assert verdict(claim, x, base) is Verdict.DIFFERS, x


def test_nearly_all_of_them_leaves_room() -> None:
    claim = quoted("100", "%", "近")
    assert not claim.leaves_no_room
    assert judge(claim, Figure(Decimal("98"), "%", is_complete=False)).verdict is Verdict.AGREES
    assert judge(claim, Figure(Decimal(100), "%")).verdict is Verdict.DIFFERS


@pytest.mark.parametrize(
    ("claim", "agreeing", "differing"),
    [
        (quoted("2", "周"), ["2", "2.4", "3", "52"], ["1.9999", "1.96", "1.6", "1.5"]),
        (quoted("2", "周", "以上"), ["2", "3"], ["1.99"]),
        (quoted("2", "周", "多"), ["2.1", "9"], ["2", "1.9"]),
        (quoted("2", "周", "近"), ["1.8", "2", "3"], ["1.79"]),
        (quoted("2", "周", "不足"), ["1.9"], ["2", "3"]),
    ],
)
def test_said_of_the_lowest_unit_a_number_is_a_floor(
    claim: Quoted, agreeing: list[str], differing: list[str]
) -> None:
    for x in agreeing:
        said = judge(claim, Figure(Decimal(x), "周", is_lowest=True))
        assert said.verdict is Verdict.AGREES, x
    for x in differing:
        said = judge(claim, Figure(Decimal(x), "周", is_lowest=True))
        assert said.verdict is Verdict.DIFFERS, x


def test_a_floor_says_what_it_was_judged_by() -> None:
    claim = Quoted(Decimal(2), "周", written="两周")

    def reason(x: str, *, is_complete: bool = True) -> str:
        return judge(claim, Figure(Decimal(x), "周", 0, is_complete, is_lowest=True)).reason

    assert reason("1.6") == "以最低单位计为 1.6周，够不上“两周”"
    assert reason("1.96") == "以最低单位计为 1.96周，够不上“两周”"  # 2.0 would contradict itself
    assert reason("3") == "以最低单位计为 3.0周，各单位都不低于此数"
    assert reason("3", is_complete=False) == "应报单位尚未报齐，不能认定每个单位都达到"


def test_the_lowest_unit_is_never_rounded_up_when_quoted() -> None:
    assert quote(Decimal("1.96"), "周", Style("周", 1), is_lowest=True).text == "1.9周"
    assert quote(Decimal("2"), "周", Style("周", 1), is_lowest=True).text == "2周"


def test_words_for_one_kind_of_thing_agree_and_persons_are_no_attendances() -> None:
    assert verdict(quoted("41", "名"), "41", "人") is Verdict.AGREES
    assert verdict(quoted("41", "位"), "41", "名") is Verdict.AGREES
    assert verdict(quoted("3", "家"), "3", "所") is Verdict.AGREES
    assert verdict(quoted("3", "千人"), "3000", "人") is Verdict.AGREES
    assert verdict(quoted("1.2", "亿元"), "120000000", "元") is Verdict.AGREES
    assert verdict(quoted("19", "人"), "19", "人次") is Verdict.DIFFERS
    wrong_size = judge(quoted("41", "名"), Figure(Decimal(410_000), "人"))
    assert wrong_size.reason == "单位不符：按“万名”则相符"


def test_nothing_quoted_and_nothing_computed() -> None:
    assert judge(None, Figure(Decimal(1), "人")).verdict is Verdict.NOT_QUOTED
    assert judge(quoted("1", "人"), Figure(None, "人")).verdict is Verdict.DIFFERS


@pytest.mark.parametrize(
    ("value", "unit", "style", "text"),
    [
        ("179", "人", Style("人"), "179人"),
        ("322", "份", Style("份", -2, Qualifier.OVER), "300余份"),
        ("300", "份", Style("份", -2, Qualifier.OVER), "300份"),
        ("42", "份", Style("份", -2, Qualifier.OVER), "42份"),
        ("113", "篇", Style("篇", -2, Qualifier.MANY), "100多篇"),
        ("412345.67", "元", Style("万元", 0, Qualifier.OVER), "41万余元"),
        ("71260000", "元", Style("万元", -3, Qualifier.OVER), "7000余万元"),
        ("634000", "元", Style("万元", -1, Qualifier.MANY), "60多万元"),
        ("559125", "元", Style("万元", 1, Qualifier.OVER), "55.9余万元"),
        ("49866", "人", Style("万人", 0, Qualifier.NEARLY), "近5万人"),
        ("51000", "人", Style("万人", 0, Qualifier.NEARLY), "5万余人"),
        ("56500", "人次", Style("万人次", 0, Qualifier.MANY), "5万多人次"),
        ("300000", "个", Style("万个"), "30万个"),
        ("106.996", "%", Style("%"), "107%"),
        ("100", "%", Style("%"), "100%"),
        ("99.96", "%", Style("%"), "99.96%"),
        ("0.004", "%", Style("%"), "0.004%"),
        ("51", "人", Style("人", -2, Qualifier.NEARLY), "51人"),
        ("90", "人", Style("人", -2, Qualifier.NEARLY), "近100人"),
        ("51", "人", Style("人", -2, Qualifier.ABOUT), "51人"),
        ("96", "人", Style("人", -2, Qualifier.ABOUT), "约100人"),
        ("51", "人", Style("人", -2, Qualifier.BELOW), "51人"),
        ("96", "人", Style("人", -2, Qualifier.BELOW), "不足100人"),
        ("51", "人", Style("人", -2, Qualifier.AT_MOST), "51人"),
        ("51", "%", Style("%", -2, Qualifier.NEARLY), "51%"),
        ("322", "份", Style("份", -2, Qualifier.BEYOND), "逾300份"),
        ("322", "份", Style("份", -2, Qualifier.RANGE), "300至400份"),
    ],
)
def test_a_value_is_quoted_in_its_style(value: str, unit: str, style: Style, text: str) -> None:
    assert quote(Decimal(value), unit, style).text == text


_UNITS = st.sampled_from(
    [("人", "人"), ("人", "万人"), ("元", "万元"), ("元", "元"), ("分", "元"), ("%", "%")]
)
_WORDLESS = {Qualifier.NEARLY_OVER, Qualifier.SEVERAL, Qualifier.A_BATCH}
_HABITS = st.sampled_from([q for q in Qualifier if q not in _WORDLESS])


@given(
    value=st.decimals(min_value=0, max_value=10**9, places=4),
    units=_UNITS,
    digits=st.integers(min_value=-4, max_value=3),
    qualifier=_HABITS,
)
def test_what_is_quoted_agrees_with_its_value(
    value: Decimal, units: tuple[str, str], digits: int, qualifier: Qualifier
) -> None:
    unit, quoted_unit = units
    style = Style(quoted_unit, digits, qualifier)
    for is_lowest in (False, True):
        figure = quote(value, unit, style, is_lowest=is_lowest)
        judged = judge(figure, Figure(value, unit, is_lowest=is_lowest))
        assert judged.verdict is Verdict.AGREES, (figure, judged)
        assert read_quoted(figure.text) == figure


@given(
    value=st.integers(min_value=1, max_value=10**7),
    digits=st.integers(min_value=-6, max_value=0),
    qualifier=st.sampled_from([Qualifier.NEARLY, Qualifier.ABOUT, Qualifier.BELOW]),
)
def test_a_word_of_closeness_is_never_written_more_than_a_tenth_away(
    value: int, digits: int, qualifier: Qualifier
) -> None:
    figure = quote(Decimal(value), "人", Style("人", digits, qualifier))
    if figure.qualifier is qualifier:
        assert abs(figure.number - value) <= figure.number / 10


@given(value=st.decimals(min_value=0, max_value=200, places=6), digits=st.integers(0, 3))
def test_a_shown_share_is_100_only_when_it_is(value: Decimal, digits: int) -> None:
    shown = readable(value, "%", digits)
    assert (shown == 100) == (value == 100)
    assert (shown == 0) == (value == 0)
    assert abs(shown - value) <= Decimal(5).scaleb(-digits - 1)


def test_halves_are_rounded_up() -> None:
    assert [f"{rounded(Decimal(x), 1)}" for x in ("0.25", "0.35", "0.249")] == ["0.3", "0.4", "0.2"]


def test_every_quoted_figure_belongs_to_an_indicator_of_its_section_and_unit() -> None:
    figures = quoted_figures("2020")
    assert len(figures) == 184
    assert [name for name in INDICATORS if name in figures] == list(figures)
    kinds = Counter(INDICATORS[name].kind(figure) for name, figure in figures.items())
    assert kinds == {
        FigureKind.MEASURED: 165,
        FigureKind.TARGET: 13,
        FigureKind.CONSTANT: 4,
        FigureKind.UNQUANTIFIED: 2,
    }
    for indicator_id, figure in figures.items():
        indicator = INDICATORS[indicator_id]
        assert unit_size(figure.unit).kind == unit_size(indicator.unit).kind, indicator_id
        assert is_known(indicator.unit)


def test_a_collection_without_recorded_quotes_has_none() -> None:
    assert quoted_figures("1999") == {}


def test_near_and_over_at_once_is_never_borne_out() -> None:
    both = quoted("5000", "人", "近+余")
    assert both.text == "近5000余人"
    below = judge(both, Figure(Decimal(4970), "人"))
    above = judge(both, Figure(Decimal(5030), "人"))
    neither = judge(both, Figure(Decimal(5000), "人"))
    said = "“近”与“余”不能用于同一个数"
    assert (below.verdict, below.reason) == (Verdict.DIFFERS, f"{said}，应写作“近5000人”")
    assert (above.verdict, above.reason) == (Verdict.DIFFERS, f"{said}，应写作“5000余人”")
    assert (neither.verdict, neither.reason) == (Verdict.DIFFERS, said)


def test_several_without_a_number_cannot_be_judged() -> None:
    several = Quoted(None, "次", Qualifier.SEVERAL)
    assert several.text == "多次"
    judgement = judge(several, Figure(Decimal(5), "次"))
    assert judgement.verdict is Verdict.NOT_QUOTED
    assert judgement.reason == "原文只写“多次”，没有数字可核对"
    with pytest.raises(ValueError, match="多次"):
        _ = several.number
