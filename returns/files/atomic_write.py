"""Files written whole or not at all: whoever has the old one open, or opens it now, sees no half."""

import secrets
from pathlib import Path

DRAFT = ".draft"  # a killed process leaves one; housekeeping takes it away


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and then put it there; makes its folder where there is none.

    Raises OSError, on Windows also where somebody has the old one open; leaves no draft behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{secrets.token_hex(8)}{DRAFT}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
