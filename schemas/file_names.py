"""Names of files made from names of units and of files: they must do on Windows and on Linux.

A return may come from a share that allows more than the machine it is answered on, and what is
written here is opened on the clerks' machines.
"""

import hashlib
import os
import re

from schemas.unseen import CLASS

_SHOWS_NOTHING = re.compile(f"[{CLASS}]")  # or what it is not; a terminal obeys some of it
_SHOWS_NOTHING_IN_CELL = re.compile(rf"(?![\t\n\r])[{CLASS}]")
_SHOWN = re.compile(r"\(U\+[0-9A-F]{4,6}\)")
_FORBIDDEN = re.compile(rf'[<>:"/\\|?*{CLASS}]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)")
_LONGEST = 180  # bytes: Linux allows 255, and _问题清单.xlsx and a draft's suffix come on top


def portable(name: str) -> str:
    """`name` where it is a good file name everywhere, else a likeness of it with a mark of its own.

    The mark comes from the whole name, so two names never share a file.
    """
    likeness = _FORBIDDEN.sub("_", name).rstrip(". ").lstrip(" ")
    if _DEVICES.match(likeness):
        likeness = f"_{likeness}"
    if likeness == name and name and len(name.encode()) <= _LONGEST:
        return name
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    cut = likeness.encode()[: _LONGEST - 7].decode("utf-8", "ignore")
    return f"{cut}~{mark}"


def template_name(unit: str, collection: str, forms: str = "报表") -> str:
    """The name of the template of a unit, or of some of its forms: 第一小学_2020年报表模板.xlsx."""
    return f"{portable(f'{unit}_{collection}年{forms}')}模板.xlsx"


def readable(name: str) -> str:
    """A file name or path as text that can be stored and shown, here alone made so.

    On Linux a name is bytes; those that are no UTF-8 come from an old share and are GB18030. Of what
    cannot be seen the number is shown: 报表(U+202E)xslx.exe. The real name still opens the file.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", "replace")
    return seen(name)


def seen(text: str) -> str:
    """A text of one line in which nothing is that cannot be seen: its number stands there instead."""
    return _SHOWS_NOTHING.sub(_number, text)


def seen_in_cell(text: str) -> str:
    """The same of a cell, which may have several lines."""
    return _SHOWS_NOTHING_IN_CELL.sub(_number, text)


def without_numbers(name: str) -> str:
    """A readable name without what `readable` shows of the unseen, to find a unit's name in it."""
    return _SHOWN.sub("", name)


def _number(character: re.Match[str]) -> str:
    return f"(U+{ord(character[0]):04X})"
