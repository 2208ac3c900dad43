"""Returns in every format that is read, and what bad luck and bad will make of them."""

import io
import math
import random
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from html import escape
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import Cell

from tests.returns.reading.binary_workbooks import as_binary
from tests.returns.reading.old_workbooks import old_workbook

SAMPLES = Path(__file__).resolve().parent.parent / "sample_inputs" / "2020" / "first_round"
_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
_LARGEST_NUMBERS = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"9999", b"1e99")
_MOST_CUT = 200
_XML = ('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">')  # fmt: skip

# Between the letters of such texts lies every trap that a cell can be: signs, widths, controls.
ALPHABET = "0123456789.,-+=@/\\%:;'\"()<>&{}[]_ \t\n一二三万元人无合计小例是否年月日"
ALPHABET += "０１９．，－＋％（）—–○√×\u00a0\u200b\u200e\ufeff\u3000\u0301\ue000𠮷🎉ﷺ"
TEXTS = (
    "合计", "小计", "其中", "无", "/", "—", "例", "备注:", "填表人:", "见附件", "同上", "约300", "5万多", "12人",
    "1,234", "1，234", "98%", "2020.10", "2020年9月", "3-5", "=1+1", "=HYPERLINK(\"x\")", "+1", "-1", "@a",
    "1E+400", "NaN", "inf", "#REF!", "_x0000_", "A" * 32_000, "9" * 400, "填报单位：", "单位代码：", "{0}", "%s",
)  # fmt: skip
NUMBERS = (
    0, -1, 0.5, 1e-300, 1e15, 1e16, 1e300, -1e308, 2**53 + 1, 1e12, 0.1 + 0.2, 340403201001010000,
    43831, 2958466, math.pi,
)  # fmt: skip
FORMULAS = (
    "=1/0",
    "=A1",
    "=SUM(A:A)",
    "=#REF!",
    '=""',
    "={1,2}",
    '=WEBSERVICE("http://127.0.0.1")',
)
ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NUM!", "#NULL!")
DATES = (date(1900, 1, 1), date(2020, 2, 29), datetime(9999, 12, 31, 23, 59, 59), time(12, 30))


def sources(folder: Path) -> dict[str, list[bytes]]:
    """Format → real files. What only LibreOffice writes is left out where there is none."""
    samples = [
        path.read_bytes() for path in sorted(SAMPLES.glob("*.xlsx")) if zipfile.is_zipfile(path)
    ]  # one is a PDF by another name
    rows = _cells_of(samples[0])
    table = "\n".join(",".join(row) for row in rows)
    found = {
        "xlsx": samples,
        "xml2003": [_as_xml(rows)],
        "html": [_as_page(rows)],
        "csv": [table.encode(code) for code in ("utf-8-sig", "gb18030", "utf-16")],
        "xls": [_as_old_workbook(rows)],
        "xlsb": [as_binary(samples[0])],
        "zip": [_as_attachment(samples[:2])],
    }
    for path in _saved_by_libreoffice(samples[0], folder):
        found.setdefault(path.suffix[1:], []).append(path.read_bytes())
    return found


def mutated(content: bytes, rng: random.Random) -> bytes:
    """Some bytes changed, cut out, doubled, or made the largest of numbers."""
    body = bytearray(content)
    for _ in range(rng.choice((1, 3, 10, 60))):
        if not body:
            break
        kind, at = rng.random(), rng.randrange(len(body))
        if kind < 0.5:
            body[at] = rng.randrange(256)
        elif kind < 0.65:
            del body[at : at + rng.randrange(1, _MOST_CUT)]
        elif kind < 0.85:
            start = rng.randrange(len(body))
            body[at:at] = body[start : start + rng.randrange(1, _MOST_CUT)]
        elif kind < 0.98:
            number = rng.choice(_LARGEST_NUMBERS)
            body[at : at + len(number)] = number
        else:
            del body[at:]
    return bytes(body)


