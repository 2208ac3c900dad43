"""Names in Prefect's Markdown are text: rendered, they are what was written, and nothing is live."""

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.run.failures import NightlyFailed, Trouble
from pipeline.run.fault_kinds import Fault, FaultKind
from reports.markdown_text import as_text
from schemas.unseen import CLASS

EVIL = [
    "[点此登录](http://evil)|x`y小学",
    "<img src=x onerror=alert(1)>幼儿园",
    "![](http://evil/x.png)",
    "http://evil www.evil.cn a@evil.cn",
    "1. 第一小学",
    "- *a* _b_ ~~c~~ # d",
    "a\n\n## b",
    "    code",
    "&lt;b&gt; &#60;",
    "\\[x](y)",
    "<script>alert(1)</script>",
    "A\u202egpj.幼儿园",
    "<http://evil>",
    "[x]: http://evil",
]
_RENDERER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def test_what_turns_or_breaks_a_line_is_unseen() -> None:
    """By Unicode's own tables: controls, breaks, half characters, directions, what has no width."""
    every = map(chr, range(sys.maxunicode + 1))
    turning = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    named = {
        sign
        for sign in every
        if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(sign) in turning
        or unicodedata.name(sign, "").startswith(("ZERO WIDTH", "SOFT HYPHEN", "WORD JOINER"))
        or unicodedata.name(sign, "").endswith(("-TO-LEFT MARK", "-TO-RIGHT MARK", "LETTER MARK"))
    }
    assert "".join(sorted(sign for sign in named if not re.match(f"[{CLASS}]", sign))) == ""


def leaves(tokens: list[Token]) -> list[Token]:
    return [leaf for one in tokens for leaf in ([one] if not one.children else one.children)]


def shown(markdown: str) -> str:
    """The text of a rendered page; anything that is not plain text in it fails."""
    every = leaves(_RENDERER.parse(markdown))
    kinds = {
        one.type for one in every if one.content or one.type.startswith(("link", "image", "html"))
    }
    assert kinds <= {"text", "text_special"}, kinds
    return "".join(one.content for one in every if one.type in ("text", "text_special"))


def plainly(words: str) -> str:
    """What of the words can be seen: unseen signs and line breaks are spaces."""
    return re.sub(rf"[\s{CLASS}]+", " ", words).strip()


@given(st.text() | st.text(alphabet="[]()<>!`*_#|&\\-+~:/.@=\"' \n1ax") | st.sampled_from(EVIL))
def test_whatever_a_name_is_it_shows_as_it_is_written(words: str) -> None:
    assert shown(as_text(words)) == plainly(words)
    assert shown(f"- 名称：{as_text(words)}。") == f"名称：{plainly(words)}。"
    table = f"| 什么 | 原因 |\n|---|---|\n| {as_text(words)} | 原 |"
    assert shown(table) == f"什么原因{plainly(words)}原"


@pytest.mark.parametrize("words", EVIL)
def test_no_address_is_left_that_a_dialect_could_make_live(words: str) -> None:
    assert re.search(r"://|www\.|(?<!\\)@|(?<!\\)[<\[]", as_text(words)) is None


def test_the_page_of_a_failure_shows_names_as_text() -> None:
    fault = Fault(FaultKind.FILE_BUSY, "[x](http://evil)")
    failed = NightlyFailed([Trouble(f"{name}.xlsx", name, fault) for name in EVIL])
    page = failed.markdown
    assert re.search(r"(?<!\\)\]\(|://|(?<!\\)<", page) is None
    text = shown(page)
    for name in EVIL:
        assert f"{plainly(name)}.xlsx" in text
