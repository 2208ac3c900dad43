"""教育管理 · 教育督导: platform, proposals, inspections, exchanges."""

from indicators.algebra import Count, CountDistinct
from indicators.events import events
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.scopes import inspection_office
from schemas.office_codes import (
    INSPECTION_NEWS,
    ONLINE_INSPECTION,
    ONSITE_INSPECTION,
    PLATFORM_UPDATE,
    POST_ANSWER,
    PROPOSAL_ANSWER,
    VISIT_PAID,
    VISIT_RECEIVED,
)

declare(
    Indicator(
        id="inspector_platform_updates",
        section="3.5",
        label="督导平台信息更新",
        label_en="Updates of the inspectors' platform",
        unit="条",
        measure=Count(
            "documents", where=field("kind").equals(PLATFORM_UPDATE), units=inspection_office
        ),
    )
)
declare(
    Indicator(
        id="proposals_answered",
        section="3.5",
        label="答复提案议案",
        label_en="Proposals answered",
        unit="件",
        measure=Count(
            "documents", where=field("kind").equals(PROPOSAL_ANSWER), units=inspection_office
        ),
    )
)
declare(
    Indicator(
        id="web_posts_answered",
        section="3.5",
        label="答复网帖",
        label_en="Web posts answered",
        unit="条",
        measure=Count(
            "documents", where=field("kind").equals(POST_ANSWER), units=inspection_office
        ),
        style=Style("条", -3, Qualifier.OVER),
    )
)
declare(
    Indicator(
        id="inspections_total",
        section="3.5",
        label="线上线下督导",
        label_en="Inspections, online and on site",
        unit="次",
        measure=Count(
            "inspections",
            where=field("kind").isin((ONLINE_INSPECTION, ONSITE_INSPECTION)),
            units=inspection_office,
        ),
        style=Style("次", -2, Qualifier.OVER),
    )
)
declare(
    Indicator(
        id="exchange_received",
        section="3.5",
        label="接待督导交流",
        label_en="Visits received",
        unit="次",
        measure=events(VISIT_RECEIVED, inspection_office),
    )
)
declare(
    Indicator(
        id="exchange_districts_visited",
        section="3.5",
        label="外出交流的县区",
        label_en="Districts visited",
        unit="个区",
        measure=CountDistinct(
            "events", "counterpart", where=field("kind").equals(VISIT_PAID), units=inspection_office
        ),
    )
)
declare(
    Indicator(
        id="honour_inspection_2019",
        section="3.5",
        label="督导信息宣传荣誉",
        label_en="Honour for news of inspection",
        unit="项",
        measure=Count(
            "honours",
            where=field("subject").equals(INSPECTION_NEWS) & field("for_year").is_year(-1),
            units=inspection_office,
        ),
        note="表彰年度为上年度",
    )
)
