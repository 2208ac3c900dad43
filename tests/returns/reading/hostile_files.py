"""Files that no school means to send, made in code from a good return."""

import io
import struct
import zipfile
from collections.abc import Callable

import openpyxl

from tests.returns.reading.binary_workbooks import as_binary, cell_start, record, row_start
from tests.returns.reading.encrypted_workbooks import encrypted_workbook
from tests.returns.reading.old_workbooks import old_workbook
from tests.returns.small_returns import rewrite

SHEET = "xl/worksheets/sheet1.xml"
MILLION_OF_XLSB = "a million blank styled rows of .xlsb"
BINARY_SHEET = "xl/worksheets/sheet1.bin"
FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY lol0 "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
_TRANSITIONAL = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}

XML_2003 = """<?xml version="1.0" encoding="UTF-8"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Worksheet ss:Name="平安校园"><Table><Row><Cell><Data ss:Type="String">{}</Data></Cell></Row>{}
 </Table></Worksheet></Workbook>"""

ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="平安校园"><table:table-row><table:table-cell><text:p>{}</text:p>
 </table:table-cell></table:table-row>{}</table:table></office:spreadsheet></office:body>
 </office:document-content>"""


def package(parts: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def document(content: str, manifest: str = "<manifest/>") -> bytes:
    """An .ods."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return package({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def with_prologue(prologue: str) -> Callable[[bytes], bytes]:
    """Puts a DOCTYPE behind the XML declaration."""

    def put(xml: bytes) -> bytes:
        head, separator, rest = xml.partition(b"?>")
        return head + separator + prologue.encode() + rest

    return put


def infected(good: bytes, part: str, prologue: str, entity: str) -> bytes:
    """A workbook with a DOCTYPE in a part, and its entity used where a text stands."""
    put = with_prologue(prologue)
    return rewrite(good, part, lambda xml: put(xml).replace(b"</", entity.encode() + b"</", 1))


def far_corner(good: bytes) -> bytes:
    return rewrite(good, SHEET, lambda xml: xml.replace(b"</sheetData>", FAR))


def zip_bomb(good: bytes) -> bytes:
    """300 MiB in a third of one."""
    return rewrite(good, SHEET, lambda xml: xml + b" " * (300 * 2**20))


def lying(bomb: bytes) -> bytes:
    """The same bomb, but every length in the zip says that the sheet is small."""
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        true = struct.pack("<I", archive.getinfo(SHEET).file_size)
    return bomb.replace(true, struct.pack("<I", 5000))


