"""Rules across the forms of units whose forms in force came in several files.

When a file is judged its forms are held against each other and against what was in force then. A
later correction of one form can still come to disagree with a form that it did not bring. So these
units are judged over what is in force now: as queries, never errors, that clear by themselves.
"""

from collections.abc import Collection, Mapping

from returns.judging.finding_words import sentence, shown_total
from returns.judging.judge_district import InForce
from returns.judging.record_cells import cell_of_record
from schemas.checking import check_rules
from schemas.findings import Finding, Severity, UnitFinding, about
from schemas.form import FORMS, form_in
from schemas.masking import NUMBERS
from schemas.rules import RULES, Rule, Stage, severity
from schemas.unit_facts import unit_facts
from schemas.unit_frame import unit_frame


def mixed(submissions: Mapping[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Of unit → form → submission in force: the units whose forms came in several files."""
    return {unit: forms for unit, forms in submissions.items() if len(set(forms.values())) > 1}


def judge_mixed_units(
    in_force: InForce,
    submissions: Mapping[str, Mapping[str, int]],
    said: Collection[tuple[str | None, str]],
) -> list[UnitFinding]:
    """The findings that no file of these units carries already. Raises RuleCrashed.

    `submissions`: unit → form → submission, of mixed units only, whose rows `in_force` holds;
    `said`: unit and rule of every finding that is open.
    """
    units = list(submissions)
    numbers = {unit: number for number, unit in enumerate(units)}
    held = {form: [numbers[unit] for unit in units if form in submissions[unit]] for form in FORMS}
    rows = {
        form: frame.assign(submission=frame.unit_code.map(numbers).astype("int64"))
        for form, frame in in_force.frames.items()
    }
    frame = unit_frame(unit_facts([in_force.register[unit] for unit in units]), rows, held)
    rules = [rule for rule in RULES.values() if rule.stage is Stage.UNIT]
    raised: list[UnitFinding] = []
    for failure in check_rules(rules, frame, in_force.collection):
        unit, rule = units[failure.record], RULES[failure.rule]
        if (unit, rule.id) not in said:
            values = rule.with_given(frame.loc[[failure.record]], in_force.collection).iloc[0]
            words = {
                str(key): NUMBERS.mask(shown_total(str(key), value))
                for key, value in values.items()
            }
            raised.append(_raise(in_force, rule, unit, words))
    return raised


def _raise(in_force: InForce, rule: Rule, unit: str, facts: dict[str, str]) -> UnitFinding:
    form, name = rule.uses[0]
    rows = in_force.frames[form]
    own = rows.index[rows.unit_code == unit]
    record = int(own[0]) if len(own) else -1
    sheet, cell, submission = cell_of_record(in_force.sheet_of, form, name, record, rows)
    judged = severity(rule, in_force.collection)
    facts = {**facts, "label": form_in(in_force.collection, form).column(name).full_label}
    return UnitFinding(
        Finding(
            rule=rule.id,
            severity=Severity.QUERY if judged is Severity.ERROR else judged,
            message=sentence(rule, sheet, cell, facts),
            form=form,
            sheet=sheet,
            cell=cell,
            field=name,
            about=about(facts),
        ),
        unit_code=unit,
        submission_id=submission,
    )
