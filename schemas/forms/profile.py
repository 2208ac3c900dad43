"""Form 1, 基本情况."""

import pandera.pandas as pa

from schemas.collections import stock
from schemas.columns import Layout
from schemas.fields import Whole, Words, count, identifier
from schemas.form import Copied, form
from schemas.obligations import schools_and_kindergartens
from schemas.plausible import between


@form(
    "profile",
    number=1,
    title="基本情况",
    aliases=("学校基本情况", "单位基本情况"),
    layout=Layout.CARD,
    basis=stock,
    owed_by=schools_and_kindergartens,
    notes=("在校学生数应与《学籍变动》期末合计一致；幼儿园填在园幼儿数。",),
    copied=Copied("EQL-001", digits=10),
)
class Profile(pa.DataFrameModel):
    """What the unit is on the stock date: codes, pupils, staff, classes."""

    school_code: Words = identifier("学校（机构）标识码", example="2134000101")
    credit_code: Words = identifier("统一社会信用代码", example="12340403MB0000001M")
    pupils: Whole = count(
        "在校学生数",
        unit="人",
        example=380,
        never_zero=True,
        aliases=("在校生数", "在校（园）学生数", "在园幼儿数"),
        bounded_by=("PRF-008", "PRF-009"),
    )
    boarders: Whole = count("其中寄宿生", unit="人", example=0, aliases=("寄宿生", "寄宿学生数"))
    staff: Whole = count(
        "教职工数",
        unit="人",
        example=26,
        aliases=("教职工总数",),
        never_zero=True,
        plausible=between(
            "BND-001",
            "0.02",
            "0.4",
            "教职工与学生之比，小规模学校另计",
            per=("pupils",),
            allowed=12,
        ),
    )
    teachers: Whole = count(
        "其中专任教师", unit="人", example=24, aliases=("专任教师", "专任教师数")
    )
    classes: Whole = count("教学班数", unit="个", example=9, aliases=("班级数",))
