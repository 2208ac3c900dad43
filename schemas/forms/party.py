"""Form 10, 党建."""

import pandera.pandas as pa

from schemas.collections import calendar_year
from schemas.columns import Layout
from schemas.fields import Whole, YesNo, count, flag, money
from schemas.form import Copied, form
from schemas.obligations import party_organisations
from schemas.plausible import between


@form(
    "party",
    number=10,
    title="党建",
    aliases=("党建工作", "基层党建"),
    layout=Layout.CARD,
    basis=calendar_year,
    owed_by=party_organisations,
    notes=("只填人数和次数，不附党员名单。",),
    copied=Copied("EQL-007", digits=6),
)
class Party(pa.DataFrameModel):
    """Counts of a unit's own party organisation; the two learning platforms are kept apart."""

    party_teachers: Whole = count("党员教师数", unit="人", example=18, bounded_by=("PTY-004",))
    xianfeng_registered: Whole = count(
        "“淮南先锋”已注册党员教师数", unit="人", example=18, bounded_by=("PTY-001",)
    )
    xuexi_registered: Whole = count(
        "“学习强国”已注册党员教师数", unit="人", example=18, bounded_by=("PTY-002",)
    )
    practice_station: YesNo = flag("是否建立群众网络文明实践所")
    practice_registered: YesNo = flag("实践所是否完成注册")
    ledgers: Whole = count(
        "按时上报信息台账份数",
        unit="份",
        example=7,
        plausible=between("BND-012", 0, 12, "信息台账按月上报，全年 12 份"),
    )
    exemplary_activities: Whole = count(
        "上报优秀主题党日活动",
        unit="个",
        example=0,
        plausible=between("BND-013", 0, 6, "优秀主题党日活动一般每两月不超过一个"),
    )
    probationary: Whole = count(
        "发展预备党员",
        unit="人",
        example=1,
        plausible=between(
            "BND-014",
            0,
            "0.1",
            "发展党员有年度计划，与党员人数相称",
            per=("party_teachers",),
            allowed=3,
        ),
    )
    made_full: Whole = count(
        "预备党员转正",
        unit="人",
        example=0,
        plausible=between(
            "BND-015",
            0,
            "0.1",
            "转正人数不多于上年发展的预备党员",
            per=("party_teachers",),
            allowed=3,
        ),
    )
    candidates: Whole = count(
        "确定发展对象",
        unit="人",
        example=0,
        plausible=between(
            "BND-016",
            0,
            "0.1",
            "发展党员有年度计划，与党员人数相称",
            per=("party_teachers",),
            allowed=3,
        ),
    )
    activists: Whole = count(
        "入党积极分子",
        unit="人",
        example=0,
        plausible=between(
            "BND-017", 0, "0.12", "积极分子人数与党员人数相称", per=("party_teachers",), allowed=4
        ),
    )
    donations: Whole = money(
        "疫情防控捐款",
        example="8650",
        plausible=between(
            "BND-018",
            70,  # the ends lie little more than ten times apart: a slip of one digit shows
            800,
            "自愿捐款一般每名党员几十元至几百元",
            per=("party_teachers",),
            allowed=2000,
        ),
    )
    removed_members: Whole = count(
        "工作群清退人数",
        unit="人",
        example=1,
        plausible=between(
            "BND-019",
            0,
            "0.15",
            "清退的是调离、退休等不应在工作群中的人员",
            per=("party_teachers",),
            allowed=3,
        ),
    )
