"""The files as they were received: encrypted, named by the hash of their content."""

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from warehouse.vault import Place, Vault, WrongKey


class NotInArchive(LookupError):
    """No file with this hash was ever kept."""


class ArchiveDamaged(ValueError):
    """A kept file no longer holds what was put in, or was kept under another key."""


class Archive:
    """`folder`/ab/abcd….bin, one file a content."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault

    def keep(self, content: bytes) -> str:
        """Store `content` unless it is there already, and return its SHA-256 in hex.

        One that no longer opens is written anew: whoever sends a lost file again has it kept.
        """
        digest = sha256(content).hexdigest()
        place = self._place(digest)
        with suppress(NotInArchive, ArchiveDamaged):
            self.fetch(digest)
            return digest
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f"{digest}.{secrets.token_hex(8)}.draft")
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(self._vault.encrypt(content, _place_of(digest)))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)
        return digest

    def __contains__(self, digest: object) -> bool:
        return isinstance(digest, str) and self._place(digest).exists()

    def fetch(self, digest: str) -> bytes:
        """The content with this SHA-256. Raises NotInArchive or ArchiveDamaged."""
        try:
            sealed = self._place(digest).read_bytes()
        except FileNotFoundError:
            raise NotInArchive(digest) from None
        try:
            content = self._vault.decrypt(sealed, _place_of(digest))
        except WrongKey as error:
            raise ArchiveDamaged(f"{digest}: {error}") from error
        if sha256(content).hexdigest() != digest:
            raise ArchiveDamaged(f"{digest} holds another content")
        return content

    def is_under_another_key(self, kept: Sequence[Path]) -> bool:
        """Whether not one of some kept files opens with this key."""
        for place in kept:
            try:
                self._vault.decrypt(place.read_bytes(), _place_of(place.stem))
            except WrongKey:
                continue
            return False
        return bool(kept)

    def _place(self, digest: str) -> Path:
        return self._folder / digest[:2] / f"{digest}.bin"


def _place_of(digest: str) -> Place:
    # What was kept before there were places is bound to its name by its content all the same.
    return Place(f"archive/{digest}", may_be_unbound=True)