def million_styled_rows(good: bytes) -> bytes:
    rows = b"".join(
        b'<row r="%d" s="5" customFormat="1"><c r="A%d" s="5"/></row>' % (row, row)
        for row in range(100, 1_000_100)
    )
    return rewrite(good, SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def in_binary(good: bytes, records: bytes) -> bytes:
    """The return as .xlsb, with more records behind the cells of its first sheet."""
    end = record(146)

    def put(part: bytes) -> bytes:
        head, _, rest = part.rpartition(end)
        return head + records + end + rest

    return rewrite(as_binary(good), BINARY_SHEET, put)


def million_styled_binary_rows(good: bytes) -> bytes:
    blank = record(1, cell_start(0))
    return in_binary(good, b"".join(row_start(row) + blank for row in range(100, 1_000_100)))


def sixty_sheets(good: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(good))
    for number in range(2, 61):
        book.create_sheet(f"草稿{number}")["B2"] = number
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def strict(good: bytes) -> bytes:
    """As Excel saves it under "Strict Open XML": other namespaces throughout."""
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts: dict[str, bytes | str] = {}
        for name in archive.namelist():
            body = archive.read(name)
            for usual, other in _TRANSITIONAL.items():
                body = body.replace(usual, other)
            parts[name] = body
    return package(parts)


def in_code_page_936(good: bytes) -> bytes:
    """The first sheet of a return as an .xls of before Unicode."""
    sheet = openpyxl.load_workbook(io.BytesIO(good)).worksheets[0]
    cells = {
        (cell.row - 1, cell.column - 1): cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    return old_workbook(cells, 936, sheet=sheet.title)


def encrypted_document() -> bytes:
    manifest = '<manifest:file-entry><manifest:encryption-data manifest:checksum=""/>'
    return document("\x17\x2a", manifest)


def encrypted_zip(good: bytes) -> bytes:
    """With the mark that a member needs a password."""
    content = bytearray(good)
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        for info in archive.infolist():
            content[info.header_offset + 6] |= 1
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def hostile_files(good: bytes) -> dict[str, tuple[bytes, str]]:
    """Name → (content, rule of the finding)."""
    bomb = zip_bomb(good)
    return {
        "one cell at XFD1048576": (far_corner(good), "FIL-004"),
        "one cell at XFD1048576 of .xlsb": (
            in_binary(good, row_start(1_048_575) + record(2, cell_start(16_383) + bytes(4))),
            "FIL-004",
        ),
        "zip bomb": (bomb, "FIL-004"),
        "zip bomb that lies about its size": (lying(bomb), "FIL-003"),
        "billion laughs in a sheet": (infected(good, SHEET, LAUGHS, "&lol9;"), "FIL-007"),
        "billion laughs in the texts": (
            infected(good, "xl/sharedStrings.xml", LAUGHS, "&lol9;"),
            "FIL-007",
        ),
        "billion laughs in the relations": (
            infected(good, "xl/_rels/workbook.xml.rels", LAUGHS, "&lol9;"),
            "FIL-007",
        ),
        "billion laughs in .ods": (
            document(ODS.format("&lol9;", "").replace("?>", "?>" + LAUGHS)),
            "FIL-007",
        ),
        "billion laughs in XML 2003": (
            XML_2003.format("&lol9;", "").replace("?>", "?>" + LAUGHS).encode(),
            "FIL-007",
        ),
        "billion laughs in .xlsb": (
            infected(as_binary(good), "xl/_rels/workbook.bin.rels", LAUGHS, "&lol9;"),
            "FIL-007",
        ),
        "external entity in a sheet": (infected(good, SHEET, EXTERNAL, "&secret;"), "FIL-007"),
        "external entity in .ods": (
            document(ODS.format("&secret;", "").replace("?>", "?>" + EXTERNAL)),
            "FIL-007",
        ),
        "external entity in XML 2003": (
            XML_2003.format("&secret;", "").replace("?>", "?>" + EXTERNAL).encode(),
            "FIL-007",
        ),
        "truncated .xlsx": (good[: len(good) // 2], "FIL-003"),
        "truncated .xlsb": (as_binary(good)[:-40], "FIL-003"),
        "truncated sheet of .xlsb": (
            rewrite(as_binary(good), BINARY_SHEET, lambda part: part[: len(part) // 2]),
            "FIL-003",
        ),
        "two gigabytes claimed in .xlsb": (
            in_binary(good, row_start(999) + b"\x05\xff\xff\xff\xff\x07"),
            "FIL-003",
        ),
        "truncated .xls": (in_code_page_936(good)[:900], "FIL-003"),
        "truncated .ods": (document(ODS.format("甲", ""))[:-40], "FIL-003"),
        "truncated XML 2003": (XML_2003.format("甲", "").encode()[:-40], "FIL-003"),
        "encrypted .xlsx": (encrypted_workbook(good), "FIL-002"),
        "encrypted .xls": (old_workbook({(0, 0): "甲"}, 936, encrypted=True), "FIL-002"),
        "encrypted .ods": (encrypted_document(), "FIL-002"),
        "encrypted zip": (encrypted_zip(good), "FIL-002"),
        "PDF named .xlsx": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(10_000), "FIL-016"),
        "a million rows of .ods": (
            document(
                ODS.format(
                    "甲",
                    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell'
                    ' office:value-type="float" office:value="1"'
                    ' table:number-columns-repeated="16384"/></table:table-row>',
                )
            ),
            "FIL-004",
        ),
    }


def odd_but_right(good: bytes) -> dict[str, bytes]:
    """Hard to read, and yet they hold the values of the good return."""
    return {
        "a million blank styled rows": million_styled_rows(good),
        "sixty sheets": sixty_sheets(good),
        "strict OOXML": strict(good),
        ".xls in code page 936": in_code_page_936(good),
        ".xlsb": as_binary(good),
        MILLION_OF_XLSB: million_styled_binary_rows(good),
    }
