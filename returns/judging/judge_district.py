"""Rules across units: judged over all that is in force, after every merge. They clear by themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from returns.judging.finding_words import facts_of_field, sentence, shown_value
from returns.judging.record_cells import SheetOf, cell_of_record
from schemas.checking import RuleCrashed, check_rules
from schemas.collections import Collection
from schemas.findings import Finding, UnitFinding, about
from schemas.form import form_in
from schemas.masking import NUMBERS
from schemas.rules import RULES, Rule, Stage, severity
from schemas.units import Register

DISTRICT_RULES = tuple(rule for rule in RULES.values() if rule.stage is Stage.DISTRICT)


@dataclass(frozen=True)
class InForce:
    """What the rules are judged over: `frames` by form, with the register and shares among them."""

    collection: Collection
    register: Register
    frames: Mapping[str, pd.DataFrame]
    sheet_of: SheetOf


def district_findings(in_force: InForce) -> tuple[list[UnitFinding], list[RuleCrashed]]:
    """The findings of all rules across units, and the rules that crashed, beside which others go on."""
    raised: list[UnitFinding] = []
    crashed: list[RuleCrashed] = []
    for rule in DISTRICT_RULES:
        if not rule.is_judged_in(in_force.collection):
            continue  # nor is its frame built, which may ask for the standard too
        try:
            raised.extend(_judge(in_force, rule))
        except RuleCrashed as crash:
            crashed.append(crash)
    return raised, crashed


def _judge(in_force: InForce, rule: Rule) -> Iterator[UnitFinding]:
    if rule.frame is None:
        raise RuleCrashed(rule.id, "a district rule needs a frame")
    try:
        built = rule.frame(in_force.frames, in_force.collection)
    except Exception as error:
        raise RuleCrashed(rule.id, type(error).__name__) from error
    if built.empty:
        return
    built = built.assign(record=built.index).reset_index(drop=True)
    failures = check_rules([rule], built, in_force.collection)
    if not failures:
        return
    wanted = rule.spoken | {"unit_code", "record", "place", rule.uses[0][1]}
    worded = rule.with_given(built, in_force.collection)
    rows = worded.loc[
        [failure.record for failure in failures], [c for c in worded.columns if c in wanted]
    ]
    for row in rows.to_dict("records"):
        facts = {str(key): value for key, value in row.items()}
        code = facts.get("unit_code")
        # A list may name a code that nobody has: that is asked of the office whose list it is.
        if code is None or pd.isna(code) or code in in_force.register:
            yield _raise(in_force, rule, facts)


def _raise(in_force: InForce, rule: Rule, row: Mapping[str, Any]) -> UnitFinding:
    # A rule over figures of many forms says itself which form a finding is of.
    form_code, _, name = str(row.get("place", rule.culprits[0])).partition(".")
    form = form_in(in_force.collection, form_code)
    column = form.column(name)
    unit = row.get("unit_code")
    sheet, cell, submission_id = cell_of_record(
        in_force.sheet_of, form_code, name, int(row["record"]), in_force.frames.get(form_code)
    )
    facts = {key: NUMBERS.mask(shown_value(form, key, value)) for key, value in row.items()}
    shown = facts.get(name, "") if cell else ""
    facts = {**facts_of_field(column, shown), **facts}
    finding = Finding(
        rule=rule.id,
        severity=severity(rule, in_force.collection),
        message=sentence(rule, sheet, cell, facts),
        form=form_code,
        sheet=sheet,
        cell=cell,
        field=name,
        value="" if column.kind.is_personal else shown,
        about=about({name: value for name, value in row.items() if name != "record"}),
    )
    if rule.says_to_school:
        its_own = sentence(replace(rule, says=rule.says_to_school), sheet, cell, facts)
        finding = replace(finding, own=replace(finding, message=its_own))
    return UnitFinding(
        finding,
        unit_code=None if unit is None or pd.isna(unit) else str(unit),
        submission_id=submission_id,
    )
