"""Attached zips: what is in them is read file by file; what is unfit stays one file."""

import io
import struct
import tracemalloc
import zipfile

import pytest

from returns.reading import unpacking
from returns.reading.unpacking import unpack


def zipped(files: dict[str, bytes], encoding: str = "utf-8") -> bytes:
    """A zip; in gb18030 its names are written as Windows does, without a word of it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            if encoding == "utf-8":
                archive.writestr(name, body)
            else:
                archive.writestr(name.encode(encoding).decode("cp437"), body)
    content = buffer.getvalue()
    if encoding == "utf-8":
        return content
    # zipfile marks the names as UTF-8; written so, the bytes of the names are those of cp437.
    for name in files:
        disguised = name.encode(encoding).decode("cp437").encode()
        plain = name.encode(encoding).ljust(len(disguised), b"_")
        content = content.replace(disguised, plain)
    return content.replace(b"PK\x03\x04\x14\x00\x00\x08", b"PK\x03\x04\x14\x00\x00\x00").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x08", b"PK\x01\x02\x14\x03\x14\x00\x00\x00"
    )


def test_folders_and_junk() -> None:
    files = {
        "小学/一小.xlsx": b"1",
        "小学/.DS_Store": b"x",
        "__MACOSX/小学/一小.xlsx": b"x",
        "~$二小.xlsx": b"x",
        "二小.xls": b"2",
    }
    # What is no return comes without its content, to be told by its name.
    assert unpack(zipped(files)) == [
        ("__MACOSX/小学/一小.xlsx", b""),
        ("~$二小.xlsx", b""),
        ("二小.xls", b"2"),
        ("小学/.DS_Store", b""),
        ("小学/一小.xlsx", b"1"),
    ]
    del files["小学/一小.xlsx"], files["二小.xls"]
    assert unpack(zipped(files)) is None  # nothing but that is answered as the archive that it is


def test_names_in_gbk() -> None:
    (found,) = unpack(zipped({"第一小学.xlsx": b"1"}, "gb18030")) or []
    assert found[0].startswith("第一小学.xlsx")
    assert found[1] == b"1"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\..\\boot.ini"])
def test_no_name_leads_out(name: str) -> None:
    (found,) = unpack(zipped({name: b"1"})) or []
    assert not found[0].startswith("/") and ".." not in found[0].split("/")


def test_a_zip_in_a_zip_and_no_deeper() -> None:
    inner = zipped({"一小.xlsx": b"1"})
    assert unpack(zipped({"中心校.zip": inner})) == [("中心校.zip/一小.xlsx", b"1")]
    deeper = zipped({"a.zip": zipped({"b.zip": inner})})
    assert unpack(deeper) == [("a.zip/b.zip", inner)]


@pytest.mark.parametrize("document", ["[Content_Types].xml", "mimetype", "content.xml", "OFD.xml"])
def test_a_workbook_is_no_attachment(document: str) -> None:
    assert unpack(zipped({document: b"", "xl/workbook.xml": b""})) is None


def test_what_is_unfit_stays_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    good = zipped({"一小.xlsx": b"1" * 5000, "二小.xlsx": b"2"})
    assert unpack(b"%PDF") is None
    assert unpack(good[:-30]) is None
    damaged = bytearray(good)
    damaged[45] ^= 0xFF
    assert unpack(bytes(damaged)) is None
    assert unpack(zipped({})) is None
    monkeypatch.setattr(unpacking, "MAX_ALL_BYTES", 4000)
    assert unpack(good) is None
    monkeypatch.undo()
    monkeypatch.setattr(unpacking, "MAX_FILES", 1)
    assert unpack(good) is None


def test_a_member_that_lies_about_its_size_is_not_unpacked_to_the_end() -> None:
    body = bytes(64 * 2**20)
    honest = zipped({"一小.xlsx": body})
    lying = honest.replace(struct.pack("<I", len(body)), struct.pack("<I", 100))
    tracemalloc.start()
    assert unpack(lying) is None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * 2**20


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_without_bounds_are_not_touched(method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("一小.xlsx", b"1" * 1000)
    assert unpack(buffer.getvalue()) is None
