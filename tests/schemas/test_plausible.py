"""Bounds for what is summed: declared with the field, asked about by one pattern of rule."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from indicators.algebra import Sum
from indicators.definitions import INDICATORS
from returns.workbooks.return_book import NIL
from sample_inputs.figures import Sample
from schemas.collections import COLLECTIONS
from schemas.columns import Column
from schemas.form import Form
from schemas.forms import FORMS
from schemas.number_words import unscaled
from schemas.plausible import between
from schemas.rule import Frame, Rule, Stage
from schemas.rules import RULES
from tests.returns.small_returns import example_record, judge_one, workbook

COLLECTION = COLLECTIONS["2020"]
SUMMED = sorted(
    {
        (term.form.code, name)
        for indicator in INDICATORS.values()
        for term in indicator.measure.terms
        if isinstance(term, Sum)
        for name in term.fields
        if term.form.column(name).is_addend
    }
)
RANGED = [
    (form, spec)
    for form in FORMS.values()
    for spec in form.specs.values()
    if spec.plausible is not None
]


@pytest.mark.parametrize(("code", "name"), SUMMED)
def test_every_summed_field_is_bounded_or_says_why_not(code: str, name: str) -> None:
    spec = FORMS[code].specs[name]
    said = [spec.plausible is not None, bool(spec.bounded_by), bool(spec.unbounded)]
    assert said.count(True) == 1
    for rule_id in spec.bounded_by:
        rule = RULES[rule_id]
        places = [(rule.form, culprit) for culprit in rule.culprits]
        assert (code, name) in (places if rule.stage is Stage.FORM else rule.uses)


def asked(folder: Path, forms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(cell, message) of what a school is asked about a range."""
    judged = judge_one(workbook(folder, forms))
    return [
        (one.cell, one.message)
        for one in judged.findings
        if one.rule.startswith("BND-") or one.rule == "DRL-006"
    ]


_CHECK = "请核对是否多填或少填了位数、是否以“元”为单位；数字无误的，请保留并说明。"


def party(**changes: Any) -> dict[str, Any]:
    return {"party": example_record(FORMS["party"], **changes)}


def test_donations_in_yuan_or_ten_thousand_yuan_are_asked_about_in_the_first_year(
    tmp_path: Path,
) -> None:
    """0.9 元 and 90 400 000 元 of 18 party members; 8650 元 is believed."""
    assert asked(tmp_path, party()) == []
    assert asked(tmp_path, party(donations=0)) == []
    says = f"按党员教师数共 18 计，一般为 1260 至 14400 元。{_CHECK}"
    assert asked(tmp_path, party(donations=Decimal("0.9"))) == [
        ("D15", f"「党建」D15：疫情防控捐款填了 0.90 元，{says}")
    ]
    assert asked(tmp_path, party(donations=90_400_000)) == [
        ("D15", f"「党建」D15：疫情防控捐款填了 90400000 元，{says}")
    ]


def test_an_amount_of_aid_is_held_against_its_persons(tmp_path: Path) -> None:
    aid = example_record(FORMS["student_aid"], persons=13, amount=Decimal("0.65"))
    assert asked(tmp_path, {"student_aid": [aid]}) == [
        (
            "F4",
            "「学生资助」F4：资助金额填了 0.65 元，按资助人数共 13 计，一般为 2600 至 39000 元。"
            f"{_CHECK}",
        )
    ]


def test_masks_lectures_and_removed_members_beyond_any_school_are_asked_about(
    tmp_path: Path,
) -> None:
    epidemic, safety = FORMS["epidemic"], FORMS["safety"]
    assert asked(tmp_path, {"epidemic": example_record(epidemic)}) == []
    (masks,) = asked(tmp_path, {"epidemic": example_record(epidemic, masks=23_000)})
    assert (
        "口罩填了 23000 个，按学生（幼儿）数、教职工数共 406 计，一般为 406 至 12180 个。"
        in masks[1]
    )
    (lectures,) = asked(tmp_path, {"safety": example_record(safety, law_lectures=999)})
    assert "法治讲座场次填了 999 场，每单位一般不超过 9 场。" in lectures[1]
    (removed,) = asked(tmp_path, party(removed_members=500))
    assert "工作群清退人数填了 500 人，按党员教师数共 18 计，一般不超过 3 人。" in removed[1]


