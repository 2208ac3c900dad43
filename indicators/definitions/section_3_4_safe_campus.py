"""平安校园: guards, equipment, drills, drowning, canteens, buildings."""

from indicators.algebra import Count, Fixed, Sum
from indicators.expressions import field, total
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.ratios import Ratio, share_of_owing
from indicators.scopes import public_units, safety_office
from indicators.staffing import GuardsRequired
from schemas.codes import EVACUATION
from schemas.office_codes import (
    BUS_HAZARD,
    DROWNING_MESSAGE,
    DROWNING_PAPER,
    PANIC_BUTTONS,
    SAFETY_GOALS,
)

_EVACUATIONS = field("kind").equals(EVACUATION)

declare(
    Indicator(
        id="four_100_goals",
        section="3.4",
        label="平安校园“百分之百”目标",
        label_en="Goals of a safe campus",
        unit="个",
        measure=Fixed(len(SAFETY_GOALS), "平安校园目标：" + "、".join(SAFETY_GOALS)),
    )
)
declare(
    Indicator(
        id="cctv_coverage",
        section="3.4",
        label="监控系统配备率",
        label_en="Units with cameras",
        unit="%",
        measure=share_of_owing("safety", field("cctv").is_true()),
    )
)
declare(
    Indicator(
        id="fire_equipment_coverage",
        section="3.4",
        label="消防设施器材配备率",
        label_en="Units with fire equipment",
        unit="%",
        measure=share_of_owing("safety", field("fire_equipment").is_true()),
    )
)
declare(
    Indicator(
        id="guards_total",
        section="3.4",
        label="专兼职保安",
        label_en="Guards, full-time and part-time",
        unit="人",
        measure=Sum("safety", "guards_full_time", "guards_part_time"),
    )
)
declare(
    Indicator(
        id="guard_coverage",
        section="3.4",
        label="专兼职保安配备率",
        label_en="Units with at least one guard",
        unit="%",
        measure=share_of_owing("safety", total("guards_full_time", "guards_part_time").at_least(1)),
        note="有保安即计入；是否达到配备标准另见“专职保安达标率”",
    )
)
declare(
    Indicator(
        id="panic_button_spend",
        section="3.4",
        label="一键式报警器投入",
        label_en="Spent on panic buttons",
        unit="元",
        measure=Sum(
            "purchases", "amount", where=field("kind").equals(PANIC_BUTTONS), units=safety_office
        ),
        style=Style("万元", 0),
    )
)
declare(
    Indicator(
        id="panic_button_coverage",
        section="3.4",
        label="公办单位一键式报警器安装率",
        label_en="Public units with a one-key alarm",
        unit="%",
        measure=share_of_owing("safety", field("panic_button").is_true(), units=public_units),
        note="只统计公办单位，民办单位不在内，单位数见范围",
    )
)
declare(
    Indicator(
        id="evacuation_drills",
        section="3.4",
        label="疏散演练",
        label_en="Evacuation drills",
        unit="场次",
        measure=Count("drills", where=_EVACUATIONS),
    )
)
declare(
    Indicator(
        id="evacuation_participants",
        section="3.4",
        label="参加疏散演练学生",
        label_en="Pupils in evacuation drills, counted each time",
        unit="人次",
        measure=Sum("drills", "pupils", where=_EVACUATIONS),
        style=Style("万人次", 0, Qualifier.MANY),
        note="不含参加演练的教职工",
    )
)
declare(
    Indicator(
        id="drowning_letters",
        section="3.4",
        label="防溺水致家长信",
        label_en="Letters to parents about drowning",
        unit="份",
        measure=Sum("safety", "drowning_letters"),
        style=Style("万份", 0, Qualifier.OVER),
    )
)
declare(
    Indicator(
        id="drowning_documents",
        section="3.4",
        label="防溺水文件通报",
        label_en="Papers against drowning",
        unit="份",
        measure=Count("documents", where=field("kind").equals(DROWNING_PAPER), units=safety_office),
    )
)
declare(
    Indicator(
        id="drowning_messages",
        section="3.4",
        label="防溺水短信",
        label_en="Messages against drowning",
        unit="条",
        measure=Count(
            "documents", where=field("kind").equals(DROWNING_MESSAGE), units=safety_office
        ),
        style=Style("条", -1, Qualifier.OVER),
    )
)
declare(
    Indicator(
        id="drowning_deaths",
        section="3.4",
        label="师生溺亡",
        label_en="Deaths by drowning",
        unit="人",
        measure=Sum("safety", "drowning_deaths"),
    )
)
declare(
    Indicator(
        id="bus_hazards",
        section="3.4",
        label="校车安全隐患",
        label_en="Hazards found on school buses",
        unit="条",
        measure=Count("hazards", where=field("subject").equals(BUS_HAZARD)),
    )
)
declare(
    Indicator(
        id="open_kitchen_coverage",
        section="3.4",
        label="“明厨亮灶”食堂覆盖率",
        label_en="Canteens with an open kitchen",
        unit="%",
        measure=Ratio(Sum("safety", "open_kitchens"), Sum("safety", "canteens")),
    )
)
declare(
    Indicator(
        id="class_d_buildings",
        section="3.4",
        label="D级危房",
        label_en="Class-D (dangerous) floor area",
        unit="平方米",
        measure=Sum("premises", "class_d_area"),
    )
)
declare(
    Indicator(
        id="law_lectures",
        section="3.4",
        label="法治进校园活动",
        label_en="Law lectures",
        unit="场",
        measure=Sum("safety", "law_lectures"),
        style=Style("场", -2, Qualifier.OVER),
    )
)
declare(
    Indicator(
        id="guard_standard_coverage",
        section="3.4",
        label="专职保安达标率",
        label_en="Units whose full-time guards meet the staffing standard",
        unit="%",
        measure=share_of_owing("safety", total("guards_full_time").at_least(GuardsRequired())),
        note="只计专职保安，标准按统计时点有效的版本",
    )
)
