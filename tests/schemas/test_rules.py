"""Every rule: its samples, run through pandera; its words; its places; its id."""

from pathlib import Path
from string import Formatter

import pandas as pd
import pytest

from returns.judging.finding_words import sentence, shown_total, shown_value
from schemas.checking import Failure, check_form, check_rules
from schemas.codes import EVACUATION
from schemas.collections import COLLECTIONS
from schemas.columns import Blank
from schemas.findings import Severity
from schemas.forms import FORMS
from schemas.rule import SEVERITIES, Frame, Rule, Stage, severity
from schemas.rules import RULES
from schemas.standards import editions
from schemas.unit_facts import unit_facts
from schemas.unit_frame import unit_frame
from tests.schemas.frames import A_SCHOOL, form_frame, sample_frame

IDS = Path(__file__).with_name("ids.txt")
RETIRED: set[str] = set()
COLLECTION = COLLECTIONS["2020"]
CHECKED = [rule for rule in RULES.values() if rule.stage is not Stage.READING]
each_checked_rule = pytest.mark.parametrize("rule", CHECKED, ids=lambda rule: rule.id)


def failing_records(rule: Rule, frame: Frame) -> list[int]:
    """Where the rule fails, judged the way the product does."""
    if rule.stage is Stage.FORM:
        failures = check_form(FORMS[rule.form], frame, COLLECTION)
    else:
        failures = check_rules([rule], frame, COLLECTION)
    return [failure.record for failure in failures if failure.rule == rule.id]


def places(rule: Rule) -> list[tuple[str, str]]:
    """The fields a finding may stand at, as (form, field)."""
    if rule.stage is Stage.FORM:
        return [(rule.form, name) for name in rule.culprits]
    return list(rule.uses)


def test_every_id_is_on_record_and_none_was_dropped() -> None:
    """An id that was ever used stays in ids.txt, so that it is never given to another rule.

    A rule that is withdrawn moves to RETIRED; its id stays where it is.
    """
    on_record = IDS.read_text("utf-8").split()
    assert on_record == sorted(set(on_record))
    assert set(on_record) == set(RULES) | RETIRED
    assert not set(RULES) & RETIRED


@each_checked_rule
def test_right_rows_pass_together(rule: Rule) -> None:
    assert rule.passing
    assert failing_records(rule, sample_frame(rule, rule.passing)) == []


@each_checked_rule
def test_wrong_rows_fail(rule: Rule) -> None:
    assert rule.failing
    assert failing_records(rule, sample_frame(rule, rule.failing))


@each_checked_rule
def test_a_frame_without_rows_is_right(rule: Rule) -> None:
    frame = sample_frame(rule, rule.passing).iloc[:0]
    assert failing_records(rule, frame) == []


@each_checked_rule
def test_what_is_missing_cannot_be_judged(rule: Rule) -> None:
    """A blank has a finding of its own; no second one may follow from it."""
    frame = sample_frame(rule, rule.failing)
    values = [name for name in frame if name not in ("submission", "row")]
    blank = frame.assign(**{name: pd.Series(dtype=frame[name].dtype) for name in values})
    assert failing_records(rule, blank) == []


@each_checked_rule
def test_one_missing_answer_makes_no_rule_speak(rule: Rule) -> None:
    """An answer that is due and cannot be read leaves the row, and its neighbours, unjudged."""
    if rule.stage is not Stage.FORM:
        return
    frame = sample_frame(rule, rule.passing)
    named = {name for row in rule.passing for name in row}
    due = [c.name for c in FORMS[rule.form].columns if c.blank is Blank.ERROR and c.name in named]
    for name in due:
        for record in frame.index:
            doubtful = frame.copy()
            doubtful.loc[record, name] = pd.NA
            assert rule.passes(doubtful, COLLECTION).all(), f"without {name}"


