"""Parts of an Office package (.xlsx, .xlsb), and the relations from one to another."""

import posixpath
import zipfile
from typing import NamedTuple
from xml.etree import ElementTree

from returns.reading.formats.bounded_zip import read_member
from returns.reading.formats.safe_xml import has_strange_encoding, parse, refuse_doctype
from returns.reading.unreadable import UnreadableFile


class Relation(NamedTuple):
    """`kind` is the last word of its type: worksheet, styles …; `part` as the zip names it."""

    kind: str
    part: str


def relations_part(part: str) -> str:
    """Where the relations of a part lie, if it has any."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def relations_of(archive: zipfile.ZipFile, part: str) -> dict[str, Relation]:
    """Id → relation. Raises UnreadableFile, or one of DAMAGED where the part has none."""
    folder = posixpath.dirname(part)
    found: dict[str, Relation] = {}
    for one in parse_part(archive, relations_part(part)):
        target = one.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind = one.get("Type", "").rpartition("/")[2]
        found[one.get("Id", "")] = Relation(kind, posixpath.normpath(path))
    return found


def parse_part(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """The root of an XML part. Raises UnreadableFile, or one of DAMAGED."""
    xml = read_member(archive, part)
    refuse_strange(xml)
    return parse(xml)


def refuse_strange(xml: bytes) -> None:
    """What no program writes into a workbook. The fast reader passes CDATA over in silence."""
    refuse_doctype(xml)
    if has_strange_encoding(xml) or b"<![CDATA[" in xml:
        raise UnreadableFile("FIL-003")
