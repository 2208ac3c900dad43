"""These tests run real flows: each has Prefect's server, and reading processes that are kept."""

import pytest


@pytest.fixture(autouse=True)
def _with_prefect(prefect_server: None, kept_processes: None) -> None:
    """Started once for all tests of a process."""
