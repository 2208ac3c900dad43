"""Every ledger that names units has the rule for codes that the register does not have."""

from datetime import date

import pandas as pd
import pytest

from schemas.checking import check_rules
from schemas.collections import COLLECTIONS
from schemas.columns import Kind
from schemas.forms import FORMS
from schemas.grouping import REGISTER
from schemas.identifiers import is_school_identifier
from schemas.rule import Frame, Record, Stage
from schemas.rules import RULES
from schemas.unit_facts import register_frame
from schemas.units import PUBLIC, SCHOOL, URBAN, Unit
from tests.schemas.frames import form_frame

COLLECTION = COLLECTIONS["2020"]
OPEN, CLOSED_IN_AUGUST, CLOSED_LONG_AGO, YET_TO_OPEN, NOBODY = (
    f"21340001{n:02}" for n in range(1, 6)
)
LIVES = {
    OPEN: (date(1990, 9, 1), None),
    CLOSED_IN_AUGUST: (date(1990, 9, 1), date(2020, 8, 31)),
    CLOSED_LONG_AGO: (date(1930, 9, 1), date(1948, 7, 1)),
    YET_TO_OPEN: (date(2021, 9, 1), None),
}
# The one field that holds the code of whoever files it: PRF rules hold it against the register.
OWN_CODE = {("profile", "school_code")}

NAMING = [
    (form.code, name)
    for form in FORMS.values()
    for name, spec in form.specs.items()
    if spec.names_unit
]


def register() -> Frame:
    return register_frame(
        [
            Unit(code, code, SCHOOL, "小学", PUBLIC, URBAN, False, False, opened, closed)
            for code, (opened, closed) in LIVES.items()
        ]
    )


def asked_about(rule_id: str, forms: dict[str, list[Record]]) -> list[str]:
    rule = RULES[rule_id]
    assert rule.frame is not None
    frames = {code: form_frame(code, rows, 100) for code, rows in forms.items()}
    built = rule.frame({**frames, REGISTER: register()}, COLLECTION).reset_index(drop=True)
    _, name = rule.uses[0]
    return [built[name][f.record] for f in check_rules([rule], built, COLLECTION)]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_field_that_holds_codes_of_units_is_declared_as_one(form) -> None:
    """By its example, so that a new ledger cannot be without the rule."""
    codes = {
        (form.code, column.name)
        for column in form.columns
        if column.kind is Kind.IDENTIFIER and is_school_identifier(column.example)
    }
    assert codes - OWN_CODE == {pair for pair in NAMING if pair[0] == form.code}


@pytest.mark.parametrize(("form", "field"), NAMING)
def test_each_has_the_rule(form: str, field: str) -> None:
    rule = RULES[f"COD-{FORMS[form].number:03}"]
    assert (rule.stage, rule.uses[0]) == (Stage.DISTRICT, (form, field))
    rows = [{field: code} for code in (OPEN, NOBODY, CLOSED_LONG_AGO, YET_TO_OPEN)]
    listed = {"training_institutions": [{"institution_number": "PX001"}]}
    others = listed if len(rule.needs) > 1 else {}
    assert asked_about(rule.id, {form: rows, **others}) == [NOBODY, CLOSED_LONG_AGO, YET_TO_OPEN]


def test_the_ledger_of_a_year_may_name_whom_the_year_saw_close() -> None:
    """And a list as of 1 September may not."""
    rows = [{"institution_number": CLOSED_IN_AUGUST}]
    listed = {"training_institutions": [{"institution_number": "PX001"}]}
    assert asked_about("COD-230", {"reopening": rows, **listed}) == []
    roster = [{"kindergarten_code": CLOSED_IN_AUGUST}]
    assert asked_about("COD-223", {"kindergarten_roster": roster}) == [CLOSED_IN_AUGUST]


def test_a_number_of_the_other_ledger_is_known_too() -> None:
    rows = [{"institution_number": code} for code in (OPEN, "PX001", "PX002", NOBODY)]
    listed = {"training_institutions": [{"institution_number": "PX001"}]}
    assert asked_about("COD-230", {"reopening": rows, **listed}) == ["PX002", NOBODY]
    assert asked_about("COD-230", {"reopening": rows}) == []  # the other one has not come


def test_a_code_that_may_be_left_out_is_not_asked_about() -> None:
    assert asked_about("COD-106", {"registered_poor": [{"school_code": None}]}) == []


def test_without_a_register_nothing_is_judged() -> None:
    rule = RULES["COD-213"]
    assert rule.frame is not None
    built = rule.frame({"smart_campus": form_frame("smart_campus", [{}])}, COLLECTION)
    assert isinstance(built, pd.DataFrame) and built.empty
