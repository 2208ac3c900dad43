"""Rules across units: judged over all that is in force, after every merge. They clear by themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from flows.lapsed_standards import lapsed_standards
from flows.mixed_units import judge_mixed_units
from flows.places import place_of
from flows.shares import shares_in_force
from flows.stated_rates import judge_stated_rates
from flows.workspace import Workspace
from returns.wording import facts_of_field, sentence, shown_value
from schemas.checking import RuleCrashed, check_rules
from schemas.findings import Finding
from schemas.form import form_in
from schemas.grouping import REGISTER, SHARES
from schemas.masking import NUMBERS
from schemas.rules import RULES, Rule, Stage, severity
from schemas.unit_facts import register_frame
from warehouse.engine import reading, writing
from warehouse.findings import Raised, replace_district_findings
from warehouse.frames import rows_in_force
from warehouse.register import load_register

DISTRICT_RULES = tuple(rule for rule in RULES.values() if rule.stage is Stage.DISTRICT)


def judge_district(workspace: Workspace) -> None:
    """Judge and store the district findings of the collection.

    A rule that crashes is raised as RuleCrashed after the others were judged and stored.
    """
    collection = workspace.collection
    needed = sorted({form for rule in DISTRICT_RULES for form in rule.needs})
    raised = lapsed_standards(collection)
    crashed: list[RuleCrashed] = []
    with reading(workspace.engine) as connection:
        frames = rows_in_force(connection, collection.code, needed)
        frames[REGISTER] = register_frame(list(load_register(connection)))
        frames[SHARES] = shares_in_force(workspace, connection)
        for rule in DISTRICT_RULES:
            if not rule.is_judged_in(collection):
                continue  # nor is its frame built, which may ask for the standard too
            try:
                raised.extend(_judge(workspace, connection, rule, frames))
            except RuleCrashed as crash:
                crashed.append(crash)
        raised.extend(judge_stated_rates(connection, collection, workspace.register))
        try:
            raised.extend(judge_mixed_units(workspace, connection))
        except RuleCrashed as crash:
            crashed.append(crash)
    with writing(workspace.engine) as connection:
        replace_district_findings(connection, workspace.vault, collection.code, raised)
    if crashed:
        raise crashed[0]


def _judge(
    workspace: Workspace,
    connection: Connection,
    rule: Rule,
    frames: Mapping[str, pd.DataFrame],
) -> Iterator[Raised]:
    if rule.frame is None:
        raise RuleCrashed(rule.id, "a district rule needs a frame")
    try:
        built = rule.frame(frames, workspace.collection)
    except Exception as error:
        raise RuleCrashed(rule.id, type(error).__name__) from error
    if built.empty:
        return
    built = built.assign(record=built.index).reset_index(drop=True)
    failures = check_rules([rule], built, workspace.collection)
    if not failures:
        return
    wanted = rule.spoken | {"unit_code", "record", "place", rule.uses[0][1]}
    worded = rule.with_given(built, workspace.collection)
    rows = worded.loc[
        [failure.record for failure in failures], [c for c in worded.columns if c in wanted]
    ]
    for row in rows.to_dict("records"):
        facts = {str(key): value for key, value in row.items()}
        code = facts.get("unit_code")
        # A list may name a code that nobody has: that is asked of the office whose list it is.
        if code is None or pd.isna(code) or code in workspace.register:
            yield _raise(workspace, connection, rule, facts, frames)


def _raise(
    workspace: Workspace,
    connection: Connection,
    rule: Rule,
    row: Mapping[str, Any],
    frames: Mapping[str, pd.DataFrame],
) -> Raised:
    # A rule over figures of many forms says itself which form a finding is of.
    form_code, _, name = str(row.get("place", rule.culprits[0])).partition(".")
    form = form_in(workspace.collection, form_code)
    column = form.column(name)
    unit = row.get("unit_code")
    sheet, cell, submission_id = place_of(
        connection, form_code, name, int(row["record"]), frames.get(form_code)
    )
    facts = {key: NUMBERS.mask(shown_value(form, key, value)) for key, value in row.items()}
    shown = facts.get(name, "") if cell else ""
    facts = {**facts_of_field(column, shown), **facts}
    finding = Finding(
        rule=rule.id,
        severity=severity(rule, workspace.collection),
        message=sentence(rule, sheet, cell, facts),
        form=form_code,
        sheet=sheet,
        cell=cell,
        field=name,
        value="" if column.kind.is_personal else shown,
        about=repr(sorted((k, str(v)) for k, v in row.items() if k != "record")),
    )
    if rule.says_to_school:
        its_own = sentence(replace(rule, says=rule.says_to_school), sheet, cell, facts)
        finding = replace(finding, own=replace(finding, message=its_own))
    return Raised(
        finding,
        unit_code=None if unit is None or pd.isna(unit) else str(unit),
        submission_id=submission_id,
    )
