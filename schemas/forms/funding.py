"""Form 15, 公用经费."""

import pandera.pandas as pa

from schemas.collections import budget_year
from schemas.columns import Layout
from schemas.fields import Whole, count, money
from schemas.form import Copied, form
from schemas.obligations import public_units, schools
from schemas.plausible import between


@form(
    "funding",
    number=15,
    title="公用经费",
    aliases=("公用经费到账情况",),
    layout=Layout.CARD,
    basis=budget_year,
    owed_by=schools & public_units,
    notes=("按年初下达文件核对到账；受助学生数为上年秋季学籍人数。",),
    copied=Copied("EQL-011", digits=14),
)
class Funding(pa.DataFrameModel):
    """Public funding received by a public school, and the pupils it was reckoned on."""

    primary_pupils: Whole = count("核定小学生数", unit="人", example=380)
    junior_pupils: Whole = count("核定初中生数", unit="人", example=0)
    boarders: Whole = count("核定寄宿生数", unit="人", example=0)
    base_received: Whole = money("基准定额到账金额", example="247000", bounded_by=("FND-001",))
    above_base_received: Whole = money(
        "高于基准定额部分到账金额",
        example="20140",
        plausible=between(
            "BND-027",
            20,
            150,
            "高于基准定额部分一般每生几十元",
            per=("primary_pupils", "junior_pupils"),
        ),
    )
