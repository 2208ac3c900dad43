"""Form 14, 学前."""

import pandera.pandas as pa

from schemas.collections import stock
from schemas.columns import Layout
from schemas.fields import Whole, count
from schemas.form import Copied, form
from schemas.obligations import kindergartens

_AGES = "按年龄分的幼儿数"


@form(
    "preschool",
    number=14,
    title="学前",
    aliases=("学前教育", "学前教育情况"),
    layout=Layout.CARD,
    basis=stock,
    owed_by=kindergartens,
    notes=("在园幼儿数为各年龄之和；年龄按当年 8 月 31 日满周岁计算。",),
    copied=Copied("EQL-010", digits=7),
)
class Preschool(pa.DataFrameModel):
    """Children in a kindergarten on the stock date, by age."""

    children: Whole = count(
        "在园幼儿数", unit="人", example=84, never_zero=True, bounded_by=("PRE-001",)
    )
    under_3: Whole = count("3岁以下", group=_AGES, unit="人", example=2)
    age_3: Whole = count("3岁", group=_AGES, unit="人", example=26, bounded_by=("PRE-001",))
    age_4: Whole = count("4岁", group=_AGES, unit="人", example=28, bounded_by=("PRE-001",))
    age_5: Whole = count("5岁", group=_AGES, unit="人", example=27, bounded_by=("PRE-001",))
    over_5: Whole = count("6岁及以上", group=_AGES, unit="人", example=1)
    classes: Whole = count("班级数", unit="个", example=3)
