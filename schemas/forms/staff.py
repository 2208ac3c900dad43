"""Forms 5 and 7: 教职工与师德, 送教与结对."""

import pandera.pandas as pa

from schemas.collections import calendar_year, stock
from schemas.columns import Layout
from schemas.fields import Whole, count
from schemas.form import Copied, form
from schemas.obligations import public_units, schools, schools_and_kindergartens
from schemas.plausible import between


@form(
    "staff",
    number=5,
    title="教职工与师德",
    layout=Layout.CARD,
    basis=stock,
    owed_by=schools_and_kindergartens,
    notes=("考核指 2019 年度考核；优秀等次人数不超过参加考核人数。",),
    copied=Copied("EQL-003", digits=6),
)
class Staff(pa.DataFrameModel):
    """Teachers in post and registered on 皖事通; last year's appraisal; ethics failures."""

    in_post: Whole = count("在职教师数", unit="人", example=26, bounded_by=("STF-005",))
    wanshitong_registered: Whole = count(
        "“皖事通”已注册人数", unit="人", example=26, bounded_by=("STF-001",)
    )
    appraised: Whole = count(
        "2019年度参加考核人数",
        unit="人",
        example=26,
        owed_by=public_units,
        plausible=between(
            "BND-002",
            "0.7",
            "1.3",
            "上年参加考核人数与现有在职教师相近",
            per=("in_post",),
            allowed=5,
        ),
    )
    excellent: Whole = count(
        "2019年度考核优秀人数",
        unit="人",
        example=5,
        owed_by=public_units,
        bounded_by=("STF-002", "STF-003"),
    )
    failed_ethics: Whole = count(
        "师德考核不合格人数",
        unit="人",
        example=0,
        plausible=between(
            "BND-003", 0, "0.05", "师德考核不合格为个别情况", per=("in_post",), allowed=2
        ),
    )


@form(
    "pairing",
    number=7,
    title="送教与结对",
    aliases=("送教上门与结对帮扶",),
    layout=Layout.CARD,
    basis=calendar_year,
    owed_by=schools,
)
class Pairing(pa.DataFrameModel):
    """Teaching sent to homes, and events of paired schools."""

    home_teaching_events: Whole = count(
        "送教（学）上门次数",
        unit="次",
        example=4,
        plausible=between("BND-006", 0, 36, "送教上门一般每周一次，全年约 36 个教学周"),
    )
    pairing_events: Whole = count(
        "结对帮扶活动次数",
        unit="次",
        example=3,
        plausible=between("BND-007", 0, 12, "结对活动一般每月不超过一次"),
    )
