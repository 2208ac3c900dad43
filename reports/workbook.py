"""The figures as a workbook: one sheet of all, the definitions, the relations, a sheet a section."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime

import xlsxwriter

from indicators.accounting import is_settled
from indicators.indicator import FigureKind
from reports.charts import draw_guards, draw_targets
from reports.definitions import definition_rows
from reports.report import Entry, Report, Section, UnitShare
from reports.sections import SECTIONS
from reports.sheets import Cell, ReportFormats, Sheet, whole_or_exact

_FIXED_TIME = datetime(2020, 1, 1)  # the same figures give the same bytes
_PRINTED = 7  # columns beside the unit on one sheet of paper
Column = tuple[str, float, Callable[[Entry], Cell]]


def _value(entry: Entry) -> Cell:
    """A quotient with the decimals that it is defined with, a total as it is."""
    value = entry.figure.value
    return whole_or_exact(value) if entry.figure.denominator is None else value


_ALL: tuple[Column, ...] = (
    ("编号", 6, lambda e: e.number),
    ("节", 6, lambda e: e.figure.indicator.section),
    ("指标", 36, lambda e: e.figure.indicator.label),
    ("种类", 9, lambda e: e.figure.kind.label),
    ("计算值", 15, _value),
    ("单位", 9, lambda e: e.figure.indicator.unit),
    ("分子", 15, lambda e: whole_or_exact(e.numerator)),
    ("分母", 12, lambda e: whole_or_exact(e.denominator)),
    ("已报", 6, lambda e: e.figure.reported_units),
    ("应报", 6, lambda e: e.figure.expected_units),
    ("状态", 9, lambda e: e.figure.status.label),
    ("引用写法", 17, lambda e: e.as_quoted),
    ("已引用", 14, lambda e: e.figure.quoted.text if e.figure.quoted else None),
    ("核对", 8, lambda e: e.figure.judgement.verdict.label),
    ("原因", 34, lambda e: e.figure.judgement.reason or None),
    ("上年", 12, lambda e: e.last_year or None),
    ("已发布", 14, lambda e: e.released or None),
    ("口径设定", 34, lambda e: e.figure.by_construction if is_settled(e.figure) else None),
    ("目标", 10, lambda e: e.figure.target.target if e.figure.target else None),
    ("目标状态", 10, lambda e: e.figure.target.state.label if e.figure.target else None),
)
_TARGETS: tuple[Column, ...] = (
    ("编号", 6, lambda e: e.number),
    ("目标", 36, lambda e: e.figure.indicator.label),
    ("单位", 8, lambda e: e.figure.indicator.unit),
    ("基数", 10, lambda e: e.figure.target.baseline if e.figure.target else None),
    ("现值", 10, _value),
    ("计划", 10, lambda e: e.figure.target.target if e.figure.target else None),
    ("推进中", 8, lambda e: e.figure.underway),
    ("状态", 10, lambda e: e.figure.target.state.label if e.figure.target else None),
    ("说明", 50, lambda e: e.figure.indicator.note or None),
)


def render_workbook(report: Report) -> bytes:
    """The .xlsx as bytes; zip dates are not fixed yet."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": _FIXED_TIME, "title": report.collection.title})
        pen = ReportFormats(book)
        _list_entries(pen, "指标总表", report.entries, _ALL, pages=2)
        targets = _list_entries(pen, "计划目标", report.targets, _TARGETS)
        draw_targets(pen, targets, report.targets)
        _list_relations(pen, report)
        _list_missing(pen, report)
        _list_definitions(pen, report)
        draw_guards(pen, report)
        for section in report.sections:
            _by_unit(pen, report, section)
    return buffer.getvalue()


def _list_entries(
    pen: ReportFormats,
    title: str,
    entries: Sequence[Entry],
    columns: Sequence[Column],
    pages: int = 1,
) -> Sheet:
    headings = [(heading, width) for heading, width, _ in columns]
    sheet = Sheet(pen, title, headings, key=3, pages=pages)
    for row, entry in enumerate(entries, start=1):
        sheet.row(row, [value(entry) for _, _, value in columns])
    sheet.filter(len(entries))
    return sheet