def test_what_a_column_refuses_is_missing_to_the_rules() -> None:
    """AID-003 would take a slip in the stage for a stage that is not 学前."""
    row = {"stage": "学前班", "boarding": "非寄宿", "category": "其他困难"}
    failures = check_form(FORMS["student_aid"], form_frame("student_aid", [row]), COLLECTION)
    assert failures == [Failure("VAL-005", 0, "stage")]


def test_a_drill_of_no_known_kind_leaves_the_number_of_drills_open() -> None:
    rows = form_frame("drills", [{"kind": EVACUATION}, {"kind": None}])
    summed = unit_frame(unit_facts([A_SCHOOL]), {"drills": rows.assign(submission=0)}, {})
    assert summed.drills__rows_evacuation.isna().all()


@each_checked_rule
def test_the_sentence_finds_all_that_it_names(rule: Rule) -> None:
    frame = sample_frame(rule, rule.failing)
    values = rule.with_given(frame, COLLECTION)
    for record in failing_records(rule, frame):
        row = {str(name): value for name, value in values.loc[record].items()}
        shown = (
            {name: shown_total(name, value) for name, value in row.items()}
            if rule.stage is Stage.UNIT
            else {name: shown_value(FORMS[places(rule)[0][0]], name, row[name]) for name in row}
        )
        shown["template"] = "《模板》"  # whose it is stands in no row: see returns.judging.judged
        for words in (rule.says, rule.says_en):
            for _, name, specification, _ in Formatter().parse(words):
                assert not specification, "values reach a sentence as text"
                assert name is None or shown[name] != "", f"nothing to show for {name}"
        said = sentence(rule, "表", "D7", shown)
        assert said.startswith("「表」D7：")
        assert said.endswith("。")
        assert "{" not in said
        assert "—" not in said.replace("3—5", "").replace("56—65", "")


@each_checked_rule
def test_findings_have_a_place_and_protect_something(rule: Rule) -> None:
    assert rule.protects
    assert places(rule)
    for form, name in places(rule):
        assert name in FORMS[form].specs
    for form in rule.needs:
        assert form in FORMS


@each_checked_rule
def test_only_district_rules_build_frames(rule: Rule) -> None:
    assert (rule.frame is not None) == bool(rule.needs) == (rule.stage is Stage.DISTRICT)
    assert (rule.form in FORMS) == (rule.stage is Stage.FORM)


@each_checked_rule
def test_no_named_value_hides_a_field(rule: Rule) -> None:
    """A value called like a field would be shown in that field's unit: 0.1 yuan as 0.1 fen."""
    assert rule.form not in FORMS or not set(rule.given) & set(FORMS[rule.form].specs)


def test_a_shortfall_against_a_standard_is_never_an_error() -> None:
    """A school cannot correct having too few guards: it would falsify."""
    assert all(rule.severity is not Severity.ERROR for rule in CHECKED if editions(rule.basis))


def test_rules_across_units_and_years_are_never_errors() -> None:
    across = [rule for rule in CHECKED if rule.stage is Stage.DISTRICT]
    assert all(rule.severity is not Severity.ERROR for rule in (*across, RULES["ENR-004"]))


def test_two_forms_that_contradict_have_one_severity_whichever_comes_last() -> None:
    """A rule stands at a form of the file that came: an error has to find a place in each of them.

    Where it found none, the contradiction came into force and was only asked about.
    """
    for rule in CHECKED:
        if rule.stage is Stage.UNIT and rule.severity is Severity.ERROR:
            named = {name for row in (*rule.passing, *rule.failing) for name in row}
            reads = {name.partition("__")[0] for name in named if "__" in name}
            assert reads <= {form for form, _ in rule.uses}, rule.id


def test_severity_is_dated() -> None:
    assert severity(RULES["DRL-002"], COLLECTION) is Severity.NOTE
    assert RULES["DRL-002"].severity is Severity.QUERY
    assert all(rule in RULES and code in COLLECTIONS for code, rule in SEVERITIES)
