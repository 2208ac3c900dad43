"""Ledgers 216 and 217: places and teams of public sport, and its instructors."""

import pandera.pandas as pa

from schemas.collections import cumulative
from schemas.columns import Blank, Layout
from schemas.fields import Day, Whole, Words, area, code, day, identifier, text
from schemas.form import SameThing, form
from schemas.obligations import office
from schemas.office_codes import FACILITY_KINDS, FACILITY_STATUSES, INSTRUCTOR_GRADES
from schemas.offices import SPORT
from schemas.plausible import between


@form(
    "sports_facilities",
    number=216,
    title="全民健身设施台账",
    layout=Layout.TABLE,
    basis=cumulative,
    owed_by=office(SPORT),
    key=("facility_number",),
    notes=("一处一行；健身团队不填场地面积。",),
    same_thing=SameThing("DUP-016", ("kind", "name")),
)
class SportsFacilities(pa.DataFrameModel):
    """Teams, squares, venues, paths, exercise points and pitches: one row each."""

    facility_number: Words = identifier("编号", example="SS0001")
    kind: Words = code("类别", FACILITY_KINDS)
    name: Words = text("名称", example="龙泉社区健身广场")
    site_area: Whole = area(
        "场地面积",
        example="1200",
        blank=Blank.NOT_APPLICABLE,
        plausible=between("BND-042", 20, 10000, "一处健身场地的面积"),
    )
    status: Words = code("状态", FACILITY_STATUSES)


@form(
    "instructors",
    number=217,
    title="社会体育指导员名册",
    layout=Layout.TABLE,
    basis=cumulative,
    owed_by=office(SPORT),
    key=("certificate_number",),
    notes=("一证一行，四个等级合在一张表。",),
)
class Instructors(pa.DataFrameModel):
    """Certificates of public-sport instructors, all grades: one row a certificate."""

    certificate_number: Words = identifier("证书编号", example="ZS0001")
    grade: Words = code("等级", INSTRUCTOR_GRADES)
    issued_on: Day = day("发证日期", example="2020-10-30")
