"""The words of a finding: prefix with the place, the rule's sentence filled in, values masked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from schemas.columns import Column, Kind
from schemas.findings import Finding, mask
from schemas.form import FORMS, Form
from schemas.number_words import quotes_within_quotes
from schemas.rule import Rule
from schemas.scaled import in_units


class _Facts(dict[str, str]):
    """Facts of a message; a fact that does not apply shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


def sentence(rule: Rule, sheet: str, cell: str, facts: Mapping[str, str]) -> str:
    """「平安校园」D7：专职保安填了 -1，人数不能为负，请改为实际人数。"""
    words = quotes_within_quotes(rule.says.format_map(_Facts(facts)))
    if not words.endswith(("。", "？", "！")):
        words += "。"
    return _place(sheet, cell) + words


def moved(finding: Finding, sheet: str, cell: str) -> Finding:
    """The finding at another place: what was read in one file is shown in another."""
    body = finding.message.removeprefix(_place(finding.sheet, finding.cell))
    return replace(finding, sheet=sheet, cell=cell, message=_place(sheet, cell) + body)


def _place(sheet: str, cell: str) -> str:
    return f"「{sheet}」{cell}：" if sheet else ""


def display(value: Any, kind: Kind) -> str:
    """A stored value as the school wrote it: fen as yuan, booleans as 是/否, persons masked."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124
        return ""
    if kind is Kind.FLAG:
        return "是" if value else "否"
    if kind.scale:
        return f"{in_units(int(value), kind.scale):f}".removesuffix("." + "0" * kind.scale)
    if kind is Kind.DATE:
        return str(value)[:10]
    return mask(str(value), kind)


def facts_of_field(column: Column, raw: str) -> dict[str, str]:
    """The facts that the wording of cell rules may use."""
    persons = column.unit in ("人", "人次")
    return {
        "label": column.full_label.replace("/", "："),
        "raw": mask(raw, column.kind),
        "noun": "人数" if persons else "金额" if column.kind is Kind.MONEY else "数量",
        "options": "、".join(column.codes),
        "example": column.example,
        "remedy": _remedy(column),
        "actual": "实际数" if column.kind.is_number else "实际内容",
    }


def _remedy(column: Column) -> str:
    if column.zero_claim:
        return "没有发生的请填 0，不得留空"
    if column.never_zero:
        return "请填实际人数"
    if column.kind.is_number:
        return "没有的请填 0"
    if column.kind is Kind.FLAG:
        return "请填“是”或“否”"
    return "请补填"


def shown_value(form: Form, name: str, value: Any) -> str:
    """A value of a form's row; the rule's own named values plainly."""
    return display(value, form.column(name).kind if name in form.specs else Kind.TEXT)


def shown_total(name: str, value: Any) -> str:
    """A value of a unit frame: `form__field` as the form shows it, anything else plainly."""
    code, _, field_name = name.partition("__")
    if code in FORMS:
        return shown_value(FORMS[code], field_name, value)
    return display(value, Kind.TEXT)
