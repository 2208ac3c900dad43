"""重点工作 · 信息化: smart schools, contests, network security."""

from indicators.algebra import Among, Count, CountDistinct, Owing, Sum
from indicators.expressions import field, total
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.ratios import Ratio
from indicators.scopes import ict_office, rural_schools
from schemas.office_codes import ICT_CONTEST, ICT_EQUIPMENT

# Rural schools by the register: one that the office's list leaves out lowers the share, and a town
# school, or one that is no school, raises nothing.
_RURAL = Owing("profile", units=rural_schools)
RURAL_SMART_SHARE = Ratio(
    Count(
        "smart_campus",
        where=field("completed").is_true(),
        unit_field="school_code",
        among=Among("school_code", _RURAL),
    ),
    _RURAL,
)

declare(
    Indicator(
        id="smart_classroom_schools",
        section="2.4",
        label="配备智慧课堂的乡村学校",
        label_en="Rural schools given smart classrooms",
        unit="所",
        measure=CountDistinct(
            "smart_campus",
            "school_code",
            where=total("classroom_sets").at_least(1),
            unit_field="school_code",
        ),
    )
)
declare(
    Indicator(
        id="smart_classroom_sets",
        section="2.4",
        label="智慧课堂教学设备",
        label_en="Sets of smart-classroom equipment",
        unit="套",
        measure=Sum("smart_campus", "classroom_sets", unit_field="school_code"),
    )
)
declare(
    Indicator(
        id="rural_smart_school_share",
        section="2.4",
        label="乡村智慧学校占比",
        label_en="Rural schools that are smart schools",
        unit="%",
        measure=RURAL_SMART_SHARE,
    )
)
declare(
    Indicator(
        id="it_equipment_spend",
        section="2.4",
        label="信息化设备投入",
        label_en="Spent on ICT equipment",
        unit="元",
        measure=Sum(
            "purchases", "amount", where=field("kind").equals(ICT_EQUIPMENT), units=ict_office
        ),
        style=Style("万元", 0),
    )
)
declare(
    Indicator(
        id="it_contest_entries",
        section="2.4",
        label="信息化大赛参赛作品",
        label_en="Entries to the ICT contest",
        unit="篇",
        measure=Sum("ict", "contest_entries"),
        style=Style("篇", -2, Qualifier.MANY),
    )
)
declare(
    Indicator(
        id="it_contest_forwarded",
        section="2.4",
        label="推荐参加市级信息化大赛的作品",
        label_en="Entries forwarded to the city's ICT contest",
        unit="篇",
        measure=Count("contest_entries", where=field("forwarded").is_true()),
    )
)
declare(
    Indicator(
        id="computer_contest_students",
        section="2.4",
        label="推荐参加市级电脑制作比赛的学生",
        label_en="Pupils sent to the city's computer contest",
        unit="名",
        measure=CountDistinct("contest_students", "child_id"),
    )
)
declare(
    Indicator(
        id="computer_contest_org_award",
        section="2.4",
        label="信息化大赛优秀组织奖",
        label_en="Award for organising the ICT contest",
        unit="项",
        measure=Count("honours", where=field("subject").equals(ICT_CONTEST), units=ict_office),
    )
)
declare(
    Indicator(
        id="network_security_incidents",
        section="2.4",
        label="网络安全事件",
        label_en="Network-security incidents",
        unit="起",
        measure=Sum("ict", "security_incidents"),
    )
)
declare(
    Indicator(
        id="wanshitong_coverage",
        section="2.4",
        label="在职教师“皖事通”注册率",
        label_en="Teachers in post registered on Wanshitong",
        unit="%",
        measure=Ratio(Sum("staff", "wanshitong_registered"), Sum("staff", "in_post")),
    )
)
