"""Files that no school means to send: each gets a finding of its own kind, the others are read."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from returns.slots import FileToRead, read_files
from schemas.forms import FORMS
from tests.returns.workbooks import example_record, read, rewrite, workbook

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def good(tmp_path: Path) -> bytes:
    return workbook(tmp_path, {"safety": example_record(FORMS["safety"])})


def refusal(content: bytes) -> str:
    refused = read(content).refused
    return refused.rule if refused else ""


def test_a_good_file_is_not_refused(good: bytes) -> None:
    assert refusal(good) == ""


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "FIL-006"),
        (b"%PDF-1.7 scanned page", "FIL-001"),
        ("曹庵镇第二小学 安全情况".encode("gb18030"), "FIL-001"),
        (b"\xff\xd8\xff\xe0 photo", "FIL-001"),
        (b"<html><table><tr><td>1</td></tr></table></html>", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048), "FIL-003"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "FIL-002",
        ),
        (b"PK\x03\x04 not really a zip", "FIL-003"),
    ],
)
def test_what_is_no_workbook_is_named(content: bytes, rule: str) -> None:
    assert refusal(content) == rule


def test_a_truncated_file_is_damaged(good: bytes) -> None:
    assert refusal(good[: len(good) // 2]) == "FIL-003"


def test_a_broken_stream_inside_is_damaged(good: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        offset = archive.getinfo(SHEET).header_offset
    name_length, extra_length = struct.unpack("<HH", good[offset + 26 : offset + 30])
    start = offset + 30 + name_length + extra_length
    assert refusal(good[:start] + b"\xff" * 8 + good[start + 8 :]) == "FIL-003"


def test_a_bad_checksum_is_damaged(good: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        info = archive.getinfo(SHEET)
        offset = info.header_offset
    name_length, extra_length = struct.unpack("<HH", good[offset + 26 : offset + 30])
    start = offset + 30 + name_length + extra_length
    spoilt = bytearray(good)
    spoilt[start + info.compress_size // 2] ^= 0xFF
    assert refusal(bytes(spoilt)) == "FIL-003"


def test_one_cell_in_the_farthest_corner_is_refused(good: bytes) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert refusal(rewrite(good, SHEET, lambda x: x.replace(b"</sheetData>", far))) == "FIL-004"


def test_a_zip_bomb_is_refused(good: bytes) -> None:
    bomb = b" " * (300 * 2**20)
    content = rewrite(good, SHEET, lambda xml: xml + bomb)
    assert len(content) < 2**20
    assert refusal(content) == "FIL-004"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_a_doctype_is_refused(good: bytes, part: str) -> None:
    laughs = b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]>'

    def infect(xml: bytes) -> bytes:
        head, separator, rest = xml.partition(b"?>")
        return head + separator + laughs + rest

    assert refusal(rewrite(good, part, infect)) == "FIL-007"


def test_a_wrong_dimension_does_not_matter(good: bytes) -> None:
    lying = rewrite(
        good, SHEET, lambda x: x.replace(b'<dimension ref="', b'<dimension ref="A1:XFD1048576" x="')
    )
    assert read(lying).sheets[0].columns == read(good).sheets[0].columns


def test_one_hostile_file_does_not_touch_its_neighbours(good: bytes) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    hostile = rewrite(good, SHEET, lambda x: x.replace(b"</sheetData>", far))
    files = [("a", good), ("b", hostile), ("c", good), ("d", b"%PDF"), ("e", good)]
    layouts = [form.layout_for_reader() for form in FORMS.values()]
    answers = dict(read_files([FileToRead(key, content) for key, content in files], layouts))
    assert {key: bool(answer["refused"]) for key, answer in answers.items()} == {
        "a": False,
        "b": True,
        "c": False,
        "d": True,
        "e": False,
    }
