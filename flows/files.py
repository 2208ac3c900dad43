"""Files written whole or not at all: whoever has the old one open, or opens it now, sees no half."""

import os
import secrets
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and then put it there. Raises OSError; leaves no draft."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.draft")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def readable(name: str) -> str:
    """A file name or path as text that can be stored and shown.

    On Linux a name is bytes; those that are no UTF-8 come from an old share and are GB18030.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name
