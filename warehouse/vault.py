"""The key of the warehouse: what must not lie in clear is sealed or fingerprinted here.

The key file lies outside database, archive and backup. Without it the archive cannot be read and no
new 学籍号 can be matched with a stored one, so the bureau keeps a copy in a safe.

What is sealed is bound to its place: moved to another row, column or file it no longer opens.
"""

import hmac
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from warehouse.secret_files import create_secret, narrow

_KEY_BYTES = 32
_NONCE_BYTES = 12
# The first byte of everything encrypted. Version 1 was bound to no place.
_UNBOUND, _BOUND = b"\x01", b"\x02"


class WrongKey(ValueError):
    """The bytes were sealed under another key, or damaged."""


class BadKeyFile(ValueError):
    """The key file does not hold a key; the message says which and why, in Chinese."""


@dataclass(frozen=True)
class Place:
    """Where something sealed lies: table, column and row, or the name of a file.

    `may_be_unbound`: it may have been sealed before there were places, so version 1 is opened, too.
    """

    address: str
    may_be_unbound: bool = False


class Vault:
    """Encrypts and fingerprints under subkeys derived from one master key of 32 bytes."""

    def __init__(self, master_key: bytes) -> None:
        if len(master_key) != _KEY_BYTES:
            raise BadKeyFile(f"密钥应为 {_KEY_BYTES} 字节，不是 {len(master_key)} 字节")
        self._cipher = AESGCM(_subkey(master_key, b"huizong encryption 1"))
        self._hash_key = _subkey(master_key, b"huizong fingerprint 1")
        self._check_key = _subkey(master_key, b"huizong key check 1")

    @classmethod
    def open(cls, path: Path) -> "Vault":
        """The vault of the key file at `path`; the file is created, with a new key, if missing.

        Only its owner may read the file: one that others may is narrowed, and that is told. Raises
        BadKeyFile when it holds something else.
        """
        try:
            if not path.exists():
                create_secret(path, f"{secrets.token_hex(_KEY_BYTES)}\n")
            text = path.read_bytes().decode("utf-8-sig")
            vault = cls(bytes.fromhex(text.strip()))
        except ValueError:  # whose message would quote what may be most of a key
            raise BadKeyFile(f"{path} 里不是密钥，应为 {2 * _KEY_BYTES} 个十六进制字符") from None
        except OSError as error:
            raise BadKeyFile(f"{path} {_reason(path, error)}") from error
        narrow(path, "密钥文件")
        return vault

    def encrypt(self, content: bytes, place: Place) -> bytes:
        """`content` encrypted and authenticated, with its place. Equal contents give different bytes."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _BOUND + nonce + self._cipher.encrypt(nonce, content, _bound_to(place))

    def decrypt(self, sealed: bytes, place: Place) -> bytes:
        """What was given to `encrypt` for this place. Raises WrongKey."""
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        is_unbound = place.may_be_unbound and sealed[:1] == _UNBOUND
        if not (is_unbound or sealed[:1] == _BOUND) or len(nonce) != _NONCE_BYTES:
            raise WrongKey("not something that this vault encrypted for this place")
        try:
            return self._cipher.decrypt(nonce, body, _UNBOUND if is_unbound else _bound_to(place))
        except InvalidTag:
            raise WrongKey("encrypted under another key or for another place, or damaged") from None

    def seal(self, text: str, place: Place) -> bytes:
        """A name, for a LargeBinary column."""
        return self.encrypt(text.encode(), place)

    def unseal(self, sealed: bytes, place: Place) -> str:
        """The name that was sealed for this place. Raises WrongKey."""
        return self.decrypt(sealed, place).decode()

    def check_value(self, about: str) -> str:
        """What tells this key from another one without telling anything of it (64 hex digits).

        It vouches for `about`, too: who has not the key cannot change the one to fit the other.
        """
        return hmac.new(self._check_key, about.encode(), sha256).hexdigest()

    def fingerprint(self, text: str) -> str:
        """A keyed hash (HMAC-SHA256, 64 hex digits): equal numbers of persons have equal ones.

        A bare hash would not do: there are few enough valid numbers to try them all.
        """
        return hmac.new(self._hash_key, text.encode(), sha256).hexdigest()


def _subkey(master_key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=purpose).derive(master_key)


def _reason(path: Path, error: OSError) -> str:
    # os.path says no where Path raises once more.
    if os.path.isdir(path):  # noqa: PTH112
        return "是一个文件夹"
    what = "读不了" if os.path.exists(path) else "不在，也建不了"  # noqa: PTH110
    return f"{what}（{error.strerror}）"


def _bound_to(place: Place) -> bytes:
    return _BOUND + place.address.encode("utf-8", "surrogatepass")
