"""Runs on Windows and on Linux: nothing that only one of them has, and names that both allow."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest

from returns.workbooks.issues.issue_list import IssueList
from returns.workbooks.issues.slip import write_slip
from schemas.file_names import portable
from tests.rooms import PACKAGES, ROOT
from warehouse.vault import Place, Vault

CHECKED = (*PACKAGES, "bundling")
MODULES = [p.relative_to(ROOT) for name in CHECKED for p in sorted((ROOT / name).rglob("*.py"))]


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


POSIX_MODULES = words(
    "crypt fcntl grp nis ossaudiodev posix pty pwd resource spwd syslog termios tty"
)
POSIX_CALLS = {
    "os": words(
        "chown chroot fchmod fork forkpty getegid geteuid getgid getgroups getuid kill killpg "
        "lchown link mkfifo mknod nice readlink setegid seteuid setgid setpgid setsid setuid "
        "symlink sysconf uname wait"
    ),
    "signal": words(
        "SIGALRM SIGCHLD SIGHUP SIGKILL SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 alarm pause "
        "setitimer sigwait"
    ),
}
PLATFORM_CHECKS = re.compile(r"sys\.platform|os\.name|platform\.system|hasattr|IS_WINDOWS")


def parsed(module: Path) -> ast.Module:
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]
    return tree


def is_guarded(node: ast.AST) -> bool:
    """Whether it stands where its absence is provided for."""
    while (parent := getattr(node, "parent", None)) is not None:
        if isinstance(parent, ast.Try) and node in parent.body:
            return True
        if isinstance(parent, ast.If | ast.IfExp) and PLATFORM_CHECKS.search(
            ast.unparse(parent.test)
        ):
            return True
        if isinstance(parent, ast.With) and any(
            "suppress" in ast.unparse(item.context_expr) for item in parent.items
        ):
            return True
        node = parent
    return False


def posix_only(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name in POSIX_MODULES]
        elif isinstance(node, ast.ImportFrom) and node.module in POSIX_MODULES:
            names = [str(node.module)]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in POSIX_CALLS.get(node.value.id, ()):
                names = [f"{node.value.id}.{node.attr}"]
        elif isinstance(node, ast.keyword) and node.arg in ("preexec_fn", "shell"):
            names = [str(node.arg)]
        if names and not is_guarded(node):
            yield f"{getattr(node, 'lineno', '?')}: {', '.join(names)}"


def without_encoding(tree: ast.AST) -> Iterator[str]:
    """Calls that read or write text in whatever encoding the machine prefers: GBK, on Windows."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        keywords = {word.arg for word in node.keywords}
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
        texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
        is_text = False
        if method in ("read_text", "write_text"):
            is_text = len(node.args) <= (method == "write_text")
        elif name == "open" or (owner, method) in (("os", "fdopen"), ("io", "open")):
            is_text = not any("b" in str(mode) for mode in texts)
        elif method == "open" and owner != "os":
            # Of the many things that have an `open`, files are those given a mode, or nothing.
            modes = [t for t in texts if isinstance(t, str) and re.fullmatch(r"[rwxabt+]+", t)]
            is_text = ("b" not in modes[0]) if modes else not node.args
        elif keywords & {"text", "universal_newlines"}:
            is_text = True
        if is_text and "encoding" not in keywords:
            yield f"{node.lineno}: {ast.unparse(node.func)}"


