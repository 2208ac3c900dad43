"""重点工作 · 项目建设: repairs, new buildings, checks."""

from indicators.algebra import Among, Count, CountDistinct, Sum
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.scopes import project_office
from schemas.office_codes import (
    CAOLINGHU,
    CHAOYANG,
    FINISHED,
    IMPROVEMENT,
    PROJECT_CHECK,
    REPAIR,
    SITE_CHECK,
    VILLAGE_REPAIR,
)

# A project that is planned or under way has repaired nothing yet.
_VILLAGE_REPAIRED = field("kind").equals(VILLAGE_REPAIR) & field("status").isin(FINISHED)

declare(
    Indicator(
        id="repair_fund_allocated",
        section="2.1",
        label="中央和省级校舍维修资金",
        label_en="Central and provincial money for repairs",
        unit="元",
        measure=Sum(
            "projects",
            "central_funds",
            "provincial_funds",
            where=field("kind").equals(REPAIR),
            units=project_office,
        ),
        style=Style("万元", 0),
    )
)
declare(
    Indicator(
        id="repair_projects",
        section="2.1",
        label="校舍维修项目",
        label_en="Repair projects",
        unit="个",
        measure=Count("projects", where=field("kind").equals(REPAIR), units=project_office),
    )
)
declare(
    Indicator(
        id="repair_projects_completed",
        section="2.1",
        label="已完工的校舍维修项目",
        label_en="Repair projects completed",
        unit="个",
        measure=Count(
            "projects",
            where=field("kind").equals(REPAIR) & field("status").isin(FINISHED),
            units=project_office,
            cell="status",
        ),
    )
)
declare(
    Indicator(
        id="repair_investment_done",
        section="2.1",
        label="校舍维修完成投资",
        label_en="Invested in repairs",
        unit="元",
        measure=Sum(
            "projects", "invested", where=field("kind").equals(REPAIR), units=project_office
        ),
        style=Style("万元", 0),
    )
)
declare(
    Indicator(
        id="caolinghu_disbursed",
        section="2.1",
        label="曹岭湖中学累计拨付",
        label_en="Paid out for Caolinghu middle school so far",
        unit="元",
        measure=Sum(
            "payments",
            "amount",
            among=Among(
                "project_number",
                Count(
                    "projects", where=field("key_project").equals(CAOLINGHU), units=project_office
                ),
            ),
        ),
        style=Style("万元", -3, Qualifier.OVER),
        note="累计数，含以前年度拨付",
    )
)
declare(
    Indicator(
        id="chaoyang_building_completed",
        section="2.1",
        label="朝阳中学综合楼完工投用",
        label_en="Chaoyang school's building completed",
        unit="个",
        measure=Count(
            "projects",
            where=field("key_project").equals(CHAOYANG) & field("status").isin(FINISHED),
            units=project_office,
            cell="status",
        ),
    )
)
declare(
    Indicator(
        id="construction_funds",
        section="2.1",
        label="隐患校舍及功能室改造投入",
        label_en="Invested in unsafe buildings and function rooms",
        unit="元",
        measure=Sum(
            "projects", "invested", where=field("kind").equals(IMPROVEMENT), units=project_office
        ),
        style=Style("万元", 0),
    )
)
declare(
    Indicator(
        id="village_school_repair_funds",
        section="2.1",
        label="村小维修投入",
        label_en="Invested in repairs of village schools",
        unit="元",
        measure=Sum("projects", "invested", where=_VILLAGE_REPAIRED, units=project_office),
        style=Style("万元", 0),
        note="只计已完工的项目，与维修的村小同一批；不包含在隐患校舍及功能室改造投入之内",
    )
)
declare(
    Indicator(
        id="village_schools_repaired",
        section="2.1",
        label="维修的村小",
        label_en="Village schools repaired",
        unit="所",
        measure=CountDistinct(
            "projects", "school_code", where=_VILLAGE_REPAIRED, units=project_office
        ),
        note="只计已完工的项目",
    )
)
declare(
    Indicator(
        id="project_supervision_checks",
        section="2.1",
        label="项目监督检查",
        label_en="Checks of projects",
        unit="次",
        measure=Count(
            "inspections", where=field("kind").equals(PROJECT_CHECK), units=project_office
        ),
    )
)
declare(
    Indicator(
        id="caolinghu_site_visits",
        section="2.1",
        label="曹岭湖中学工地监管",
        label_en="Visits to the site of Caolinghu middle school",
        unit="次",
        measure=Count(
            "inspections",
            where=field("kind").equals(SITE_CHECK) & field("key_project").equals(CAOLINGHU),
            units=project_office,
        ),
        style=Style("次", -1, Qualifier.OVER),
    )
)
