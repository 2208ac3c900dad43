"""Files stay short and the command line light. That imports flow one way is for import-linter."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (
    *("schemas", "returns", "warehouse", "indicators", "reports", "pipeline", "flows", "cli"),
    "sample_inputs",
)
MODULES = [
    path.relative_to(ROOT) for one in PACKAGES for path in sorted((ROOT / one).rglob("*.py"))
]


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
    modules = loaded_by("import cli\ntry:\n    cli.app(['--help'])\nexcept SystemExit:\n    pass")
    assert not modules & {"prefect", "pandas", "pandera", "sqlalchemy"}


def test_check_knows_no_prefect() -> None:
    modules = loaded_by("import cli.checking, pipeline.intake.batches, pipeline.workspace")
    assert "prefect" not in modules
