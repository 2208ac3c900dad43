"""Forms 8 and 9: 平安校园, 应急演练."""

import pandera.pandas as pa

from schemas.codes import DRILL_KINDS
from schemas.collections import calendar_year, stock
from schemas.columns import Layout
from schemas.fields import Day, Whole, Words, YesNo, code, count, day, flag, text
from schemas.form import Copied, form
from schemas.obligations import schools, schools_and_kindergartens
from schemas.plausible import between


@form(
    "safety",
    number=8,
    title="平安校园",
    aliases=("平安校园建设", "安全工作"),
    layout=Layout.CARD,
    basis=stock,
    owed_by=schools_and_kindergartens,
    notes=(
        "专职保安指与保安公司签约的持证保安员；门卫、教师兼任的填入兼职。没有的填 0，不得留空。",
    ),
    copied=Copied("EQL-005", digits=9),
)
class Safety(pa.DataFrameModel):
    """Guards, equipment, canteens and safety education of the unit."""

    pupils: Whole = count("学生（幼儿）数", unit="人", example=380, never_zero=True)
    boarders: Whole = count("其中寄宿生", unit="人", example=0)
    staff: Whole = count("教职工数", unit="人", example=26, never_zero=True)
    guards_full_time: Whole = count(
        "专职保安",
        unit="人",
        example=2,
        aliases=("专职保安人数",),
        plausible=between(
            "BND-008", 0, "0.008", "一般每几百名师生配一名保安", per=("pupils", "staff"), allowed=5
        ),
    )
    guards_part_time: Whole = count(
        "兼职保安",
        unit="人",
        example=0,
        aliases=("兼职保安人数",),
        plausible=between(
            "BND-009", 0, "0.003", "兼职保安只作补充", per=("pupils", "staff"), allowed=5
        ),
    )
    cctv: YesNo = flag("是否配备监控系统")
    fire_equipment: YesNo = flag("是否配齐消防设施器材")
    panic_button: YesNo = flag("是否安装一键式紧急报警器")
    closed_management: YesNo = flag("是否封闭化管理")
    canteens: Whole = count(
        "食堂数",
        unit="个",
        example=1,
        plausible=between(
            "BND-010", 0, "0.002", "一般一校一至两个食堂", per=("pupils", "staff"), allowed=2
        ),
    )
    open_kitchens: Whole = count(
        "其中“明厨亮灶”食堂", unit="个", example=1, bounded_by=("SAF-003",)
    )
    drowning_letters: Whole = count(
        "发放防溺水致家长信",
        unit="份",
        example=380,
        owed_by=schools,
        aliases=("防溺水一封信份数",),
        bounded_by=("SAF-010",),
    )
    drowning_deaths: Whole = count(
        "溺亡人数", unit="人", example=0, zero_claim=True, bounded_by=("SAF-009",)
    )
    law_lectures: Whole = count(
        "法治讲座场次",
        unit="场",
        example=1,
        aliases=("法治进校园活动场次",),
        plausible=between("BND-011", 0, 9, "法治讲座一般每月不超过一场，全年约 9 个教学月"),
    )
    school_buses: Whole = count("校车数", unit="辆", example=0)


@form(
    "drills",
    number=9,
    title="应急演练",
    aliases=("应急演练台账",),
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=schools_and_kindergartens,
    key=("held_on", "kind", "theme"),
    notes=("一行一次演练；参加教职工不计入学生人次。全年没有演练的，第一行填“无”。",),
    copied=Copied("EQL-006", digits=9),
)
class Drills(pa.DataFrameModel):
    """The drill log, one row a drill."""

    held_on: Day = day("演练日期", example="2020-10-15")
    kind: Words = code("演练类型", DRILL_KINDS)
    theme: Words = text("演练主题", example="火灾逃生")
    pupils: Whole = count("参加学生人次", unit="人次", example=360, bounded_by=("DRL-003",))
    staff: Whole = count("参加教职工人次", unit="人次", example=25, bounded_by=("DRL-006",))
