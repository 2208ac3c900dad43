"""Files that no school means to send: each gets a finding of its own kind, the others are read."""

import io
import struct
import zipfile
from collections.abc import Iterator

import pytest

from benchmarks.measured_slot import IS_POSSIBLE, MeasuredSlot
from returns.sandbox.reader_pool import FileToRead, read_files
from schemas.forms import FORMS
from tests.returns.reading.hostile_files import (
    MILLION_OF_XLSB,
    SHEET,
    hostile_files,
    odd_but_right,
    with_prologue,
)
from tests.returns.small_returns import example_record, read, rewrite, workbook

LAYOUTS = [form.layout_for_reader() for form in FORMS.values()]
HOSTILE = [
    *("one cell at XFD1048576", "one cell at XFD1048576 of .xlsb"),
    *("zip bomb", "zip bomb that lies about its size"),
    *("billion laughs in a sheet", "billion laughs in the texts"),
    *("billion laughs in the relations", "billion laughs in .ods", "billion laughs in XML 2003"),
    "billion laughs in .xlsb",
    *("external entity in a sheet", "external entity in .ods", "external entity in XML 2003"),
    *("truncated .xlsx", "truncated .xlsb", "truncated sheet of .xlsb"),
    "two gigabytes claimed in .xlsb",
    *("truncated .xls", "truncated .ods", "truncated XML 2003"),
    *("encrypted .xlsx", "encrypted .xls", "encrypted .ods", "encrypted zip"),
    *("PDF named .xlsx", "a million rows of .ods"),
]
ODD = [
    *("a million blank styled rows", "sixty sheets", "strict OOXML", ".xls in code page 936"),
    *(".xlsb", MILLION_OF_XLSB),
]
PROMISED_SECONDS = 10.0
PROMISED_BYTES = 2**30


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return workbook(tmp_path_factory.mktemp("good"), {"safety": example_record(FORMS["safety"])})


@pytest.fixture(scope="module")
def hostile(good: bytes) -> dict[str, tuple[bytes, str]]:
    return hostile_files(good)


@pytest.fixture(scope="module")
def odd(good: bytes) -> dict[str, bytes]:
    return odd_but_right(good)


@pytest.fixture(scope="module")
def slot() -> Iterator[MeasuredSlot]:
    if not IS_POSSIBLE:
        pytest.skip("this system does not tell what a process used")
    with MeasuredSlot(LAYOUTS) as slot:
        yield slot


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_has_its_finding_and_costs_little(
    name: str, hostile: dict[str, tuple[bytes, str]], slot: MeasuredSlot
) -> None:
    content, rule = hostile[name]
    seen = slot.measure(content)
    assert seen.answer["refused"]["rule"] == rule
    assert not seen.died
    assert seen.seconds < PROMISED_SECONDS
    assert seen.peak < PROMISED_BYTES


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_gives_the_right_values_and_costs_little(
    name: str, odd: dict[str, bytes], good: bytes, slot: MeasuredSlot
) -> None:
    expected = slot.measure(good).answer["sheets"]
    seen = slot.measure(odd[name])
    assert seen.answer["refused"] is None
    assert seen.answer["sheets"] == expected
    assert not seen.died
    assert seen.seconds < PROMISED_SECONDS
    assert seen.peak < PROMISED_BYTES


def test_every_hostile_file_in_one_batch_leaves_the_others_alone(
    good: bytes, hostile: dict[str, tuple[bytes, str]], odd: dict[str, bytes]
) -> None:
    # One file of a million rows is enough: two at the same time are a test of the machine.
    odd = {name: content for name, content in odd.items() if name != MILLION_OF_XLSB}
    batch = {name: content for name, (content, _) in hostile.items()} | odd
    middle = len(batch) // 2
    names = list(batch)
    order = ["good 1", *names[:middle], "good 2", *names[middle:], "good 3"]
    files = [FileToRead(name, batch.get(name, good)) for name in order]
    answers = dict(read_files(files, LAYOUTS))
    refused = {name: one["refused"]["rule"] for name, one in answers.items() if one["refused"]}
    assert refused == {name: rule for name, (_, rule) in hostile.items()}
    assert [name for name, one in answers.items() if one["fault"] or one["killed"]] == []
    values = {name: one["sheets"] for name, one in answers.items() if not one["refused"]}
    expected = values["good 1"]
    assert [sheet["form"] for sheet in expected] == ["safety"]
    assert values == dict.fromkeys([*odd, "good 1", "good 2", "good 3"], expected)


def test_the_lists_above_are_complete(
    hostile: dict[str, tuple[bytes, str]], odd: dict[str, bytes]
) -> None:
    assert (list(hostile), list(odd)) == (HOSTILE, ODD)


def refusal(content: bytes) -> str:
    refused = read(content).refused
    return refused.rule if refused else ""


def test_a_good_file_is_not_refused(good: bytes) -> None:
    assert refusal(good) == ""


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "FIL-006"),
        (b"%PDF-1.7 scanned page", "FIL-016"),
        ("曹庵镇第二小学 安全情况".encode("gb18030"), "FIL-001"),
        (b"\xff\xd8\xff\xe0 photo", "FIL-016"),
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


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_a_doctype_is_refused(good: bytes, part: str) -> None:
    infect = with_prologue('<!DOCTYPE lolz [<!ENTITY lol "lol">]>')
    assert refusal(rewrite(good, part, infect)) == "FIL-007"


def test_a_wrong_dimension_does_not_matter(good: bytes) -> None:
    lying = rewrite(
        good, SHEET, lambda x: x.replace(b'<dimension ref="', b'<dimension ref="A1:XFD1048576" x="')
    )
    assert read(lying).sheets[0].columns == read(good).sheets[0].columns
