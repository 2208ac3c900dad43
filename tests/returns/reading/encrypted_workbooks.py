"""Workbooks under a password to open, as Excel and WPS save them ([MS-OFFCRYPTO], agile)."""

import hashlib
import hmac
import struct
from base64 import b64encode

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from tests.returns.reading.compound_files import SMALLEST, compound_file

_SPINS = 100_000
_SEGMENT, _BLOCK, _KEY = 4096, 16, 32
_OF_VERIFIER = bytes.fromhex("fea7d2763b4b9e79")
_OF_VERIFIER_HASH = bytes.fromhex("d7aa0f6d3061344e")
_OF_KEY = bytes.fromhex("146e0be7abacd0d6")
_OF_HMAC_KEY = bytes.fromhex("5fb2ad010cb9e1f6")
_OF_HMAC = bytes.fromhex("a0677f02b22c8433")
_OFFICE = "http://schemas.microsoft.com/office/2006"
_METHOD = (
    'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES"'
    ' cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"'
)


def encrypted_workbook(content: bytes, password: str = "123456") -> bytes:  # noqa: S107
    """The workbook under a password; the same each time."""
    salt, package_salt, key, verifier, hmac_key = (
        hashlib.sha512(name.encode()).digest() for name in ("a", "b", "c", "d", "e")
    )
    salt, package_salt, key, verifier = salt[:16], package_salt[:16], key[:_KEY], verifier[:16]
    package = struct.pack("<Q", len(content)) + b"".join(
        _encrypt(
            key, _initial(package_salt, struct.pack("<I", number)), content[at : at + _SEGMENT]
        )
        for number, at in enumerate(range(0, len(content), _SEGMENT))
    )
    spun = hashlib.sha512(salt + password.encode("utf-16-le")).digest()
    for spin in range(_SPINS):
        spun = hashlib.sha512(struct.pack("<I", spin) + spun).digest()

    def under_password(block: bytes, body: bytes) -> str:
        return _text(_encrypt(hashlib.sha512(spun + block).digest()[:_KEY], salt, body))

    def under_key(block: bytes, body: bytes) -> str:
        return _text(_encrypt(key, _initial(package_salt, block), body))

    mac = hmac.new(hmac_key, package, hashlib.sha512).digest()
    verifier_hash = hashlib.sha512(verifier).digest()
    description = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f'<encryption xmlns="{_OFFICE}/encryption"'
        f' xmlns:p="{_OFFICE}/keyEncryptor/password">'
        f'<keyData {_METHOD} saltValue="{_text(package_salt)}"/>'
        f'<dataIntegrity encryptedHmacKey="{under_key(_OF_HMAC_KEY, hmac_key)}"'
        f' encryptedHmacValue="{under_key(_OF_HMAC, mac)}"/><keyEncryptors>'
        f'<keyEncryptor uri="{_OFFICE}/keyEncryptor/password">'
        f'<p:encryptedKey spinCount="{_SPINS}" {_METHOD} saltValue="{_text(salt)}"'
        f' encryptedVerifierHashInput="{under_password(_OF_VERIFIER, verifier)}"'
        f' encryptedVerifierHashValue="{under_password(_OF_VERIFIER_HASH, verifier_hash)}"'
        f' encryptedKeyValue="{under_password(_OF_KEY, key)}"/>'
        "</keyEncryptor></keyEncryptors></encryption>"
    )
    information = struct.pack("<HHI", 4, 4, 0x40) + description.encode().ljust(SMALLEST)
    return compound_file({"EncryptionInfo": information, "EncryptedPackage": package})


def _initial(salt: bytes, block: bytes) -> bytes:
    return hashlib.sha512(salt + block).digest()[:_BLOCK]


def _encrypt(key: bytes, initial: bytes, body: bytes) -> bytes:
    padded = body + bytes(-len(body) % _BLOCK)
    encryptor = Cipher(AES(key), CBC(initial)).encryptor()
    return encryptor.update(padded) + encryptor.finalize()


def _text(body: bytes) -> str:
    return b64encode(body).decode()
