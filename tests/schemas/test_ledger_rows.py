"""Edges of the rules on rows of the offices' ledgers: periods, offices, money, stated rates."""

import pytest

from schemas import offices
from schemas.collections import COLLECTIONS
from schemas.office_codes import (
    CASE_ACTIONS_BY_OFFICE,
    DOCUMENT_KINDS_BY_OFFICE,
    EVENT_KINDS_BY_OFFICE,
    GROSS_RATES,
    HONOUR_SUBJECTS_BY_OFFICE,
    INSPECTION_KINDS_BY_OFFICE,
    PROJECT_CLASSES_BY_OFFICE,
    PURCHASE_KINDS_BY_OFFICE,
    STATED_RATES_BY_OFFICE,
    YULU,
)
from schemas.rule import Record
from schemas.rules import RULES
from tests.schemas.frames import form_frame

COLLECTION = COLLECTIONS["2020"]
SHARE = "普惠园占比"


def passes(rule_id: str, *rows: Record) -> list[bool]:
    rule = RULES[rule_id]
    return rule.passes(form_frame(rule.form, rows), COLLECTION).to_list()


def given_text(rule_id: str, name: str, row: Record) -> str:
    rule = RULES[rule_id]
    return str(rule.with_given(form_frame(rule.form, [row]), COLLECTION)[name].iloc[0])


@pytest.mark.parametrize(
    ("rule_id", "field", "day", "right"),
    [
        ("EVT-001", "starts_on", "2019-12-31", False),
        ("EVT-001", "starts_on", "2020-01-01", True),
        ("EVT-001", "starts_on", "2020-12-31", True),
        ("EVT-001", "starts_on", "2021-01-01", False),
        ("SIN-001", "issued_on", "2009-05-08", True),  # certificates of every year count
        ("SIN-001", "issued_on", "2021-01-01", False),
        ("PAY-001", "paid_on", "2019-06-10", True),  # a project's payments span years
        ("PRJ-009", "started_on", "2019-03-18", True),
        ("PRJ-009", "started_on", "2021-01-01", False),
    ],
)
def test_a_day_is_of_the_ledgers_period(rule_id: str, field: str, day: str, right: bool) -> None:
    assert passes(rule_id, {field: day}) == [right]


def test_a_row_that_may_stand_without_a_day_is_not_struck_for_it() -> None:
    assert RULES["TRI-003"].says.endswith("请将日期留空")
    assert RULES["EVT-001"].says.endswith("请删除这一行")


@pytest.mark.parametrize(
    ("rule_id", "field", "by_office"),
    [
        ("EVT-003", "kind", EVENT_KINDS_BY_OFFICE),
        ("DOC-002", "kind", DOCUMENT_KINDS_BY_OFFICE),
        ("HON-001", "subject", HONOUR_SUBJECTS_BY_OFFICE),
        ("PRJ-003", "kind", PROJECT_CLASSES_BY_OFFICE),
        ("PUR-001", "kind", PURCHASE_KINDS_BY_OFFICE),
        ("INS-002", "kind", INSPECTION_KINDS_BY_OFFICE),
        ("CAS-002", "action", CASE_ACTIONS_BY_OFFICE),
        ("RAT-006", "rate_name", STATED_RATES_BY_OFFICE),
    ],
)
def test_each_kind_is_for_its_own_office_alone(
    rule_id: str, field: str, by_office: dict[str, tuple[str, ...]]
) -> None:
    entries = [
        (kind, keeper, office)
        for keeper, kinds in by_office.items()
        for kind in kinds
        for office in offices.OFFICES
    ]
    rows = [{field: kind, "unit_name": office} for kind, _, office in entries]
    assert passes(rule_id, *rows) == [office == keeper for _, keeper, office in entries]


@pytest.mark.parametrize(
    ("rule_id", "field", "yuan"),
    [
        ("PRJ-002", "invested", 1_000),
        ("LON-002", "amount", 1_000),
        ("PAY-002", "amount", 500),
        ("PUR-003", "amount", 500),
        ("AIP-002", "amount", 100),
        ("CON-002", "amount", 100),
    ],
)
def test_an_amount_like_ten_thousands_is_asked_about(rule_id: str, field: str, yuan: int) -> None:
    amounts = (0, 1, yuan * 100 - 1, yuan * 100, None)
    assert passes(rule_id, *({field: fen} for fen in amounts)) == [True, False, False, True, True]


