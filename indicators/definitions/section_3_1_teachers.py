"""教育管理 · 队伍建设: studios, heads, research."""

from indicators.algebra import Count
from indicators.events import events, signed_in
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.ratios import Ratio
from indicators.scopes import research_office
from schemas.office_codes import (
    MORAL_TEACHING,
    MUNICIPAL,
    NATIONAL_SUBPROJECT,
    PROMOTED,
    PROVINCIAL,
    STUDIO_ACTIVITY,
)

_PROVINCE_OR_CITY = field("level").isin((PROVINCIAL, MUNICIPAL))

declare(
    Indicator(
        id="master_studio_activities",
        section="3.1",
        label="名师工作室教科研活动",
        label_en="Activities of master teachers' studios",
        unit="次",
        measure=events(STUDIO_ACTIVITY, research_office),
    )
)
declare(
    Indicator(
        id="master_studio_teachers",
        section="3.1",
        label="参与名师工作室活动的教师",
        label_en="Teachers at the studios' activities",
        unit="人",
        measure=signed_in(STUDIO_ACTIVITY, research_office),
        style=Style("人", -2, Qualifier.NEARLY),
        note="去重人数，不是人次",
    )
)
declare(
    Indicator(
        id="heads_promoted",
        section="3.1",
        label="新提拔任用校园长",
        label_en="Heads newly appointed",
        unit="人",
        measure=Count("appointments", where=field("kind").equals(PROMOTED)),
    )
)
declare(
    Indicator(
        id="research_national",
        section="3.1",
        label="国家级子课题",
        label_en="National sub-projects of research",
        unit="个",
        measure=Count("research_projects", where=field("level").equals(NATIONAL_SUBPROJECT)),
    )
)
declare(
    Indicator(
        id="research_provincial_city",
        section="3.1",
        label="省市课题",
        label_en="Provincial and municipal research projects",
        unit="个",
        measure=Count("research_projects", where=_PROVINCE_OR_CITY),
    )
)
declare(
    Indicator(
        id="research_total",
        section="3.1",
        label="课题总数",
        label_en="Research projects in all",
        unit="个",
        measure=Count("research_projects"),
    )
)
declare(
    Indicator(
        id="research_supervision_coverage",
        section="3.1",
        label="省市课题督查指导覆盖率",
        label_en="Provincial and municipal projects supervised",
        unit="%",
        measure=Ratio(
            Count(
                "research_projects", where=field("supervised_on").is_filled() & _PROVINCE_OR_CITY
            ),
            Count("research_projects", where=_PROVINCE_OR_CITY),
        ),
    )
)
declare(
    Indicator(
        id="moral_teaching_events",
        section="3.1",
        label="思政课教研活动",
        label_en="Events for teachers of morals and politics",
        unit="次",
        measure=Count("events", where=field("kind").isin(MORAL_TEACHING), units=research_office),
        note="送课下乡、班主任研讨、主题班队会三类合计",
    )
)
