"""Returns with a number or a name of a person where it does not belong, and where to look for it."""

import io
import json
import sqlite3
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment

from schemas.identifiers import citizen_check_character
from tests.nights import SAMPLES

BASE = SAMPLES / "first_round" / "第一小学_2020年报表.xlsx"
NAME = "欧阳小例"


def citizen(serial: int) -> str:
    """A number of nobody's with a right check character."""
    body = f"34040320100101{serial:03d}"
    return body + citizen_check_character(body)


_SPLIT, _WIDE, _DASHED = citizen(201), citizen(202), citizen(203)
KINDS = {
    "citizen": citizen(200),
    "x": "34040320100102001x",
    "split": f"{_SPLIT[:6]} {_SPLIT[6:14]} {_SPLIT[14:]}",
    "dashed": f"{_DASHED[:6]}-{_DASHED[6:14]}-{_DASHED[14:]}",
    "wide": "".join(chr(ord(sign) + 0xFEE0) for sign in _WIDE),
    "old": "340403501001205",
    "pupil": f"G{citizen(206)}",
    "embedded": f"身份证{citizen(207)}号",
    "phone": "13800138208",
    "name": NAME,
}
# Without the words around the embedded one.
SECRETS = {**KINDS, "embedded": citizen(207)}


def plant(folder: Path, said: str) -> None:
    """Three files of one kind: wrong cells of a known unit, a unit line, an accepted return."""
    folder = folder / said
    folder.mkdir(parents=True)
    _wrong_cells(folder / f"第一小学_{said}.xlsx", said)
    _wrong_unit(folder / f"{said}.xlsx", said)
    _accepted(folder / f"更正_{said}.xlsx", said)


def _wrong_cells(path: Path, said: str) -> None:
    book = _book()
    book["平安校园"]["D7"] = said  # a count
    book["平安校园"]["D8"].comment = Comment(said, said)
    book["残疾儿童少年安置"]["E5"] = said  # 是 or 否
    book["残疾儿童少年安置"]["D6"] = said  # a term
    book["应急演练"]["B4"] = said  # a day
    book["应急演练"]["G3"] = said  # a head that is no field's
    book["学生资助"].title = f"资助{said}"[:31]  # still known by its title in the sheet
    book["宣传"]["A2"] = f"填报单位：{said}　单位代码：2134000116　填报任务：2020"
    book.create_sheet(said)["A1"] = said
    book.save(path)


def _wrong_unit(path: Path, said: str) -> None:
    book = _book()
    book["封面"]["B3"] = said
    book["封面"]["B4"] = said
    book["封面"]["B5"] = said
    for sheet in book:
        if "填报单位" in str(sheet["A2"].value):
            sheet["A2"] = f"填报单位：{said}　　单位代码：{said}　　填报任务：{said}"
    book.save(path)


def _accepted(path: Path, said: str) -> None:
    book = _book()
    book["应急演练"]["D4"] = said  # any words
    book["残疾儿童少年安置"]["B5"] = said  # a number of a record
    book["平安校园"].title = f"平安{said}"[:31]
    book.create_sheet(said)["A1"] = said
    book.save(path)


def _book() -> openpyxl.Workbook:
    book = openpyxl.load_workbook(BASE)
    book["残疾儿童少年安置"]["C4"] = NAME  # in its own place
    return book


def spellings(said: str) -> set[bytes]:
    """How it may stand in a file: as it was written, as it was read, as JSON escapes it."""
    read = unicodedata.normalize("NFKC", said)
    texts = {said, said.upper(), read, read.upper(), read.replace(" ", ""), read.replace("-", "")}
    texts |= {text.removeprefix("G") for text in texts}
    escaped = {json.dumps(text)[1:-1] for text in texts}
    return {text.encode() for text in texts | escaped}


def everything(paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """What files hold, as bytes; packed ones unpacked; databases as the text of all rows, too."""
    for path in paths:
        content = path.read_bytes()
        yield path.name, path.name.encode("utf-8", "surrogateescape")
        yield path.name, content
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(path) as archive:
                for member in archive.infolist():
                    yield f"{path.name}/{member.filename}", archive.read(member)
        if content.startswith(b"SQLite format 3"):
            yield f"{path.name} (rows)", _rows(path)


def _rows(path: Path) -> bytes:
    lines = []
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            lines += map(str, database.execute(f'SELECT * FROM "{table}"'))  # noqa: S608 - their own
    return "\n".join(lines).encode("utf-8", "replace")
