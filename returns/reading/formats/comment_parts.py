"""The comments of a sheet of an Office package, which lie in parts of their own."""

import struct
import zipfile

from returns.reading.comments import Place, commented_by_them
from returns.reading.formats.biff12 import RecordWalk, rich_text
from returns.reading.formats.bounded_zip import DAMAGED, open_zip, read_member
from returns.reading.formats.package_parts import parse_part, relations_of
from returns.reading.unreadable import UnreadableFile
from schemas.cell_addresses import row_and_column

_COMMENT, _COMMENT_TEXT = 635, 637


def commented_cells(content: bytes, sheet_part: str) -> frozenset[Place]:
    """The cells of a sheet that have a comment; none where the parts are damaged: no value is lost."""
    found: frozenset[Place] = frozenset()
    try:
        with open_zip(content) as archive:
            for kind, part in relations_of(archive, sheet_part).values():
                if kind == "comments" and part.endswith(".bin"):
                    found |= commented_by_them(_binary(read_member(archive, part)))
                elif kind in ("comments", "threadedComment"):
                    found |= commented_by_them(_xml(archive, part))
    except (*DAMAGED, UnreadableFile, struct.error):
        pass
    return found


def _xml(archive: zipfile.ZipFile, part: str) -> dict[Place, str]:
    """Notes of old, and the talks of today, which say their text in a row."""
    found: dict[Place, str] = {}
    for comment in parse_part(archive, part).iter():
        if not comment.tag.endswith(("}comment", "}threadedComment")):
            continue
        texts = [one for one in comment if one.tag.endswith("}text")]
        if texts:
            try:
                place = row_and_column(comment.get("ref", ""))
            except ValueError:
                continue  # one comment without a proper address hides no other
            found[place] = found.get(place, "") + "".join(texts[0].itertext())
    return found


def _binary(part: bytes) -> dict[Place, str]:
    found: dict[Place, str] = {}
    place: Place | None = None
    for kind, body in RecordWalk().records(part):
        if kind == _COMMENT:
            row, _, column, _ = struct.unpack_from("<4I", body, 4)
            place = row, column
        elif kind == _COMMENT_TEXT and place:
            found[place] = rich_text(body)
    return found
