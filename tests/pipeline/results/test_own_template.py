"""A bureau's own Word template under attack: refused in Chinese, within bounds, in a process of its own."""

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from indicators.definitions import INDICATORS
from pipeline.results import own_template
from pipeline.results.own_template import fill_own
from reports.report import Report
from reports.summary import UnusableTemplate
from tests.reports.conftest import *  # noqa: F403 - its reports


def template(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        names = old.namelist()
        for name in dict.fromkeys([*names, part]):
            body = old.read(name) if name in names else b""
            new.writestr(name, change(body) if name == part else body)
    return buffer.getvalue()


DOCUMENT, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
LAUGHS = '<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def with_relation(kind: str) -> bytes:
    relation = (
        f'<Relationship Id="rX" Type="http://x/{kind}" Target="http://evil.invalid/x" '
        'TargetMode="External"/></Relationships>'
    )
    return changed(
        template("x"), RELATIONS, lambda xml: xml.replace(b"</Relationships>", relation.encode())
    )


HOSTILE: dict[str, tuple[bytes, str]] = {
    "class": (template("{{ ''.__class__ }}"), "不允许的写法"),
    "class of a figure": (template("{{ f.__class__ }}"), "没有编号为“__class__”的指标"),
    "item": (template("{{ title['__class__'] }}"), "不允许的写法"),
    "a figure's own": (template("{{ f.guards_total.xml }}"), "不允许的写法"),
    "endless loop": (template("{% for x in range(10**9) %}x{% endfor %}"), "循环只能用于"),
    "loop in a loop": (
        template("{% for a in figures %}{% for b in figures %}x{% endfor %}{% endfor %}"),
        "循环只能用于",
    ),
    "long text": (template("{{ 'x' * 10**9 }}"), "不允许的写法"),
    "power": (template("{{ 9**9**9 }}"), "不允许的写法"),
    "padding": (template("{{ title|center(1000000000) }}"), "No filter named"),
    "format": (template("{{ '%1000000000d' % 1 }}"), "不允许的写法"),
    "call": (template("{{ title.upper() }}"), "不允许的写法"),
    "include": (template("{% include '/etc/passwd' %}"), "不允许的写法"),
    "import": (template("{% import 'os' as os %}"), "不允许的写法"),
    "macro": (template("{% macro m() %}{{ m() }}{% endmacro %}"), "不允许的写法"),
    "no zip": (b"text", "不是 Word 文档"),
    "cut off": (template("x")[:500], "不是 Word 文档"),
    "bomb": (changed(template("x"), DOCUMENT, lambda xml: xml + b" " * (150 * 2**20)), "太大"),
    "entities": (
        changed(
            template("x"), DOCUMENT, lambda xml: xml.replace(b"?>", b"?>" + LAUGHS.encode(), 1)
        ),
        "DOCTYPE",
    ),
    "macros": (changed(template("x"), "word/vbaProject.bin", lambda _: b"x"), "宏"),
    "remote template": (with_relation("attachedTemplate"), "外部链接"),
    "remote picture": (with_relation("image"), "外部链接"),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_template_is_refused_in_words(
    complete: Report, tmp_path: Path, name: str
) -> None:
    content, words = HOSTILE[name]
    path = tmp_path / "own.docx"
    path.write_bytes(content)
    with pytest.raises(UnusableTemplate, match=words):
        fill_own(complete, path)


def test_one_that_takes_too_long_is_given_up(
    complete: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library that fills templates in looks at each opening to the very end of the text."""
    monkeypatch.setattr(own_template, "DEADLINE_SECONDS", 1.0)
    path = tmp_path / "own.docx"
    path.write_bytes(template("{{" * 2_000_000))
    with pytest.raises(UnusableTemplate, match="超时或内存不足"):
        fill_own(complete, path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_is_not_followed(complete: Report, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(template("x"))
    (tmp_path / "own.docx").symlink_to(tmp_path / "a.docx")
    with pytest.raises(UnusableTemplate, match="是链接，没有打开"):
        fill_own(complete, tmp_path / "own.docx")


def test_what_a_bureau_writes_is_filled_in(complete: Report, tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(
        template(
            "{{ title|upper }}",
            "保安 {{r f.guards_total }}",
            "{% for r in figures %}{{ loop.index }}.{% if r.quoted %}{{ r.label }}{% endif %}{% endfor %}",
        )
    )
    text = "\n".join(p.text for p in Document(io.BytesIO(fill_own(complete, path))).paragraphs)
    assert "保安 8人" in text
    assert f"1.{next(iter(INDICATORS.values())).label}" in text


def test_a_link_that_waits_to_be_followed_is_kept(complete: Report, tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_bytes(with_relation("hyperlink"))
    assert fill_own(complete, tmp_path / "own.docx").startswith(b"PK")
