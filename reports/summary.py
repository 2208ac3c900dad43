"""The yearly summary as a Word document: the template filled in, each figure with its reference."""

import io
from pathlib import Path
from typing import Any, Never
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate, RichText
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from indicators.indicator import FigureKind
from reports.report import Entry, Report
from reports.summary_template import template_of

PROVISIONAL = "（暂定）"
_SHADE = "#FFE699"  # RichText makes it the fill of a shading: a colour's name would print black
_JOINER = "\u2060"  # no line begins with a reference


def render_summary(report: Report, template: Path | None = None) -> bytes:
    """The .docx as bytes; zip dates are not fixed yet.

    `template` is a bureau's own, with the same placeholders. Raises UnusableTemplate for one that
    is no Word document, names a figure that does not exist, or is not well formed.
    """
    path = template or template_of(report.collection.code)
    document = DocxTemplate(str(path))
    try:
        document.init_docx()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise UnusableTemplate(f"模板 {path} 不是 Word 文档（.docx）") from error
    context = _context(report)
    try:
        document.render(context, jinja_env=_environment())
    except (TemplateError, SyntaxError) as error:  # the latter is lxml's for broken XML
        raise UnusableTemplate(f"模板 {path} 无法填写：{error}") from error
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


class UnusableTemplate(Exception):
    """A Word template that cannot be filled in; the message is for whoever made it."""


class _Figures(dict[str, RichText]):
    """Figures by indicator. A name that is none stops the report: a gap would go unnoticed."""

    def __missing__(self, name: str) -> Never:
        raise TemplateError(f"没有编号为“{name}”的指标")


def _environment() -> SandboxedEnvironment:
    """Templates come by mail from anywhere: they may fill in, and run nothing."""
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def _context(report: Report) -> dict[str, Any]:
    return {
        "title": f"{report.collection.year}年度工作总结（数据稿）",
        "standing": f"填报任务 {report.collection.code}　{report.standing}",
        "explanation": "数字右上方的编号为附表三中的编号；每个数字可用 huizong explain 追溯到单元格。",
        "f": _Figures({entry.id: _figure(entry) for entry in report.entries}),
        "figures": [_row(entry) for entry in report.entries],
        "targets": [_target(entry) for entry in report.targets],
        "relations": [
            {
                "id": one.relation.id,
                "title": one.relation.title,
                "verdict": one.verdict.label,
                "detail": one.detail,
            }
            for one in report.relations
        ],
    }


def _figure(entry: Entry) -> RichText:
    """The figure as it would be quoted, marked if it may still change, and its reference."""
    text = RichText()
    # A target stands as it was set, whoever has yet to report on where it stands.
    may_change = entry.is_provisional and entry.figure.kind is not FigureKind.TARGET
    text.add(entry.as_quoted, **({"highlight": _SHADE} if may_change else {}))
    if may_change:
        text.add(PROVISIONAL, highlight=_SHADE)
    text.add(f"{_JOINER}[{entry.number}]", superscript=True)
    # docxtpl leaves out an attribute that the format requires.
    text.xml = text.xml.replace("<w:shd ", '<w:shd w:val="clear" ')
    return text


def _row(entry: Entry) -> dict[str, str]:
    return {
        "number": str(entry.number),
        "label": entry.figure.indicator.label,
        "value": entry.figure.text,
        "quoted": entry.as_quoted,
        "coverage": entry.coverage,
        "status": entry.figure.status.label,
        "remark": entry.remark,
    }


def _target(entry: Entry) -> dict[str, str]:
    figure, outcome = entry.figure, entry.figure.target
    unit = figure.indicator.unit
    baseline = outcome.baseline if outcome is not None else None
    return {
        "number": str(entry.number),
        "label": figure.indicator.label,
        "baseline": "—" if baseline is None else f"{baseline:f}{unit}",
        "target": figure.quoted.text if figure.quoted else "—",
        "value": figure.text,
        "state": outcome.state.label if outcome is not None else "",
        "remark": figure.indicator.note,
    }
