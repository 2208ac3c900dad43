"""Reports over the small hand-made district: complete, and with a school still missing.

Each is gathered once: rendering alters nothing.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.results.report import gather_from
from reports.report import Report
from tests.indicators.district import COLLECTION, PRIMARY, REGISTER, full_returns, send_all
from warehouse.engine import connect, writing
from warehouse.register import store_register
from warehouse.submissions import FormRows
from warehouse.vault import Vault


@pytest.fixture(scope="session")
def complete(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    return _gathered(migrated_sqlite, tmp_path_factory.mktemp("complete"), full_returns())


@pytest.fixture(scope="session")
def provisional(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The same without one primary school."""
    returns = full_returns()
    del returns[PRIMARY]
    return _gathered(migrated_sqlite, tmp_path_factory.mktemp("provisional"), returns)


def _gathered(empty: Path, folder: Path, returns: Mapping[str, list[FormRows]]) -> Report:
    """Rendering knows no database: one kind is enough."""
    engine = connect(f"sqlite:///{shutil.copy(empty, folder / 'warehouse.db')}")
    with writing(engine) as connection:
        store_register(connection, REGISTER)
    send_all(engine, Vault(bytes(range(32))), returns)
    report = gather_from(engine, COLLECTION, REGISTER)
    engine.dispose()
    return report
