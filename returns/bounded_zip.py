"""Members of zips from strangers, read without trusting what the zip says of their sizes."""

import zipfile
import zlib

# What reading a damaged or odd zip raises, as zipfile leaves it to others.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, EOFError, OSError,
    ValueError,
)  # fmt: skip
_USUAL = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


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
