"""Imports flow one way, and the command line stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "schemas": set(),
    "returns": {"schemas"},
    "warehouse": {"schemas"},
    "indicators": {"schemas", "warehouse"},
    "reports": {"schemas", "indicators"},
    "flows": {"schemas", "returns", "warehouse", "indicators", "reports", "sample_inputs"},
    "sample_inputs": {"schemas", "returns"},
}
MODULES = [
    path.relative_to(ROOT) for package in ALLOWED for path in sorted((ROOT / package).rglob("*.py"))
]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_flow_one_way(module: Path) -> None:
    package = module.parts[0]
    ours = imported(ROOT / module) & ALLOWED.keys()
    assert ours - {package} <= ALLOWED[package]


@pytest.mark.parametrize("module", [m for m in MODULES if m.parts[0] != "flows"], ids=str)
def test_only_flows_know_prefect(module: Path) -> None:
    assert "prefect" not in imported(ROOT / module)


@pytest.mark.parametrize("module", [m for m in MODULES if m.parts[0] == "schemas"], ids=str)
def test_declarations_touch_no_files_and_no_database(module: Path) -> None:
    assert not imported(ROOT / module) & {"sqlalchemy", "openpyxl", "xlsxwriter", "python_calamine"}


def test_no_python_file_is_too_long() -> None:
    long = {
        str(path): lines
        for path in (*MODULES, *(p.relative_to(ROOT) for p in (ROOT / "tests").rglob("*.py")))
        if (lines := len((ROOT / path).read_text(encoding="utf-8").splitlines())) > 450
    }
    assert long == {}


def loaded_by(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(' '.join(sys.modules))"
    out = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(out.stdout.split())


def test_help_is_light() -> None:
    modules = loaded_by(
        "import flows.cli\ntry:\n    flows.cli.app(['--help'])\nexcept SystemExit:\n    pass"
    )
    assert not modules & {"prefect", "pandas", "pandera", "sqlalchemy"}


def test_check_knows_no_prefect() -> None:
    modules = loaded_by("import flows.cli.checking, flows.batches, flows.workspace")
    assert "prefect" not in modules
