"""A correction of one form is held against the forms in force that it did not bring."""

import shutil
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.rules import RULES
from tests.clerk import keep_only, seven_more_pupils, transfer_in_seven
from tests.nights import SAMPLES
from tests.plain_engine import nightly
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


_BOTH_SAY_SEVEN_MORE = {"学籍变动": transfer_in_seven, "基本情况": seven_more_pupils}
_TOGETHER = "两张表都要改的请放在同一份文件中报送"


@pytest.mark.parametrize("order", [("学籍变动", "基本情况"), ("基本情况", "学籍变动")])
def test_two_forms_that_contradict_have_one_severity_whichever_comes_last(
    inbox: Path, order: tuple[str, str]
) -> None:
    """A correction of one form alone is returned, with the way out: both in one file."""
    nightly("2020")
    before = open_rules("第一小学")
    good = SAMPLES / "first_round" / "第一小学_2020年报表.xlsx"
    for sheet in order:
        correction = inbox / f"第一小学_{sheet}.xlsx"
        shutil.copy(good, correction)
        keep_only(correction, sheet)
        _BOTH_SAY_SEVEN_MORE[sheet](correction)
        nightly("2020")
        assert ("PRF-008", "error") in open_rules("第一小学")
        assert ("PRF-008", "query") not in open_rules("第一小学")
    assert _TOGETHER in RULES["PRF-008"].says
    together = inbox / "第一小学_两表.xlsx"
    shutil.copy(good, together)
    keep_only(together, *order)
    for change in _BOTH_SAY_SEVEN_MORE.values():
        change(together)
    nightly("2020")
    assert open_rules("第一小学") == before
