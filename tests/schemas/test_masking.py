"""What is somebody's is masked wherever it stands, and nothing else is."""

import time
from itertools import pairwise

import pytest

from schemas.identifiers import citizen_check_character
from schemas.known_words import known_words
from schemas.masking import NUMBERS, Masker, squeeze
from tests.warehouse.samples import make_register

BODY = "34040320100101001"
CITIZEN = BODY + citizen_check_character(BODY)
WITH_X = "34040320100101010X"
OLD = "340403100101001"
PUPIL = f"G{CITIZEN}"


@pytest.mark.parametrize(
    "written",
    [
        CITIZEN,
        WITH_X,
        WITH_X.lower(),
        OLD,
        PUPIL,
        f"L{CITIZEN}",
        f"G {CITIZEN}",
        f"{CITIZEN[:6]} {CITIZEN[6:14]} {CITIZEN[14:]}",
        f"{CITIZEN[:6]}-{CITIZEN[6:14]}-{CITIZEN[14:]}",
        f"{WITH_X[:6]} {WITH_X[6:14]} {WITH_X[14:17]} X",
        " ".join(CITIZEN),
        "".join(chr(ord(sign) + 0xFEE0) for sign in WITH_X),
        f"{CITIZEN[:6]}\u200b{CITIZEN[6:]}",
        CITIZEN.translate({48 + n: 0x0660 + n for n in range(10)}),
        CITIZEN[:-1],  # a digit short: it is somebody's all the same
        CITIZEN + "3",
        "3.40403201001010E+17",
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
        "8613800138000",
        "0554-6661234",
        "05546661234",
    ],
)
@pytest.mark.parametrize("around", ["{}", "身份证{}号", "填了“{}”，", "a{}.xlsx", "（{}）"])
def test_numbers_of_persons_are_masked_however_they_are_written(written: str, around: str) -> None:
    if around == "a{}.xlsx" and not written[0].isdigit():
        pytest.skip("a letter before a letter begins no number")
    shown = NUMBERS.mask(around.format(written))
    before, after = around.split("{}")
    assert shown.startswith(before)
    assert shown.endswith(after)
    inside = squeeze(shown.removeprefix(before).removesuffix(after))
    assert "*" in inside
    assert sum(map(str.isdigit, inside)) <= 7
    assert NUMBERS.mask(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-1",
        "第一小学_2020年报表.xlsx",
        "2134000101_2020-09-01_2.xlsx",
        "2020-09-01 2020-10-01",
        "20201201123045",
        "1606123456789",
        "990000000000",
        "1,234,567.89",
        "0.30000000000000004",
        "1234.567890123456789",
        "3.5E+05",
        "12340403MB0000001M",
        "KC20200001、KC20200002",
        "1990-09-01 100 人",
        "「平安校园」D7：专职保安填了 -1，人数不能为负，请改为实际人数。",
        "340***********17",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert NUMBERS.mask(text) == text


def test_names_of_the_file_are_masked_in_whatever_is_told_of_it() -> None:
    known = frozenset(map(squeeze, ["第一小学", "平安校园", "小学", "一小"]))
    masker = Masker(["张小例", "王平", "买买提·吐尔逊", "一小", "安", "无", "Li", CITIZEN], known)
    assert masker.mask("张小例的证明") == "张**的证明"
    assert masker.mask("张 小 例") == "张**"
    assert masker.mask("张　小例、王平") == "张**、王*"
    assert masker.mask("买买提吐尔逊") == "买*****"
    assert masker.mask("第一小学《平安校园》") == "第一小学《平安校园》"
    assert masker.mask("一小学生") == "一小学生", "a term of ours, with whatever is called like it"
    assert masker.mask("Link Li") == "Link L*"
    assert masker.mask("无") == "无"
    assert CITIZEN not in masker.mask(f"见{CITIZEN}")


def test_words_of_ours_and_names_of_units_are_known() -> None:
    words = known_words(make_register())
    assert words >= {"平安校园", "第三中学", "曹庵二小", "随班就读", "专职保安"}
    assert Masker(["三中", "校园", "赵校园"], words).mask("第三中学平安校园，赵校园") == (
        "第三中学平安校园，赵**"
    )


def test_the_longest_name_counts() -> None:
    assert Masker(["李明", "李明月"]).mask("李明月和李明") == "李**和李*"


def test_a_name_inside_a_term_stays_and_outside_it_does_not() -> None:
    masker = Masker(["平安"], frozenset({"平安校园"}))
    assert masker.mask("平安校园由平安填写") == "平安校园由平*填写"


_MEASURABLE = 0.05  # seconds: of less, the clock and the machine say more than the text


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1 ",
        "13 ",
        "340403 ",
        "20100101 ",
        "G",
        "G3",
        "张小例",
        "张小",
        "1.",
        "12345678901234567 ",
    ],
)
def test_the_work_is_linear_in_the_text(unit: str) -> None:
    masker = Masker(["张小例"], frozenset({"张小例小学"}))

    def took(size: int) -> float:
        text = unit * size
        began = time.process_time()
        masker.mask(text)
        return time.process_time() - began

    took(100)
    size = 100
    while took(size) < _MEASURABLE:
        size *= 2
    times = [min(took(size * more) for _ in range(2)) for more in (1, 2, 4)]
    for shorter, longer in pairwise(times):
        assert longer < 3 * shorter + 0.05


def test_as_much_as_is_wanted_is_masked_and_no_half_of_a_person_is_left() -> None:
    masker = Masker(["张小例"])
    assert masker.mask("甲乙张小例丙", 3) == "甲乙张**"
    assert masker.mask("甲乙张小例丙", 2) == "甲乙"
    assert masker.mask("甲乙张小例丙", 20) == "甲乙张**丙"


def test_names_of_every_length_cost_no_more_than_others() -> None:
    def took(masker: Masker) -> float:
        began = time.process_time()
        masker.mask("甲乙丙丁" * 5_000)
        return time.process_time() - began

    few = Masker(["甲乙子"])
    many = Masker([f"{'甲乙' * n}子" for n in range(1, 3_000)])
    took(few)
    assert took(many) < 10 * took(few) + 0.5


def test_what_is_too_long_for_a_name_is_masked_by_its_pieces() -> None:
    long = "".join(map(chr, range(0x4E00, 0x4E00 + 150)))
    masker = Masker([long])
    assert masker.mask(long) == f"{long[0]}{'*' * 63}{long[64]}{'*' * 63}{long[128:]}"
