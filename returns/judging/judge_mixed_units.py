"""Rules across the forms of units whose forms in force came in several files.

When a file is judged its forms are held against each other and against what was in force then. A
later correction of one form can still come to disagree with a form that it did not bring. So these
units are judged over what is in force now: as queries, never errors, that clear by themselves.
"""

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd
from sqlalchemy import Connection

from flows.places import place_of
from flows.workspace import Workspace
from returns.wording import sentence, shown_total
from schemas.checking import check_rules
from schemas.findings import Finding, Severity
from schemas.form import FORMS, form_in
from schemas.masking import NUMBERS
from schemas.rules import RULES, Rule, Stage, severity
from schemas.unit_facts import unit_facts
from schemas.unit_frame import unit_frame
from warehouse.findings import Raised, open_findings
from warehouse.frames import rows_in_force
from warehouse.status import form_states


def judge_mixed_units(workspace: Workspace, connection: Connection) -> list[Raised]:
    """The findings that no file of these units carries already. Raises RuleCrashed."""
    collection = workspace.collection
    in_force: dict[str, dict[str, int]] = defaultdict(dict)  # unit → form → submission
    for state in form_states(connection, collection.code):
        if state.in_force is not None:
            in_force[state.unit_code][state.form] = state.in_force
    mixed = [unit for unit, forms in in_force.items() if len(set(forms.values())) > 1]
    if not mixed:
        return []
    numbers = {unit: number for number, unit in enumerate(mixed)}
    held = {form: [numbers[unit] for unit in mixed if form in in_force[unit]] for form in FORMS}
    originals = rows_in_force(connection, collection.code, FORMS, units=mixed)
    rows = {
        form: frame.assign(submission=frame.unit_code.map(numbers).astype("int64"))
        for form, frame in originals.items()
    }
    facts = unit_facts([workspace.register[unit] for unit in mixed])
    frame = unit_frame(facts, rows, held)
    rules = [rule for rule in RULES.values() if rule.stage is Stage.UNIT]
    said = {(one.unit_code, one.finding.rule) for one in open_findings(connection, collection.code)}
    raised: list[Raised] = []
    for failure in check_rules(rules, frame, collection):
        unit, rule = mixed[failure.record], RULES[failure.rule]
        if (unit, rule.id) not in said:
            values = rule.with_given(frame.loc[[failure.record]], collection).iloc[0]
            words = {
                str(key): NUMBERS.mask(shown_total(str(key), value))
                for key, value in values.items()
            }
            raised.append(_raise(workspace, connection, rule, unit, words, originals))
    return raised


def _raise(
    workspace: Workspace,
    connection: Connection,
    rule: Rule,
    unit: str,
    facts: dict[str, str],
    originals: Mapping[str, pd.DataFrame],
) -> Raised:
    form, name = rule.uses[0]
    rows = originals[form]
    own = rows.index[rows.unit_code == unit]
    record = int(own[0]) if len(own) else -1
    sheet, cell, submission = place_of(connection, form, name, record, rows)
    judged = severity(rule, workspace.collection)
    facts = {**facts, "label": form_in(workspace.collection, form).column(name).full_label}
    return Raised(
        Finding(
            rule=rule.id,
            severity=Severity.QUERY if judged is Severity.ERROR else judged,
            message=sentence(rule, sheet, cell, facts),
            form=form,
            sheet=sheet,
            cell=cell,
            field=name,
            about=repr(sorted(facts.items())),
        ),
        unit_code=unit,
        submission_id=submission,
    )
