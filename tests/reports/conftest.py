"""Reports over the small hand-made district: complete, and with a school still missing."""

import pytest
from sqlalchemy import Engine

from flows.report import gather_from
from reports.report import Report
from tests.indicators.conftest import district, filed  # noqa: F401 - fixtures
from tests.indicators.district import COLLECTION, PRIMARY, REGISTER, full_returns, send_all
from warehouse.vault import Vault


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """Rendering knows no database: one kind is enough."""
    return sqlite_engine


@pytest.fixture
def complete(filed: Engine) -> Report:  # noqa: F811
    return gather_from(filed, COLLECTION, REGISTER)


@pytest.fixture
def provisional(district: Engine, vault: Vault) -> Report:  # noqa: F811
    """The same without one primary school."""
    returns = full_returns()
    del returns[PRIMARY]
    send_all(district, vault, returns)
    return gather_from(district, COLLECTION, REGISTER)
