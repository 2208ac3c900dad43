"""A standard that is not in force on a day: what rests on it is not judged, and nothing crashes."""

import sys
from dataclasses import replace
from datetime import date
from types import ModuleType

import pytest

from schemas import standards
from schemas.checking import check_form, check_rules, unjudged
from schemas.collections import COLLECTIONS, Collection
from schemas.forms import FORMS
from schemas.rule import Rule, Stage
from schemas.rules import RULES
from schemas.standards import STANDARDS, NotInForce, editions, standard
from tests.schemas.frames import form_frame, sample_frame

CHECKED = [rule for rule in RULES.values() if rule.stage is not Stage.READING]


def in_year(year: int, collection: Collection = COLLECTIONS["2020"]) -> Collection:
    """The same round of reporting in another year."""
    later = year - collection.year
    start, end = (day.replace(year=day.year + later) for day in collection.epidemic_response)
    return replace(
        collection,
        code=str(year),
        stock_date=collection.stock_date.replace(year=year),
        deadline=collection.deadline.replace(year=year),
        epidemic_response=(start, end),
    )


ROUNDS = [
    in_year(collection.year + step, collection)
    for collection in COLLECTIONS.values()
    for step in (-1, 0, 1, 2)
]
each_round = pytest.mark.parametrize("collection", ROUNDS, ids=lambda one: one.code)


def asked_for(monkeypatch: pytest.MonkeyPatch, rule: Rule) -> set[str]:
    """The standards that a rule really looks up while it is judged."""
    names: set[str] = set()

    def note(name: str, on: date) -> standards.Standard:
        names.add(name)
        return standard(name, on)

    for module in _modules_with_standard():
        monkeypatch.setattr(module, "standard", note)
    for rows in (rule.passing, rule.failing):
        frame = sample_frame(rule, rows)
        rule.passes(frame, COLLECTIONS["2020"])
    if rule.frame is not None:
        rows_in_force = {code: form_frame(code, [{}], 100) for code in rule.needs}
        rule.frame(rows_in_force, COLLECTIONS["2020"])
    monkeypatch.undo()
    return names


def _modules_with_standard() -> list[ModuleType]:
    """Every module of the declarations that looks standards up; all are imported by now."""
    return [
        module
        for name, module in sys.modules.items()
        if name.startswith("schemas.") and module is not standards and "standard" in vars(module)
    ]


@pytest.mark.parametrize("rule", CHECKED, ids=lambda rule: rule.id)
def test_a_rule_names_every_standard_that_it_asks_for(
    rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its basis names it, so that a rule is not judged while there is nothing to judge by."""
    assert asked_for(monkeypatch, rule) <= {rule.standard}


@each_round
@pytest.mark.parametrize("code", sorted(FORMS))
def test_every_form_is_judged_in_every_year(code: str, collection: Collection) -> None:
    rules = [rule for rule in CHECKED if rule.form == code]
    rows = [row for rule in rules for row in (*rule.passing, *rule.failing)] or [{}]
    failed = {one.rule for one in check_form(FORMS[code], form_frame(code, rows), collection)}
    assert not failed & {rule.id for rule in unjudged(rules, collection)}


@each_round
@pytest.mark.parametrize(
    "rule", [rule for rule in CHECKED if rule.stage is not Stage.FORM], ids=lambda rule: rule.id
)
def test_every_rule_across_forms_is_judged_in_every_year(
    rule: Rule, collection: Collection
) -> None:
    failures = check_rules([rule], sample_frame(rule, rule.failing), collection)
    if rule in unjudged([rule], collection):
        assert failures == []
    elif rule.frame is not None:
        rule.frame({code: form_frame(code, [{}], 100) for code in rule.needs}, collection)


def test_the_loan_rule_is_not_judged_once_its_standard_has_ended() -> None:
    rule = RULES["LON-003"]
    frame = form_frame("loans", rule.failing)
    judged = {
        collection.code: "LON-003"
        in {one.rule for one in check_form(FORMS["loans"], frame, collection)}
        for collection in ROUNDS
    }
    assert judged == {"2019": True, "2020": True, "2021": False, "2022": False}


def test_what_is_not_judged_in_2020() -> None:
    """The sample's own year loses no rule."""
    assert unjudged(CHECKED, COLLECTIONS["2020"]) == []


def test_what_is_not_judged_in_2019() -> None:
    lapsed = {rule.standard for rule in unjudged(CHECKED, in_year(2019))}
    begun_later = {
        each.name for each in STANDARDS if editions(each.name)[0].effective_from.year > 2019
    }
    assert lapsed <= begun_later
    assert {"headcount_tolerance", "letters_share", "epidemic_stock"} <= lapsed


def test_a_standard_says_what_it_lacks() -> None:
    with pytest.raises(NotInForce) as raised:
        standard("student_loan", date(2021, 9, 1))
    assert str(raised.value) == "2021-09-01 没有施行中的标准（国家助学贷款额度）"
    with pytest.raises(LookupError) as unknown:
        standard("no such standard", date(2021, 9, 1))
    assert not isinstance(unknown.value, NotInForce)
