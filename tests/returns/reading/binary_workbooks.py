"""Binary workbooks (.xlsb, BIFF 12) as Excel writes them, record by record."""

import io
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, TypeAlias

import openpyxl

_MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.ms-excel"
_DATE_CODE = 'yyyy"年"m"月"d"日";@'
GENERAL, BUILT_IN_DATE, WRITTEN_DATE, PERCENT = range(4)  # the cell styles
_ERRORS = {
    "#NULL!": 0,
    "#DIV/0!": 7,
    "#VALUE!": 15,
    "#REF!": 23,
    "#NAME?": 29,
    "#NUM!": 36,
    "#N/A": 42,
}
_LARGEST_RK = 2**29
_LEFT_OUT = -1


@dataclass(frozen=True)
class Error:
    """A cell that shows #REF! and the like."""

    text: str


@dataclass(frozen=True)
class Formula:
    """A formula and what it yielded; NaN stands for nothing."""

    value: "bool | float | str | Error"


@dataclass(frozen=True)
class Percent:
    """A number in a cell that shows per cent: 5 as 500 %."""

    value: float


@dataclass(frozen=True)
class Rich:
    """A text with fonts of its own and a pronunciation, in the cell itself or among the shared."""

    text: str
    shared: bool = True
    fonts: tuple[tuple[int, int], ...] = ((0, 0),)  # from which place on, in which font


@dataclass(frozen=True)
class Short:
    """A value in a record without a column: it stands right of the cell before."""

    value: "float | str"


Cell: TypeAlias = "bool | float | str | date | Error | Formula | Rich | Short | Percent | None"


@dataclass
class Sheet:
    """`cells` by zero-based row and column; None is a cell with nothing but a style."""

    cells: Mapping[tuple[int, int], Cell]
    merges: Sequence[tuple[int, int, int, int]] = ()  # top, left, bottom, right
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    kind: str = "worksheet"
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)


