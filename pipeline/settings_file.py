"""`huizong.toml` as people write it: in any encoding of Notepad's, with mistakes told by line."""

import codecs
import difflib
import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

SETTINGS_FILE = "huizong.toml"

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_KEY = re.compile(r"""^\s*["']?([\w-]+)["']?\s*=\s*(.*)$""")
_ESCAPE = re.compile(r"\\(.?)")
_IN_DOUBLE_QUOTES = re.compile(r'\A"((?:[^"\\]|\\.)*+)"')
_PLACE = re.compile(r"at line (\d+)")
_QUOTES = "文字用英文的单引号括起来，例如 inbox = 'D:/收件'；引号和等号都用半角"
_BACKSLASH = (
    "双引号中的反斜杠另有含义（\\t、\\n 会变成别的字符），"
    "请改用单引号，例如 inbox = 'D:\\收件'，或者把 \\ 写成 /"
)


class BadSettings(ValueError):
    """Settings that cannot be used; the message says where and what to write, in Chinese."""


def read_settings_file(path: Path, known: Collection[str]) -> dict[str, Any]:
    """The settings that a file names. Raises BadSettings, with the line, for whatever is wrong."""
    text = _decoded(path)
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if _has_a_windows_path_in_double_quotes(line):
            raise BadSettings(f"{path} 第 {number} 行：{_BACKSLASH}")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        where = f"第 {found[1]} 行" if found else "末尾"
        what = "：同一项设置写了两次" if "overwrite" in str(error) else f"写法不对。{_QUOTES}"
        raise BadSettings(f"{path} {where}{what}") from None
    for key in values:
        if key not in known:
            raise BadSettings(
                f"{path}{line_of(key, lines)}：没有“{key}”这项设置{meant(key, known)}"
            )
    return values


def line_of(key: str, lines: Collection[str]) -> str:
    """Where a key is set, e.g. ` 第 3 行`; empty when that cannot be seen."""
    for number, line in enumerate(lines, 1):
        named = _KEY.match(line)
        if (named and named[1] == key) or line.strip().startswith(f"[{key}"):
            return f" 第 {number} 行"
    return ""


def meant(key: str, known: Collection[str]) -> str:
    """What was probably meant by an unknown key, and what there is."""
    near = difflib.get_close_matches(key.lower().replace("-", "_"), known, 1)
    guess = f"，是不是 {near[0]}？" if near else "。"
    return f"{guess}可以设的有：{'、'.join(sorted(known))}"


def _decoded(path: Path) -> str:
    """The text of a file saved by Notepad as UTF-8, as "Unicode" or as "ANSI" (GB18030)."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadSettings(f"{path} 读不了（{error.strerror}）") from error
    marked = next((name for bom, name in _BOMS.items() if content.startswith(bom)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadSettings(f"{path} 的编码认不出，请用记事本另存为 UTF-8")


def _has_a_windows_path_in_double_quotes(line: str) -> bool:
    r"""Whether a string in double quotes holds a backslash that is not doubled, as in "D:\new"."""
    named = _KEY.match(line)
    value = named[2] if named else ""
    if not value.startswith('"') or value.startswith('"""'):
        return False
    whole = _IN_DOUBLE_QUOTES.match(value)  # none where the backslash took the last quote
    return any(escaped != "\\" for escaped in _ESCAPE.findall(whole[1] if whole else value))
