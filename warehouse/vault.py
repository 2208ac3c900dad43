"""The key of the warehouse: what must not lie in clear is sealed or fingerprinted here.

The key file lies outside database, archive and backup. Without it the archive cannot be read and no
new 学籍号 can be matched with a stored one, so the bureau keeps a copy in a safe.
"""

import hmac
import os
import secrets
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = b"\x01"  # first byte of everything encrypted: lets a later scheme recognise this one


class WrongKey(ValueError):
    """The bytes were sealed under another key, or damaged."""


class BadKeyFile(ValueError):
    """The key file does not hold a key; the message says which and why, in Chinese."""


class Vault:
    """Encrypts and fingerprints under subkeys derived from one master key of 32 bytes."""

    def __init__(self, master_key: bytes) -> None:
        if len(master_key) != _KEY_BYTES:
            raise BadKeyFile(f"密钥应为 {_KEY_BYTES} 字节，不是 {len(master_key)} 字节")
        self._cipher = AESGCM(_subkey(master_key, b"huizong encryption 1"))
        self._hash_key = _subkey(master_key, b"huizong fingerprint 1")

    @classmethod
    def open(cls, path: Path) -> "Vault":
        """The vault of the key file at `path`; the file is created, with a new key, if missing.

        Only its owner may read the file. Raises BadKeyFile when it holds something else.
        """
        if not path.exists():
            _create_key_file(path)
        try:
            text = path.read_bytes().decode("utf-8-sig")
            return cls(bytes.fromhex(text.strip()))
        except ValueError:  # whose message would quote what may be most of a key
            raise BadKeyFile(f"{path} 里不是密钥，应为 {2 * _KEY_BYTES} 个十六进制字符") from None
        except OSError as error:
            reason = "是一个文件夹" if path.is_dir() else f"读不了（{error.strerror}）"
            raise BadKeyFile(f"{path} {reason}") from error

    def encrypt(self, content: bytes) -> bytes:
        """`content` encrypted and authenticated. Equal contents give different bytes."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, content, _VERSION)

    def decrypt(self, sealed: bytes) -> bytes:
        """What was given to `encrypt`. Raises WrongKey."""
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        if sealed[:1] != _VERSION or len(nonce) != _NONCE_BYTES:
            raise WrongKey("not something that this vault encrypted")
        try:
            return self._cipher.decrypt(nonce, body, _VERSION)
        except InvalidTag:
            raise WrongKey("encrypted under another key, or damaged") from None

    def seal(self, text: str) -> bytes:
        """A name, for a LargeBinary column."""
        return self.encrypt(text.encode())

    def unseal(self, sealed: bytes) -> str:
        """The name that was sealed. Raises WrongKey."""
        return self.decrypt(sealed).decode()

    def fingerprint(self, text: str) -> str:
        """A keyed hash (HMAC-SHA256, 64 hex digits): equal numbers of persons have equal ones.

        A bare hash would not do: there are few enough valid numbers to try them all.
        """
        return hmac.new(self._hash_key, text.encode(), sha256).hexdigest()


def _subkey(master_key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=purpose).derive(master_key)


def _create_key_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    key = secrets.token_hex(_KEY_BYTES) + "\n"
    _write_new(draft, key)
    try:
        # Appears whole or not at all, and the first of two processes wins: both use its key.
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    except OSError:
        # A memory stick or a share without hard links. The first still wins; the second could
        # find the key half written and would then say so.
        with suppress(FileExistsError):
            _write_new(path, key)
    finally:
        draft.unlink()


def _write_new(path: Path, text: str) -> None:
    """Write a file that only its owner may read; FileExistsError when there is one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
