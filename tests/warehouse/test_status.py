from dataclasses import replace

import pytest
from sqlalchemy import Engine

from schemas.findings import Finding, Origin, Severity, Status, UnitFinding
from tests.warehouse.samples import (
    JUNIOR,
    NURSERY,
    PRIMARY,
    at,
    form_rows,
    negative_guards,
    returned,
    sent,
)
from warehouse.engine import reading, writing
from warehouse.findings import count_open, open_findings, replace_district_findings
from warehouse.frames import rows_in_force
from warehouse.status import (
    FileState,
    FormState,
    files_of_nobody,
    form_states,
    in_force_digest,
    latest_files,
)
from warehouse.submissions import merge
from warehouse.vault import Vault

QUERY = Finding("SAF-001", Severity.QUERY, "没有保安", form="safety", cell="D7")
NOTE = Finding("DRL-002", Severity.NOTE, "演练不足", form="drills")
WHOLE_FILE = Finding("FIL-002", Severity.ERROR, "文件打不开")


def test_a_form_is_missing_accepted_or_returned(district: Engine, vault: Vault) -> None:
    safety, ict = form_rows("safety", {"pupils": 1}), form_rows("ict", {"contest_entries": 1})
    merge(district, vault, sent("A", safety, ict, hour=0))
    merge(district, vault, sent("B", returned("safety"), hour=1))
    merge(district, vault, sent("C", returned("party"), unit=JUNIOR, hour=2))

    accepted = FormState(PRIMARY, "ict", Status.ACCEPTED, 1, at(0), in_force=1)
    awaited = FormState(PRIMARY, "safety", Status.RETURNED, 2, at(1), in_force=1)
    never = FormState(JUNIOR, "party", Status.RETURNED, 3, at(2), in_force=None)
    with reading(district) as connection:
        assert form_states(connection, "2020") == [accepted, awaited, never]
        earlier = form_states(connection, "2020", as_of=at(0))
        assert form_states(connection, "2021") == []
    first = replace(awaited, status=Status.ACCEPTED, submission_id=1, received_at=at(0))
    assert earlier == [accepted, first]


def test_the_latest_file_of_each_unit_and_those_of_nobody(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", form_rows("ict"), hour=0))
    merge(district, vault, sent("not a workbook", hour=1))
    merge(district, vault, sent("whose?", unit=None, path="x.xlsx", hour=2))
    merge(district, vault, sent("still whose?", unit=None, path="x.xlsx", hour=3))

    with reading(district) as connection:
        assert latest_files(connection, "2020") == {
            PRIMARY: FileState(PRIMARY, 2, Status.UNREADABLE, at(1), "return.xlsx")
        }
        assert files_of_nobody(connection, "2020") == [
            FileState(None, 4, Status.UNREADABLE, at(3), "x.xlsx")
        ]
        assert latest_files(connection, "2020", as_of=at(0))[PRIMARY].submission_id == 1


def test_a_finding_stands_until_a_later_file_holds_its_form(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", form_rows("safety"), form_rows("drills"),
                                findings=[QUERY, NOTE]))  # fmt: skip
    merge(district, vault, sent("broken", findings=[WHOLE_FILE], hour=1))
    with reading(district) as connection:
        found = [one.finding for one in open_findings(connection, "2020")]
        assert found == [QUERY, NOTE, WHOLE_FILE]

    merge(district, vault, sent("C", returned("safety"), findings=[negative_guards()], hour=2))
    with reading(district) as connection:
        found = [one.finding for one in open_findings(connection, "2020", PRIMARY)]
        assert found == [NOTE, negative_guards()]
        assert count_open(connection, "2020") == {PRIMARY: {Severity.NOTE: 1, Severity.ERROR: 1}}


OWED = Finding("ROW-002", Severity.ERROR, "《信息化》没有填写", form="ict", cell="A3")


@pytest.mark.parametrize("form_first", [True, False])
def test_that_a_form_is_owed_stands_until_anybody_has_sent_it(
    form_first: bool, district: Engine, vault: Vault
) -> None:
    """Whoever comes first: two people of a school fill in one template."""
    blank, filled = form_rows("safety"), form_rows("ict")
    hours = (1, 0) if form_first else (0, 1)
    merge(district, vault, sent("A", blank, findings=[OWED], hour=hours[0], path="a"))
    with reading(district) as connection:
        assert [one.finding for one in open_findings(connection, "2020")] == [OWED]
    merge(district, vault, sent("B", filled, hour=hours[1], path="b"))
    merge(district, vault, sent("C", filled, hour=3, unit=JUNIOR))
    with reading(district) as connection:
        assert open_findings(connection, "2020") == []


def test_that_a_form_is_owed_is_told_once(district: Engine, vault: Vault) -> None:
    for hour, name in enumerate("AB"):
        one = sent(name, form_rows("safety"), findings=[OWED], hour=hour, path=name)
        merge(district, vault, one)
    merge(district, vault, sent("C", form_rows("safety"), findings=[OWED], unit=JUNIOR, hour=3))
    with reading(district) as connection:
        raised = open_findings(connection, "2020")
    assert {(one.unit_code, one.submission_id) for one in raised} == {(PRIMARY, 2), (JUNIOR, 3)}


def test_findings_of_other_units_do_not_overtake_each_other(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", form_rows("safety"), findings=[QUERY]))
    merge(district, vault, sent("B", form_rows("safety"), unit=JUNIOR, hour=1))
    merge(district, vault, sent("x", unit=None, path="x", findings=[WHOLE_FILE], hour=2))
    merge(district, vault, sent("y", unit=None, path="y", findings=[WHOLE_FILE], hour=3))
    with reading(district) as connection:
        raised = [(one.unit_code, one.submission_id) for one in open_findings(connection, "2020")]
    assert set(raised) == {(None, 3), (None, 4), (PRIMARY, 1)}


def test_district_findings_are_replaced_as_a_whole(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", form_rows("safety"), findings=[QUERY]))
    at_unit, at_district = UnitFinding(QUERY, NURSERY), UnitFinding(NOTE)
    for raised in ([at_unit, at_district], [at_district]):
        with writing(district) as connection:
            replace_district_findings(connection, vault, "2020", raised)
        with reading(district) as connection:
            stored = [
                UnitFinding(one.finding, one.unit_code)
                for one in open_findings(connection, "2020")
                if one.origin is Origin.DISTRICT
            ]
            assert sorted(stored, key=str) == sorted(raised, key=str)
    with reading(district) as connection:
        assert count_open(connection, "2020") == {PRIMARY: {Severity.QUERY: 1}}


def test_the_digest_changes_with_what_is_in_force_only(district: Engine, vault: Vault) -> None:
    def digest() -> str:
        with reading(district) as connection:
            return in_force_digest(connection, "2020")

    empty = digest()
    merge(district, vault, sent("A", form_rows("safety")))
    accepted = digest()
    merge(district, vault, sent("B", returned("safety"), hour=1))
    assert digest() == accepted != empty
    merge(district, vault, sent("C", form_rows("ict"), hour=2))
    later = digest()
    assert later != accepted
    merge(district, vault, sent("C", form_rows("ict"), hour=3, judged_under="rules 2"))
    assert digest() not in (later, accepted)
    with reading(district) as connection:
        assert rows_in_force(connection, "2020", ["ict"])["ict"].empty
