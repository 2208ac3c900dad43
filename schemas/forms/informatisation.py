"""Ledgers 213-215: smart campuses, and entries to ICT contests."""

import pandera.pandas as pa

from schemas.collections import calendar_year
from schemas.columns import Layout
from schemas.fields import (
    Whole,
    Words,
    YesNo,
    count,
    flag,
    identifier,
    person,
    pupil_id,
    text,
    unit_code,
)
from schemas.form import SameThing, form
from schemas.obligations import office
from schemas.offices import ICT
from schemas.plausible import between


@form(
    "smart_campus",
    number=213,
    title="智慧校园建设台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(ICT),
    key=("school_code",),
    notes=("全部乡村中小学逐校填写；没有配备的，套数填 0。",),
)
class SmartCampus(pa.DataFrameModel):
    """Rural schools, and how far each has become a smart campus."""

    school_code: Words = unit_code("学校代码", example="2134000101")
    school: Words = text("学校", example="曹庵镇第二小学")
    classroom_sets: Whole = count(
        "本年配备智慧课堂",
        unit="套",
        example=4,
        plausible=between("BND-041", 0, 30, "一校一年配备的智慧课堂套数"),
    )
    completed: YesNo = flag("是否完成智慧学校建设")


@form(
    "contest_entries",
    number=214,
    title="信息化大赛作品登记",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(ICT),
    key=("entry_number",),
    same_thing=SameThing("DUP-013", ("title", "school_code")),
)
class ContestEntries(pa.DataFrameModel):
    """Entries to the district's ICT contest: one row an entry, and whether it went to the city."""

    entry_number: Words = identifier("作品编号", example="ZP001")
    title: Words = text("作品名称", example="分数的初步认识微课")
    school_code: Words = unit_code("学校代码", example="2134000101")
    forwarded: YesNo = flag("是否推荐参加市级大赛")


@form(
    "contest_students",
    number=215,
    title="电脑制作大赛推荐名册",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(ICT),
    key=("child_id",),
)
class ContestStudents(pa.DataFrameModel):
    """Pupils sent to the city's computer contest: one row a pupil."""

    school_code: Words = unit_code("学校代码", example="2134000101")
    child_name: Words = person("学生姓名")
    child_id: Words = pupil_id("学籍号")
