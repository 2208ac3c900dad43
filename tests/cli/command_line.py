"""`huizong` as it is typed: in this process, with what it says and how it ends."""

import sys

import pytest

from cli import main


def typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str]:
    """The exit code and the one line on stderr of a command that cannot be done."""
    monkeypatch.setattr(sys, "argv", ["huizong", *arguments])
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main()
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return int(str(stopped.value.code)), said.err.strip()


def main_quietly(*arguments: str) -> None:
    """Run a command that must succeed; what it says is not looked at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["huizong", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
    assert stopped.value.code in (0, None)
