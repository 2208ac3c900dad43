"""Names, registers and cells that hold what nobody sees or nobody means."""

import os
from pathlib import Path

import pytest

from returns.judging.identity import unit_from_outside
from returns.reading.grid import Grid
from returns.reading.register_file import HEADERS, BadRegister, read_register
from returns.reading.replies import read_lists, read_replies
from returns.sandbox.reader_process import _extract
from schemas.file_names import portable, readable
from schemas.findings import MAX_FINDINGS
from schemas.forms import FORMS
from schemas.sheet_names import EXPLANATION_LABEL, ISSUES, KEY_LABEL

LAYOUTS = [form.layout_for_reader() for form in FORMS.values()]
UNSEEN = [
    *map(chr, range(32)),
    *"\x7f\x80\x9b\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff",
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
    "\U000e0041",
]


@pytest.mark.parametrize("character", UNSEEN, ids=lambda c: f"U+{ord(c):04X}")
def test_what_cannot_be_seen_is_shown_by_its_number(character: str) -> None:
    name = f"一小{character}xslx.exe"
    shown = f"一小(U+{ord(character):04X})xslx.exe"
    assert readable(name) == shown
    assert character not in portable(name)
    assert portable(shown) == shown


def test_two_names_never_become_one() -> None:
    names = [f"a{character}b" for character in UNSEEN]
    assert len({readable(name) for name in names}) == len({portable(name) for name in names})
    assert len({readable(name) for name in names}) == len(names)


def test_what_can_be_seen_stays() -> None:
    for name in ("曹庵镇第二小学_2020年报表(最终版2).xlsx", "𠮷田小学 é.xlsx", "名\U000e0100.xlsx"):
        assert readable(name) == name
    assert readable(os.fsdecode("第一小学".encode("gb18030"))) == "第一小学"


ROWS = {
    "good": "2101,一小,,学校,小学,公办,城区,否,是,1990-09-01,,",
    "code": "../../etc,一小,,学校,小学,公办,城区,否,是,1990-09-01,,",
    "long code": f"{'1' * 33},一小,,学校,小学,公办,城区,否,是,1990-09-01,,",
    "no code": ",一小,,学校,小学,公办,城区,否,是,1990-09-01,,",
    "no name": "2101,,,学校,小学,公办,城区,否,是,1990-09-01,,",
    "long name": f"2101,{'一' * 61},,学校,小学,公办,城区,否,是,1990-09-01,,",
    "day": "2101,一小,,学校,小学,公办,城区,否,是,二〇二〇,,",
    "short": "2101,一小",
}


def register(folder: Path, *rows: str) -> Path:
    path = folder / "register.csv"
    path.write_text("\n".join([",".join(HEADERS.values()), *rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["code"], "第 2 行：单位代码“../../etc”应为"),
        (["good", "long code"], "第 3 行：单位代码“1+”应为"),
        (["no code"], "第 2 行：单位代码“”应为"),
        (["no name"], "第 2 行：单位名称应为"),
        (["long name"], "第 2 行：单位名称应为"),
        (["day"], "第 2 行：启用日期“二〇二〇”应写成 2020-09-01"),
        (["short"], "第 2 行：单位类别“”应为"),
        (["good", "good"], "第 3 行：单位代码 2101 与第 2 行重复"),
    ],
)
def test_a_register_that_cannot_be_is_refused_by_its_line(
    tmp_path: Path, rows: list[str], words: str
) -> None:
    with pytest.raises(BadRegister, match=words):
        read_register(register(tmp_path, *(ROWS[name] for name in rows)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff" * 100, "文字编码无法确定"),
        (b"", "缺少栏目"),
        (b"a,b\n1,2", "缺少栏目"),
        (b"x" * 200_000, "不是用逗号分隔的文字"),
        (bytes(11 * 2**20), "超过 10 MB"),
    ],
)
def test_what_is_no_register_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "register.csv").write_bytes(content)
    with pytest.raises(BadRegister, match=words):
        read_register(tmp_path / "register.csv")


def test_names_with_links_markup_and_controls_are_text(tmp_path: Path) -> None:
    name = "[一小](http://x)<b>\x1b[31m\u202e"
    row = ROWS["good"].replace("一小", name)
    (unit,) = read_register(register(tmp_path, row))
    assert unit.name == "[一小](http://x)<b>[31m"


def test_a_unit_is_found_in_a_name_with_something_unseen_in_it(tmp_path: Path) -> None:
    units = read_register(register(tmp_path, ROWS["good"].replace("一小", "曹庵镇第一小学")))
    for name in ("曹庵镇\u200b第一小学.xlsx", "\u202e曹庵镇第一小学\u202c_报表.xlsx"):
        found = unit_from_outside(readable(name), "", units)
        assert found is not None
        assert found.code == "2101"


@pytest.mark.parametrize("digits", ["፩፪፫", "٤٣٨٣١", "²³", "1" * 5000, "۱۲۳۴۵", "𝟙𝟚", "①"])
def test_digits_of_other_scripts_and_endless_ones_are_findings(digits: str) -> None:
    for code, kind in (("drills", "DATE"), ("drills", "COUNT"), ("dropout_cases", "PUPIL_ID")):
        form = FORMS[code]
        columns = form.columns
        heads = ",".join(column.label for column in columns)
        cells = ",".join(digits if column.kind.name == kind else "x" for column in columns)
        found = _extract(f"填报单位：一小,,,,\n{heads}\n{cells}\n".encode(), LAYOUTS)
        assert found.fault == ""
        assert found.refused is None


def test_one_key_counts_once_however_often_it_stands_there() -> None:
    key, other = "a" * 32, "b" * 32
    rows = [[EXPLANATION_LABEL, KEY_LABEL], ["属实", f"{key} " * 1000 + other]]
    (reply,) = read_replies(Grid(ISSUES, rows))  # type: ignore[arg-type]
    assert reply.keys == [key, other]


def test_a_list_holds_no_more_than_a_file_has_findings() -> None:
    rows: list[list[str]] = [[EXPLANATION_LABEL, KEY_LABEL]]
    rows += [["属实", f"{n:032x}"] for n in range(3 * MAX_FINDINGS)]
    replies = read_lists([Grid(ISSUES, rows), Grid(ISSUES, rows)])  # type: ignore[arg-type]
    assert len(replies) == MAX_FINDINGS
    assert sum(len(reply.keys) for reply in replies) == MAX_FINDINGS