def test_a_drill_has_no_more_staff_than_the_school(tmp_path: Path) -> None:
    profile = example_record(FORMS["profile"])
    drill = example_record(FORMS["drills"], staff=27)
    (said,) = asked(tmp_path, {"profile": profile, "drills": [drill]})
    assert said[0] == "F4"
    assert "一次演练最多填了教职工 27 人次，多于《基本情况》教职工 26 人" in said[1]
    drill["staff"] = 26
    assert asked(tmp_path, {"profile": profile, "drills": [drill]}) == []


def test_without_the_profile_a_number_is_held_against_what_any_unit_has(tmp_path: Path) -> None:
    """The floor area is measured by the pupils of 基本情况, which came later or never."""
    alone = {"premises": example_record(FORMS["premises"], floor_area=32_605)}
    assert asked(tmp_path, alone) == []
    (with_profile,) = asked(tmp_path, alone | {"profile": example_record(FORMS["profile"])})
    assert "按《基本情况》在校学生数共 380 计，一般为 760 至 15200 平方米。" in with_profile[1]
    (too_much,) = asked(
        tmp_path, {"premises": example_record(FORMS["premises"], floor_area=60_001)}
    )
    assert "《基本情况》在校学生数尚未填报，一般为 0 至 60000 平方米。" in too_much[1]


def sample_rows(sample: Sample, form: Form) -> list[Mapping[str, Any]]:
    """The records of a form with what its ranges are measured by, under the unit's code."""
    rows: list[Mapping[str, Any]] = []
    for code, answers in sample.answers.items():
        answer = answers.get(form.code, NIL)
        if answer is NIL:
            continue
        profile = answers.get("profile", {})
        beside = (
            {f"profile__{name}": profile[name] for name in ("pupils", "staff")}
            if isinstance(profile, Mapping) and profile
            else {}
        )
        for record in [answer] if isinstance(answer, Mapping) else answer:
            rows.append({**record, **beside, "unit": code})
    return rows


def stored(column: Column, value: Any) -> int | None:
    return None if value is None else int(Decimal(str(value)) * 10**column.kind.scale)


def range_frame(form: Form, column: Column, rule: Rule, rows: list[Mapping[str, Any]]) -> Frame:
    """What the rule of a field looks at, over the sample's records."""
    own = {
        name: [stored(form.column(name), row.get(name)) for row in rows]
        for name in form.specs
        if form.column(name).kind.is_number
    }
    beside = {
        name: [row.get(name) for row in rows] for name in ("profile__pupils", "profile__staff")
    }
    frame = pd.DataFrame({**own, **beside}, dtype="Int64")
    if rule.stage is Stage.UNIT:
        summed = frame[column.name].groupby([row["unit"] for row in rows]).transform("sum")
        return frame.assign(**{f"{form.code}__{column.name}": summed})
    return frame


def test_no_number_of_the_sample_district_is_asked_about_and_tenfold_slips_are(
    sample: Sample,
) -> None:
    tried = caught = 0
    for form, spec in RANGED:
        assert spec.plausible is not None
        rule, rows = RULES[spec.plausible.rule], sample_rows(sample, form)
        if not rows:
            continue
        frame = range_frame(form, spec.column, rule, rows)
        assert rule.passes(frame, COLLECTION).all(), unscaled(frame[spec.column.name], 0)
        if form.number > 100:
            continue  # the offices' ledgers hold contracts of very different sizes
        value = rule.culprits[0].replace(".", "__")
        slipped = rule.passes(frame.assign(**{value: frame[value] * 10}), COLLECTION)
        answered = frame[value].fillna(0) > 0
        tried += int(answered.sum())
        caught += int((answered & ~slipped).sum())
    assert tried > 1000
    assert caught >= tried * 85 // 100


def test_a_donation_with_one_digit_more_or_less_is_asked_about(sample: Sample) -> None:
    form, spec = FORMS["party"], FORMS["party"].specs["donations"]
    rule = RULES["BND-018"]
    frame = range_frame(form, spec.column, rule, sample_rows(sample, form))
    given = frame[frame.donations > 0]
    assert len(given) > 40
    for slipped in (given.donations * 10, given.donations // 10):
        assert not rule.passes(given.assign(donations=slipped), COLLECTION).any()


def test_a_range_that_holds_nothing_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="no number lies between 3 and 3"):
        between("BND-999", 3, 3, "…")
    with pytest.raises(ValueError, match="says what holds without it"):
        between("BND-999", 0, 3, "…", per=("profile.pupils",))
