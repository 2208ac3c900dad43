"""What lies in a bundle, for both systems, without fetching a single wheel."""

import re
import zipfile
from pathlib import Path

import pytest
import yaml

from bundling.bundle import (
    FILES,
    INSTRUCTIONS,
    OWN_LOCK,
    ROOT,
    RUNTIME_LOCK,
    text_members,
    version_of,
)
from bundling.targets import PYTHONS, TARGETS, Locked, holds, read_lock
from returns.files.canonical_zip import pack

SYSTEMS = sorted(TARGETS)
INDEXES = re.compile(r"--(?:extra-)?index-url|--find-links (?!wheels)|file:|pypi|simple/", re.I)


@pytest.fixture(params=SYSTEMS)
def system(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def members(system: str) -> dict[str, bytes]:
    return dict(text_members(TARGETS[system], PYTHONS))


@pytest.mark.parametrize("name", ["install", "huizong", "start", "demo", "prefect", "environment"])
def test_each_system_has_its_scripts_only(
    members: dict[str, bytes], system: str, name: str
) -> None:
    ours, theirs = (".sh", ".cmd") if system == "linux" else (".cmd", ".sh")
    assert name + ours in members
    assert name + theirs not in members


def test_line_ends_and_marks_are_those_of_the_system() -> None:
    for name, content in text_members(TARGETS["windows"], PYTHONS):
        if name.endswith((".cmd", ".txt", ".md")):
            assert content.count(b"\n") == content.count(b"\r\n") > 0, name
        is_read = name.endswith((".txt", ".md"))  # cmd would take the mark for a command
        assert content.startswith(b"\xef\xbb\xbf") == is_read, name
    for name, content in text_members(TARGETS["linux"], PYTHONS):
        assert b"\r" not in content, name
        assert not content.startswith(b"\xef\xbb\xbf"), name


def test_no_address_of_an_index_and_no_path_of_this_machine(members: dict[str, bytes]) -> None:
    for name, content in members.items():
        text = content.decode()
        if name not in ("README.zh-CN.md", "docs/operations.md", "docs/install.md"):
            assert not INDEXES.search(text), name
        assert str(ROOT) not in text, name
        assert str(Path.home()) not in text, name


def test_installation_asks_no_index_and_checks_every_hash() -> None:
    text = (FILES / "install.py").read_text(encoding="utf-8")
    assert '"--no-index", "--find-links", "wheels", "--require-hashes"' in text


def test_instructions_name_only_what_is_there(members: dict[str, bytes]) -> None:
    text = members[INSTRUCTIONS].decode("utf-8-sig")
    named = set(re.findall(r"(?<![\w\\/-])(?:docs/)?[\w.-]+\.(?:sh|cmd|md|lock|toml)\b", text))
    assert "install" in {name.partition(".")[0] for name in named}
    assert named <= members.keys() | {OWN_LOCK}
    assert "{version}" not in text
    assert f"huizong-{version_of(ROOT)}" in text


def test_scripts_call_only_what_is_there(members: dict[str, bytes], system: str) -> None:
    end = ".sh" if system == "linux" else ".cmd"
    for name, content in members.items():
        if name.endswith(end):
            called = re.findall(rf"(?:here/|~dp0)([\w.]+{re.escape(end)})", content.decode())
            assert set(called) <= members.keys(), name


def test_cmd_scripts_quote_their_own_folder() -> None:
    """`%~dp0` may hold spaces; `%CD%` and relative programs depend on where one stands."""
    for path in FILES.glob("*.cmd"):
        text = path.read_text(encoding="utf-8")
        for line in text.splitlines():
            for place in re.finditer(r"%~dp0", line):
                assert line[: place.start()].count('"') % 2 == 1, f"{path.name}: {line}"
        # Labels are sought by bytes: what cmd cannot count must come after the last of them.
        before, label, _ = text.rpartition("\n:")
        assert not label or before.isascii(), path.name


def test_deployments_name_installed_modules(members: dict[str, bytes]) -> None:
    document = yaml.safe_load(members["prefect.yaml"])
    ours = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    for made, source in zip(document["deployments"], ours["deployments"], strict=True):
        module, _, flow = made["entrypoint"].rpartition(".")
        assert (ROOT / f"{module.replace('.', '/')}.py").exists()
        assert f"def {flow}(" in (ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8")
        assert {**made, "entrypoint": ""} == {**source, "entrypoint": ""}
    (step,) = document["pull"]
    assert list(step.values()) == [{"directory": "{{ $HUIZONG_HOME }}"}]


def test_the_runtime_lock_is_part_of_the_lock() -> None:
    whole = {str(one.requirement): one for one in _lock("requirements.lock")}
    pins = {one.requirement.name: one for one in whole.values()}
    runtime = _lock(RUNTIME_LOCK)
    assert len(runtime) > 100
    for one in runtime:
        assert one.requirement.specifier == pins[one.requirement.name].requirement.specifier
        assert set(one.hashes) == set(pins[one.requirement.name].hashes), one.requirement.name
    assert not {one.requirement.name for one in runtime} & {"pytest", "mypy", "ruff", "hypothesis"}


def _lock(name: str) -> list[Locked]:
    return list(read_lock((ROOT / name).read_text(encoding="utf-8")))


def test_markers_are_weighed_for_the_target() -> None:
    lines = {one.requirement.name: one for one in _lock(RUNTIME_LOCK)}
    assert holds(lines["pywin32"], TARGETS["windows"], "3.11")
    assert not holds(lines["pywin32"], TARGETS["linux"], "3.11")
    assert holds(lines["async-timeout"], TARGETS["linux"], "3.11")  # 3.11.0 to 3.11.2 need it
    assert not holds(lines["async-timeout"], TARGETS["linux"], "3.12")
    assert ";" not in lines["pywin32"].line


def test_the_same_members_give_the_same_bytes(tmp_path: Path) -> None:
    first, again = (pack(text_members(TARGETS["linux"], PYTHONS)) for _ in range(2))
    assert first == again
    (tmp_path / "bundle.zip").write_bytes(first)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        assert INSTRUCTIONS in archive.namelist()
