"""会议活动、签到、文件、荣誉 and the other ledgers of what the offices did."""

from schemas.findings import Severity
from schemas.ledger_patterns import dated_within, not_before, own_kinds, refers, row_rule
from schemas.office_codes import (
    CASE_ACTIONS_BY_OFFICE,
    DOCUMENT_KINDS_BY_OFFICE,
    EVENT_KINDS_BY_OFFICE,
    HONOUR_SUBJECTS_BY_OFFICE,
    INSPECTION_KINDS_BY_OFFICE,
    OWNER_INTERVIEW,
    PURCHASE_KINDS_BY_OFFICE,
    VISIT_PAID,
    VISIT_RECEIVED,
)
from schemas.rule import Rule, Stage, declare

_EVENTS = (
    "party_committee_study_sessions",
    "party_committee_discussions",
    "branch_weekly_political_study",
    "master_studio_activities",
    "moral_teaching_events",
    "tabletop_drills",
)
_SIGNED_IN = (
    "plenum_video_viewers",
    "anhui_speech_seminar_participants",
    "party_work_training_participants",
    "master_studio_teachers",
    "warning_meeting_participants",
    "fun_games_participants",
)
_DOCUMENTS = (
    "drowning_documents",
    "drowning_messages",
    "inspector_platform_updates",
    "proposals_answered",
    "web_posts_answered",
    "four_lists_submitted",
)
_HONOURS = ("honour_district_info_2019", "honour_city_poverty_2019", "honour_inspection_2019")
_CASES = ("teachers_dismissed", "party_sanctions", "paid_tutoring_cases")
_INSPECTIONS = ("inspections_total", "project_supervision_checks", "epidemic_inspections_autumn")

dated_within("EVT-001", "events", "starts_on", protects=_EVENTS)
not_before(
    "EVT-002",
    "events",
    "ends_on",
    "starts_on",
    protects=("anhui_speech_seminar_days", "development_training_days"),
)
own_kinds("EVT-003", "events", "kind", EVENT_KINDS_BY_OFFICE, protects=_EVENTS)
_WITH_COUNTERPART = (OWNER_INTERVIEW, VISIT_PAID, VISIT_RECEIVED)
row_rule(
    "EVT-004",
    "events",
    ("counterpart", "kind"),
    "没有填写来访、往访或约谈对象",
    "活动类型为“{kind}”的，要填写对方单位，一次约谈或往访几家的分行填写",
    "{kind} without the other party",
    lambda f: ~f.kind.isin(_WITH_COUNTERPART) | f.counterpart.notna(),
    severity=Severity.ERROR,
    protects=("owners_interviewed", "exchange_districts_visited", "exchange_received"),
    passing=[
        {"kind": VISIT_PAID, "counterpart": "邻区"},
        {"kind": "中心组学习", "counterpart": None},
    ],
    failing=[{"kind": VISIT_PAID, "counterpart": None}],
)
refers("ATT-001", "attendance", "event_number", "events", protects=_SIGNED_IN)
refers("TRN-001", "turnout", "event_number", "events", protects=("new_year_climb_participants",))
refers("AGD-001", "agenda", "event_number", "events", protects=("anhui_speech_seminar_topics",))

dated_within("DOC-001", "documents", "dated_on", protects=_DOCUMENTS)
own_kinds("DOC-002", "documents", "kind", DOCUMENT_KINDS_BY_OFFICE, protects=_DOCUMENTS)

own_kinds("HON-001", "honours", "subject", HONOUR_SUBJECTS_BY_OFFICE, protects=_HONOURS)
declare(
    Rule(
        id="HON-002",
        stage=Stage.FORM,
        form="honours",
        severity=Severity.QUERY,
        title="荣誉年度不是本年度或上年度",
        says="荣誉年度填了 {for_year}，工作总结只写本年度和上年度的荣誉，请核对年度",
        says_en="honour for {for_year}, neither this year nor the last",
        basis="工作总结的年度",
        protects=_HONOURS,
        culprits=("for_year",),
        check=lambda f, c: f.for_year.between(c.year - 1, c.year),
        passing=[{"for_year": 2019}, {"for_year": 2020}],
        failing=[{"for_year": 2018}, {"for_year": 2021}],
    )
)

dated_within("DTY-001", "duty_reports", "reported_on", protects=("oral_duty_reports",))

dated_within("INS-001", "inspections", "inspected_on", protects=_INSPECTIONS)
own_kinds("INS-002", "inspections", "kind", INSPECTION_KINDS_BY_OFFICE, protects=_INSPECTIONS)

not_before("HAZ-001", "hazards", "closed_on", "found_on", protects=("bus_hazards",))
dated_within("HAZ-002", "hazards", "found_on", protects=("bus_hazards",))
row_rule(
    "HAZ-003",
    "hazards",
    ("closed_on",),
    "安全隐患尚未整改完成",
    "隐患“{hazard}”没有填整改完成日期，请补填；尚未完成的，请说明整改期限和责任人",
    "hazard {hazard} is still open",
    lambda f: f.hazard.isna() | f.closed_on.notna(),
    basis="发现的隐患应及时整改",
    protects=("bus_hazards",),
    passing=[{"closed_on": "2020-10-20"}],
    failing=[{"closed_on": None}],
)

dated_within("CAS-001", "disciplinary_cases", "decided_on", protects=_CASES)
own_kinds("CAS-002", "disciplinary_cases", "action", CASE_ACTIONS_BY_OFFICE, protects=_CASES)
dated_within("APP-001", "appointments", "decided_on", protects=("heads_promoted",))
dated_within(
    "RES-001", "research_projects", "supervised_on", protects=("research_supervision_coverage",)
)
own_kinds(
    "PUR-001",
    "purchases",
    "kind",
    PURCHASE_KINDS_BY_OFFICE,
    protects=("it_equipment_spend", "panic_button_spend", "poverty_purchases"),
)
