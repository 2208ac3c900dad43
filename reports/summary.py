"""The yearly summary as a Word document: the template filled in, each figure with its reference."""

import io
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate, RichText

from indicators.computation import ValueStatus
from reports.report import Entry, Report
from reports.summary_template import template_of

PROVISIONAL = "（暂定）"
_SHADE = "yellow"
_JOINER = "\u2060"  # no line begins with a reference


def render_summary(report: Report, template: Path | None = None) -> bytes:
    """The .docx as bytes; zip dates are not fixed yet.

    `template` is a bureau's own, with the same placeholders. Raises jinja2.TemplateError for a
    template that cannot be filled in.
    """
    document = DocxTemplate(str(template or template_of(report.collection.code)))
    document.render(_context(report), autoescape=True)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _context(report: Report) -> dict[str, Any]:
    provisional = sum(entry.is_provisional for entry in report.entries)
    nothing = sum(entry.figure.status is ValueStatus.NOT_COMPUTABLE for entry in report.entries)
    standing = "全部数字为最终数"
    if provisional or nothing:
        standing = f"暂定数 {provisional} 项，暂无数据 {nothing} 项，报齐后会变动"
    return {
        "title": f"{report.collection.year}年度工作总结（数据稿）",
        "standing": f"填报任务 {report.collection.code}　{standing}",
        "explanation": "数字右上方的编号为附表三中的编号；每个数字可用 huizong explain 追溯到单元格。",
        "f": {entry.id: _figure(entry) for entry in report.entries},
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
    text.add(entry.as_quoted, **({"highlight": _SHADE} if entry.is_provisional else {}))
    if entry.is_provisional:
        text.add(PROVISIONAL, highlight=_SHADE)
    text.add(f"{_JOINER}[{entry.number}]", superscript=True)
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
