"""Check digits: a right number is right, and one changed character is always noticed."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schemas.forms import FORMS
from schemas.identifiers import (
    citizen_check_character,
    credit_check_character,
    is_citizen_number,
    is_credit_code,
    is_pupil_record_number,
    is_school_identifier,
)

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
regions = st.integers(110000, 659999).map(str)
serials = st.integers(0, 999).map("{:03}".format)
birthdays = st.dates(date(1940, 1, 1), date(2020, 8, 31)).map("{:%Y%m%d}".format)


@st.composite
def citizen_numbers(draw: st.DrawFn) -> str:
    first = draw(regions) + draw(birthdays) + draw(serials)
    return first + citizen_check_character(first)


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    first = draw(st.text(CREDIT_ALPHABET, min_size=17, max_size=17))
    return first + credit_check_character(first)


def changed(number: str, place: int, other: str) -> str:
    assume(number[place] != other)
    return number[:place] + other + number[place + 1 :]


def test_published_examples() -> None:
    assert is_citizen_number("11010519491231002X")  # the example of GB 11643
    assert is_credit_code("91350100M000100Y43")  # the example of GB 32100


@given(citizen_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_changed_character_of_a_citizen_number(number: str, place: int, other: str) -> None:
    assert is_citizen_number(number)
    assert not is_citizen_number(changed(number, place, other))


@given(citizen_numbers(), st.integers(0, 16))
def test_two_neighbours_swapped_in_a_citizen_number(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert not is_citizen_number(swapped)


@given(citizen_numbers(), st.integers(1, 18), st.sampled_from("0123456789X"))
def test_one_changed_character_of_a_pupil_record_number(
    number: str, place: int, other: str
) -> None:
    assert is_pupil_record_number("G" + number)
    assert not is_pupil_record_number(changed("G" + number, place, other))


@given(credit_codes(), st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_one_changed_character_of_a_credit_code(code: str, place: int, other: str) -> None:
    assert is_credit_code(code)
    assert not is_credit_code(changed(code, place, other))


@given(st.text("0123456789XGJLxg１²Ⅹ 中\n", max_size=20))
def test_any_text_is_judged(text: str) -> None:
    """No text makes a check raise."""
    for judge in (is_citizen_number, is_pupil_record_number, is_credit_code, is_school_identifier):
        assert judge(text) in (True, False)


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002x",  # the reader makes letters upper-case; here it is wrong
        "34040320100230001" + citizen_check_character("34040320100230001"),  # 30 February
        "１1010519491231002X",
        "",
    ],
)
def test_not_citizen_numbers(number: str) -> None:
    assert not is_citizen_number(number)


@pytest.mark.parametrize("number", ["J34040320100101001X", "L340403201001010010"])
def test_generated_and_temporary_pupil_numbers_have_a_shape_only(number: str) -> None:
    assert is_pupil_record_number(number)
    assert not is_pupil_record_number("A" + number[1:])
    assert not is_pupil_record_number(number[:-1])


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("1134000001", True),
        ("2134000101", True),
        ("3134000101", True),
        ("5134000101", True),
        ("2234000101", False),  # no such class
        ("2133000101", False),  # another province
        ("213400010", False),
        ("21340001012", False),
        ("213400010A", False),
    ],
)
def test_school_identifiers(code: str, right: bool) -> None:
    assert is_school_identifier(code) is right


def test_the_profile_example_is_a_school_identifier() -> None:
    assert is_school_identifier(FORMS["profile"].column("school_code").example)
