"""A clock that is set back between two nights: what came last counts, and the clock is told of."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.nightly import nightly
from pipeline import processing
from pipeline.beijing import BEIJING
from pipeline.processing import set_back
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.flows.run_page.test_artifacts import artifact
from tests.nights import SAMPLES, look
from tests.pipeline.test_one_cell import correct
from warehouse.engine import reading
from warehouse.ledger import Run
from warehouse.submissions import last_received_at

pytestmark = pytest.mark.usefixtures("prefect_server")

NOON = datetime(2020, 12, 1, 4, 0, tzinfo=UTC)


def set_clock(monkeypatch: pytest.MonkeyPatch, ahead: timedelta) -> None:
    class Moved(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime.now(UTC) + ahead

    monkeypatch.setattr(processing, "datetime", Moved)


def test_a_correction_of_a_night_whose_clock_was_set_back_is_in_force(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first = look(nightly("2020"))
    source = SAMPLES / "first_round" / "第一小学_2020年报表.xlsx"
    assert correct(source, inbox / "第一小学_平安校园_更正.xlsx", "平安校园", "D7", 5) == 3
    set_clock(monkeypatch, timedelta(hours=-30))
    with caplog.at_level(logging.WARNING):
        second = look(nightly("2020"))
    before, after = (night.totals["guards_total"].value for night in (first, second))
    assert before is not None and after == before + 2
    told = "报表按收到的先后算，不受影响"
    assert told in caplog.text
    assert told in artifact("night-2020")
    assert nightly("2020")["files"] == []
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        last = last_received_at(connection, "2020")
    assert last is not None and last > datetime.now(UTC) - timedelta(hours=1)


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        (timedelta(seconds=5), ""),
        (
            timedelta(hours=2),
            "机器的时钟现在是 2020-12-01 12:00，比以前的一次运行（2020-12-01 14:00）还早，"
            "请核对系统时间；报表按收到的先后算，不受影响",
        ),
    ],
)
def test_what_is_said_of_the_clock(ahead: timedelta, told: str) -> None:
    earlier = Run(1, "2020", NOON + ahead, None, None, {}, {})
    assert set_back(NOON, [earlier], None) == told
    assert set_back(NOON, [], (NOON + ahead).astimezone(BEIJING)) == told
    assert set_back(NOON, [], None) == ""
