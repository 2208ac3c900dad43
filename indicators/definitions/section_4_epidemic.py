"""疫情防控: organisation, stocks, training, records, reopening, cases."""

from indicators.algebra import Among, Count, Fixed, Owing, Prescribed, Sum
from indicators.events import events
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.ratios import LowestQuotient, Ratio, share_of_owing
from indicators.scopes import health_office, public_schools, schools
from schemas.collections import Collection, autumn, epidemic_response
from schemas.office_codes import (
    COMPULSORY_FUNDS,
    EPIDEMIC_CHECK,
    PUBLIC_FUNDS,
    RETURNEE_CATEGORIES,
    TABLETOP_DRILL,
)

DAYS_PER_WEEK = 7


def _epidemic_window(collection: Collection) -> str:
    window = epidemic_response(collection)
    return (
        f"起止日期 {window.start} 至 {window.end} 由填报任务设定（省级应急响应启动至最后一批错峰返校），"
        "总结原文没有写明；换一个起止，数字就不同"
    )


declare(
    Indicator(
        id="campus_taskforce_coverage",
        section="4.1",
        label="疫情工作专班覆盖率",
        label_en="Units with an epidemic task force",
        unit="%",
        measure=share_of_owing("epidemic", field("task_force").is_true()),
    )
)
declare(
    Indicator(
        id="epidemic_period_funds",
        section="4.1",
        label="疫情防控期间拨付经费",
        label_en="Funds paid out while the epidemic lasted",
        unit="元",
        measure=Sum(
            "payments",
            "amount",
            where=field("purpose").isin((PUBLIC_FUNDS, COMPULSORY_FUNDS))
            & field("paid_on").within(epidemic_response),
        ),
        style=Style("万元", -3, Qualifier.OVER),
        note="是全年公用经费中疫情期间的部分，不能与全年数相加",
        settled_by=_epidemic_window,
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
            people=("pupils", "staff"),
        ),
        note="取可用时间最短的学校，不是全区平均；有师生而日用量填 0 的学校算不出，此时不能认定各校都达到",
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
        measure=share_of_owing("epidemic", field("plan").is_true()),
    )
)
declare(
    Indicator(
        id="skill_training_coverage",
        section="4.2",
        label="防控技能培训覆盖率",
        label_en="Units that trained all staff",
        unit="%",
        measure=share_of_owing("epidemic", field("trained").is_true()),
    )
)
declare(
    Indicator(
        id="health_lookback_days",
        section="4.3",
        label="健康排查回溯天数",
        label_en="Days of health history asked for",
        unit="天",
        measure=Prescribed("health_lookback", "days"),
    )
)
declare(
    Indicator(
        id="returnee_categories",
        section="4.3",
        label="重点排查人员类别",
        label_en="Categories of returnees",
        unit="类",
        measure=Fixed(len(RETURNEE_CATEGORIES), "重点排查人员：" + "、".join(RETURNEE_CATEGORIES)),
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
        id="health_instructor_coverage",
        section="4.4",
        label="疫情控制指导员派驻率",
        label_en="Schools with an epidemic-control instructor",
        unit="%",
        measure=Ratio(
            Count(
                "reopening",
                where=field("instructor").is_true(),
                unit_field="institution_number",
                among=Among("institution_number", Owing("profile", units=schools)),
            ),
            Owing("profile", units=schools),
        ),
        note="分母为单位名册中应报《基本情况》的学校；台账中名册以外的单位不计入",
    )
)
declare(
    Indicator(
        id="reopening_check_coverage",
        section="4.4",
        label="复学核查覆盖率",
        label_en="Schools and institutions checked before reopening",
        unit="%",
        measure=Ratio(
            Count(
                "reopening",
                where=field("checked_on").is_filled(),
                unit_field="institution_number",
                among=Among("institution_number", Owing("profile")),
            )
            + Count(
                "reopening",
                where=field("checked_on").is_filled(),
                unit_field="institution_number",
                among=Among("institution_number", Count("training_institutions")),
            ),
            Owing("profile") + Count("training_institutions", unit_field="institution_number"),
        ),
        note="中小学、幼儿园按单位名册计，培训机构按《校外培训机构台账》计；两者之外的不计入",
    )
)
declare(
    Indicator(
        id="reopening_coverage",
        section="4.5",
        label="春秋季正常复学率",
        label_en="Schools and kindergartens back in spring and autumn",
        unit="%",
        measure=Ratio(
            Count(
                "reopening",
                where=field("spring").is_true() & field("autumn").is_true(),
                unit_field="institution_number",
                among=Among("institution_number", Owing("profile")),
            ),
            Owing("profile"),
        ),
        note="分母为单位名册中的中小学、幼儿园；年内停办的和名册以外的不计入",
    )
)
declare(
    Indicator(
        id="epidemic_inspections_autumn",
        section="4.5",
        label="秋冬季疫情防控督查",
        label_en="Checks of epidemic control in autumn",
        unit="次",
        measure=Count(
            "inspections",
            where=field("kind").equals(EPIDEMIC_CHECK) & field("inspected_on").within(autumn),
            units=health_office,
        ),
    )
)
declare(
    Indicator(
        id="tabletop_drills",
        section="4.5",
        label="疫情防控桌面演练",
        label_en="Table-top drills",
        unit="次",
        measure=events(TABLETOP_DRILL, health_office),
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
