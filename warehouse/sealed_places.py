"""Where files lay and how they are called, as the warehouse keeps it.

A name of a file or folder may be a child's. So a path lies sealed beside a keyed hash, by which it is
looked up; what is shown of a file is its name with persons masked.

`place` is null in rows of an older version, whose `path_key` is still the path itself: see
`warehouse.sealing`.
"""

from warehouse.vault import Vault


def path_key(vault: Vault, path: str) -> str:
    """What a path is looked up by. It cannot be taken for the hash of a person's number."""
    return vault.fingerprint(f"path\n{path}")


def sealed_path(vault: Vault, path: str) -> dict[str, str | bytes]:
    """The columns of a path."""
    return {"path_key": path_key(vault, path), "place": vault.seal(path)}
