"""Consoles that have not every character: no command dies of a name, and JSON stays JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.nights import SAMPLES

RARE = "𠮷镕小学"  # neither character is in GB2312, the first not in GBK


@pytest.fixture
def environment_of_a_rare_school(tmp_path: Path) -> dict[str, str]:
    register = tmp_path / "register.csv"
    text = (SAMPLES / "register.csv").read_text(encoding="utf-8-sig")
    assert "第一小学" in text
    register.write_text(text.replace("第一小学", RARE), encoding="utf-8-sig")
    return {
        **os.environ,
        "HUIZONG_DATA_DIR": str(tmp_path / "data"),
        "HUIZONG_UNIT_REGISTER": str(register),
        "PYTHONIOENCODING": "gbk",
    }


def huizong(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from cli import main; main()", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=False)


def test_the_status_of_a_school_with_a_rare_character(
    environment_of_a_rare_school: dict[str, str],
) -> None:
    done = huizong(environment_of_a_rare_school, "status")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "?镕小学" in done.stdout.decode("gbk")


def test_json_loses_nothing(environment_of_a_rare_school: dict[str, str]) -> None:
    done = huizong(environment_of_a_rare_school, "status", "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert RARE in {unit["name"] for unit in json.loads(done.stdout.decode("gbk"))}


def test_a_mistake_is_told_with_a_rare_character(
    environment_of_a_rare_school: dict[str, str],
) -> None:
    done = huizong(environment_of_a_rare_school, "template", "--unit", "𠮷校", "-o", "没有")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert "名册中没有“?校”" in done.stderr.decode("gbk")
