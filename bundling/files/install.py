"""Sets huizong up beside this file, from the wheels beside it. May be run again.

Standard library only, and nothing that Python 3.6 does not parse: telling their owners that they
are too old is its first task. `--suits` only answers whether this Python will do.
"""

import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
IS_WINDOWS = os.name == "nt"
LONGEST_PATH = 259  # Windows without long paths
GLIBC = (2, 28)  # what the wheels were built for


class Refused(Exception):
    """The message says in Chinese what is missing and what to do."""


def main() -> int:
    """Install, telling the operator what happens; 3 when something is missing."""
    about = json.loads((HERE / "bundle.json").read_text(encoding="utf-8"))
    try:
        check_python(about)
        if "--suits" in sys.argv:
            return 0
        check_machine(about)
        check_paths()
        home = working_folder()
        say(f"1/3 建立 Python 环境（Python {platform.python_version()}）")
        make_environment()
        say(f"2/3 安装汇总 {about['version']}，不连网络，大约一两分钟")
        install()
        say(f"3/3 准备工作文件夹 {home}")
        prepare(home)
    except Refused as refused:
        say(f"没有装成：{refused}")
        return 3
    end = ".cmd" if IS_WINDOWS else ".sh"
    say(f"安装完成。运行 demo{end} 看演示，start{end} 开始试点；详见 安装说明.txt。")
    return 0


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def check_python(about: Any) -> None:
    this = ".".join(str(part) for part in sys.version_info[:2])
    if this not in about["pythons"]:
        raise Refused(f"这个 Python 是 {this}，需要 {'、'.join(about['pythons'])} 之一")
    if sys.maxsize < 2**32:
        raise Refused("这个 Python 是 32 位的，需要 64 位的")
    for name in ("_sqlite3", "_ssl", "zlib"):  # a Python compiled by hand may lack them
        if importlib.util.find_spec(name) is None:
            raise Refused(f"这个 Python 缺少 {name.lstrip('_')} 模块，请换一个完整的")


def check_machine(about: Any) -> None:
    system = "windows" if IS_WINDOWS else sys.platform
    if system != about["system"]:
        raise Refused(f"这个安装包是 {about['system']} 用的，本机是 {system}")
    if platform.machine().lower() != about["machine"].lower():
        raise Refused(f"这个安装包用于 {about['machine']} 处理器，本机是 {platform.machine()}")
    library, version = platform.libc_ver()
    if library == "glibc" and tuple(int(part) for part in version.split(".")[:2]) < GLIBC:
        raise Refused(f"系统的 glibc 是 {version}，需要 {'.'.join(map(str, GLIBC))} 以上")


def check_paths() -> None:
    """Unpacked too deep, Windows would stop somewhere in the middle, in English, about a file."""
    if not IS_WINDOWS or long_paths_enabled():
        return
    deepest = 0
    for wheel in (HERE / "wheels").glob("*.whl"):
        with zipfile.ZipFile(str(wheel)) as archive:
            deepest = max([deepest] + [len(name) for name in archive.namelist()])
    length = len(str(VENV / "Lib" / "site-packages")) + 1 + deepest
    if length > LONGEST_PATH:
        raise Refused(
            f"文件夹太深，装好后最长的路径有 {length} 个字符，Windows 只许 {LONGEST_PATH} 个。"
            "请把安装包移到更短的路径，例如 D:\\huizong"
        )


def long_paths_enabled() -> bool:
    if sys.platform == "win32":
        import winreg

        place = r"SYSTEM\CurrentControlSet\Control\FileSystem"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
                return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
        except OSError:
            return False
    return True


def working_folder() -> Path:
    """Beside the bundle, not in it: the next version is unpacked beside this one and finds it."""
    return Path(os.environ.get("HUIZONG_HOME") or HERE.parent / "huizong-home").absolute()


def make_environment() -> None:
    if VENV.exists():
        try:
            shutil.rmtree(str(VENV))
        except OSError as error:
            raise Refused(f"旧的 .venv 删不掉（{error}）。请先停止正在运行的汇总") from error
    if run(sys.executable, "-m", "venv", str(VENV)) != 0:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise Refused(f"建不了 Python 环境，原因见上。Debian、统信等系统请先安装 {package}")


def install() -> None:
    python = VENV / "Scripts" / "python.exe" if IS_WINDOWS else VENV / "bin" / "python"
    pip = [str(python), "-m", "pip", "--isolated", "--disable-pip-version-check", "install"]
    offline = ["--quiet", "--no-index", "--find-links", "wheels", "--require-hashes"]
    locks = ["-r", "requirements.runtime.lock", "-r", "huizong.lock"]
    if run(*pip, *offline, *locks) != 0:
        raise Refused("wheels 里的文件装不上，原因见上。请重新解压安装包再试")


def run(*command: str) -> int:
    environment = dict(os.environ, PIP_CONFIG_FILE=os.devnull)
    for name in ("PYTHONHOME", "PYTHONPATH"):
        environment.pop(name, None)
    return subprocess.call(command, cwd=str(HERE), env=environment)


def prepare(home: Path) -> None:
    """The working folder. What the operator may have changed is left alone."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(str(HERE / "prefect.yaml"), str(home / "prefect.yaml"))
        if not (home / "huizong.toml").exists():
            (home / "收件").mkdir(exist_ok=True)
        for name in ("huizong.toml", "prefect.toml"):
            if (HERE / name).exists() and not (home / name).exists():
                shutil.copyfile(str(HERE / name), str(home / name))
    except OSError as error:
        raise Refused(f"工作文件夹写不进去（{error}）。可以用 HUIZONG_HOME 另指一个") from error
    if not IS_WINDOWS:
        for script in HERE.glob("*.sh"):
            script.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main())
