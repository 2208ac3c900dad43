"""重点工作 · 公用经费: allotments and whom they benefit."""

from indicators.algebra import Sum
from indicators.expressions import minus, product
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.scopes import public_schools

declare(
    Indicator(
        id="public_funds_2020",
        section="2.2",
        label="下达公用经费等补助资金",
        label_en="Public funds allotted to schools",
        unit="元",
        measure=Sum("allocations", "amount"),
        style=Style("万元", 1, Qualifier.OVER),
    )
)
declare(
    Indicator(
        id="public_funds_above_base",
        section="2.2",
        label="高于基准定额部分的支出",
        label_en="Public funds above the base quota",
        unit="元",
        measure=Sum("allocations", product("pupils", minus("standard", "base_quota"))),
        style=Style("万元", -1, Qualifier.OVER),
    )
)
declare(
    Indicator(
        id="public_funds_beneficiaries",
        section="2.2",
        label="公用经费惠及学生",
        label_en="Pupils who benefit from public funds",
        unit="人",
        measure=Sum("enrolment", "closing", units=public_schools),
        style=Style("万人", 0, Qualifier.NEARLY),
    )
)
