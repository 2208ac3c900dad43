"""What a cell of a template lets a clerk fill in: derived from the column, told in Chinese.

What it allows, conversion accepts; a test tries both on the same values.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from returns.reading.convert import LARGEST, LARGEST_COUNT, YEARS
from schemas.cell_addresses import address
from schemas.columns import Column, Kind

_FIRST_DAY, _LAST_DAY = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
_INLINE = 255  # characters that Excel allows for a list written into the cell itself
_LONGEST_TEXT = 500
_TITLE, _MESSAGE = 32, 255  # characters that Excel shows


@dataclass
class CodeLists:
    """Lists too long for a cell: a column each on the hidden sheet."""

    sheet: str
    columns: dict[tuple[str, ...], int] = field(default_factory=dict)

    def range_of(self, codes: tuple[str, ...]) -> str:
        """Where the list stands; it gets a column when it is asked for first."""
        column = self.columns.setdefault(codes, len(self.columns))
        top, bottom = address(0, column), address(len(codes) - 1, column)
        absolute = (f"${place.rstrip('0123456789')}${place.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"
                    for place in (top, bottom))  # fmt: skip
        return f"='{self.sheet}'!{':'.join(absolute)}"


def validation_of(column: Column, cell: str, lists: CodeLists) -> dict[str, Any]:
    """The options of xlsxwriter's data_validation. `cell`: the first one, for formulas."""
    options, hint = _allowed(column, cell, lists)
    remedy = ""
    if column.kind.is_number:
        remedy = "填实际人数，不要留空。" if column.never_zero else "没有的填 0，不要留空。"
    return {
        **options,
        "ignore_blank": True,
        "input_title": column.label[:_TITLE],
        "input_message": f"{hint}{remedy}"[:_MESSAGE],
        "error_title": "填写有误",
        "error_message": f"{column.full_label}：{hint}"[:_MESSAGE],
    }


def _allowed(column: Column, cell: str, lists: CodeLists) -> tuple[dict[str, Any], str]:
    unit = f"（单位：{column.unit}）" if column.unit and column.kind.is_number else ""
    match column.kind:
        case Kind.COUNT:
            between = {"validate": "integer", "criteria": "between", "minimum": 0}
            return {**between, "maximum": LARGEST_COUNT - 1}, f"请填整数{unit}。"
        case Kind.MONEY | Kind.AREA | Kind.PERCENT:
            formula = f"=AND(ISNUMBER({cell}),{cell}>=0,{cell}<{LARGEST},ROUND({cell},2)={cell})"
            return {"validate": "custom", "value": formula}, f"请填数字，最多两位小数{unit}。"
        case Kind.FLAG:
            return {"validate": "list", "source": ["是", "否"]}, "请选择“是”或“否”。"
        case Kind.CODE:
            return {"validate": "list", "source": _source(column, lists)}, "请从下拉列表中选择。"
        case Kind.DATE:
            between = {"validate": "date", "criteria": "between", "minimum": _FIRST_DAY}
            return {**between, "maximum": _LAST_DAY}, f"请填日期，例如 {column.example}。"
    limits = {"validate": "length", "criteria": "between", "minimum": 1}
    return {**limits, "maximum": _LONGEST_TEXT}, f"请填文字，例如 {column.example}。"


def _source(column: Column, lists: CodeLists) -> list[str] | str:
    inline = ",".join(column.codes)
    if len(inline) <= _INLINE and not any("," in code for code in column.codes):
        return list(column.codes)
    return lists.range_of(column.codes)
