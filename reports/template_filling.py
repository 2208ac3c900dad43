"""Filling in a Word template, which may come by mail from anywhere: it may say things, and do nothing.

Knows neither figures nor warehouse, so that it can be done in a process of its own. `words` are plain
values; those under `f` are figures: `{text, may_change, number}`.
"""

import io
from collections.abc import Mapping
from typing import Any, Never
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate, RichText
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import SandboxedEnvironment

PROVISIONAL = "（暂定）"
_SHADE = "#FFE699"  # RichText makes it the fill of a shading: a colour's name would print black
_JOINER = "\u2060"  # no line begins with a reference
_LISTS = frozenset({"figures", "targets", "relations"})
_FILTERS = ("default", "d", "trim", "upper", "lower", "length", "escape", "e")
_OF_LOOPS = frozenset({"index", "index0", "first", "last", "length"})
# No calls, no arithmetic and no joining of texts: what is left cannot make much out of little.
_PERMITTED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem,
    nodes.Const, nodes.For, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And,
    nodes.Or, nodes.Not, nodes.Filter, nodes.Test, nodes.Keyword, nodes.EvalContextModifier,
)  # fmt: skip


class Unfillable(Exception):
    """A template that cannot be filled in; the message says why, in Chinese."""


def fill(template: bytes, words: Mapping[str, Any]) -> bytes:
    """The .docx, filled in; zip dates are not fixed yet. Raises Unfillable."""
    document = DocxTemplate(io.BytesIO(template))
    try:
        document.init_docx()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise Unfillable("不是 Word 文档（.docx）") from error
    context = {**words, "f": _Figures({id_: _figure(one) for id_, one in words["f"].items()})}
    try:
        document.render(context, jinja_env=_environment())
    except (TemplateError, SyntaxError) as error:  # the latter is lxml's for broken XML
        raise Unfillable(f"无法填写：{error}") from error
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


class _Figures(dict[str, RichText]):
    """Figures by indicator. A name that is none stops the report: a gap would go unnoticed."""

    def __missing__(self, name: str) -> Never:
        raise TemplateError(f"没有编号为“{name}”的指标")


class _Environment(SandboxedEnvironment):
    """Values by name out of what it was given, and rows of its lists: no attribute of any object."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _refuse_more_than_filling(tree, within_loop=False)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict):
            return super().getitem(obj, attribute)
        if isinstance(obj, LoopContext) and attribute in _OF_LOOPS:
            return getattr(obj, attribute)
        return self._nothing_of(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, dict) and isinstance(argument, str):
            return super().getitem(obj, argument)
        return self._nothing_of(obj, str(argument))

    def _nothing_of(self, obj: Any, name: str) -> Any:
        if isinstance(obj, Undefined):
            return obj
        raise TemplateError(f"模板中不允许的写法：.{name[:40]}")


def _environment() -> SandboxedEnvironment:
    made = _Environment(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in _FILTERS}
    return made


def _refuse_more_than_filling(node: nodes.Node, *, within_loop: bool) -> None:
    """Raises TemplateError. A loop runs over one of the lists, and in no other loop."""
    if not isinstance(node, _PERMITTED):
        raise TemplateError(f"模板中不允许的写法：{type(node).__name__}（第 {node.lineno} 行）")
    if isinstance(node, nodes.For):
        over = node.iter
        if (
            within_loop
            or node.recursive
            or not isinstance(over, nodes.Name)
            or over.name not in _LISTS
        ):
            raise TemplateError(f"循环只能用于 {'、'.join(sorted(_LISTS))}，不能一层套一层")
        within_loop = True
    for below in node.iter_child_nodes():
        _refuse_more_than_filling(below, within_loop=within_loop)


def _figure(one: Mapping[str, Any]) -> RichText:
    """The figure as it would be quoted, marked if it may still change, and its reference."""
    text = RichText()
    text.add(one["text"], **({"highlight": _SHADE} if one["may_change"] else {}))
    if one["may_change"]:
        text.add(PROVISIONAL, highlight=_SHADE)
    text.add(f"{_JOINER}[{one['number']}]", superscript=True)
    # docxtpl leaves out an attribute that the format requires.
    text.xml = text.xml.replace("<w:shd ", '<w:shd w:val="clear" ')
    return text
