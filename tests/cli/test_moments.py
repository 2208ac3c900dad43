"""What is written without an offset is Beijing time, as everything that is shown."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cli import app
from cli.moments import moment, shown
from flows.nightly import nightly
from pipeline.beijing import BEIJING
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from warehouse.engine import writing
from warehouse.tables import in_force, submission


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2020-12-31T18:00:00", "2020-12-31T10:00:00"),
        ("2020-12-31 18:00", "2020-12-31T10:00:00"),
        ("2020-12-31T18:00:00Z", "2020-12-31T18:00:00"),
        ("2020-12-31T18:00:00+08:00", "2020-12-31T10:00:00"),
        ("2020-12-31T18:00:00-05:00", "2020-12-31T23:00:00"),
        ("2020-12-31", "2020-12-31T15:59:59.999999"),
        (" 2021-01-01 ", "2021-01-01T15:59:59.999999"),
    ],
)
def test_a_moment_is_read_as_beijing_time(text: str, utc: str) -> None:
    assert moment(text) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_a_moment_is_shown_as_beijing_time() -> None:
    assert shown(moment("2020-12-31T18:00:00Z")) == "北京时间 2021-01-01 02:00:00"


@pytest.mark.parametrize("text", ["昨天", "2020-13-01", "18:00", ""])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="不是时间，请写成 2020-12-31"):
        moment(text)


def reported(as_of: str) -> str:
    """How many of the units stand behind the guards, as the table shows it."""
    result = CliRunner().invoke(app, ["totals", "--as-of", as_of], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    title = f"全区指标（截至{shown(moment(as_of))} 收到的报表）"
    assert title in result.output
    (line,) = [line for line in result.output.splitlines() if "│ 专兼职保安 " in line]
    return line.split("│")[6].strip()


def test_totals_until_a_moment_in_beijing(inbox: Path) -> None:
    """Three returns that came on the last evening of the year, at half past eleven in Beijing."""
    nightly("2020")
    arrived = datetime(2020, 12, 31, 23, 30, tzinfo=BEIJING)
    with writing(Workspace(Settings(), "2020").engine) as connection:
        connection.execute(submission.update().values(received_at=arrived))
        connection.execute(in_force.update().values(since=arrived))
    before = (arrived - timedelta(seconds=1)).astimezone(UTC)
    for as_of, count in {
        "2020-12-30": "0/91",
        "2020-12-31T23:29:59": "0/91",
        f"{before:%Y-%m-%dT%H:%M:%SZ}": "0/91",
        "2020-12-31T23:30": "3/91",
        "2020-12-31T15:30:00Z": "3/91",
        "2020-12-31": "3/91",
    }.items():
        assert reported(as_of) == count, as_of


def test_the_help_says_which_time() -> None:
    for command in ("totals", "explain"):
        said = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "300"}).output
        assert "北京时间" in said and "当天结束" in said and "Beijing time" in said
