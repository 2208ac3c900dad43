"""Ledgers 201-205: what the offices held, who took part, and how party organisations reported.

An event is an event: studies, trainings, talks, visits and drills stand in one ledger, each office
entering its own kinds. Who came is counted from the sign-in list, never from a number of people.
"""

import pandera.pandas as pa

from schemas.collections import calendar_year
from schemas.columns import Blank, Layout
from schemas.fields import (
    Day,
    Whole,
    Words,
    YesNo,
    code,
    count,
    day,
    flag,
    identifier,
    person,
    text,
    unit_code,
)
from schemas.form import SameThing, form
from schemas.obligations import office
from schemas.office_codes import (
    EVENT_KINDS,
    EVENT_KINDS_BY_OFFICE,
    REPORT_MODES,
    STUDIO_ACTIVITY,
    THEMES,
)
from schemas.offices import DISCIPLINE, PARTY, RESEARCH, SPORT
from schemas.plausible import between


@form(
    "events",
    number=201,
    title="会议活动台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(*EVENT_KINDS_BY_OFFICE),
    key=("event_number",),
    notes=("一次活动填一行；活动类型只填本科室负责的类型。没有的，第一行填“无”。",),
    same_thing=SameThing(
        "DUP-005",
        ("kind", "theme", "title", "counterpart", "starts_on", "ends_on"),
        repeats=(STUDIO_ACTIVITY,),
    ),
)
class Events(pa.DataFrameModel):
    """Meetings, study sessions, trainings, talks, visits, drills: one row an event."""

    event_number: Words = identifier("活动编号", example="DB2020-001")
    kind: Words = code("活动类型", EVENT_KINDS)
    theme: Words = code("专项主题", THEMES)
    title: Words = text("活动名称", example="党委理论学习中心组第三次学习")
    counterpart: Words = text(
        "来访、往访或约谈对象", example="邻区教育督导团", blank=Blank.NOT_APPLICABLE
    )
    starts_on: Day = day("开始日期", example="2020-03-12")
    ends_on: Day = day("结束日期", example="2020-03-12")


@form(
    "attendance",
    number=202,
    title="活动签到名册",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(PARTY, DISCIPLINE, RESEARCH, SPORT),
    key=("event_number", "person_number"),
    notes=("一人一次活动填一行；人员编号为教体系统人事编号，不填身份证号码。",),
)
class Attendance(pa.DataFrameModel):
    """The sign-in lists: one row a person and event."""

    event_number: Words = identifier("活动编号", example="DB2020-001")
    person_number: Words = identifier("人员编号", example="RY000123")
    person_name: Words = person("姓名")


@form(
    "turnout",
    number=203,
    title="群众活动参与人数",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(SPORT),
    key=("event_number", "organiser"),
    notes=("群众性活动没有签到名册，按组织单位填报实际参与人数。",),
)
class Turnout(pa.DataFrameModel):
    """Mass events without a sign-in list: people by organising body."""

    event_number: Words = identifier("活动编号", example="TY2020-001")
    organiser: Words = text("组织单位", example="龙泉街道")
    participants: Whole = count(
        "参与人数",
        unit="人",
        example=420,
        plausible=between("BND-034", 0, 5000, "一个组织单位参加一次活动的人数"),
    )


@form(
    "agenda",
    number=204,
    title="研讨专题清单",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(PARTY),
    key=("event_number", "topic"),
)
class Agenda(pa.DataFrameModel):
    """The topics of an event: one row a topic."""

    event_number: Words = identifier("活动编号", example="DB2020-030")
    topic: Words = text("研讨专题", example="加强学校思政课建设")


@form(
    "duty_reports",
    number=205,
    title="党组织述职报告台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(PARTY),
    key=("unit_number",),
    notes=("每个基层党组织填一行。",),
)
class DutyReports(pa.DataFrameModel):
    """How each party organisation gave its duty report, and whether it reported on ideology."""

    unit_number: Words = unit_code("党组织所在单位代码", example="2134000101")
    organisation: Words = text("党组织所在单位", example="曹庵镇第二小学")
    report_mode: Words = code("述职方式", REPORT_MODES)
    reported_on: Day = day("述职日期", example="2020-12-18")
    ideology_heard: YesNo = flag("是否听取意识形态工作责任制报告")
