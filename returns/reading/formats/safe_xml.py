"""XML from strangers: no DOCTYPE, hence no entities to expand, and no encoding that could hide one."""

import re
from xml.etree import ElementTree

from returns.reading.unreadable import UnreadableFile, refuse_many

_ENCODING = re.compile(rb"""<\?xml[^<>]*?\bencoding\s*+=\s*+["']([^"']*)""")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})


def refuse_doctype(xml: bytes) -> None:
    """Raises UnreadableFile: a DOCTYPE is an attack, not a workbook."""
    if b"<!DOCTYPE" in xml:
        raise UnreadableFile("FIL-007")


def has_strange_encoding(xml: bytes) -> bool:
    """Whether it is in another encoding than UTF-8: a DOCTYPE could hide in it."""
    encoding = _ENCODING.search(xml[:256])
    return b"\0" in xml[:4] or bool(encoding and encoding[1].lower() not in _ENCODINGS)


def parse(xml: bytes) -> ElementTree.Element:
    """The root of a safe document. Raises UnreadableFile for an unsafe or damaged one."""
    refuse_doctype(xml)
    if has_strange_encoding(xml):
        raise UnreadableFile("FIL-010")
    refuse_many(xml.count(b"<"))
    try:
        return ElementTree.fromstring(xml)  # noqa: S314 - no DOCTYPE
    except ElementTree.ParseError as error:
        raise UnreadableFile("FIL-003") from error
