"""The key of the warehouse: what must not lie in clear is sealed or fingerprinted here.

The key file lies outside database, archive and backup. Without it the archive cannot be read and no
new 学籍号 can be matched with a stored one, so the bureau keeps a copy in a safe.

What is sealed is bound to its place: moved to another row, column or file it no longer opens.
"""

import hmac
import logging
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES = 32
_NONCE_BYTES = 12
# The first byte of everything encrypted. Version 1 was bound to no place.
_UNBOUND, _BOUND = b"\x01", b"\x02"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_log = logging.getLogger("huizong")


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
                _create_key_file(path)
            text = path.read_bytes().decode("utf-8-sig")
            vault = cls(bytes.fromhex(text.strip()))
        except ValueError:  # whose message would quote what may be most of a key
            raise BadKeyFile(f"{path} 里不是密钥，应为 {2 * _KEY_BYTES} 个十六进制字符") from None
        except OSError as error:
            raise BadKeyFile(f"{path} {_reason(path, error)}") from error
        _narrow(path)
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


def _narrow(path: Path) -> None:
    """Take the key file from everybody but its owner, and say that others could have read it."""
    if os.name != "posix":  # elsewhere the mode says nothing of who may read
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & _OTHERS:
        return
    told = f"密钥文件 {path} 别的用户也能读取（{mode:04o}）"
    try:
        path.chmod(0o600)
    except OSError as error:
        _log.warning("%s，改不了权限（%s）：请把它的权限改为 0600", told, error.strerror)
    else:
        _log.warning("%s，已改为只有本用户能读（0600）；如果可能有人看过，请告诉维护人员", told)


def _create_key_file(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
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
