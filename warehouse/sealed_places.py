"""Where files lay and how they are called, as the warehouse keeps it.

A name of a file or folder may be a child's. So a path lies sealed beside a keyed hash, by which it is
looked up; what is shown of a file is its name with persons masked.

`place` is null in rows of an older version, whose `path_key` is still the path itself: see
`warehouse.sealing`.
"""

from typing import Protocol

from warehouse.vault import Place, Vault


class Sealed(Protocol):
    """A row of what lay somewhere."""

    path_key: str
    place: bytes


class SealedWithName(Sealed, Protocol):
    """A row that keeps the file's own name as well."""

    own_name: bytes


def path_key(vault: Vault, path: str) -> str:
    """What a path is looked up by. It cannot be taken for the hash of a person's number."""
    return vault.fingerprint(f"path\n{path}")


def sealed_path(vault: Vault, path: str) -> dict[str, str | bytes]:
    """The columns of a path."""
    key = path_key(vault, path)
    return {"path_key": key, "place": vault.seal(path, place_of_path(key))}


def path_of(vault: Vault, row: Sealed) -> str:
    """Where it lay. Raises WrongKey."""
    return vault.unseal(row.place, place_of_path(row.path_key))


def sealed_name(vault: Vault, path: str, name: str) -> bytes:
    """The column of the name of the file at a path."""
    return vault.seal(name, place_of_name(path_key(vault, path)))


def name_of(vault: Vault, row: SealedWithName) -> str:
    """The file's own name, for its school and for the program. Raises WrongKey."""
    return vault.unseal(row.own_name, place_of_name(row.path_key))


def place_of_path(key: str) -> Place:
    return Place(f"path/{key}")


def place_of_name(key: str) -> Place:
    return Place(f"own_name/{key}")
