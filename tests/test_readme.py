"""README and its Chinese sister say the same, and what the program has: commands, settings, keys."""

import re
from pathlib import Path

from cli import app
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
DOCS = ROOT / "docs"
# Given by Prefect or the machine, or told in the operations page alone.
_COMMAND = re.compile(r"^\| `huizong ([a-z-]+)[^|]*\|", re.M)
_CONTRACT = re.compile(r"^\| `([a-z-]+)` \| `([\[{].*?[\]}])`(?=[ ,;；，]|$)", re.M)


def commands(page: Path) -> list[str]:
    return _COMMAND.findall(page.read_text("utf-8"))


def test_both_name_every_command_in_one_order() -> None:
    registered = {one.name for one in app.registered_commands}
    assert commands(ENGLISH) == commands(CHINESE)
    assert sorted(commands(ENGLISH)) == sorted(registered)


def test_both_show_the_same_calls() -> None:
    calls = [
        re.findall(r"^\| (`huizong [^`]+`)", page.read_text("utf-8"), re.M)
        for page in (ENGLISH, CHINESE)
    ]
    assert calls[0] == calls[1]


def test_both_tell_every_setting() -> None:
    for page in (DOCS / "own_data.md", DOCS / "own_data.zh-CN.md"):
        text = page.read_text("utf-8")
        told = set(re.findall(r"^ *#? ?([a-z_]+) = .*# HUIZONG_([A-Z_]+)", text, re.M))
        assert {name for name, _ in told} == set(Settings.model_fields), page.name
        assert all(name.upper() == variable for name, variable in told)


def test_both_tell_the_same_keys() -> None:
    english, chinese = (
        dict(_CONTRACT.findall((DOCS / name).read_text("utf-8")))
        for name in ("contracts.md", "contracts.zh-CN.md")
    )
    assert english == chinese
    assert len(english) == 7


def test_the_readme_fits_a_few_screens() -> None:
    for page in (ENGLISH, CHINESE):
        assert len(page.read_text("utf-8").splitlines()) <= 185
