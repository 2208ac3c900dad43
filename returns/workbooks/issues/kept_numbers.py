"""What a workbook had stored, digit by digit, put back into a copy that openpyxl wrote of it.

openpyxl writes a number with sixteen digits, which may be another one, and a formula without its
result: a school that sends the copy back from a telephone, which computes nothing, would be told that
its formulas were never computed.
"""

import io
import re
import zipfile
from xml.sax.saxutils import escape

from returns.files.canonical_zip import pack
from returns.reading.formats.bounded_zip import read_member
from returns.workbooks.issues.cell_contents import Content, Contents, sheet_parts

# A cell as openpyxl writes it, of a number and of a formula.
_CELL = re.compile(
    r'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?)(?: t="(?:n|str|b|e)")?>'
    r"(<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>))?<v\s*(?:/>|>[^<]*</v>)</c>"
)
_RESULTS = frozenset({"n", "b", "e", "str"})


def with_numbers(copy: bytes, before: Contents) -> bytes:
    """The copy with the numbers and the results of formulas as they were, each at its own cell."""
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        members = {info.filename: read_member(archive, info) for info in archive.infolist()}
        parts = sheet_parts(archive)
    for name, part in parts.items():
        cells = before.get(name, {})

        def put_back(match: re.Match[str], cells: dict[str, Content] = cells) -> str:
            place, style, formula = match[1], match[2], match[3] or ""
            held = cells.get(place)
            if held is None or bool(held.formula) != bool(formula) or held.kind not in _RESULTS:
                return match[0]
            kind = "" if held.kind == "n" else f' t="{held.kind}"'
            value = f"<v>{escape(str(held.value or ''))}</v>" if held.value or kind else "<v/>"
            return f'<c r="{place}"{style}{kind}>{formula}{value}</c>'

        members[part] = _CELL.sub(put_back, members[part].decode()).encode()
    return pack(members.items())
