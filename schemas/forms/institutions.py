"""Ledgers 223-225, 230-232: kindergartens, training institutions, reopening, the school network,
and the rates that offices state beside their ledgers."""

import pandera.pandas as pa

from schemas.collections import calendar_year, stock
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
    percent,
    text,
    unit_code,
)
from schemas.form import SameThing, form
from schemas.obligations import office
from schemas.office_codes import (
    CHECKED_KINDS,
    KINDERGARTEN_CHANGES,
    LAYOUT_CHANGES,
    LAYOUT_STATUSES,
    STATED_RATES,
    STATED_RATES_BY_OFFICE,
    TRAINING_OUTCOMES,
)
from schemas.offices import BASIC_EDUCATION, HEALTH, PRESCHOOL, TRAINING
from schemas.units import NATURES


@form(
    "kindergarten_roster",
    number=223,
    title="幼儿园名册",
    layout=Layout.TABLE,
    basis=stock,
    owed_by=office(PRESCHOOL),
    key=("kindergarten_code",),
)
class KindergartenRoster(pa.DataFrameModel):
    """Every open kindergarten and its nature, as recognised by the bureau."""

    kindergarten_code: Words = unit_code("幼儿园代码", example="1134000101")
    kindergarten: Words = text("幼儿园", example="第一幼儿园")
    nature: Words = code("办园性质", NATURES)


@form(
    "kindergarten_changes",
    number=224,
    title="幼儿园认定发证注销台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(PRESCHOOL),
    key=("kindergarten_code", "change"),
)
class KindergartenChanges(pa.DataFrameModel):
    """Kindergartens recognised as inclusive, licensed or deregistered in the year."""

    kindergarten_code: Words = unit_code("幼儿园代码", example="1134000116")
    kindergarten: Words = text("幼儿园", example="小星星幼儿园")
    change: Words = code("事项", KINDERGARTEN_CHANGES)
    decided_on: Day = day("日期", example="2020-09-10")


@form(
    "training_institutions",
    number=225,
    title="校外培训机构台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(TRAINING),
    key=("institution_number",),
    notes=("一家机构一行；处理结果为本年检查后的结果，未列入白名单的批次留空。",),
    same_thing=SameThing("DUP-017", ("institution",)),
)
class TrainingInstitutions(pa.DataFrameModel):
    """Off-campus training institutions: inspected when, with what outcome, on which white list."""

    institution_number: Words = identifier("机构编号", example="PX001")
    institution: Words = text("机构名称", example="启航培训学校")
    inspected_on: Day = day("检查日期", example="2020-07-22", blank=Blank.NOT_APPLICABLE)
    outcome: Words = code("处理结果", TRAINING_OUTCOMES)
    whitelist_batch: Whole = count(
        "白名单批次", unit="批", example=4, blank=Blank.NOT_APPLICABLE, rate=True
    )


@form(
    "reopening",
    number=230,
    title="复学核查台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(HEALTH),
    key=("institution_number",),
    notes=("全部中小学、幼儿园和校外培训机构逐家填写；校外培训机构不派驻指导员的填“否”。",),
)
class Reopening(pa.DataFrameModel):
    """Every school, kindergarten and training institution, and how it came back in 2020."""

    institution_number: Words = unit_code(
        "单位代码", example="2134000101", also_names="training_institutions.institution_number"
    )
    institution: Words = text("单位", example="曹庵镇第二小学")
    kind: Words = code("类别", CHECKED_KINDS)
    instructor: YesNo = flag("是否派驻疫情控制指导员")
    checked_on: Day = day("复学核查日期", example="2020-04-20", blank=Blank.NOT_APPLICABLE)
    spring: YesNo = flag("春季是否正常复学")
    autumn: YesNo = flag("秋季是否正常复学")


@form(
    "school_network",
    number=231,
    title="办学布局调整台账",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(BASIC_EDUCATION),
    key=("school_code", "change"),
    notes=("列入下一年度计划的，进展填“计划”。",),
)
class SchoolNetwork(pa.DataFrameModel):
    """Schools that join an education group or are merged, and how far that has come."""

    school_code: Words = unit_code("学校代码", example="2134000101")
    school: Words = text("学校", example="曹庵镇第二小学")
    change: Words = code("调整事项", LAYOUT_CHANGES)
    status: Words = code("进展", LAYOUT_STATUSES)


@form(
    "stated_rates",
    number=232,
    title="比率核对表",
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=office(*STATED_RATES_BY_OFFICE),
    key=("rate_name",),
    notes=("只用于核对，不作为任何汇总数的来源；百分比填 79.68，表示 79.68%。",),
)
class StatedRates(pa.DataFrameModel):
    """Rates as an office states them, with both parts: a check, never a source."""

    rate_name: Words = code("比率", STATED_RATES)
    part: Whole = count("分子", unit="个", example=200, rate=True)
    whole: Whole = count("分母", unit="个", example=251, rate=True)
    stated: Whole = percent("百分比", example="79.68")
