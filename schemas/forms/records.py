"""Ledgers 206, 207, 228: papers and messages, honours, issues raised by inspectors."""

import pandera.pandas as pa

from schemas.collections import calendar_year
from schemas.columns import Layout
from schemas.fields import Day, Whole, Words, YesNo, code, count, day, flag, identifier, text
from schemas.form import SameThing, form
from schemas.obligations import office
from schemas.office_codes import (
    DOCUMENT_KINDS,
    DOCUMENT_KINDS_BY_OFFICE,
    HONOUR_LEVELS,
    HONOUR_SUBJECTS,
    HONOUR_SUBJECTS_BY_OFFICE,
)
from schemas.offices import DISCIPLINE


@form(
    "documents",
    number=206,
    title="文件信息台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(*DOCUMENT_KINDS_BY_OFFICE),
    key=("document_number",),
    notes=("一份文件、一条信息或一件答复填一行；群发的短信按条目填，不按接收人次填。",),
)
class Documents(pa.DataFrameModel):
    """Papers issued or received, messages sent, proposals and posts answered: one row each."""

    document_number: Words = identifier("编号", example="DX2020-001")
    kind: Words = code("类别", DOCUMENT_KINDS)
    title: Words = text("标题或事由", example="暑期防溺水提醒")
    dated_on: Day = day("日期", example="2020-06-30")


@form(
    "honours",
    number=207,
    title="荣誉台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(*HONOUR_SUBJECTS_BY_OFFICE),
    key=("honour_number",),
    notes=("一项荣誉填一行，个人荣誉每人一行；荣誉年度为表彰所指的年度。",),
)
class Honours(pa.DataFrameModel):
    """Honours given to the bureau or its people, by the year that they are for."""

    honour_number: Words = identifier("编号", example="RY2020-01")
    subject: Words = code("表彰事项", HONOUR_SUBJECTS)
    level: Words = code("级别", HONOUR_LEVELS)
    honour: Words = text("荣誉名称", example="先进单位")
    for_year: Whole = count("荣誉年度", unit="年", example=2020, rate=True)


@form(
    "feedback_issues",
    number=228,
    title="巡察反馈问题整改台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(DISCIPLINE),
    key=("issue_number",),
    same_thing=SameThing("DUP-018", ("issue",)),
)
class FeedbackIssues(pa.DataFrameModel):
    """Issues that the inspection of poverty relief raised, by class, and whether put right."""

    issue_number: Words = identifier("问题编号", example="XC-01")
    issue_class: Words = text("问题类别", example="政策落实")
    issue: Words = text("问题摘要", example="资助公示时间不足")
    rectified: YesNo = flag("是否完成整改")
