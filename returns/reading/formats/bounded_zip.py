"""Zips from strangers, opened and read without trusting what they say of their sizes."""

import io
import struct
import zipfile
import zlib

from returns.reading.unreadable import MAX_MEMBERS, UnreadableFile

# What reading a damaged or odd zip raises, as zipfile leaves it to others.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, EOFError, OSError,
    ValueError,
)  # fmt: skip
_USUAL = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_END, _END_64, _ENTRY = b"PK\x05\x06", b"PK\x06\x06", b"PK\x01\x02"
_END_BYTES, _COMMENT_BYTES = 22, 2**16
_BEFORE_END = 76  # the two records of zip64, which lie between the list and its end


def open_zip(content: bytes) -> zipfile.ZipFile:
    """The archive. Raises UnreadableFile for more members than any return has, or one of DAMAGED.

    `ZipFile` lists them all as it opens, a thousand bytes of memory for each that takes fifty.
    """
    if _entries(content) > MAX_MEMBERS:
        raise UnreadableFile("FIL-004")
    return zipfile.ZipFile(io.BytesIO(content))


def _entries(content: bytes) -> int:
    """At least as many as `ZipFile` will list: how often an entry begins where the list lies."""
    end = len(content) - _END_BYTES
    if end < 0 or not (content.startswith(_END, end) and content.endswith(b"\0\0")):
        end = content.rfind(_END, max(end - _COMMENT_BYTES, 0))  # a comment follows it
    if end < 0 or len(content) < end + _END_BYTES:
        return 0  # no zip, which is for `ZipFile` to say
    (size,) = struct.unpack_from("<L", content, end + 12)
    start_64 = end - _BEFORE_END
    if start_64 >= 0 and content.startswith(_END_64, start_64):
        size = max(size, struct.unpack_from("<Q", content, start_64 + 40)[0])
    return content.count(_ENTRY, max(end - _BEFORE_END - size, 0), end)


def read_member(archive: zipfile.ZipFile, member: str | zipfile.ZipInfo) -> bytes:
    """A member's bytes, its checksum verified. Raises one of DAMAGED.

    `ZipFile.read` first unpacks all there is, and only then looks at the stated size; of the rarer
    methods of compression even reading piece by piece unpacks without bounds.
    """
    info = archive.getinfo(member) if isinstance(member, str) else member
    if info.compress_type not in _USUAL:
        raise zipfile.BadZipFile("an unusual method of compression")
    with archive.open(info) as stream:
        return stream.read(info.file_size + 1)  # only at the end is the checksum compared
