"""Figures and relations by a standard that is not in force: not computable with a reason, no crash."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from indicators.computation import ValueStatus, compute
from indicators.definitions import INDICATORS
from indicators.lineage import explain
from indicators.quoting import Verdict
from indicators.relations import RelationVerdict, judge_relations
from schemas.collections import Collection
from tests.indicators.district import COLLECTION, REGISTER
from warehouse.engine import reading


def in_year(year: int) -> Collection:
    return replace(COLLECTION, stock_date=COLLECTION.stock_date.replace(year=year))


# Before most standards, around the collection, and after those that have ended.
@pytest.mark.parametrize("year", [1990, 2019, 2020, 2021, 2022])
def test_every_figure_and_relation_has_an_outcome_in_every_year(filed: Engine, year: int) -> None:
    collection = in_year(year)
    with reading(filed) as connection:
        values = compute(connection, collection, REGISTER)
    assert [one.indicator.id for one in values] == list(INDICATORS)
    assert all(one.detail for one in judge_relations(values, collection))


def test_a_figure_by_a_standard_that_has_not_begun_says_so(filed: Engine) -> None:
    collection = in_year(2014)
    with reading(filed) as connection:
        values = {one.indicator.id: one for one in compute(connection, collection, REGISTER)}
        explained = explain(connection, "guard_standard_coverage", collection, REGISTER)
    guards = values["guard_standard_coverage"]
    assert (guards.value, guards.status) == (None, ValueStatus.NOT_COMPUTABLE)
    assert guards.judgement.reason == "2014-09-01 没有施行中的标准（GB/T 29315-2022），不作计算"
    assert guards.judgement.verdict is not Verdict.AGREES
    assert explained.contributions == ()


def test_a_relation_by_a_standard_that_has_ended_says_so(filed: Engine) -> None:
    collection = in_year(2021)
    with reading(filed) as connection:
        values = compute(connection, collection, REGISTER)
    ended = {
        one.relation.id: one.detail
        for one in judge_relations(values, collection)
        if "没有施行中的标准" in one.detail
    }
    assert list(ended.values()) == ["2021-09-01 没有施行中的标准（国家助学贷款额度），不作判断"]
    verdicts = {one.relation.id: one.verdict for one in judge_relations(values, collection)}
    assert {verdicts[relation] for relation in ended} == {RelationVerdict.NOT_COMPUTABLE}