def mutated_within(content: bytes, rng: random.Random) -> bytes:
    """A zip with one member mutated, its checksums right again."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        chosen = rng.choice(source.namelist())
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, mutated(body, rng) if name == chosen else body)
    return buffer.getvalue()


def with_nasty_cells(content: bytes, rng: random.Random) -> bytes:
    """A workbook with some of its cells, or cells beside them, filled in by a madman."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheets = [sheet for sheet in book.worksheets if sheet.title != "填报说明"]
    for _ in range(rng.choice((1, 5, 40))):
        sheet = rng.choice(sheets)
        cell = sheet.cell(rng.randint(1, sheet.max_row + 2), rng.randint(1, sheet.max_column + 2))
        if isinstance(cell, Cell):  # not the covered part of a merged one
            _fill(cell, rng)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(cell: Cell, rng: random.Random) -> None:
    kind = rng.choice(("text", "text", "mixed", "number", "formula", "error", "date", "flag"))
    if kind == "text":
        cell.value = rng.choice(TEXTS)
        cell.data_type = "s"
    elif kind == "mixed":
        cell.value = "".join(rng.choices(ALPHABET, k=rng.randint(1, 30)))
        cell.data_type = "s"
    elif kind == "error":
        cell.value = rng.choice(ERRORS)
        cell.data_type = "e"
    else:
        choices: dict[str, tuple[Any, ...]] = {
            "number": NUMBERS,
            "formula": FORMULAS,
            "date": DATES,
            "flag": (True, False, None),
        }
        cell.value = rng.choice(choices[kind])


_WAYS: dict[str, tuple[Callable[[bytes, random.Random], bytes], ...]] = {
    "xlsx": (mutated, mutated_within, mutated_within, with_nasty_cells, with_nasty_cells),
    "xlsb": (mutated, mutated_within, mutated_within),
    "ods": (mutated, mutated_within, mutated_within),
    "zip": (mutated, mutated_within),
}


def any_mutation(found: dict[str, list[bytes]], rng: random.Random) -> tuple[str, str, bytes]:
    """(format, way, content) of one file."""
    kind = rng.choice(sorted(found))
    way = rng.choice(_WAYS.get(kind, (mutated,)))
    return kind, way.__name__, way(rng.choice(found[kind]), rng)


def _cells_of(content: bytes) -> list[list[str]]:
    """A sheet with a form, as text."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    return [
        ["" if value is None else str(value).replace(",", "，") for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def _as_xml(rows: list[list[str]]) -> bytes:
    body = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{escape(one)}</Data></Cell>' for one in row)
        + "</Row>"
        for row in rows
    )
    sheet = f'<Worksheet ss:Name="表"><Table>{body}</Table></Worksheet></Workbook>'
    return (_XML + sheet).encode()


def _as_page(rows: list[list[str]]) -> bytes:
    body = "".join(
        "<tr>" + "".join(f"<td colspan=1>{escape(one)}</td>" for one in row) + "</tr>"
        for row in rows
    )
    return f"<html><meta charset=gb2312><table>{body}</table></html>".encode("gb18030")


def _as_old_workbook(rows: list[list[str]]) -> bytes:
    cells = {(r, c): one for r, row in enumerate(rows) for c, one in enumerate(row) if one}
    return old_workbook(cells, 936)


def _as_attachment(files: list[bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, body in enumerate(files):
            archive.writestr(f"小学/第{number}小学.xlsx", body)
    return buffer.getvalue()


def _saved_by_libreoffice(content: bytes, folder: Path) -> list[Path]:
    program = shutil.which("soffice")
    if program is None:
        return []
    original = folder / "return.xlsx"
    original.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for target in ("xls", "ods", "html", _SHEETS):
        subprocess.run(
            [program, profile, "--headless", "--convert-to", target, "--outdir", folder, original],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return sorted(path for path in folder.glob("return*.*") if path != original)
