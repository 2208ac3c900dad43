"""Rates that offices state, held against what the returns give: not before everybody has reported."""

import pytest
from sqlalchemy import Engine

from indicators.stated import MEASURES
from pipeline.district.stated_rates import judge_stated_rates
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from returns.judging.lapsed_standards import lapsed_standards
from schemas import offices
from schemas.office_codes import STATED_RATES
from tests.indicators.bureau import CODES
from tests.indicators.district import (
    COLLECTION,
    REGISTER,
    full_returns,
    returned,
    rows,
    send,
    send_all,
)
from tests.nights import District
from tests.schemas.test_standards_in_force import in_year
from warehouse.engine import reading, writing
from warehouse.register import store_register
from warehouse.vault import Vault

RATE = "乡村智慧学校占比"


@pytest.fixture
def filed(engine: Engine, vault: Vault) -> Engine:
    """The small district after every unit has filed all that it owes; 0 of 1 rural school is smart."""
    with writing(engine) as connection:
        store_register(connection, REGISTER)
    send_all(engine, vault, full_returns())
    return engine


def state(engine: Engine, vault: Vault, part: int, whole: int) -> None:
    row = {"rate_name": RATE, "part": part, "whole": whole, "stated": 100_00}
    send(engine, vault, CODES[offices.ICT], rows("stated_rates", row), hour=1)


def judged(engine: Engine) -> list[tuple[str, str, str, str | None]]:
    with reading(engine) as connection:
        raised = judge_stated_rates(connection, COLLECTION, REGISTER)
    return [
        (one.finding.rule, one.finding.cell, one.finding.message, one.unit_code)
        for one in raised
        if one.unit_code == CODES[offices.ICT]  # others state strays
    ]


def test_every_rate_that_may_be_stated_has_a_measure() -> None:
    assert set(MEASURES) == set(STATED_RATES)


def test_stated_parts_are_held_against_the_computed_ones(filed: Engine, vault: Vault) -> None:
    state(filed, vault, 9, 9)
    tail = "请与有关台账逐条核对：本表填错的请改正，台账有误的请更正台账；口径不同的，请说明。"
    assert judged(filed) == [
        (
            "RAT-008",
            cell,
            f"「比率核对表」{cell}：{RATE}{label}填了 9，"
            f"按已采用的报表和台账计算为 {computed}，{tail}",
            CODES[offices.ICT],
        )
        for cell, label, computed in (("C5", "分子", 0), ("D5", "分母", 1))
    ]


def test_one_too_many_is_asked_about(filed: Engine, vault: Vault) -> None:
    state(filed, vault, 1, 1)
    assert [one[:2] for one in judged(filed)] == [("RAT-008", "C5")]


def test_parts_that_agree_are_not_spoken_of(filed: Engine, vault: Vault) -> None:
    state(filed, vault, 0, 1)
    assert judged(filed) == []


def test_nothing_is_checked_while_a_unit_is_awaited(filed: Engine, vault: Vault) -> None:
    state(filed, vault, 9, 9)
    send(filed, vault, CODES[offices.ICT], returned("smart_campus"), hour=2)
    [(rule, cell, message, _)] = judged(filed)
    assert (rule, cell) == ("RAT-009", "C5")
    assert message == (
        f"「比率核对表」C5：{RATE}暂不核对：还有 1 个单位未报齐或退回待改，报齐后自动核对，无需处理。"
    )


def test_the_rates_of_the_sample_agree_with_its_returns(district: District) -> None:
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        assert judge_stated_rates(connection, COLLECTION, workspace.register) == []


def test_a_standard_that_is_not_in_force_is_told_once() -> None:
    assert lapsed_standards(COLLECTION) == []
    [raised] = lapsed_standards(in_year(2021))
    assert (raised.unit_code, raised.finding.rule, raised.finding.severity.value) == (
        None,
        "STD-001",
        "note",
    )
    assert raised.finding.message == (
        "国家助学贷款额度在 2021-09-01 不在施行期内，以下校验没有进行：LON-003（贷款金额高于额度）。"
        "如已有新标准，请联系系统维护人员补录，补录后自动重新校验。"
    )
    told = lapsed_standards(in_year(2019))
    assert len({one.finding.about for one in told}) == len(told)
