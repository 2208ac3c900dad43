"""The small district of `district`, empty or with everything filed."""

import pytest
from sqlalchemy import Engine

from tests.indicators.district import REGISTER, full_returns, send_all
from warehouse.engine import writing
from warehouse.register import store_register
from warehouse.vault import Vault


@pytest.fixture
def district(engine: Engine) -> Engine:
    """A warehouse that knows the units and nothing else."""
    with writing(engine) as connection:
        store_register(connection, REGISTER)
    return engine


@pytest.fixture
def filed(district: Engine, vault: Vault) -> Engine:
    """The warehouse after every unit has filed all that it owes."""
    send_all(district, vault, full_returns())
    return district