def renames(tree: ast.AST) -> Iterator[str]:
    """`rename` refuses to go over a file on Windows and does not on Linux: `replace` is the same."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_of_os = ast.unparse(node.func) in ("os.rename", "os.renames")
            is_of_path = node.func.attr == "rename" and len(node.args) == 1 and not node.keywords
            if is_of_os or is_of_path:
                yield f"{node.lineno}: {ast.unparse(node.func)}"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_runs_on_both_systems(module: Path) -> None:
    tree = parsed(module)
    assert [*posix_only(tree)] == []
    assert [*without_encoding(tree)] == []
    assert [*renames(tree)] == []


@pytest.mark.parametrize(
    "code",
    [
        "import fcntl",
        "from resource import setrlimit",
        "import os\nos.kill(1, 9)",
        "import signal\nsignal.alarm(3)",
        "run(x, preexec_fn=f)",
        "run(x, shell=True)",
    ],
)
def test_the_check_finds_what_only_posix_has(code: str) -> None:
    assert [*posix_only(ast.parse(code))]


def test_the_check_lets_pass_what_is_provided_for(tmp_path: Path) -> None:
    code = "try:\n    import fcntl\nexcept ImportError:\n    pass\n"
    code += "if sys.platform != 'win32':\n    os.kill(1, 9)\n"
    (tmp_path / "module.py").write_text(code, encoding="utf-8")
    assert [*posix_only(parsed(tmp_path / "module.py"))] == []


@pytest.mark.parametrize(
    "code",
    [
        *("open(p)", "open(p, 'w')", "p.open()", "p.open('a')", "p.read_text()"),
        *("p.write_text(x)", "os.fdopen(d, 'w')", "run(c, text=True)"),
    ],
)
def test_the_check_finds_a_missing_encoding(code: str) -> None:
    assert [*without_encoding(ast.parse(code))]
    named = f"{code[:-1]}{', ' if '()' not in code else ''}encoding='utf-8')"
    assert not [*without_encoding(ast.parse(named))]


@pytest.mark.parametrize(
    "code", ["open(p, 'rb')", "p.open('xb')", "Vault.open(p)", "os.open(p, f)"]
)
def test_the_check_leaves_bytes_and_other_things_alone(code: str) -> None:
    assert not [*without_encoding(ast.parse(code))]


@pytest.mark.parametrize(
    "name", ["第一小学", "第一小学_2020年报表", "曹庵镇（本部）", "a.b", "COM10", "控辍"]
)
def test_good_names_stay(name: str) -> None:
    assert portable(name) == name


@pytest.mark.parametrize(
    "name",
    [
        *("曹庵小学:本部", "本部/分校", "a\\b", "报表?", "*", '"', "<>", "a|b", "x\n", "\x7f", ""),
        *("末尾.", "末尾 ", " 开头", ".", "..", "CON", "con.2020", "Prn", "LPT1", "com¹", "AUX."),
        *("很" * 100, "\ud800"),
    ],
)
def test_bad_names_become_good_ones(name: str) -> None:
    made = portable(name)
    assert made == PureWindowsPath(made).name != ""
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', made)
    assert made == made.strip() == made.rstrip(".")
    assert not re.match(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", made)
    assert len(f"{made}_问题清单.xlsx".encode()) < 255
    assert portable(made) == made
    assert made != portable(name + "其他")


def test_bad_names_do_not_meet() -> None:
    names = ["a:b", "a?b", "a_b", "a*b", "很" * 100, "很" * 101]
    assert len({portable(name) for name in names}) == len(names)


def test_the_files_of_the_program_have_good_names() -> None:
    for name in CHECKED:
        for path in (ROOT / name).rglob("*"):
            if "__pycache__" not in path.parts:
                inside = path.relative_to(ROOT)
                assert all(portable(part) == part for part in inside.parts), inside
                # Below …\.venv\Lib\site-packages\ there must be room left of 259.
                assert len(str(inside)) < 120, inside


def test_a_key_file_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError("no hard links on this file system")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    place = tmp_path / "keys" / "huizong.key"
    sealed = Vault.open(place).seal("王小明", Place("name/1"))
    assert Vault.open(place).unseal(sealed, Place("name/1")) == "王小明"
    assert [path.name for path in place.parent.iterdir()] == ["huizong.key"]


def test_a_slip_that_is_open_leaves_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip = tmp_path / "一小_问题清单.xlsx"
    slip.write_bytes(b"before")

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError("open in another program")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        write_slip(slip, IssueList("一小", "", "2020", "一小.xlsx"))
    assert [path.name for path in tmp_path.iterdir()] == [slip.name]
    assert slip.read_bytes() == b"before"
