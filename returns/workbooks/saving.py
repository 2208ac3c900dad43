"""Saving an openpyxl workbook so that the same contents give the same bytes."""

import io
import re
import zipfile

from openpyxl import Workbook

from returns.files.canonical_zip import pack

_PROPERTIES = "docProps/core.xml"
_MOMENT = re.compile(rb"(<dcterms:(created|modified)[^<>]*>)[^<]*")
_FIXED = rb"\g<1>2020-01-01T00:00:00Z"


def saved(book: Workbook) -> bytes:
    """The workbook as a canonical .xlsx without the moment at which it was written."""
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    members[_PROPERTIES] = _MOMENT.sub(_FIXED, members[_PROPERTIES])
    return pack(members.items())
