"""Form 13, 疫情防控."""

import pandera.pandas as pa

from schemas.collections import stock
from schemas.columns import Layout
from schemas.fields import Whole, YesNo, count, flag
from schemas.form import Copied, form
from schemas.obligations import schools_and_kindergartens
from schemas.plausible import between

_STOCK = "防疫物资库存"
_DAILY = "计划日用量"


@form(
    "epidemic",
    number=13,
    title="疫情防控",
    aliases=("疫情防控情况",),
    layout=Layout.CARD,
    basis=stock,
    owed_by=schools_and_kindergartens,
    notes=("库存按开学前盘点数填写；计划日用量按在校师生测算，用于计算可用天数。",),
    copied=Copied("EQL-009", digits=18),
)
class Epidemic(pa.DataFrameModel):
    """Stock and planned daily use, organisation, health records, returnees and cases."""

    pupils: Whole = count("学生（幼儿）数", unit="人", example=380, never_zero=True)
    staff: Whole = count("教职工数", unit="人", example=26, never_zero=True)
    masks: Whole = count(
        "口罩",
        group=_STOCK,
        unit="个",
        example=2300,
        plausible=between(
            "BND-021", 1, 30, "口罩储备一般每人够用两周，不超过一个月", per=("pupils", "staff")
        ),
    )
    forehead_thermometers: Whole = count(
        "额温枪",
        group=_STOCK,
        unit="个",
        example=12,
        plausible=between(
            "BND-022", 0, "0.05", "额温枪一般一班一支", per=("pupils", "staff"), allowed=5
        ),
    )
    infrared_thermometers: Whole = count(
        "红外线体温仪",
        group=_STOCK,
        unit="个",
        example=1,
        plausible=between(
            "BND-023",
            0,
            "0.003",
            "红外线体温仪一般一个校门一台",
            per=("pupils", "staff"),
            allowed=3,
        ),
    )
    isolation_gowns: Whole = count(
        "隔离服",
        group=_STOCK,
        unit="套",
        example=5,
        plausible=between(
            "BND-024", 0, "0.035", "隔离服只供处置人员使用", per=("pupils", "staff"), allowed=3
        ),
    )
    masks_daily: Whole = count(
        "口罩日用量",
        group=_DAILY,
        unit="个/天",
        example=160,
        plausible=between(
            "BND-025", "0.1", 2, "口罩一般每人每天不超过两个", per=("pupils", "staff")
        ),
    )
    task_force: YesNo = flag("是否成立疫情防控工作专班")
    plan: YesNo = flag("是否制定“一校一案”")
    trained: YesNo = flag("是否完成防控技能全员培训")
    health_records_due: Whole = count(
        "应建健康档案人数", unit="人", example=406, bounded_by=("EPI-011",)
    )
    health_records: Whole = count(
        "已建健康档案人数", unit="人", example=406, bounded_by=("EPI-003", "EPI-004")
    )
    returnees: Whole = count(
        "中高风险地区返淮人员",
        unit="人",
        example=0,
        plausible=between(
            "BND-026",
            0,
            "0.003",
            "中高风险地区返回人员为个别情况",
            per=("pupils", "staff"),
            allowed=3,
        ),
    )
    cases: Whole = count(
        "确诊或疑似病例", unit="例", example=0, zero_claim=True, bounded_by=("EPI-008",)
    )
