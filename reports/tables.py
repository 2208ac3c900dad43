"""The figures as CSV and JSON, for other people's programs."""

import csv
import io
import json

from indicators.accounting import is_settled
from indicators.contract import relation_to_json, total_to_json
from reports.report import Report

_HEADINGS = (
    "编号",
    "指标编号",
    "节",
    "指标",
    "计算值",
    "计量单位",
    "分子",
    "分母",
    "已报单位",
    "应报单位",
    "状态",
    "引用写法",
    "已引用",
    "核对",
    "原因",
    "上年",
    "已发布",
    "口径设定",
)


def render_csv(report: Report) -> bytes:
    """One line a figure, with a byte-order mark, else Excel reads Chinese as something else."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for entry in report.entries:
        figure = entry.figure
        writer.writerow(
            (
                entry.number,
                entry.id,
                figure.indicator.section,
                figure.indicator.label,
                "" if figure.value is None else f"{figure.value:f}",
                figure.indicator.unit,
                "" if entry.numerator is None else f"{entry.numerator:f}",
                "" if entry.denominator is None else f"{entry.denominator:f}",
                figure.reported_units,
                figure.expected_units,
                figure.status.label,
                entry.as_quoted,
                figure.quoted.text if figure.quoted else "",
                figure.judgement.verdict.label,
                figure.judgement.reason,
                entry.last_year,
                entry.released,
                figure.by_construction if is_settled(figure) else "",
            )
        )
    return text.getvalue().encode("utf-8-sig")


def render_json(report: Report) -> bytes:
    """`{collection, totals, relations, missing}`; totals as `huizong totals --format json` has them."""
    document = {
        "collection": report.collection.code,
        "totals": [total_to_json(entry.figure, entry.moved) for entry in report.entries],
        "relations": [relation_to_json(one) for one in report.relations],
        "missing": {name: list(units) for name, units in report.missing.items() if units},
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
