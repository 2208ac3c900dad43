"""体育科: mass events, facilities, instructors."""

from collections.abc import Sequence
from datetime import date

from returns.workbooks.return_book import Answer
from sample_inputs.apportion import apportion
from sample_inputs.offices.rows import Row, chance, days_between, event, numbered, people, sign_ins
from schemas.office_codes import (
    APPROVED,
    BUILT,
    CLIMB,
    COMPLETED,
    EXERCISE_POINT,
    EXISTING,
    FITNESS_PATH,
    FITNESS_SQUARE,
    FITNESS_TEAM,
    FITNESS_VENUE,
    FIVE_A_SIDE,
    FUN_GAMES,
    INSTRUCTOR_COURSE,
    INSTRUCTOR_GRADES,
    QINGFENG,
    SEVEN_A_SIDE,
    SPORTS_SITE,
    THIRD_GRADE,
)

# People at the climb. The summary calls them 近5000余人, which no number can be.
CLIMBERS, GAMES_PEOPLE = 4_970, 316
FACILITIES = (
    (FITNESS_TEAM, 136, EXISTING, 0),
    (FITNESS_SQUARE, 188, EXISTING, 36),
    (FITNESS_VENUE, 166, EXISTING, 28),
    (FITNESS_PATH, 147, EXISTING, 2),
    (EXERCISE_POINT, 186, EXISTING, 3),
    (FIVE_A_SIDE, 3, BUILT, 8),
    (SEVEN_A_SIDE, 1, APPROVED, 30),
)  # kind, how many, status, size beside one another
SITE_AREA = 1_133_640  # m²: 1.894 for each of the residents, quoted as 1.9
INSTRUCTORS = dict(zip(INSTRUCTOR_GRADES, (12, 87, 403, 1_381), strict=True))
NEW_THIRD_GRADE = 104
_ORGANISERS = (
    "市直单位",
    "龙泉街道",
    "滨湖街道",
    "朝阳街道",
    "文苑街道",
    "学府街道",
    "登山协会",
    "高校志愿者",
)


def sport_office() -> dict[str, Answer]:
    """The ledgers of 体育科."""
    climb, games = "TY2020-01", "TY2020-02"
    turnout = apportion(CLIMBERS, [chance(6).uniform(1, 3) for _ in _ORGANISERS])
    return {
        "events": [
            event(climb, CLIMB, "新年登高", date(2020, 1, 1)),
            event(games, FUN_GAMES, "机关趣味运动会", date(2020, 10, 16)),
            event(
                "TY2020-03",
                INSTRUCTOR_COURSE,
                "三级社会体育指导员培训",
                date(2020, 10, 28),
                last=date(2020, 10, 30),
            ),
        ],
        "attendance": sign_ins(games, people(2_001, GAMES_PEOPLE)),
        "turnout": [
            {"event_number": climb, "organiser": organiser, "participants": came}
            for organiser, came in zip(_ORGANISERS, turnout, strict=True)
        ],
        "projects": [
            {
                "project_number": "TY2020-P1",
                "name": "青丰社区全民健身休闲广场",
                "kind": SPORTS_SITE,
                "key_project": QINGFENG,
                "school_code": None,
                "central_funds": 0,
                "provincial_funds": 200_000,
                "local_funds": 450_000,
                "invested": 634_000,
                "status": COMPLETED,
                "started_on": date(2020, 5, 11),
                "completed_on": date(2020, 9, 25),
            }
        ],
        "sports_facilities": _facilities(),
        "instructors": _instructors(),
    }


def _facilities() -> list[Row]:
    kinds = [
        (kind, status, size) for kind, number, status, size in FACILITIES for _ in range(number)
    ]
    rng = chance(7)
    areas = apportion(SITE_AREA // 10, [size * rng.uniform(0.7, 1.3) for *_, size in kinds])
    return [
        {
            "facility_number": number,
            "kind": kind,
            "name": f"{_ORGANISERS[1 + at % 5]}{kind}{at + 1}",
            "site_area": area * 10 if size else None,
            "status": status,
        }
        for at, (number, (kind, status, size), area) in enumerate(
            zip(numbered("SS", len(kinds), 4), kinds, areas, strict=True)
        )
    ]


def _instructors() -> list[Row]:
    earlier: list[tuple[str, date]] = []
    for grade, number in INSTRUCTORS.items():
        before = number - (NEW_THIRD_GRADE if grade == THIRD_GRADE else 0)
        earlier += _certificates(grade, days_between(before, date(2009, 5, 8), date(2019, 11, 29)))
    new = _certificates(THIRD_GRADE, [date(2020, 10, 30)] * NEW_THIRD_GRADE)
    both = [*earlier, *new]
    return [
        {"certificate_number": number, "grade": grade, "issued_on": day}
        for number, (grade, day) in zip(numbered("ZS", len(both), 4), both, strict=True)
    ]


def _certificates(grade: str, days: Sequence[date]) -> list[tuple[str, date]]:
    return [(grade, day) for day in days]
