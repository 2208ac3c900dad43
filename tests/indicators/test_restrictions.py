"""Every restriction in every definition matters: without it the figure of the district is another."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from indicators.algebra import Measure
from indicators.compiling import value_query
from indicators.coverage import Filings
from indicators.definitions import INDICATORS
from indicators.indicator import Indicator
from tests.indicators.district import COLLECTION, REGISTER
from tests.indicators.loosening import loosened
from warehouse.engine import reading

# Only units with such a stage have cohorts of it, so naming both says the same thing twice.
SAID_TWICE = {
    ("compulsory_retention_rate", "numerator: units 设有初中学段的学校"),
    ("dropout_rate_primary", "numerator: units 设有小学学段的学校"),
    ("dropout_rate_primary", "denominator: units 设有小学学段的学校"),
    ("dropout_rate_junior", "numerator: units 设有初中学段的学校"),
    ("dropout_rate_junior", "denominator: units 设有初中学段的学校"),
}
# Every kindergarten of the small district is inclusive; `test_populations` has one that is not.
ELSEWHERE = {("t_inclusive_coverage", "numerator: units 公办和普惠性民办幼儿园")}


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """What the rows of the district tell apart does not depend on the database."""
    return sqlite_engine


def measures(indicator: Indicator) -> Iterator[Measure]:
    yield indicator.measure
    if indicator.target is not None and indicator.target.underway is not None:
        yield indicator.target.underway


def test_no_restriction_is_idle(filed: Engine) -> None:
    def whole_numbers(connection: Connection, measure: Measure) -> list[tuple[int, ...]]:
        query = value_query(measure, filings)
        return [tuple(row) for row in connection.execute(query)]

    idle = set()
    with reading(filed) as connection:
        filings = Filings.read(connection, COLLECTION, REGISTER)
        for indicator in INDICATORS.values():
            for measure in measures(indicator):
                value = whole_numbers(connection, measure)
                idle |= {
                    (indicator.id, what)
                    for what, rest in loosened(measure)
                    if whole_numbers(connection, rest) == value
                }
    assert idle == SAID_TWICE | ELSEWHERE
