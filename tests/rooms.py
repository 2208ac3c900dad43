"""Our packages, as pyproject.toml names them: what is built, and from top to bottom who imports whom."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
PACKAGES = tuple(
    name.removesuffix("*") for name in TOOLS["setuptools"]["packages"]["find"]["include"]
)
