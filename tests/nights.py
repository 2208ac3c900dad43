"""Whole nights on a real Prefect server, and the sample district run through two of them once.

A plugin of the whole suite: the tests of `flows`, `pipeline` and `cli` ask for the same finished
district. What is heavy is imported where it is used, so that a test of a declaration starts at once.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from indicators.computation import IndicatorValue
    from pipeline.results.unit_states import UnitState

_DISTRICT = {"district", "own_district"}
_ROOMS = ("tests/flows", "tests/pipeline", "tests/cli")
SAMPLES = Path(__file__).resolve().parents[1] / "sample_inputs" / "2020"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of whole nights by file; those that share the finished district in one process.

    A server of Prefect's and the finished district take long, so what needs them stays together.
    """
    for item in items:
        if "sample" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("sample"))
        if any(room in item.path.as_posix() for room in _ROOMS):
            shares = _DISTRICT & set(getattr(item, "fixturenames", ()))
            group = "district" if shares else item.path.stem
            item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A real server. Runs in this process need no heartbeat, whose thread ends on whole seconds."""
    from prefect.flow_engine import BaseFlowRunEngine
    from prefect.testing.utilities import prefect_test_harness

    with pytest.MonkeyPatch.context() as patch, prefect_test_harness(server_startup_timeout=180):
        patch.setattr(BaseFlowRunEngine, "heartbeat_seconds", None)
        yield


@pytest.fixture(scope="session")
def kept_processes() -> Iterator[None]:
    """Reading and marking processes live as long as the tests of this process, not a night each."""
    from returns.sandbox import marking_pool, reader_pool
    from tests.kept_processes import KeptSandbox

    with pytest.MonkeyPatch.context() as patch:
        for module in (reader_pool, marking_pool):
            patch.setattr(module, "Sandbox", KeptSandbox)
        yield
        KeptSandbox.stop_all()


@pytest.fixture(scope="session")
def environment() -> Callable[[Path], None]:
    """Point the settings at a data folder, with the sample district's register."""

    def point(data_dir: Path) -> None:
        os.environ["HUIZONG_DATA_DIR"] = str(data_dir)
        os.environ["HUIZONG_UNIT_REGISTER"] = str(SAMPLES / "register.csv")

    return point


@dataclass
class Night:
    """What a run returned, and the state of the district after it."""

    result: dict[str, Any]
    states: dict[str, "UnitState"]
    totals: dict[str, "IndicatorValue"]


def look(result: dict[str, Any]) -> Night:
    from indicators.computation import compute
    from pipeline.results.unit_states import unit_states
    from pipeline.settings import Settings
    from pipeline.workspace import Workspace
    from warehouse.engine import reading

    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        computed = compute(connection, workspace.collection, workspace.register)
    return Night(
        result,
        {state.unit.name: state for state in unit_states(workspace)},
        {one.indicator.id: one for one in computed},
    )


@dataclass
class District:
    """The sample district after the first round and after the corrections."""

    data_dir: Path
    first: Night
    corrected: Night


@pytest.fixture(scope="session")
def _district(
    prefect_server: None,
    kept_processes: None,
    environment: Callable[[Path], None],
    tmp_path_factory: pytest.TempPathFactory,
) -> District:
    from flows.nightly import nightly

    data_dir = tmp_path_factory.mktemp("district")
    environment(data_dir)
    first = look(nightly("2020", str(SAMPLES / "first_round")))
    shutil.copytree(data_dir / "outbox" / "2020", data_dir / "outbox_of_the_first_round")
    corrected = look(nightly("2020", str(SAMPLES / "corrections")))
    return District(data_dir, first, corrected)


@pytest.fixture
def district(_district: District, environment: Callable[[Path], None]) -> District:
    """The finished district; read only."""
    environment(_district.data_dir)
    return _district


@pytest.fixture
def own_district(
    district: District, environment: Callable[[Path], None], tmp_path: Path
) -> District:
    """A copy of the finished district that may be changed."""
    data_dir = tmp_path / "data"
    shutil.copytree(district.data_dir, data_dir)
    environment(data_dir)
    return District(data_dir, district.first, district.corrected)


@pytest.fixture
def inbox(kept_processes: None, environment: Callable[[Path], None], tmp_path: Path) -> Path:
    """An empty data folder with an inbox holding three good returns."""
    environment(tmp_path / "data")
    inbox = tmp_path / "data" / "inbox"
    inbox.mkdir(parents=True)
    for name in ("第一小学", "第二小学", "第四小学"):
        shutil.copy(SAMPLES / "first_round" / f"{name}_2020年报表.xlsx", inbox)
    return inbox
