"""The wheels of a bundle: those of the lock, fetched for the target, and huizong's own."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from bundling.targets import Target, holds, read_lock
from returns.files.canonical_zip import canonical

_ROOT = Path(__file__).resolve().parent.parent


def _sources() -> list[str]:
    """What the wheel is built from: our packages, as pyproject.toml names them, and what describes it."""
    told = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = told["tool"]["setuptools"]["packages"]["find"]["include"]
    return [*(name.removesuffix("*") for name in packages), "pyproject.toml", "README.md"]


_ZIP_EPOCH = "315532800"  # 1980-01-01: the build tool dates the members of the wheel by it


def fetch(lock: str, target: Target, pythons: Iterable[str], folder: Path) -> None:
    """Download the wheels of a lock for a system and its Pythons into `folder`, hashes checked.

    Raises CalledProcessError when pip fails, e.g. as a package has no wheel for the target.
    """
    for python in pythons:
        lines = [one.line for one in read_lock(lock) if holds(one, target, python)]
        with TemporaryDirectory() as scratch:
            wanted = Path(scratch) / "wanted.txt"
            wanted.write_text("\n".join(lines) + "\n", encoding="utf-8")
            subprocess.run(
                [
                    *(_python_with_pip(), "-m", "pip", "download", "--quiet"),
                    *("--disable-pip-version-check", "--no-deps", "--require-hashes"),
                    *("--only-binary=:all:", "--implementation", "cp", "--python-version", python),
                    *(f"--platform={tag}" for tag in target.platforms),
                    *("--requirement", str(wanted), "--dest", str(folder)),
                ],
                check=True,
                cwd=scratch,  # pip must not take a folder of ours for one of its modules
            )


def _python_with_pip() -> str:
    """This interpreter, or the one that its environment was made from."""
    if importlib.util.find_spec("pip"):
        return sys.executable
    return str(Path(sys.base_prefix) / ("python.exe" if os.name == "nt" else "bin/python3"))


def build_own(root: Path, folder: Path) -> Path:
    """Build huizong's wheel into `folder`; the same sources give the same bytes."""
    with TemporaryDirectory() as scratch:
        # From a copy: the build tool leaves a build/ behind and packs what an earlier one left.
        copy = Path(scratch) / "source"
        copy.mkdir()
        for name in _sources():
            source = root / name
            if source.is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
                shutil.copytree(source, copy / name, ignore=ignored)
            else:
                shutil.copy(source, copy / name)
        subprocess.run(
            [
                *(sys.executable, "-c"),
                "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])",
                str(scratch),
            ],
            check=True,
            cwd=copy,
            env={**os.environ, "SOURCE_DATE_EPOCH": _ZIP_EPOCH},
            stdout=subprocess.DEVNULL,
        )
        (built,) = Path(scratch).glob("huizong-*.whl")
        wheel = folder / built.name
        wheel.write_bytes(canonical(built.read_bytes()))
    return wheel


def pin(wheel: Path) -> str:
    """The line of a lock for a wheel of ours."""
    name, version = wheel.name.split("-")[:2]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"{name}=={version} --hash=sha256:{digest}\n"
