"""Reports over the small hand-made district: complete, and with a school still missing."""

import pytest
from sqlalchemy import Engine

from indicators.computation import by_unit, compute, in_units
from indicators.coverage import Filings
from indicators.relations import judge_relations
from reports.report import Report, UnitShare
from tests.indicators.conftest import district, filed  # noqa: F401 - fixtures
from tests.indicators.district import COLLECTION, PRIMARY, REGISTER, full_returns, send_all
from warehouse.engine import reading
from warehouse.vault import Vault


def report_of(engine: Engine) -> Report:
    with reading(engine) as connection:
        computed = compute(connection, COLLECTION, REGISTER)
        filings = Filings.read(connection, COLLECTION, REGISTER)
        shares = {
            one.indicator.id: [
                UnitShare(
                    REGISTER[code].name if code in REGISTER else code,
                    in_units(above, one.indicator.measure.scale),
                    None if below is None else in_units(below, 0),
                )
                for (at, code), (above, below) in by_unit(
                    connection, filings, one.indicator.measure
                ).items()
                if at == 0
            ]
            for one in computed
            if one.numerator is not None
        }
    missing = {one.indicator.id: [REGISTER[code].name for code in one.missing] for one in computed}
    return Report(COLLECTION, computed, judge_relations(computed, COLLECTION), shares, missing)


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """Rendering knows no database: one kind is enough."""
    return sqlite_engine


@pytest.fixture
def complete(filed: Engine) -> Report:  # noqa: F811
    return report_of(filed)


@pytest.fixture
def provisional(district: Engine, vault: Vault) -> Report:  # noqa: F811
    """The same without one primary school."""
    returns = full_returns()
    del returns[PRIMARY]
    send_all(district, vault, returns)
    return report_of(district)
