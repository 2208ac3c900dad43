"""What a verdict says, and laws that hold whatever the numbers are."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.quoting import Quoted
from indicators.relations import RelationVerdict
from indicators.relations.relation import percent, plain
from tests.indicators.test_relations import outcome, verdict

COUNTS = st.integers(0, 5_000)


@pytest.mark.parametrize(
    ("relation", "said"),
    [
        ("REL-01", "现场5＋书面41＝46，名册党组织 46 个，实践所 46 个，听取报告 46 个"),
        ("REL-03", "200÷251＝79.68%，与引用的 79.68% 一致，且只有这个数能得出"),
        (
            "REL-06",
            "559125元÷812人＝688.58元，在 500 至 1250 元之内；但引用的“55.9余元”人均 0.07 元，"
            "不在其内，只有按“万元”（人均 688.42 元）才符合，引用的单位有误",
        ),
        (
            "REL-09",
            "2790000元÷329人＝8480.24元，高于本专科额度 8000 元，研究生至少要占 12.01%，"
            "台账中研究生合同 60 份，占 18.24%，请说明",
        ),
        (
            "REL-23",
            "每场 665.38 人次，91 个单位平均 0.93 场（全年应有：中小学 9 场，幼儿园 3 场），"
            "少于要求，请说明",
        ),
        ("REL-32", "四次共 242 人次，去重 159 人；引用时不得把人次写作人数"),
    ],
)
def test_the_numbers_stand_in_the_detail(relation: str, said: str) -> None:
    assert outcome(relation).detail == said


def test_a_number_wrong_in_every_unit_is_no_mistake_of_the_unit() -> None:
    detail = outcome("REL-06", quotes={"living_subsidy_paid": Quoted(Decimal(5), "元")}).detail
    assert detail.endswith("换算单位也不符，请核对引用的数字")


def test_a_number_that_its_neighbours_give_too_is_not_the_only_one() -> None:
    rough = Quoted(Decimal(80), "%")
    detail = outcome("REL-03", quotes={"disabled_enrolment_rate": rough}).detail
    assert detail == "200÷251＝80%，与引用的 80% 一致，相邻的数也能得出"


def test_not_quite_all_never_reads_as_all() -> None:
    almost = Fraction(99_999, 1_000)
    said = outcome("REL-20", {"dropout_control_rate": almost}).detail
    assert said.startswith("巩固率 100%，控辍保学率 99.999%，")
    assert percent(Decimal(100)) == "100%"
    assert percent(Decimal("0.001")) == "0.001%"


@given(st.decimals(0, 10**9, places=5))
def test_numbers_are_rounded_half_up(x: Decimal) -> None:
    assert Decimal(plain(x)) == x.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(COUNTS, COUNTS, COUNTS)
def test_parts_add_up_or_they_do_not(national: int, other: int, total: int) -> None:
    changed = {"research_national": national, "research_provincial_city": other}
    assert verdict("REL-02", changed | {"research_total": national + other}) == "holds"
    expected = "holds" if national + other == total else "fails"
    assert verdict("REL-02", changed | {"research_total": total}) == expected


@given(COUNTS, COUNTS)
def test_a_part_is_never_more_than_the_whole(part: int, whole: int) -> None:
    found = verdict("REL-05", {"poor_pupils_registered": part, "poor_pupils_declared": whole})
    assert found == ("holds" if part <= whole else "fails")


@given(st.integers(0, 2_000), st.lists(st.integers(0, 400), min_size=4, max_size=4))
def test_events_added_up_are_never_taken_for_persons(distinct: int, times: list[int]) -> None:
    events = (
        "anhui_speech_seminar_participants",
        "party_work_training_participants",
        "district_demo_training_sent",
        "joint_demo_training_participants",
    )
    attended = dict(zip(events, times, strict=True))
    several = sum(one > 0 for one in times) > 1
    summed = verdict("REL-32", {**attended, "party_training_distinct_persons": sum(times)})
    assert summed is (RelationVerdict.TO_BE_EXPLAINED if several else RelationVerdict.HOLDS)
    found = verdict("REL-32", {**attended, "party_training_distinct_persons": distinct})
    assert (found is RelationVerdict.FAILS) == (distinct > sum(times))
