"""疫情防控: organisation, stocks, training, records, returnees, cases."""

from indicators.algebra import LowestQuotient, Ratio, Sum, share
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Style
from indicators.scopes import public_schools

DAYS_PER_WEEK = 7

declare(
    Indicator(
        id="campus_taskforce_coverage",
        section="4.1",
        label="疫情工作专班覆盖率",
        label_en="Units with an epidemic task force",
        unit="%",
        measure=share("epidemic", field("task_force").is_true()),
    )
)
declare(
    Indicator(
        id="epidemic_stock_weeks",
        section="4.1",
        label="口罩库存可用周数",
        label_en="Weeks that the masks last where they last shortest",
        unit="周",
        measure=LowestQuotient(
            "epidemic",
            "masks",
            "masks_daily",
            divided_by=DAYS_PER_WEEK,
            units=public_schools,
        ),
        note="取可用时间最短的学校，不是全区平均",
    )
)
declare(
    Indicator(
        id="infrared_thermometers",
        section="4.1",
        label="红外线体温仪",
        label_en="Infrared thermometers in stock",
        unit="个",
        measure=Sum("epidemic", "infrared_thermometers", units=public_schools),
    )
)
declare(
    Indicator(
        id="masks",
        section="4.1",
        label="口罩",
        label_en="Masks in stock",
        unit="个",
        measure=Sum("epidemic", "masks", units=public_schools),
        style=Style("万个"),
    )
)
declare(
    Indicator(
        id="forehead_thermometers",
        section="4.1",
        label="额温枪",
        label_en="Forehead thermometers in stock",
        unit="个",
        measure=Sum("epidemic", "forehead_thermometers", units=public_schools),
    )
)
declare(
    Indicator(
        id="isolation_gowns",
        section="4.1",
        label="隔离服",
        label_en="Isolation gowns in stock",
        unit="套",
        measure=Sum("epidemic", "isolation_gowns", units=public_schools),
    )
)
declare(
    Indicator(
        id="one_school_one_plan",
        section="4.2",
        label="“一校一案”覆盖率",
        label_en="Units with a plan of their own",
        unit="%",
        measure=share("epidemic", field("plan").is_true()),
    )
)
declare(
    Indicator(
        id="skill_training_coverage",
        section="4.2",
        label="防控技能培训覆盖率",
        label_en="Units that trained all staff",
        unit="%",
        measure=share("epidemic", field("trained").is_true()),
    )
)
declare(
    Indicator(
        id="health_record_coverage",
        section="4.3",
        label="健康档案建档率",
        label_en="Persons due a health record who have one",
        unit="%",
        measure=Ratio(Sum("epidemic", "health_records"), Sum("epidemic", "health_records_due")),
    )
)
declare(
    Indicator(
        id="returnees_monitored",
        section="4.5",
        label="中高风险地区返淮人员",
        label_en="Returnees from areas at risk",
        unit="人",
        measure=Sum("epidemic", "returnees"),
    )
)
declare(
    Indicator(
        id="epidemic_cases",
        section="4.5",
        label="确诊或疑似病例",
        label_en="Confirmed or suspected cases",
        unit="例",
        measure=Sum("epidemic", "cases"),
    )
)
