"""`huizong.toml` as people save it and mistype it: read as it was meant, or told by line."""

from pathlib import Path

import pytest

from pipeline.settings import Settings
from tests.cli.command_line import typed

KNOWN = (
    "可以设的有：data_dir、housekeeping_cron、inbox、key_file、lock_patience_minutes、nightly_cron、"
    "notify、pages_url、reader_slots、run_silence_minutes、unit_register、warehouse_url"
)
BACKSLASH = (
    "双引号中的反斜杠另有含义（\\t、\\n 会变成别的字符），"
    "请改用单引号，例如 inbox = 'D:\\收件'，或者把 \\ 写成 /"
)
QUOTES = "写法不对。文字用英文的单引号括起来，例如 inbox = 'D:/收件'；引号和等号都用半角"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATA_DIR", "UNIT_REGISTER", "INBOX", "READER_SLOTS"):
        monkeypatch.delenv(f"HUIZONG_{name}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "huizong.toml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_in_every_encoding_of_notepad(file: Path, encoding: str) -> None:
    file.write_text("data_dir = '数据'\r\ninbox = '收件夹'\r\n", encoding=encoding)
    assert (Settings().data_dir, Settings().inbox) == (Path("数据"), Path("收件夹"))


def test_utf_16_of_the_other_order(file: Path) -> None:
    file.write_bytes(b"\xfe\xff" + "inbox = '收件'\n".encode("utf-16-be"))
    assert Settings().inbox == Path("收件")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('data_dir = "a"\ninbox = "D:\\收件"\n', f"huizong.toml 第 2 行：{BACKSLASH}"),
        # These escapes are valid: the paths would be other ones, in silence.
        ('inbox = "D:\\new\\table"\n', f"huizong.toml 第 1 行：{BACKSLASH}"),
        ('inbox = "D:\\backup"  # "x"\n', f"huizong.toml 第 1 行：{BACKSLASH}"),
        ('inbox = "D:\\u6536"\n', f"huizong.toml 第 1 行：{BACKSLASH}"),
        ('inbox = "D:\\收件\\"\n', f"huizong.toml 第 1 行：{BACKSLASH}"),
        ("inbox = D:\\收件\n", f"huizong.toml 第 1 行{QUOTES}"),
        ("\ninbox = “收件”\n", f"huizong.toml 第 2 行{QUOTES}"),
        ("inbox ＝ '收件'\n", f"huizong.toml 第 1 行{QUOTES}"),
        ("inbox = '收件", f"huizong.toml 末尾{QUOTES}"),
        ("inbox = 'a'\ninbox = 'b'\n", "huizong.toml 第 2 行：同一项设置写了两次"),
        ("\ninbx = 'a'\n", f"huizong.toml 第 2 行：没有“inbx”这项设置，是不是 inbox？{KNOWN}"),
        ("INBOX = 'a'\n", f"huizong.toml 第 1 行：没有“INBOX”这项设置，是不是 inbox？{KNOWN}"),
        ("[huizong]\ninbox = 'a'\n", f"huizong.toml 第 1 行：没有“huizong”这项设置。{KNOWN}"),
        ("reader_slots = 'zwei'\n", "huizong.toml 的 reader_slots 应为整数"),
        ("reader_slots = 0\n", "huizong.toml 的 reader_slots 不能小于 1"),
        ("inbox = 5\nnotify = 6\n", "huizong.toml 的 inbox 应为文字，请用单引号括起来；"
         "huizong.toml 的 notify 应为文字，请用单引号括起来"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_told_by_line(
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str,
    words: str,
) -> None:
    file.write_text(text, encoding="utf-8")
    assert typed(monkeypatch, capsys, "status") == (2, f"设置有误：{words}。改正后再运行一次")


@pytest.mark.parametrize(
    "text",
    [
        "inbox = 'D:\\new\\table'\n",
        'inbox = "D:\\\\new\\\\table"\n',
        'inbox = "D:/new/table"  # not "D:\\new\\table"\n',
        "# inbox = \"D:\\new\"\ninbox = 'D:\\new\\table'\n",
    ],
)
def test_a_windows_path_that_is_written_rightly(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    assert str(Settings().inbox).replace("\\", "/") == "D:/new/table"


def test_bytes_that_are_no_text(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(b"inbox = '\xff\xff\xff'\n")
    assert typed(monkeypatch, capsys, "status") == (
        2,
        "设置有误：huizong.toml 的编码认不出，请用记事本另存为 UTF-8。改正后再运行一次",
    )


def test_a_variable_of_a_wrong_type_or_mistyped(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUIZONG_READER_SLOTS", "two")
    assert typed(monkeypatch, capsys, "status") == (
        2,
        "设置有误：HUIZONG_READER_SLOTS 应为整数。改正后再运行一次",
    )
    monkeypatch.delenv("HUIZONG_READER_SLOTS")
    monkeypatch.setenv("HUIZONG_DATADIR", "x")
    code, said = typed(monkeypatch, capsys, "status")
    assert code == 2
    assert said.startswith("设置有误：没有 HUIZONG_DATADIR 这个变量，是不是 data_dir？")


def test_variables_of_the_scripts_around_are_left_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HUIZONG_HOME", "HUIZONG_QUIET", "HUIZONG_SABOTAGE", "HUIZONG_SCREENSHOTS"):
        monkeypatch.setenv(name, "x")
    assert Settings().data_dir == Path("var")
