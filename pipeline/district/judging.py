"""The rules across units, judged after every merge over what is in force then."""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial

import pandas as pd

from pipeline.district.shares import shares_in_force
from pipeline.district.stated_rates import judge_stated_rates
from pipeline.workspace import Workspace
from returns.judging.judge_district import DISTRICT_RULES, InForce, district_findings
from returns.judging.judge_mixed_units import judge_mixed_units, mixed
from returns.judging.lapsed_standards import lapsed_standards
from schemas.checking import RuleCrashed
from schemas.findings import UnitFinding
from schemas.form import FORMS
from schemas.grouping import REGISTER, SHARES
from schemas.unit_facts import register_frame
from warehouse.engine import Connection, reading, writing
from warehouse.findings import open_findings, replace_district_findings
from warehouse.frames import rows_in_force, sheet_of
from warehouse.register import load_register
from warehouse.status import form_states


def judge_district(workspace: Workspace) -> None:
    """Judge and store the district findings of the collection.

    A rule that crashes is raised as RuleCrashed after the others were judged and stored.
    """
    collection = workspace.collection
    raised = lapsed_standards(collection)
    with reading(workspace.engine) as connection:
        found, crashed = district_findings(_all_in_force(workspace, connection))
        raised += found
        raised += judge_stated_rates(connection, collection, workspace.register)
        try:
            raised += _mixed_units(workspace, connection)
        except RuleCrashed as crash:
            crashed.append(crash)
    with writing(workspace.engine) as connection:
        replace_district_findings(connection, workspace.vault, collection.code, raised)
    if crashed:
        raise crashed[0]


def _all_in_force(workspace: Workspace, connection: Connection) -> InForce:
    needed = sorted({form for rule in DISTRICT_RULES for form in rule.needs})
    frames = rows_in_force(connection, workspace.collection.code, needed)
    frames[REGISTER] = register_frame(list(load_register(connection)))
    frames[SHARES] = shares_in_force(workspace, connection)
    return _in_force(workspace, connection, frames)


def _in_force(
    workspace: Workspace, connection: Connection, frames: Mapping[str, pd.DataFrame]
) -> InForce:
    return InForce(workspace.collection, workspace.register, frames, partial(sheet_of, connection))


def _mixed_units(workspace: Workspace, connection: Connection) -> list[UnitFinding]:
    """The findings of units whose forms in force came in several files. Raises RuleCrashed."""
    code = workspace.collection.code
    submissions: dict[str, dict[str, int]] = defaultdict(dict)
    for state in form_states(connection, code):
        if state.in_force is not None:
            submissions[state.unit_code][state.form] = state.in_force
    submissions = mixed(submissions)
    if not submissions:
        return []
    frames = rows_in_force(connection, code, FORMS, units=list(submissions))
    said = {(one.unit_code, one.finding.rule) for one in open_findings(connection, code)}
    return judge_mixed_units(_in_force(workspace, connection, frames), submissions, said)
