"""Ledgers 218-221: research projects, appointments, county hiring, disciplinary cases."""

import pandera.pandas as pa

from schemas.collections import calendar_year
from schemas.columns import Blank, Layout
from schemas.fields import Day, Words, YesNo, code, day, flag, identifier, text, unit_code
from schemas.form import SameThing, form
from schemas.obligations import office
from schemas.office_codes import (
    APPOINTMENT_KINDS,
    CASE_ACTIONS,
    CASE_ACTIONS_BY_OFFICE,
    CASE_KINDS,
    POSTS,
    RESEARCH_LEVELS,
)
from schemas.offices import PERSONNEL, RESEARCH


@form(
    "research_projects",
    number=218,
    title="课题台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(RESEARCH),
    key=("project_number",),
    same_thing=SameThing("DUP-014", ("title", "level")),
)
class ResearchProjects(pa.DataFrameModel):
    """Research projects by level, and when each was last supervised."""

    project_number: Words = identifier("课题编号", example="KT2020-01")
    title: Words = text("课题名称", example="小学数学情境教学研究")
    level: Words = code("课题级别", RESEARCH_LEVELS)
    supervised_on: Day = day("督查指导日期", example="2020-10-21", blank=Blank.NOT_APPLICABLE)


@form(
    "appointments",
    number=219,
    title="校园长任免台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(PERSONNEL),
    key=("appointment_number",),
    same_thing=SameThing("DUP-015", ("unit_number", "post", "kind", "person_number", "decided_on")),
)
class Appointments(pa.DataFrameModel):
    """Heads and their deputies appointed, moved or relieved: one row a decision and person."""

    appointment_number: Words = identifier("任免编号", example="RM2020-01")
    unit_number: Words = unit_code("任职单位代码", example="2134000101")
    post: Words = code("职务", POSTS)
    kind: Words = code("任免类型", APPOINTMENT_KINDS)
    person_number: Words = identifier("人员编号", example="RY000123")
    decided_on: Day = day("任免日期", example="2020-08-14")


@form(
    "county_hiring",
    number=220,
    title="县管校聘实施台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(PERSONNEL),
    key=("school_code",),
    notes=("全部公办中小学逐校填写。",),
)
class CountyHiring(pa.DataFrameModel):
    """Whether each public school's teachers are hired by the county."""

    school_code: Words = unit_code("学校代码", example="2134000101")
    school: Words = text("学校", example="曹庵镇第二小学")
    implemented: YesNo = flag("是否已实施县管校聘", example="否")


@form(
    "disciplinary_cases",
    number=221,
    title="违纪处理台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(*CASE_ACTIONS_BY_OFFICE),
    key=("case_number", "person_number", "action"),
    notes=("一案一人一项处理填一行；不填姓名。",),
)
class DisciplinaryCases(pa.DataFrameModel):
    """What was decided about whom: one row a case, person and measure. No names."""

    case_number: Words = identifier("案件编号", example="AJ2020-01")
    kind: Words = code("案件类型", CASE_KINDS)
    action: Words = code("处理结果", CASE_ACTIONS)
    person_number: Words = identifier("人员编号", example="RY000123")
    decided_on: Day = day("处理日期", example="2020-07-10")
