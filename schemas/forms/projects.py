"""Ledgers 208-210 and 229: projects, payments, inspections, hazards."""

import pandera.pandas as pa

from schemas.collections import calendar_year, cumulative
from schemas.columns import Blank, Layout
from schemas.fields import Day, Whole, Words, code, day, identifier, money, text, unit_code
from schemas.form import SameThing, form
from schemas.obligations import office
from schemas.office_codes import (
    HAZARD_SUBJECTS,
    INSPECTION_KINDS,
    INSPECTION_KINDS_BY_OFFICE,
    KEY_PROJECTS,
    PAYMENT_PURPOSES,
    PROJECT_CLASSES,
    PROJECT_CLASSES_BY_OFFICE,
    PROJECT_STATUSES,
)
from schemas.offices import FINANCE, SAFETY
from schemas.plausible import between

_FUNDS = "下达资金"


@form(
    "projects",
    number=208,
    title="项目台账",
    layout=Layout.TABLE,
    basis=cumulative,
    owed_by=office(*PROJECT_CLASSES_BY_OFFICE),
    key=("project_number",),
    notes=(
        "金额以元为单位；完成投资为截至年末的累计数。",
        "重点项目按名称选择，其余选“一般项目”；下一年度计划项目状态填“计划”。",
    ),
    same_thing=SameThing("DUP-006", ("name", "school_code")),
)
class Projects(pa.DataFrameModel):
    """Building, repair and sports projects: funds by source, invested, status."""

    project_number: Words = identifier("项目编号", example="XM2020-01")
    name: Words = text("项目名称", example="校舍屋面维修")
    kind: Words = code("项目类别", PROJECT_CLASSES)
    key_project: Words = code("重点项目", KEY_PROJECTS)
    school_code: Words = unit_code("学校代码", example="2134000101", blank=Blank.NOT_APPLICABLE)
    central_funds: Whole = money(
        "中央资金",
        group=_FUNDS,
        example="60000",
        plausible=between("BND-035", 0, 100000000, "单个项目的资金规模"),
    )
    provincial_funds: Whole = money(
        "省级资金",
        group=_FUNDS,
        example="40000",
        plausible=between("BND-036", 0, 100000000, "单个项目的资金规模"),
    )
    local_funds: Whole = money(
        "市区资金",
        group=_FUNDS,
        example="0",
        plausible=between("BND-037", 0, 100000000, "单个项目的资金规模"),
    )
    invested: Whole = money(
        "完成投资",
        example="86000",
        plausible=between("BND-038", 0, 100000000, "单个项目的资金规模"),
    )
    status: Words = code("项目状态", PROJECT_STATUSES)
    started_on: Day = day("开工日期", example="2020-07-06", blank=Blank.NOT_APPLICABLE)
    completed_on: Day = day("完工日期", example="2020-08-25", blank=Blank.NOT_APPLICABLE)


@form(
    "payments",
    number=209,
    title="资金拨付台账",
    layout=Layout.TABLE,
    basis=cumulative,
    owed_by=office(FINANCE),
    key=("payment_number",),
    notes=("金额以元为单位；在建项目以前年度的拨付也要填，以便累计。",),
    same_thing=SameThing("DUP-007", ("purpose", "payee", "amount", "paid_on")),
)
class Payments(pa.DataFrameModel):
    """Money paid out: one row a payment. A project's payments may span years."""

    payment_number: Words = identifier("凭证编号", example="ZF2020-001")
    purpose: Words = code("资金用途", PAYMENT_PURPOSES)
    project_number: Words = identifier("项目编号", example="XM2020-01", blank=Blank.NOT_APPLICABLE)
    payee: Words = text("收款单位", example="第三小学")
    amount: Whole = money(
        "拨付金额", example="150000", plausible=between("BND-039", 500, 20000000, "单笔拨付的金额")
    )
    paid_on: Day = day("拨付日期", example="2020-03-20")


@form(
    "inspections",
    number=210,
    title="督导检查台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(*INSPECTION_KINDS_BY_OFFICE),
    key=("inspection_number",),
    notes=("一次检查填一行。",),
    same_thing=SameThing("DUP-008", ("kind", "key_project", "place", "inspected_on")),
)
class Inspections(pa.DataFrameModel):
    """Inspections of schools, sites and epidemic control: one row a visit."""

    inspection_number: Words = identifier("检查编号", example="JC2020-001")
    kind: Words = code("检查类型", INSPECTION_KINDS)
    key_project: Words = code("所查重点项目", KEY_PROJECTS, blank=Blank.NOT_APPLICABLE)
    place: Words = text("检查地点", example="第三中学")
    inspected_on: Day = day("检查日期", example="2020-09-16")


@form(
    "hazards",
    number=229,
    title="安全隐患台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(SAFETY),
    key=("hazard_number",),
    same_thing=SameThing("DUP-009", ("subject", "hazard", "found_on")),
)
class Hazards(pa.DataFrameModel):
    """Hazards found by the safety office, and when each was put right."""

    hazard_number: Words = identifier("隐患编号", example="YH2020-01")
    subject: Words = code("检查事项", HAZARD_SUBJECTS)
    hazard: Words = text("隐患摘要", example="灭火器过期")
    found_on: Day = day("发现日期", example="2020-10-13")
    closed_on: Day = day("整改完成日期", example="2020-10-20", blank=Blank.NOT_APPLICABLE)