def binary_workbook(sheets: Mapping[str, Sheet], *, from_1904: bool = False) -> bytes:
    """A workbook of `sheets` by name."""
    texts: list[str | Rich] = []
    parts: dict[str, bytes] = {}
    related: list[tuple[str, str]] = []
    bundle = b""
    for number, (name, sheet) in enumerate(sheets.items(), start=1):
        path = f"{sheet.kind}s/sheet{number}.bin"
        parts[f"xl/{path}"] = _sheet(sheet, texts, from_1904)
        related.append((sheet.kind, path))
        if sheet.comments:
            parts[f"xl/comments{number}.bin"] = _comments(sheet.comments)
            rels = _relations([("comments", f"../comments{number}.bin")])
            parts[f"xl/{sheet.kind}s/_rels/sheet{number}.bin.rels"] = rels
        place = struct.pack("<II", int(sheet.hidden), number)
        bundle += record(156, place + wide(f"rId{number}") + wide(name))
    related += [("styles", "styles.bin"), ("sharedStrings", "sharedStrings.bin")]
    parts["xl/workbook.bin"] = b"".join(
        [
            record(131),
            record(153, struct.pack("<II", int(from_1904), 0) + wide("")),
            *(record(143), bundle, record(144), record(132)),
        ]
    )
    parts["xl/_rels/workbook.bin.rels"] = _relations(related)
    parts["xl/styles.bin"] = _styles()
    items = b"".join(record(19, _rich(text)) for text in texts)
    counts = struct.pack("<II", len(texts), len(texts))
    parts["xl/sharedStrings.bin"] = record(159, counts) + items + record(160)
    parts["_rels/.rels"] = _relations([("officeDocument", "xl/workbook.bin")])
    parts["[Content_Types].xml"] = _content_types(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            archive.writestr(name, parts[name])
    return buffer.getvalue()


def as_binary(content: bytes) -> bytes:
    """An .xlsx saved as .xlsb: the same cells, merges and hidden things."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return binary_workbook({sheet.title: _copied(sheet) for sheet in book.worksheets})


def _copied(sheet: Any) -> Sheet:
    cells = {
        (cell.row - 1, cell.column - 1): Error(cell.value) if cell.data_type == "e" else cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    blocks = [one.bounds for one in sheet.merged_cells.ranges]
    dimensions = sheet.column_dimensions.values()
    columns = [range(one.min - 1, one.max) for one in dimensions if one.hidden]
    return Sheet(
        cells,
        [(top - 1, left - 1, bottom - 1, right - 1) for left, top, right, bottom in blocks],
        sheet.sheet_state != "visible",
        frozenset(row - 1 for row, one in sheet.row_dimensions.items() if one.hidden),
        frozenset(column for group in columns for column in group),
    )


def record(kind: int, body: bytes = b"", *, size: int = _LEFT_OUT) -> bytes:
    """A record; `size` is what it claims instead of its true size."""
    start = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return start + _seven_bits(len(body) if size == _LEFT_OUT else size) + body


def _seven_bits(size: int) -> bytes:
    found = b""
    while size > 127:
        found += bytes([size & 127 | 128])
        size >>= 7
    return found + bytes([size])


def wide(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def row_start(row: int, *, hidden: bool = False, columns: tuple[int, int] = (0, 0)) -> bytes:
    flags = bytes([0, 0x10 if hidden else 0, 0])
    place = struct.pack("<IIH", row, 0, 300) + flags
    return record(0, place + struct.pack("<III", 1, *columns))


def cell_start(column: int, style: int = GENERAL) -> bytes:
    return struct.pack("<II", column, style)


def _sheet(sheet: Sheet, texts: list[str | Rich], from_1904: bool) -> bytes:
    bottom = max((row for row, _ in sheet.cells), default=0)
    right = max((column for _, column in sheet.cells), default=0)
    columns = b"".join(
        record(60, struct.pack("<IIII", column, column, 2000, 0) + b"\x01\0")
        for column in sorted(sheet.hidden_columns)
    )
    blocks = b"".join(
        record(176, struct.pack("<IIII", top, last_row, left, last_column))
        for top, left, last_row, last_column in sheet.merges
    )
    merged = record(177, struct.pack("<I", len(sheet.merges))) + blocks + record(178)
    return b"".join(
        [
            record(129),
            record(148, struct.pack("<IIII", 0, bottom, 0, right)),
            record(390) + columns + record(391) if columns else b"",
            record(145),
            *_rows(sheet, texts, from_1904),
            record(146),
            merged if blocks else b"",
            record(130),
        ]
    )


def _rows(sheet: Sheet, texts: list[str | Rich], from_1904: bool) -> Iterator[bytes]:
    ordered = sorted(sheet.cells.items(), key=lambda item: item[0])
    by_row = {row: list(cells) for row, cells in groupby(ordered, key=lambda item: item[0][0])}
    for row in sorted({*by_row, *sheet.hidden_rows}):
        cells = by_row.get(row, [])
        reach = (cells[0][0][1], cells[-1][0][1]) if cells else (0, 0)
        yield row_start(row, hidden=row in sheet.hidden_rows, columns=reach)
        for (_, column), value in cells:
            yield _cell(column, value, texts, from_1904)


def _cell(column: int, value: Cell, texts: list[str | Rich], from_1904: bool) -> bytes:
    at = cell_start(column)
    if value is None:
        return record(1, at)
    if isinstance(value, bool):
        return record(4, at + bytes([value]))
    if isinstance(value, Error):
        return record(3, at + bytes([_ERRORS[value.text]]))
    if isinstance(value, Formula):
        return _formula(at, value.value)
    if isinstance(value, Short):
        short = struct.pack("<I", GENERAL)
        if isinstance(value.value, str):
            return record(17, short + wide(value.value))
        return record(16, short + struct.pack("<d", value.value))
    if isinstance(value, Percent):
        return _number(cell_start(column, PERCENT), value.value)
    if isinstance(value, date):
        style = WRITTEN_DATE if value.day % 2 else BUILT_IN_DATE
        return _number(cell_start(column, style), _serial(value, from_1904))
    if isinstance(value, str | Rich):
        if isinstance(value, Rich) and not value.shared:
            return record(62, at + _rich(value))
        if value not in texts:
            texts.append(value)
        return record(7, at + struct.pack("<I", texts.index(value)))
    return _number(at, value)


def _number(at: bytes, value: float) -> bytes:
    """Packed into thirty bits where that loses nothing, as Excel does."""
    for scale, hundredths in ((1, 0), (100, 1)):
        if float(value * scale).is_integer() and abs(value * scale) < _LARGEST_RK:
            return record(2, at + struct.pack("<i", int(value * scale) << 2 | 2 | hundredths))
    double = struct.pack("<d", value)
    if double[:4] == bytes(4) and not double[4] & 3:
        return record(2, at + double[4:])
    return record(5, at + double)


def _formula(at: bytes, value: bool | float | str | Error) -> bytes:
    """A formula that says nothing but its value."""
    if isinstance(value, Error):
        code = bytes([_ERRORS[value.text]])
        return record(11, at + code + _expression(b"\x1c" + code))
    if isinstance(value, str):
        said = b"\x17" + wide(value)[:2] + value.encode("utf-16-le")
        return record(8, at + wide(value) + _expression(said))
    if isinstance(value, bool):
        return record(10, at + bytes([value]) + _expression(b"\x1d" + bytes([value])))
    double = struct.pack("<d", value)
    return record(9, at + double + _expression(b"\x1f" + double))


def _expression(said: bytes) -> bytes:
    """Flags, then an expression without further data."""
    return struct.pack("<HI", 0, len(said)) + said + bytes(4)


def _rich(text: str | Rich) -> bytes:
    if isinstance(text, str):
        return b"\0" + wide(text)
    run = struct.pack("<I", len(text.fonts))
    run += b"".join(struct.pack("<HH", *one) for one in text.fonts)
    sound = struct.pack("<IHHHHH", 1, 0, 0, 1, 0, 0)
    return b"\3" + wide(text.text) + run + wide("yīn") + sound


def _serial(day: date, from_1904: bool) -> float:
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    passed = moment - start
    return passed.days + passed.seconds / 86_400


def _styles() -> bytes:
    fonts = [  # plain, struck out, raised
        record(
            43,
            struct.pack("<HHHHBBBB", 220, flags, 400, level, 0, 2, 134, 0)
            + b"\x03\x01\0\0\0\0\0\xff\0"
            + wide("宋体"),
        )
        for flags, level in ((0, 0), (8, 0), (0, 1))
    ]
    fill = (
        struct.pack("<I", 0)
        + (b"\x03\x40\0\0\0\0\0\xff" + b"\x03\x41\0\0\xff\xff\xff\xff")
        + bytes(48)
    )
    styles = [(0xFFFF, 0), (0, 0), (0, 14), (0, 176), (0, 9)]  # parent, number format
    looks = [
        record(47, struct.pack("<HHHHHBBHH", parent, shown, 0, 0, 0, 0, 0, 0x1010, 0))
        for parent, shown in styles
    ]
    return b"".join(
        [
            record(278),
            *_group(615, [record(44, struct.pack("<H", 176) + wide(_DATE_CODE))]),
            *_group(611, fonts),
            *_group(603, [record(45, fill)]),
            *_group(613, [record(46, bytes(51))]),
            *_group(626, looks[:1]),
            *_group(617, looks[1:]),
            *_group(619, [record(48, struct.pack("<IHBB", 0, 1, 0, 0xFF) + wide("Normal"))]),
            record(279),
        ]
    )


def _group(begin: int, records: Sequence[bytes]) -> Iterable[bytes]:
    """A counted collection; the number of its end follows that of its beginning."""
    return (record(begin, struct.pack("<I", len(records))), *records, record(begin + 1))


def _comments(comments: Mapping[tuple[int, int], str]) -> bytes:
    said = [
        record(635, struct.pack("<IIIII", 0, row, row, column, column) + bytes(16))
        + record(637, _rich(text))
        + record(636)
        for (row, column), text in comments.items()
    ]
    authors = record(630) + record(632, wide("")) + record(631)
    return record(628) + authors + record(633) + b"".join(said) + record(634) + record(629)


def _relations(related: Sequence[tuple[str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_MAIN}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(related, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'.encode()


def _content_types(parts: Iterable[str]) -> bytes:
    kinds = {
        "workbook": f"{_KIND}.sheet.binary.macroEnabled.main",
        "styles": f"{_KIND}.styles",
        "sharedStrings": f"{_KIND}.sharedStrings",
        "comments": f"{_KIND}.comments",
    }
    lines = ""
    for part in parts:
        if part.endswith(".bin"):
            name = part.rpartition("/")[2].rstrip("0123456789.bin")
            kind = kinds.get(name, f"{_KIND}.{part.split('/')[1].removesuffix('s')}")
            lines += f'<Override PartName="/{part}" ContentType="{kind}"/>'
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{rels}{lines}</Types>'.encode()
