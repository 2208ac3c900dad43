"""A correction of one form is held against the forms in force that it did not bring."""

import shutil
from pathlib import Path

from flows.nightly import nightly
from flows.settings import Settings
from flows.workspace import Workspace
from tests.flows.clerk import keep_only, seven_more_pupils, transfer_in_seven
from tests.flows.conftest import SAMPLES
from warehouse.engine import reading
from warehouse.findings import open_findings


def open_rules(unit_name: str) -> list[tuple[str, str]]:
    workspace = Workspace(Settings(), "2020")
    unit = workspace.register.named(unit_name)
    with reading(workspace.engine) as connection:
        raised = open_findings(connection, "2020", unit.code)
    return sorted(
        (one.finding.rule, one.finding.severity.value)
        for one in raised
        if one.finding.severity != "note"
    )


def test_two_forms_that_contradict_have_one_severity_whichever_comes_last(inbox: Path) -> None:
    """The correction of one form is returned for it as that of the other is, and clears by itself."""
    nightly("2020")
    before = open_rules("第一小学")
    good = SAMPLES / "first_round" / "第一小学_2020年报表.xlsx"
    correction = inbox / "第一小学_更正.xlsx"
    for sheet, change in (("学籍变动", transfer_in_seven), ("基本情况", seven_more_pupils)):
        shutil.copy(good, correction)
        keep_only(correction, sheet)
        change(correction)
        nightly("2020")
        assert [one for one in open_rules("第一小学") if one[0] == "PRF-008"] == [
            ("PRF-008", "error")
        ]
        shutil.copy(good, correction)
        keep_only(correction, sheet)
        nightly("2020")
        assert open_rules("第一小学") == before
