"""Files four times as long take four times as long, whatever they repeat: reading is linear."""

import time
from collections.abc import Callable

import pytest

from returns.sandbox.reader_process import _extract
from schemas.forms import FORMS
from tests.pipeline.bombs import sheet

LAYOUTS = [form.layout_for_reader() for form in FORMS.values()]
SIZE = 400_000  # characters
FLOOR = 0.5  # seconds
GROWTH = 10.0  # 4 where time grows with the file, 16 where it grows with its square


def page(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


def repeated(part: str) -> Callable[[int], bytes]:
    return lambda size: sheet(part * (size // len(part)))


REPEATED: dict[str, Callable[[int], bytes]] = {
    part: repeated(part)
    for part in (
        '<row r="1" ', '<row r="1" hidden="', '<c r="A1" ', '<c r="A1" t="e">', '<c r="A1" t="e"><v',
        '<c r="A1"><f', "<c r=\"A1\"><f> </f> ", "<col ", "<col hidden=", '<c r="A1" a="b" ',
        '<c r="A1"/>', "<x:row>", "<x:c>", "<", " ", "&amp;", "<row><c><v>1</v></c></row>",
    )
}  # fmt: skip
REPEATED |= {
    "a formula and spaces": lambda size: sheet(f'<c r="A1"><f></f>{" " * size}'),
    "a page of meta": lambda size: page("<meta " * (size // 6)),
    "a page of charset": lambda size: f"<html><meta charset {' ' * size}".encode(),
    "a page of names": lambda size: page("<x:Name>" * (size // 8)),
    "a page in a page": lambda size: page("<table><tr><td>" * (size // 15)),
    "a page of headings": lambda size: page("<h1>a</h1><table><tr><td>a" * (size // 50)),
    "a long cell of text": lambda size: ("填报单位：" * (size // 5) + ",,\n").encode(),
    "rows of text": lambda size: ("填报单位：一小,1,2\n" * (size // 60)).encode(),
    "quotes of text": lambda size: ('a,b,"' * (size // 5)).encode(),
    "a sum in every row": lambda size: (
        "核查编号,学生姓名,学籍号,核查结果,佐证材料,核查完成日期\n" + "合计,,,,,\n" * (size // 200)
    ).encode(),
}


def seconds(content: bytes) -> float:
    started = time.process_time()
    answer = _extract(content, LAYOUTS)
    assert not answer.fault
    return time.process_time() - started


@pytest.mark.parametrize("name", list(REPEATED))
def test_reading_takes_time_in_proportion(name: str) -> None:
    bomb = REPEATED[name]
    after = seconds(bomb(4 * SIZE))
    if after > FLOOR:
        before = min(seconds(bomb(SIZE)) for _ in range(2))
        assert min(after, seconds(bomb(4 * SIZE))) < GROWTH * before
