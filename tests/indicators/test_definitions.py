"""Declarations: complete, and told in the words of the forms."""

import pytest

from indicators.algebra import Count, Sum
from indicators.definitions import INDICATORS
from indicators.expressions import Total
from indicators.indicator import Indicator, declare
from indicators.quoting import unit_size
from indicators.ratios import LowestQuotient, Ratio
from schemas.columns import Kind
from schemas.forms import FORMS


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_a_declaration_is_complete(indicator: Indicator) -> None:
    assert indicator.label and indicator.label_en and indicator.definition and indicator.scope
    assert set(indicator.forms) <= FORMS.keys()
    assert unit_size(indicator.quoting_style.unit).base == unit_size(indicator.unit).base
    is_money_or_area = indicator.unit in ("元", "平方米")
    is_quotient = indicator.measure.quotients[0].denominator is not None
    assert is_quotient == (indicator.unit in ("%", "周", "平方米/人"))
    if indicator.unit != "平方米/人":
        assert indicator.measure.scale == (2 if is_money_or_area else 0)
    assert indicator.measure.denominator_scale == 0
    assert "stated_rates" not in indicator.forms  # what an office states is no source


def test_only_what_can_be_added_up_is_added_up() -> None:
    """A rate, a year, a batch or a stated percentage is never a source."""
    for indicator in INDICATORS.values():
        for term in indicator.measure.summands:
            columns = [term.form.column(name) for name in term.fields]
            if isinstance(term, Sum) and isinstance(term.added, Total):
                assert all(column.is_addend for column in columns), indicator.id
            assert all(column.kind is not Kind.PERCENT for column in columns), indicator.id


def test_definitions_are_told_in_the_words_of_the_forms() -> None:
    assert INDICATORS["guards_total"].definition == "《平安校园》专职保安＋兼职保安合计"
    assert INDICATORS["guards_total"].scope == "全部中小学、幼儿园"
    assert INDICATORS["evacuation_drills"].definition == "《应急演练》条数（演练类型为疏散）"
    assert INDICATORS["compulsory_retention_rate"].definition == (
        "《学籍变动》毕业合计（年级为初中毕业） ÷ "
        "（《初中毕业批次入学底数》入学时人数＋历年转入合计"
        "－《初中毕业批次入学底数》历年转出合计）"
    )
    assert INDICATORS["epidemic_stock_weeks"].definition == (
        "各单位《疫情防控》口罩 ÷ 口罩日用量 ÷ 7，取最低者"
    )


def test_an_id_is_declared_once() -> None:
    with pytest.raises(ValueError, match="guards_total"):
        declare(INDICATORS["guards_total"])


def test_mistakes_in_a_definition_are_refused() -> None:
    with pytest.raises(KeyError):
        Count("no_such_form")
    with pytest.raises(TypeError, match="scales"):
        _ = (Sum("funding", "base_received") + Sum("funding", "boarders")).scale
    with pytest.raises(TypeError, match="scales"):
        _ = Ratio(Sum("student_aid", "amount"), Sum("student_aid", "persons")).scale
    with pytest.raises(TypeError, match="several rows"):
        LowestQuotient("drills", "pupils", "staff")