def _list_relations(pen: ReportFormats, report: Report) -> None:
    columns = (("编号", 9), ("关系", 40), ("结论", 9), ("依据", 70), ("涉及指标", 40))
    sheet = Sheet(pen, "关系核对", columns, key=1)
    labels = {entry.id: entry.figure.indicator.label for entry in report.entries}
    for row, one in enumerate(report.relations, start=1):
        uses = "、".join(labels[name] for name in one.relation.uses)
        sheet.row(row, (one.relation.id, one.relation.title, one.verdict.label, one.detail, uses))
    sheet.filter(len(report.relations))


def _list_missing(pen: ReportFormats, report: Report) -> None:
    columns = (("编号", 6), ("指标", 34), ("状态", 9), ("缺报单位数", 10), ("缺报单位", 80))
    sheet = Sheet(pen, "暂定与缺报", columns, key=2)
    waiting = [entry for entry in report.entries if report.missing.get(entry.id)]
    for row, entry in enumerate(waiting, start=1):
        figure, units = entry.figure, report.missing[entry.id]
        sheet.row(
            row,
            (
                entry.number,
                figure.indicator.label,
                figure.status.label,
                len(units),
                "、".join(units),
            ),
        )
    if not waiting:
        sheet.remark(1, "应报单位已报齐，没有暂定指标。")
    sheet.filter(len(waiting))


def _list_definitions(pen: ReportFormats, report: Report) -> None:
    head, *rows = definition_rows(report.collection)
    widths = (30, 26, 9, 9, 7, 50, 22, 24, 30, 34)
    sheet = Sheet(pen, "口径说明", tuple(zip(head, widths, strict=True)), key=2, pages=2)
    for row, texts in enumerate(rows, start=1):
        sheet.row(row, texts)
    sheet.filter(len(rows))


def _by_unit(pen: ReportFormats, report: Report, section: Section) -> None:
    """A row a unit, a column a figure (two for a ratio), the district's own numbers at the end."""
    shown = [one for one in section.entries if one.figure.kind is not FigureKind.CONSTANT]
    columns: list[tuple[Entry, bool]] = []
    for entry in shown:
        columns.append((entry, False))
        if entry.figure.denominator is not None:
            columns.append((entry, True))
    shares = {entry.id: report.by_unit.get(entry.id, ()) for entry in shown}
    by_unit = {(name, share.unit): share for name, of in shares.items() for share in of}
    units = list(dict.fromkeys(unit for _, unit in by_unit))
    sheet = Sheet(
        pen,
        f"{section.number} {SECTIONS[section.number]}",
        [("单位", 26), *((_heading(entry, below), 13.0) for entry, below in columns)],
        key=1,
        pages=-(-len(columns) // _PRINTED),
        upright=True,
    )
    for row, unit in enumerate(units, start=1):
        cells = [_amount(by_unit.get((entry.id, unit)), below) for entry, below in columns]
        sheet.row(row, [unit, *cells])
    last = len(units) + 1
    totals = [whole_or_exact(e.denominator if below else e.numerator) for e, below in columns]
    sheet.row(last, ["全区", *totals], strong=True)
    sheet.remark(
        last + 1,
        "全区为该指标自身的分子、分母：不重复计数的，各单位之和可以大于全区；取各单位最低的，只是该单位的数。",
    )
    sheet.filter(len(units))


def _amount(share: UnitShare | None, below: bool) -> Cell:
    if share is None:
        return None
    return whole_or_exact(share.denominator if below else share.numerator)


def _heading(entry: Entry, below: bool) -> str:
    indicator = entry.figure.indicator
    if entry.figure.denominator is None:
        return f"{indicator.label}（{indicator.unit}）"
    return f"{indicator.label}·{'分母' if below else '分子'}"
