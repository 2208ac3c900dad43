"""Rewriting a zip so that the same contents give the same bytes.

Every .xlsx, .docx and .zip that the product writes goes through here: members in a stable order,
fixed dates and attributes, one compression level. Member contents are not touched.
"""

import io
import zipfile
from collections.abc import Iterable

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can hold
_FIRST = "[Content_Types].xml"  # office packages are recognised by it; readers expect it in front
_LEVEL = 9
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3


def canonical(content: bytes) -> bytes:
    """The same members as the zip `content`, as canonical bytes.

    Raises zipfile.BadZipFile when `content` is not a zip. Two canonical zips of the same members
    are equal byte for byte on any machine whose deflate is the same zlib.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return pack((info.filename, archive.read(info)) for info in archive.infolist())


def pack(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A canonical zip of (name, content) members. Raises ValueError when a name stands twice."""
    contents: dict[str, bytes] = {}
    for name, content in members:
        if name in contents:
            raise ValueError(f"member {name} stands twice")
        contents[name] = content
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name in sorted(contents, key=lambda name: (name != _FIRST, name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = _REGULAR_FILE
            info.create_system = _UNIX  # else Windows marks its own
            archive.writestr(info, contents[name])
    return buffer.getvalue()
