"""Rows of one table that belong to several units: a column beside the form's own names whose they are."""

from collections.abc import Mapping, Sequence

from returns.reading.convert import Value, clean, show
from returns.reading.grid import Grid
from schemas.cell_addresses import address

# Headers under which a unit is named: header → what is said of it.
UNIT_HEADS = {
    "单位名称": "unit_name",
    "填报单位": "unit_name",
    "学校": "unit_name",
    "学校名称": "unit_name",
    "所属学校": "unit_name",
    "单位": "unit_name",
    "单位代码": "unit_code",
    "学校代码": "unit_code",
    "学校标识码": "unit_code",
}
UNSURE_HEAD = "单位"  # as often 人 or 元 stands under it
TOTALS = frozenset({"合计", "总计", "共计"})  # over all rows
SUBTOTAL = "小计"

RowUnit = list[str]  # name, code, and the cell that says so; plain for the pipe


def banner_unit(meta: Mapping[str, tuple[str, str]]) -> RowUnit:
    """Whose the rows are that follow such a line."""
    (name, named), (code, coded) = (meta.get(key, ("", "")) for key in ("unit_name", "unit_code"))
    return [name, code, named or coded]


def row_unit(grid: Grid, columns: Mapping[str, int], row: int) -> RowUnit:
    """Whose a row is: as written, filled down inside a merged cell only; blank where nothing is."""
    said = {key: _said(grid, row, column) for key, column in columns.items()}
    first = "unit_name" if said.get("unit_name") or "unit_code" not in columns else "unit_code"
    return [
        said.get("unit_name", ""),
        said.get("unit_code", ""),
        address(row, columns[first]),
    ]


def _said(grid: Grid, row: int, column: int) -> str:
    raw = grid.at(row, column)
    return clean(show(grid.span_above(row, column) if raw is None else raw))


def sums_up(grid: Grid, columns: Mapping[str, int], row: int) -> str:
    """小计 or 合计 where that stands in the place of a unit's name, as in 曹庵二小小计."""
    for column in columns.values():
        text = grid.text(row, column).replace(" ", "").rstrip(":")
        for word in (*TOTALS, SUBTOTAL):
            if text.endswith(word):
                return word if text == word else SUBTOTAL
    return ""


def repeats(
    key: Sequence[str], columns: Mapping[str, Sequence[Value]], rows: Sequence[int]
) -> list[tuple[int, int]]:
    """(position, first row with the same key) of the rows whose key was there before."""
    seen: dict[tuple[Value, ...], int] = {}
    found = []
    for position, row in enumerate(rows):
        values = tuple(columns[name][position] for name in key)
        if None in values:
            continue  # an unreadable or blank key has its own finding
        if values in seen:
            found.append((position, seen[values]))
        else:
            seen[values] = row
    return found
