"""Form 16, 校舍."""

import pandera.pandas as pa

from schemas.collections import stock
from schemas.columns import Layout
from schemas.fields import Whole, area
from schemas.form import Copied, form
from schemas.obligations import schools
from schemas.plausible import between


@form(
    "premises",
    number=16,
    title="校舍",
    aliases=("校舍情况",),
    layout=Layout.CARD,
    basis=stock,
    owed_by=schools,
    copied=Copied("EQL-012", digits=5),
)
class Premises(pa.DataFrameModel):
    """Floor area, and how much of it is class D (dangerous)."""

    floor_area: Whole = area(
        "校舍建筑面积",
        example="3260.5",
        plausible=between(
            "BND-028", 2, 40, "生均校舍面积", per=("profile.pupils",), allowed=2000, unsized=60000
        ),
    )
    class_d_area: Whole = area(
        "其中D级危房面积", example="0", zero_claim=True, bounded_by=("PRM-002",)
    )
