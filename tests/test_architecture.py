"""Files stay short and the command line light. That imports flow one way is for import-linter."""

import os
import subprocess
import sys

from tests.rooms import PACKAGES, ROOT, TOOLS

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


def test_the_lists_of_our_packages_are_one() -> None:
    """What is built is also linted and typed, and has its floor in the contract of layers."""
    built, contracts = set(PACKAGES), TOOLS["importlinter"]["contracts"]
    assert built == set(TOOLS["importlinter"]["root_packages"])
    assert built == set(TOOLS["mypy"]["packages"]) - {"bundling", "comparison"}
    assert built == {room for floor in contracts[0]["layers"] for room in floor.split(" | ")}


def test_the_picture_of_the_rooms_is_that_of_the_imports() -> None:
    drawn = subprocess.run(
        [
            *(sys.executable, "-c"),
            "import draw_rooms as d; print(d.picture(d.imports_between_rooms()), end='')",
        ],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'docs'}"},
    )
    picture = ROOT / "docs" / "images" / "rooms.svg"
    assert drawn.stdout.decode("utf-8") == picture.read_text("utf-8"), "run `make docs`"
