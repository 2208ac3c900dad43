"""党建办公室 and 纪检监察室: studies, trainings, duty reports, warning education."""

from datetime import date

from returns.workbooks.return_book import NIL, Answer
from sample_inputs.district import District
from sample_inputs.offices.rows import Row, days_between, documents, event, people, sign_ins
from schemas.office_codes import (
    ANHUI_SPEECH,
    BRANCH_STUDY,
    CANDIDATE_TRAINING,
    DISCIPLINE_BREACH,
    DISCIPLINE_TALK,
    DISCUSSION,
    FOUR_LISTS,
    IDEOLOGY_REPORT,
    JOINT_TRAINING,
    ORAL_REPORT,
    PARTY_BRAND,
    PARTY_SANCTION,
    PARTY_TRAINING,
    PLENUM,
    SEMINAR,
    SENT_TRAINING,
    STUDY_SESSION,
    THREE_CASES,
    VIDEO_LECTURE,
    WARNING_MEETING,
    WRITTEN_REPORT,
)

STUDY_SESSIONS, DISCUSSIONS, BRANCH_STUDIES = 14, 4, 16
PLENUM_VIEWERS, SEMINAR_PEOPLE = 23, 58
TRAINED, SENT, JOINTLY_TRAINED, CANDIDATES_TRAINED = 100, 15, 69, 20
ORAL_REPORTS = 5
WARNED, LIAISON_TALKS, FOUR_LISTS_RECEIVED, SANCTIONED = 108, 7, 112, 5
_TOPICS = ("立德树人", "教育公平", "校园安全", "队伍建设", "基层党建")


def party_office(district: District) -> dict[str, Answer]:
    """The ledgers of 党建办公室."""
    held = [
        event(f"DB2020-{at + 1:02d}", STUDY_SESSION, f"中心组第{at + 1}次学习", day)
        for at, day in enumerate(
            days_between(STUDY_SESSIONS, date(2020, 1, 15), date(2020, 12, 16))
        )
    ]
    held += [
        event(f"DB2020-{at + 21:02d}", DISCUSSION, f"第{at + 1}次集中研讨", day)
        for at, day in enumerate(days_between(DISCUSSIONS, date(2020, 4, 22), date(2020, 11, 18)))
    ]
    held += [
        event(f"DB2020-{at + 31:02d}", BRANCH_STUDY, f"机关支部第{at + 1}次政治学习", day)
        for at, day in enumerate(days_between(BRANCH_STUDIES, date(2020, 9, 4), date(2020, 12, 25)))
    ]
    video, seminar = "DB2020-51", "DB2020-52"
    training, sent, joint, candidates = "DB2020-53", "DB2020-54", "DB2020-55", "DB2020-56"
    held += [
        event(video, VIDEO_LECTURE, "全会精神视频报告", date(2020, 11, 20), theme=PLENUM),
        event(
            seminar,
            SEMINAR,
            "学习贯彻重要讲话精神研讨班",
            date(2020, 9, 17),
            last=date(2020, 9, 18),
            theme=ANHUI_SPEECH,
        ),
        event(training, PARTY_TRAINING, "基层党务培训", date(2020, 7, 14)),
        event(sent, SENT_TRAINING, "区级党务示范培训", date(2020, 8, 19)),
        event(joint, JOINT_TRAINING, "与区直工委联办培训", date(2020, 10, 22)),
        event(
            candidates,
            CANDIDATE_TRAINING,
            "发展对象集中培训",
            date(2020, 6, 9),
            last=date(2020, 6, 11),
        ),
    ]
    # Secretaries come to several of them; that is why the numbers may not be added as persons.
    attendance = [
        *sign_ins(video, people(1, PLENUM_VIEWERS)),
        *sign_ins(seminar, people(11, SEMINAR_PEOPLE)),
        *sign_ins(training, people(41, TRAINED)),
        *sign_ins(sent, people(41, SENT)),
        *sign_ins(joint, people(101, JOINTLY_TRAINED)),
        *sign_ins(candidates, people(201, CANDIDATES_TRAINED)),
    ]
    papers = documents(
        "DW", IDEOLOGY_REPORT, ("中小学意识形态工作专题报告",), 1, *_day(2020, 10, 12)
    )
    brand = documents("PP", PARTY_BRAND, ("基层党建特色品牌申报书",), 1, *_day(2020, 5, 20))
    return {
        "events": held,
        "attendance": attendance,
        "agenda": [{"event_number": seminar, "topic": topic} for topic in _TOPICS],
        "duty_reports": _duty_reports(district),
        "documents": [*papers, *brand],
        "honours": NIL,
    }


def _day(year: int, month: int, day: int) -> tuple[date, date]:
    return date(year, month, day), date(year, month, day)


def _duty_reports(district: District) -> list[Row]:
    return [
        {
            "unit_number": member.unit.code,
            "organisation": member.unit.name,
            "report_mode": ORAL_REPORT if at < ORAL_REPORTS else WRITTEN_REPORT,
            "reported_on": date(2020, 12, 18),
            "ideology_heard": True,
        }
        for at, member in enumerate(district.party_organisations)
    ]


def discipline_office(_: District) -> dict[str, Answer]:
    """The ledgers of 纪检监察室."""
    meeting = "JJ2020-01"
    held = [event(meeting, WARNING_MEETING, "警示教育部署会", date(2020, 4, 28), theme=THREE_CASES)]
    held += [
        event(f"JJ2020-{at + 11:02d}", DISCIPLINE_TALK, f"第{at + 1}次会商", day, theme=THREE_CASES)
        for at, day in enumerate(days_between(LIAISON_TALKS, date(2020, 4, 20), date(2020, 9, 21)))
    ]
    issues = (
        ("政策落实", "资助公示时间不足"),
        ("政策落实", "资助对象认定材料不全"),
        ("政策落实", "送教上门记录不规范"),
        ("资金管理", "资助资金发放不及时"),
        ("资金管理", "食堂补助台账不完整"),
    )
    return {
        "events": held,
        "attendance": sign_ins(meeting, people(21, WARNED)),
        "disciplinary_cases": [
            {
                "case_number": f"JJAJ2020-{at + 1:02d}",
                "kind": DISCIPLINE_BREACH,
                "action": PARTY_SANCTION,
                "person_number": one.number,
                "decided_on": day,
            }
            for at, (one, day) in enumerate(
                zip(
                    people(901, SANCTIONED),
                    days_between(SANCTIONED, date(2020, 3, 11), date(2020, 11, 25)),
                    strict=True,
                )
            )
        ],
        "documents": documents(
            "SQ",
            FOUR_LISTS,
            ("党组织四清单", "干部个人四清单"),
            FOUR_LISTS_RECEIVED,
            date(2020, 5, 18),
            date(2020, 7, 31),
        ),
        "feedback_issues": [
            {
                "issue_number": f"XC-{at + 1:02d}",
                "issue_class": issue_class,
                "issue": issue,
                "rectified": True,
            }
            for at, (issue_class, issue) in enumerate(issues)
        ],
    }
