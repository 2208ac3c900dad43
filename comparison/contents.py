"""A folder as texts by name: workbooks, documents and zips taken apart down to their parts."""

import io
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

_ZIP = b"PK\x03\x04"
_DEEPEST = 3  # a zip of workbooks that hold nothing packed


def texts_of(folder: Path, parts: tuple[str, ...]) -> dict[str, str]:
    """Name → text of all under these files and folders: 报表.xlsx!xl/styles.xml for a part of a package.

    What is no text stands as its digest.
    """
    found: dict[str, str] = {}
    for part in parts:
        root = folder / part
        for path in [root] if root.is_file() else sorted(root.rglob("*")):
            if path.is_file():
                name = path.relative_to(folder).as_posix()
                found.update(_taken_apart(name, path.read_bytes(), _DEEPEST))
    return found


def _taken_apart(name: str, content: bytes, depth: int) -> Iterator[tuple[str, str]]:
    if content.startswith(_ZIP) and depth:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                if not member.is_dir():
                    inner = archive.read(member)
                    yield from _taken_apart(f"{name}!{member.filename}", inner, depth - 1)
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = f"sha256 {sha256(content).hexdigest()}"
    yield name, text.replace("><", ">\n<")
