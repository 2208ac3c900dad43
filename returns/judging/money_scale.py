"""An amount ten thousand times last year's, or a ten-thousandth of it: 元 and 万元 mixed up.

Asked, never scaled: which of the two years is wrong only the school can say.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from returns.judging.finding_words import display, facts_of_field
from returns.judging.judged import JudgedFile, JudgedForm
from schemas.columns import Column, Kind
from schemas.last_year import LastYear, Rows

_YUAN_IN_WAN = 10_000
_TWOFOLD = 2  # amounts change from year to year, but hardly by more than this and the factor


def ask_about_scale(judged: JudgedFile, last_year: LastYear) -> None:
    """Hold each amount against the same cell of last year, where the form has the same rows."""
    for judged_form in judged.forms:
        if judged_form.disqualified:
            continue
        earlier = last_year.get(judged_form.form.code, ())
        for column, position, before in _pairs(judged_form, earlier):
            _ask(judged, judged_form, column, position, before)


def _pairs(judged_form: JudgedForm, earlier: Rows) -> Iterator[tuple[Column, int, int]]:
    """(column, position along the rows, last year's fen) of what both years know."""
    form, sheet = judged_form.form, judged_form.sheet
    money = [c for c in form.columns if c.kind is Kind.MONEY and c.name in sheet.layout]
    if not (money and earlier):
        return
    by_key: dict[tuple[object, ...], Mapping[str, object]] = {
        tuple(row.get(name) for name in form.key): row for row in earlier
    }
    for position in range(len(sheet.rows)):
        before = by_key.get(tuple(sheet.columns[name][position] for name in form.key), {})
        for column in money:
            amount = before.get(column.name)
            if isinstance(amount, int):
                yield column, position, amount


def _ask(
    judged: JudgedFile, judged_form: JudgedForm, column: Column, position: int, before: int
) -> None:
    form, sheet = judged_form.form, judged_form.sheet
    amount = sheet.columns[column.name][position]
    if not isinstance(amount, int) or amount <= 0 or before <= 0:
        return
    row = sheet.rows[position]
    factor = max(Fraction(amount, before), Fraction(before, amount))
    is_suspect = _YUAN_IN_WAN / _TWOFOLD <= factor <= _YUAN_IN_WAN * _TWOFOLD
    if not is_suspect or (row, column.name) in judged_form.doubtful:
        return
    shown = display(amount, column.kind)
    facts = {
        **facts_of_field(column, shown),
        "before": display(before, column.kind),
        "change": "大" if amount > before else "小",
    }
    cell = sheet.cell_of(column.name, row)
    judged.add("VAL-021", facts, form, sheet.sheet, cell, column.name, shown)