def test_the_least_of_several_amounts_is_shown() -> None:
    row = {"invested": 86_000_00, "central_funds": 0, "provincial_funds": 12_50}
    assert passes("PRJ-002", row) == [False]
    assert given_text("PRJ-002", "yuan", row) == "12.5"


def test_only_a_finished_project_is_held_against_its_grants() -> None:
    spent = {"invested": 2_000_00, "central_funds": 1_000_00, "provincial_funds": 999_99}
    rows = [{**spent, "local_funds": 0, "status": status} for status in ("在建", "完工", "投用")]
    assert passes("PRJ-001", *rows) == [True, False, False]
    assert passes("PRJ-001", {**spent, "local_funds": 1}) == [True]
    assert passes("PRJ-001", {**spent, "local_funds": None}) == [True]


def test_the_grant_of_a_year_is_asked_about_once_a_student() -> None:
    def paid(child: str | None, kind: str = YULU) -> Record:
        return {"submission": 1, "recipient_id": child, "kind": kind, "amount": 1500_00}

    assert passes("AIP-004", paid("a"), paid("a"), paid("b")) == [True] * 3
    assert passes("AIP-004", paid("a"), paid("b"), paid("a"), paid("a")) == [
        False,
        True,
        True,
        True,
    ]
    assert passes("AIP-004", paid("a"), paid("a"), paid("a", "学前资助")) == [True] * 3
    assert passes("AIP-004", paid(None), paid(None), paid(None)) == [True] * 3


def test_a_true_rate_is_never_refused() -> None:
    """Of every part of up to 40, with however many decimals: 80.00 is read as 80, and as true."""
    rows: list[Record] = [
        {"rate_name": SHARE, "part": part, "whole": whole, "stated": half_up(part, whole, step)}
        for whole in range(1, 41)
        for part in range(whole + 1)
        for step in (100, 10, 1)
    ]
    for rule_id in ("RAT-001", "RAT-002", "RAT-003", "RAT-004"):
        assert all(passes(rule_id, *rows)), rule_id


def half_up(part: int, whole: int, step: int) -> int:
    """part ÷ whole in hundredths of a per cent, to the nearest `step` of them, halves upwards."""
    return (2 * 10_000 * part + step * whole) // (2 * step * whole) * step


@pytest.mark.parametrize("whole", [1, 12, 49, 251])
def test_a_rate_is_possible_when_some_whole_number_gives_it(whole: int) -> None:
    stated = range(0, 100_01)
    given = {
        step: {half_up(part, whole, step) for part in range(whole + 1)} for step in (100, 10, 1)
    }
    expected = [
        rate in given[100 if rate % 100 == 0 else 10 if rate % 10 == 0 else 1] for rate in stated
    ]
    rows = [{"rate_name": SHARE, "whole": whole, "stated": rate} for rate in stated]
    assert passes("RAT-004", *rows) == expected


def test_the_neighbours_of_an_impossible_rate_are_told() -> None:
    row: Record = {"rate_name": SHARE, "whole": 49, "stated": 81_70}
    assert passes("RAT-004", row) == [False]
    assert given_text("RAT-004", "possible", row) == (
        "39÷49＝79.6%、40÷49＝81.6%、41÷49＝83.7%、42÷49＝85.7%"
    )
    low: Record = {"rate_name": SHARE, "whole": 12, "stated": 80_00}
    assert given_text("RAT-004", "possible", low).startswith("8÷12＝66.7%、9÷12＝75.0%、10÷12")


def test_only_a_gross_rate_goes_beyond_the_whole() -> None:
    beyond: Record = {"part": 11, "whole": 10, "stated": 107_05}
    gross, share = {**beyond, "rate_name": GROSS_RATES[0]}, {**beyond, "rate_name": SHARE}
    for rule_id in ("RAT-001", "RAT-002"):
        assert passes(rule_id, gross, share) == [True, False]
    assert passes("RAT-004", gross, share) == [False, True]  # RAT-001 has said it of the share
    assert given_text("RAT-004", "possible", gross) == (
        "9÷10＝90.00%、10÷10＝100.00%、11÷10＝110.00%、12÷10＝120.00%"
    )


def test_nothing_can_be_reckoned_of_nothing() -> None:
    row: Record = {"part": 0, "whole": 0, "stated": 0}
    assert passes("RAT-005", row) == [False]
    assert passes("RAT-003", row) == passes("RAT-004", row) == [True]
