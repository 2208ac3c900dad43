"""Small files that cost much, made in code, each as a folder such as an inbox.

`python -m tests.pipeline.bombs FOLDER` writes them all there; `tests.pipeline.cost` measures one.
"""

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

_SHEET = "xl/worksheets/sheet1.xml"
_WORKBOOK = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": "<Relationships xmlns="
    '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
    ' Target="worksheets/sheet1.xml"/></Relationships>',
}
_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = "</sheetData></worksheet>"


def zipped(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def sheet(xml: str) -> bytes:
    """A workbook of one sheet, whatever is in it."""
    return zipped({**_WORKBOOK, _SHEET: _HEAD + xml + _TAIL})


def nested_zip(folder: Path) -> None:
    """Two gigabytes of zeros in zips in a zip."""
    inner = zipped({f"{n}.xlsx": bytes(40 * 2**20) for n in range(5)})
    (folder / "一小.zip").write_bytes(zipped({f"{n}.zip": inner for n in range(10)}))


def endless_list(folder: Path) -> None:
    """A zip of nothing but the names of a million members."""
    body = b"PK\x01\x02" + bytes(24) + b"\x04\x00" + bytes(16) + b"a.xl"
    many = 900_000
    size = len(body) * many
    end = b"PK\x05\x06" + bytes(4) + b"\xff\xff" * 2 + size.to_bytes(4, "little") + bytes(6)
    (folder / "一小.zip").write_bytes(body * many + end)


def sparse(folder: Path) -> None:
    with (folder / "一小.xlsx").open("wb") as file:
        file.truncate(3 * 2**30)


def rows_with_faults(folder: Path) -> None:
    """Forty-eight thousand rows, each of which breaks several rules."""
    head = "填报单位：第一小学,,,,,\r\n核查编号,学生姓名,学籍号,核查结果,佐证材料,核查完成日期\r\n"
    rows = "".join(f"{n},张三丰,X3404{n % 7},甲乙丙,丁,\r\n" for n in range(48_000))
    (folder / "第一小学.csv").write_text(head + rows, encoding="utf-8")


def unreadable_rows(folder: Path) -> None:
    head = "填报单位：第一小学,,,,,\r\n核查编号,学生姓名,学籍号,核查结果,佐证材料,核查完成日期\r\n"
    rows = "".join(f"{n},张,X{n},甲,丁,2020-13-{n}\r\n" for n in range(20_000))
    (folder / "第一小学.csv").write_text(head + rows, encoding="utf-8")


def names_of_every_length(folder: Path) -> None:
    """Two thousand rows with faults, and in each a name that is a sign longer than the last."""
    head = "填报单位：第一小学,,,,,\r\n核查编号,学生姓名,学籍号,核查结果,佐证材料,核查完成日期\r\n"
    rows = "".join(
        f"{n},{'甲' * n}乙,X{n},{'甲乙' * 150},丁,2020-13-{'甲' * 400}\r\n" for n in range(2, 2_000)
    )
    (folder / "第一小学.csv").write_text(head + rows, encoding="utf-8")


def long_texts(folder: Path) -> None:
    """Rows that are right, each with a text as long as a cell takes, full of what begins like a name."""
    _texts(folder, rows=2_400, length=9_900)


def texts_within_bounds(folder: Path) -> None:
    """The same, as much of it as is read: the form is accepted, and every text searched."""
    _texts(folder, rows=200, length=9_900)


def _texts(folder: Path, rows: int, length: int) -> None:
    head = "填报单位：第一小学,,,,,\r\n核查编号,学生姓名,学籍号,核查结果,佐证材料,核查完成日期\r\n"
    body = "".join(
        f"{n},{'甲乙' * (1 + n % 30)}丙,J{n * 7919 % 10**9 + 10**17},劝返复学,"
        f"{n}{'甲乙' * (length // 2)},2020-3-{1 + n % 28}\r\n"
        for n in range(rows)
    )
    (folder / "第一小学.csv").write_text(head + body, encoding="gb18030")


def long_sheet_name(folder: Path) -> None:
    """A thousand rows with faults on a sheet whose name is twenty thousand signs long."""
    head = "核查编号,学生姓名,学籍号,核查结果,佐证材料,核查完成日期"
    lines = ["填报单位：第一小学", head, *(f"{n},张三丰,X3404{n},甲,丁," for n in range(1_000))]
    rows = "".join(
        "<table:table-row>"
        + "".join(
            "<table:table-cell office:value-type='string'>"
            f"<text:p>{word}</text:p></table:table-cell>"
            for word in line.split(",")
        )
        + "</table:table-row>"
        for line in lines
    )
    spaces = "".join(
        f" xmlns:{short}='urn:oasis:names:tc:opendocument:xmlns:{short}:1.0'"
        for short in ("office", "table", "text")
    )
    xml = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet>"
        f"<table:table table:name='{'张三' * 10_000}'>{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    members = {"mimetype": kind, "META-INF/manifest.xml": "<a/>", "content.xml": xml}
    (folder / "第一小学.ods").write_bytes(zipped(members))


def endless_rows(folder: Path) -> None:
    (folder / "一小.xlsx").write_bytes(sheet('<row r="1" ' * 400_000))


def endless_cells(folder: Path) -> None:
    (folder / "一小.xlsx").write_bytes(sheet('<c r="A1" t="e"><f>' * 400_000))


def long_attribute(folder: Path) -> None:
    (folder / "一小.xlsx").write_bytes(sheet(f'<row><c r="{"A" * (20 * 2**20)}"/></row>'))


def hidden_columns(folder: Path) -> None:
    columns = '<col min="1" max="16384" hidden="1"/>' * 200_000
    (folder / "一小.xlsx").write_bytes(
        sheet(f'<row r="1"><c r="A1"><v>1</v></c></row><cols>{columns}</cols>')
    )


def long_cell(folder: Path) -> None:
    cell = "填报单位：" * 20_000
    (folder / "一小.xls").write_text(f"<html><table><tr><td>{cell}</td></tr></table></html>")


def deep_page(folder: Path) -> None:
    (folder / "一小.xls").write_text("<html>" + "<table><tr><td>" * 100_000)


def many_owners(folder: Path) -> None:
    """A list in which every row is another unit's."""
    head = (
        "填报单位：曹庵镇中心小学,,,,,\r\n"
        "单位名称,演练日期,演练类型,演练主题,参加学生人次,参加教职工人次\r\n"
        "曹庵镇第二小学,2020-5-6,消防,火灾,30,3\r\n"
    )
    rows = "".join(f"小学{n},2020-5-6,消防,火灾{n},30,3\r\n" for n in range(20_000))
    (folder / "曹庵镇中心小学.csv").write_text(head + rows, encoding="utf-8")


def many_keys(folder: Path) -> None:
    """A list that comes back with one key, and with others, a hundred thousand times."""
    keys = " ".join(f"{n:032x}" for n in range(300)) + (" " + "a" * 32) * 100_000
    page = (
        "<table><tr><td>填报单位：第一小学</td></tr><tr><td>说明</td><td>问题编码</td></tr>"
        + f"<tr><td>属实</td><td>{keys[:32_000]}</td></tr>" * 300
        + "</table>"
    )
    (folder / "第一小学.xls").write_text(
        f"<html><x:Name>问题清单</x:Name>{page}</html>", encoding="utf-8"
    )


BOMBS: dict[str, Callable[[Path], None]] = {
    bomb.__name__: bomb
    for bomb in (
        nested_zip, endless_list, sparse, rows_with_faults, unreadable_rows,
        names_of_every_length, long_texts, texts_within_bounds, long_sheet_name, endless_rows,
        endless_cells, long_attribute, hidden_columns,
        long_cell, deep_page, many_owners, many_keys,
    )
}  # fmt: skip


if __name__ == "__main__":
    for _name, _bomb in BOMBS.items():
        _folder = Path(sys.argv[1]) / _name
        _folder.mkdir(parents=True)
        _bomb(_folder)
