"""警示教育: the meeting, talks, lists."""

from indicators.algebra import Count, Fixed
from indicators.events import events, signed_in
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.scopes import discipline_office
from schemas.office_codes import DISCIPLINE_TALK, FOUR_LISTS, GAP_DIMENSIONS, WARNING_MEETING

declare(
    Indicator(
        id="warning_meeting_participants",
        section="5.1",
        label="警示教育会议参会人员",
        label_en="People at the warning-education meeting",
        unit="人",
        measure=signed_in(WARNING_MEETING, discipline_office),
        style=Style("人", -2, Qualifier.MANY),
    )
)
declare(
    Indicator(
        id="discipline_liaison_talks",
        section="5.1",
        label="与派驻纪检组会商",
        label_en="Talks with the discipline inspectors",
        unit="次",
        measure=events(DISCIPLINE_TALK, discipline_office),
    )
)
declare(
    Indicator(
        id="four_lists_submitted",
        section="5.3",
        label="上报的“四清单”",
        label_en="Four-part lists handed in",
        unit="份",
        measure=Count("documents", where=field("kind").equals(FOUR_LISTS), units=discipline_office),
        style=Style("份", -2, Qualifier.OVER),
    )
)
declare(
    Indicator(
        id="gap_dimensions",
        section="5.3",
        label="查找差距的方面",
        label_en="Aspects of the gaps looked for",
        unit="个",
        measure=Fixed(len(GAP_DIMENSIONS), "查摆方面：" + "、".join(GAP_DIMENSIONS)),
    )
)
