"""The bundle as a bureau gets it: built, unpacked, installed and run with the network refused."""

import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bundling.bundle import write_bundle
from bundling.targets import PYTHONS, TARGETS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="runs the scripts for Linux"),
    pytest.mark.xdist_group("bundle"),
]
THIS_PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
# A network of its own, with nothing but the loopback that Prefect's server needs.
_ALONE = ("unshare", "--net", "--map-root-user")
_INSIDE = 'ip link set lo up && exec "$@"'
# Where that is not permitted: whoever asks an index or a proxy meets a closed port.
_CLOSED = "http://127.0.0.1:9"
_REFUSED = {
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), _CLOSED),
    **dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost"),
    "PIP_INDEX_URL": _CLOSED,
}


def can_be_alone() -> bool:
    if not shutil.which("unshare") or not shutil.which("ip"):
        return False
    tried = subprocess.run(
        [*_ALONE, "sh", "-c", _INSIDE, "sh", "true"], check=False, capture_output=True
    )
    return tried.returncode == 0


def run(*command: str, cwd: Path, **variables: str) -> str:
    """Run with no variables but these and no network; what it said, on one line."""
    if can_be_alone():
        command = (*_ALONE, "sh", "-c", _INSIDE, "sh", *command)
    else:
        variables = {**_REFUSED, **variables}
    done = subprocess.run(
        command,
        check=False,
        cwd=cwd,
        env={"PATH": os.defpath + ":/usr/sbin:/sbin", **variables},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said.replace("\n", "")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle for this system and Python in a folder with a space and Chinese in its name."""
    if THIS_PYTHON not in PYTHONS:
        pytest.skip(f"no bundle is made for Python {THIS_PYTHON}")
    if importlib.util.find_spec("setuptools") is None:
        pytest.skip("huizong's wheel needs setuptools to be built")
    scratch = tmp_path_factory.mktemp("bundle")
    bundle = write_bundle(TARGETS["linux"], [THIS_PYTHON], scratch)
    folder = scratch / "区局 文件" / "汇总 一"
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def installed(unpacked: Path) -> Path:
    said = run("sh", "install.sh", cwd=unpacked, PYTHON=sys.executable)
    assert "安装完成" in said
    return unpacked


def test_before_installation_the_scripts_say_what_to_do(unpacked: Path) -> None:
    if (unpacked / ".venv").exists():
        pytest.skip("installed already")
    done = subprocess.run(
        ["/bin/sh", "demo.sh"], check=False, cwd=unpacked, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 3
    assert "请先运行：sh install.sh" in done.stderr


def test_a_python_that_does_not_suit_is_named(unpacked: Path, tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.7.9 || exit 1\n', "utf-8")
    old.chmod(0o755)
    (tmp_path / "dirname").symlink_to(str(shutil.which("dirname")))
    done = subprocess.run(
        ["/bin/sh", str(unpacked / "install.sh")],
        check=False,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 3
    assert "Python 3.11、3.12 或 3.13" in done.stderr


def test_help(installed: Path, tmp_path: Path) -> None:
    assert "看各单位报送情况" in run(str(installed / "huizong.sh"), "--help", cwd=tmp_path)


def test_demo(installed: Path, tmp_path: Path) -> None:
    said = run(str(installed / "demo.sh"), cwd=tmp_path)
    assert "已引用 184 项" in said
    assert "相符 163 项" in said
    assert (installed / "demo" / "data" / "reports" / "2020" / "总结_2020.docx").exists()
    home = {path.name for path in (installed.parent / "huizong-home").iterdir()}
    assert home - {"prefect.toml"} == {
        "huizong.toml",
        "prefect.yaml",
        "收件",
    }  # no data of the demo


def test_installing_again_leaves_settings_alone(installed: Path) -> None:
    settings = installed.parent / "huizong-home" / "huizong.toml"
    settings.write_text('data_dir = "别处"\n', encoding="utf-8")
    run("sh", "install.sh", cwd=installed, PYTHON=sys.executable)
    assert settings.read_text(encoding="utf-8") == 'data_dir = "别处"\n'
    assert "汇总" in run("./huizong.sh", "--help", cwd=installed)
