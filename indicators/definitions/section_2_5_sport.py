"""重点工作 · 体育: events, facilities, instructors."""

from indicators.algebra import Count, Sum
from indicators.events import at_events, signed_in
from indicators.expressions import field
from indicators.indicator import Indicator, declare
from indicators.quoting import Qualifier, Style
from indicators.ratios import PerHead
from indicators.scopes import sport_office
from schemas.collections import calendar_year
from schemas.office_codes import (
    APPROVED,
    BUILT,
    CLIMB,
    EXERCISE_POINT,
    EXISTING,
    FINISHED,
    FITNESS_PATH,
    FITNESS_SQUARE,
    FITNESS_TEAM,
    FITNESS_VENUE,
    FIVE_A_SIDE,
    FUN_GAMES,
    QINGFENG,
    SEVEN_A_SIDE,
    THIRD_GRADE,
)

declare(
    Indicator(
        id="new_year_climb_participants",
        section="2.5",
        label="新年登高活动参与群众",
        label_en="People at the new-year climb",
        unit="人",
        measure=Sum("turnout", "participants", among=at_events(CLIMB, sport_office)),
        style=Style("人", -3, Qualifier.NEARLY),
    )
)
declare(
    Indicator(
        id="fun_games_participants",
        section="2.5",
        label="机关运动会参加人员",
        label_en="Officials at the fun games",
        unit="人",
        measure=signed_in(FUN_GAMES, sport_office),
        style=Style("人", -2, Qualifier.OVER),
    )
)
declare(
    Indicator(
        id="level3_instructors_new",
        section="2.5",
        label="新评三级社会体育指导员",
        label_en="New third-grade sports instructors",
        unit="人",
        measure=Count(
            "instructors",
            where=field("grade").equals(THIRD_GRADE) & field("issued_on").within(calendar_year),
        ),
        style=Style("人", -2, Qualifier.OVER),
        note="已包含在指导员总数中",
    )
)
declare(
    Indicator(
        id="sports_area_per_capita",
        section="2.5",
        label="人均体育场地面积",
        label_en="Sports area a resident",
        unit="平方米/人",
        measure=PerHead(
            Sum("sports_facilities", "site_area", where=field("status").isin((EXISTING, BUILT))),
            Sum("residents", "persons"),
        ),
        note="只计现有和本年建成的场地；只审批、尚未建成的不计",
    )
)
declare(
    Indicator(
        id="qingfeng_plaza_spend",
        section="2.5",
        label="青丰社区健身广场投资",
        label_en="Invested in the Qingfeng plaza",
        unit="元",
        measure=Sum(
            "projects", "invested", where=field("key_project").equals(QINGFENG), units=sport_office
        ),
        style=Style("万元", -1, Qualifier.MANY),
    )
)
declare(
    Indicator(
        id="qingfeng_plaza_built",
        section="2.5",
        label="青丰社区健身广场建成",
        label_en="Qingfeng plaza built",
        unit="处",
        measure=Count(
            "projects",
            where=field("key_project").equals(QINGFENG) & field("status").isin(FINISHED),
            units=sport_office,
            cell="status",
        ),
    )
)
declare(
    Indicator(
        id="five_a_side_pitches",
        section="2.5",
        label="建成五人制足球场",
        label_en="Five-a-side pitches built",
        unit="块",
        measure=Count(
            "sports_facilities",
            where=field("kind").equals(FIVE_A_SIDE) & field("status").equals(BUILT),
        ),
    )
)
declare(
    Indicator(
        id="seven_a_side_pitches",
        section="2.5",
        label="审批七人制足球场",
        label_en="Seven-a-side pitches approved",
        unit="块",
        measure=Count(
            "sports_facilities",
            where=field("kind").equals(SEVEN_A_SIDE) & field("status").equals(APPROVED),
        ),
    )
)
declare(
    Indicator(
        id="fitness_teams",
        section="2.5",
        label="群众健身团队",
        label_en="Fitness teams",
        unit="个",
        measure=Count("sports_facilities", where=field("kind").equals(FITNESS_TEAM)),
    )
)
declare(
    Indicator(
        id="fitness_squares",
        section="2.5",
        label="健身活动广场",
        label_en="Fitness squares",
        unit="个",
        measure=Count("sports_facilities", where=field("kind").equals(FITNESS_SQUARE)),
    )
)
declare(
    Indicator(
        id="fitness_venues",
        section="2.5",
        label="健身场所",
        label_en="Fitness venues",
        unit="个",
        measure=Count("sports_facilities", where=field("kind").equals(FITNESS_VENUE)),
    )
)
declare(
    Indicator(
        id="fitness_paths",
        section="2.5",
        label="健身路径",
        label_en="Fitness paths",
        unit="处",
        measure=Count("sports_facilities", where=field("kind").equals(FITNESS_PATH)),
    )
)
declare(
    Indicator(
        id="morning_evening_points",
        section="2.5",
        label="晨晚练点",
        label_en="Exercise points",
        unit="个",
        measure=Count("sports_facilities", where=field("kind").equals(EXERCISE_POINT)),
    )
)
declare(
    Indicator(
        id="sports_instructors_total",
        section="2.5",
        label="社会体育指导员",
        label_en="Instructors of public sport, all grades",
        unit="名",
        measure=Count("instructors"),
        note="四个等级合计",
    )
)
