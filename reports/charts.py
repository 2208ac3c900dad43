"""The charts of the workbook."""

from collections.abc import Sequence
from typing import Any

from indicators.quoting import PERCENT
from reports.report import Entry, Report
from reports.sheets import FONT, ReportFormats, Sheet, whole_or_exact

_LARGEST = 20  # bars in a chart of units
_BLUE, _GREY = "#2F75B5", "#BFBFBF"
_LETTERING = {"name": FONT, "size": 9}
_BASELINE, _TARGET = 3, 5  # columns of the list of targets


def draw_targets(pen: ReportFormats, sheet: Sheet, targets: Sequence[Entry]) -> None:
    """The targets in per cent below their list: from where, and to where."""
    rows = [
        row
        for row, entry in enumerate(targets, start=1)
        if entry.figure.indicator.unit == PERCENT
        and entry.figure.target is not None
        and entry.figure.target.baseline is not None
    ]
    if not rows:
        return
    chart = pen.book.add_chart({"type": "bar"})
    for name, column, colour in (("基数", _BASELINE, _GREY), ("计划", _TARGET, _BLUE)):
        chart.add_series(
            {
                "name": name,
                "categories": _cells(sheet.title, rows, 1),
                "values": _cells(sheet.title, rows, column),
                "fill": {"color": colour},
                "data_labels": {"value": True, "num_format": "0.#", "font": _LETTERING},
                "gap": 60,
            }
        )
    chart.set_x_axis({"min": 0, "max": 100, "visible": False, "major_gridlines": _NO_LINES})
    _finish(chart, "百分比目标：基数与计划（%）", 90 * len(rows) + 110)
    chart.set_legend({"position": "bottom", "font": _LETTERING})
    sheet.raw.insert_chart(len(targets) + 2, 1, chart)


def draw_guards(pen: ReportFormats, report: Report) -> None:
    """A sheet of the units with most guards, the largest first."""
    shares = sorted(
        report.by_unit.get("guards_total", ()), key=lambda share: (-share.numerator, share.unit)
    )[:_LARGEST]
    if not shares:
        return
    sheet = Sheet(pen, "保安前列", [("单位", 28), ("保安（人）", 12)], key=1)
    for row, share in enumerate(shares, start=1):
        sheet.row(row, (share.unit, whole_or_exact(share.numerator)))
    chart = pen.book.add_chart({"type": "bar"})
    rows = range(1, len(shares) + 1)
    chart.add_series(
        {
            "categories": _cells(sheet.title, rows, 0),
            "values": _cells(sheet.title, rows, 1),
            "fill": {"color": _BLUE},
            "data_labels": {"value": True, "font": _LETTERING},
            "gap": 40,
        }
    )
    chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": _NO_LINES})
    _finish(chart, f"保安人数（前 {len(shares)} 个单位）", 22 * len(shares) + 60)
    chart.set_legend({"none": True})
    sheet.raw.insert_chart(0, 3, chart)


_NO_LINES = {"visible": False}


def _cells(title: str, rows: Sequence[int], column: int) -> str:
    """The cells of some rows, which need not follow each other."""
    letter = "ABCDEFGHIJ"[column]
    parts = [f"'{title}'!${letter}${row + 1}" for row in rows]
    return f"={parts[0]}" if len(parts) == 1 else f"=({','.join(parts)})"


def _finish(chart: Any, title: str, height: int) -> None:
    chart.set_title({"name": title, "name_font": {"name": FONT, "size": 11}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": _LETTERING, "major_gridlines": _NO_LINES})
    chart.set_size({"width": 640, "height": height})
