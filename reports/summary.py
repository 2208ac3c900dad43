"""The yearly summary as a Word document: the template filled in, each figure with its reference."""

from pathlib import Path
from typing import Any

from indicators.indicator import FigureKind
from reports.report import Entry, Report
from reports.summary_template import template_of
from reports.template_filling import PROVISIONAL, Unfillable, fill

__all__ = ["PROVISIONAL", "UnusableTemplate", "render_summary", "words_of"]


def render_summary(report: Report, template: Path | None = None) -> bytes:
    """The .docx as bytes; zip dates are not fixed yet.

    `template` is another one with the same placeholders, made by somebody who is trusted: a bureau's
    own is filled in by `pipeline.results.own_template`. Raises UnusableTemplate for one that is no Word document,
    names a figure that does not exist, or is not well formed.
    """
    path = template or template_of(report.collection.code)
    try:
        return fill(path.read_bytes(), words_of(report))
    except Unfillable as error:
        raise UnusableTemplate(path, str(error)) from error


class UnusableTemplate(Exception):
    """A Word template that cannot be filled in; the message is for whoever made it."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"模板 {path} {why}")


def words_of(report: Report) -> dict[str, Any]:
    """What a template may say, as plain values: see `reports.template_filling`."""
    return {
        "title": f"{report.collection.year}年度工作总结（数据稿）",
        "standing": f"填报任务 {report.collection.code}　{report.standing}",
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


def _figure(entry: Entry) -> dict[str, Any]:
    return {
        "text": entry.as_quoted,
        # A target stands as it was set, whoever has yet to report on where it stands.
        "may_change": entry.is_provisional and entry.figure.kind is not FigureKind.TARGET,
        "number": entry.number,
    }


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
