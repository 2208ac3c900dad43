"""Form 10, 党建."""

import pandera.pandas as pa

from schemas.collections import calendar_year
from schemas.columns import Layout
from schemas.fields import Whole, YesNo, count, flag, money
from schemas.form import form
from schemas.obligations import party_organisations


@form(
    "party",
    number=10,
    title="党建",
    aliases=("党建工作", "基层党建"),
    layout=Layout.CARD,
    basis=calendar_year,
    owed_by=party_organisations,
    notes=("只填人数和次数，不附党员名单。",),
)
class Party(pa.DataFrameModel):
    """Counts of a unit's own party organisation; the two learning platforms are kept apart."""

    party_teachers: Whole = count("党员教师数", unit="人", example=18)
    xianfeng_registered: Whole = count("“淮南先锋”已注册党员教师数", unit="人", example=18)
    xuexi_registered: Whole = count("“学习强国”已注册党员教师数", unit="人", example=18)
    practice_station: YesNo = flag("是否建立群众网络文明实践所")
    practice_registered: YesNo = flag("实践所是否完成注册")
    ledgers: Whole = count("按时上报信息台账份数", unit="份", example=7)
    exemplary_activities: Whole = count("上报优秀主题党日活动", unit="个", example=0)
    probationary: Whole = count("发展预备党员", unit="人", example=1)
    made_full: Whole = count("预备党员转正", unit="人", example=0)
    candidates: Whole = count("确定发展对象", unit="人", example=0)
    activists: Whole = count("入党积极分子", unit="人", example=0)
    donations: Whole = money("疫情防控捐款", example="8650")
    removed_members: Whole = count("工作群清退人数", unit="人", example=1)
