"""A share above 100 % has a finding that names who is in excess; so has a code of nobody's."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from indicators.computation import ValueStatus, compute
from indicators.definitions import INDICATORS
from pipeline.district.judging import judge_district
from pipeline.district.shares import shares_in_force
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas import offices
from schemas.findings import Severity
from tests.indicators.district import placed, rows
from tests.nights import SAMPLES
from warehouse.engine import reading
from warehouse.findings import open_findings
from warehouse.submissions import FormRows, Judged, merge


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """The sample district's units, of whom nobody has filed anything."""
    settings = Settings(data_dir=tmp_path / "data", unit_register=SAMPLES / "register.csv")
    made = Workspace(settings, "2020")
    made.refresh_register()
    return made


def send(workspace: Workspace, unit: str, *forms: FormRows, hour: int = 8) -> None:
    merge(
        workspace.engine,
        workspace.vault,
        Judged(
            collection="2020",
            unit_code=unit,
            content_sha256=sha256(f"{unit} {hour} {forms}".encode()).hexdigest(),
            file_name=f"{unit}.xlsx",
            path=f"{unit}-{hour}.xlsx",
            received_at=datetime(2020, 12, 1, hour, tzinfo=UTC),
            receipt=hour,
            reader_version="1",
            edition="2020.1",
            judged_under="rules 1",
            status=forms[0].status,
            forms=list(forms),
        ),
    )


def found(workspace: Workspace, rule: str) -> list[tuple[str | None, Severity, str, str]]:
    judge_district(workspace)
    with reading(workspace.engine) as connection:
        raised = open_findings(connection, "2020")
    return [
        (one.unit_code, one.finding.severity, one.finding.form, one.finding.message)
        for one in raised
        if one.finding.rule == rule
    ]


def test_a_part_above_its_whole_is_never_final_without_a_finding(workspace: Workspace) -> None:
    schools = [u for u in workspace.register if u.stages == ("初中",) and u.closed_on is None][:2]
    office = workspace.register.named(offices.BASIC_EDUCATION).code
    for school in schools:
        leavers = {"cohort": "初中毕业", "opening": 60, "graduated": 50}
        send(workspace, school.code, rows("enrolment", leavers))

    def entrants(*numbers: int, hour: int) -> FormRows:
        listed = [
            {"school_code": school.code, "entrants": number}
            for school, number in zip(schools, numbers, strict=True)
        ]
        form = rows("cohort_entrants", *listed)
        send(workspace, office, form, hour=hour)
        return form

    entrants(50, 50, hour=9)
    assert found(workspace, "PCT-001") == []
    entrants(50, 48, hour=10)
    [(unit, severity, form, message)] = found(workspace, "PCT-001")
    assert (unit, severity, form) == (None, Severity.QUERY, "enrolment")
    assert "为 102.04%，部分 100 大于总体 98" in message
    assert f"超出的单位：{schools[1].name}" in message
    assert schools[0].name not in message
    entrants(50, 50, hour=11)
    assert found(workspace, "PCT-001") == []


def test_children_above_the_issued_list_are_told_without_blaming_a_school(
    workspace: Workspace,
) -> None:
    """The list is the office's: two records of one listed child, at two schools."""
    schools = [u.code for u in workspace.register if "小学" in u.stages and u.closed_on is None][:2]
    office = workspace.register.named(offices.BASIC_EDUCATION).code
    listed = [{"list_number": f"CJ{n}", "child_citizen_id": "C1"} for n in (1, 2)]
    send(workspace, office, rows("disabled_list", *listed))
    for n, school in enumerate(schools, start=1):
        send(workspace, school, rows("disabled_children", placed(f"CJ{n}", f"G{n}")))
    [(unit, _, form, message)] = found(workspace, "PCT-001")
    assert (unit, form) == (None, "disabled_children")
    assert "部分 2 大于总体 1，总体由科室填报，不能逐个单位比较" in message


def test_a_gross_rate_may_be_above_100_percent(workspace: Workspace) -> None:
    nursery = next(u for u in workspace.register if u.stages == ("学前",) and u.closed_on is None)
    office = workspace.register.named(offices.BASIC_EDUCATION).code
    send(workspace, nursery.code, rows("preschool", {"children": 90, "age_3": 80, "under_3": 10}))
    send(workspace, office, rows("population", {"age": 3, "persons": 85}))
    with reading(workspace.engine) as connection:
        values = compute(
            connection,
            workspace.collection,
            workspace.register,
            indicators=[INDICATORS["preschool_gross_enrolment"]],
        )
    assert values[0].text == "105.9%"
    assert found(workspace, "PCT-001") == []


def test_a_row_for_no_unit_of_the_register_is_asked_about(workspace: Workspace) -> None:
    """The reopening ledger had no rule for it; what it says now clears with the row."""
    schools = [u.code for u in workspace.register if "小学" in u.stages and u.closed_on is None][:2]
    office = workspace.register.named(offices.HEALTH).code

    def ledger(*codes: str, hour: int) -> None:
        listed = [{"institution_number": code, "kind": "学校"} for code in codes]
        send(workspace, office, rows("reopening", *listed), hour=hour)

    training = workspace.register.named(offices.TRAINING).code
    send(workspace, training, rows("training_institutions", {"institution_number": "PX001"}))
    for code in schools:
        send(workspace, code, rows("profile", {"school_code": code}))
    ledger(*schools, "2134009999", "PX001", hour=9)
    [(unit, severity, form, message)] = found(workspace, "COD-230")
    assert (unit, severity, form) == (office, Severity.QUERY, "reopening")
    assert "「复学核查台账」B7" in message and "2134009999 不在单位名册中" in message
    with reading(workspace.engine) as connection:
        [value] = compute(
            connection,
            workspace.collection,
            workspace.register,
            indicators=[INDICATORS["reopening_coverage"]],
        )
    assert (value.numerator, value.denominator) == (2, 91)
    assert value.status is ValueStatus.PROVISIONAL
    ledger(*schools, "PX001", hour=10)
    assert found(workspace, "COD-230") == []


def test_every_share_says_where_its_part_stands(workspace: Workspace) -> None:
    """Nothing has come: no share can be reckoned, and none is judged."""
    with reading(workspace.engine) as connection:
        assert shares_in_force(workspace, connection).empty
    assert found(workspace, "PCT-001") == []
