"""The small district of `samples`, in a warehouse."""

import pytest
from sqlalchemy import Engine

from schemas.units import Register
from tests.warehouse.samples import make_register
from warehouse.engine import writing
from warehouse.register import store_register


@pytest.fixture
def register() -> Register:
    return make_register()


@pytest.fixture
def district(engine: Engine, register: Register) -> Engine:
    """The warehouse, with the register in it."""
    with writing(engine) as connection:
        store_register(connection, register)
    return engine
