"""Reference tables kept by the bureau's 基础教育科. They arrive as returns, like everything else,
so that a total resting on them can be traced to their cells too."""

import pandera.pandas as pa

from schemas.collections import stock
from schemas.columns import Blank, Layout
from schemas.fields import (
    Whole,
    Words,
    citizen_id,
    code,
    count,
    identifier,
    person,
    pupil_id,
    text,
    unit_code,
)
from schemas.form import SameThing, form
from schemas.obligations import office
from schemas.office_codes import TOWNSHIPS
from schemas.offices import BASIC_EDUCATION
from schemas.plausible import between

_keeper = office(BASIC_EDUCATION)


@form(
    "population",
    number=101,
    title="学龄人口",
    layout=Layout.TABLE,
    basis=stock,
    owed_by=_keeper,
    key=("age",),
)
class Population(pa.DataFrameModel):
    """Resident population by single year of age, from the public-security bureau."""

    age: Whole = count("年龄", unit="岁", example=3)
    persons: Whole = count(
        "人口数",
        unit="人",
        example=4300,
        plausible=between("BND-029", 500, 20000, "全区一个年龄的人口数"),
    )


@form(
    "disabled_list",
    number=102,
    title="残疾儿童少年名单",
    layout=Layout.TABLE,
    basis=stock,
    owed_by=_keeper,
    key=("list_number",),
    same_thing=SameThing("DUP-002", ("child_citizen_id",)),
)
class DisabledList(pa.DataFrameModel):
    """Disabled children of school age, from the disabled persons' federation."""

    list_number: Words = identifier("登记号", example="CJ2020001")
    school_code: Words = unit_code("责任学校代码", example="2134000101")
    school: Words = text("责任学校", example="曹庵镇第二小学")
    child_name: Words = person("儿童姓名")
    child_citizen_id: Words = citizen_id("公民身份号码")


@form(
    "suspected_dropouts",
    number=103,
    title="疑似辍学下发名单",
    layout=Layout.TABLE,
    basis=stock,
    owed_by=_keeper,
    key=("case_number",),
    same_thing=SameThing("DUP-003", ("child_id",)),
)
class SuspectedDropouts(pa.DataFrameModel):
    """Suspected dropouts issued to schools for checking."""

    case_number: Words = identifier("核查编号", example="KC20200001")
    school_code: Words = unit_code("责任学校代码", example="2134000101")
    school: Words = text("责任学校", example="曹庵镇第二小学")
    child_name: Words = person("学生姓名")
    child_id: Words = pupil_id("学籍号")


@form(
    "cohort_entrants",
    number=104,
    title="初中毕业批次入学底数",
    layout=Layout.TABLE,
    basis=stock,
    owed_by=_keeper,
    key=("school_code",),
)
class CohortEntrants(pa.DataFrameModel):
    """The cohort that finished nine years this summer: entrants, and transfers since."""

    school_code: Words = unit_code("毕业学校代码", example="3134000101")
    school: Words = text("毕业学校", example="第三中学")
    entrants: Whole = count(
        "入学时人数",
        unit="人",
        example=480,
        plausible=between("BND-046", 1, 1500, "一所学校一届学生的人数"),
    )
    transferred_in: Whole = count(
        "历年转入",
        unit="人",
        example=21,
        plausible=between(
            "BND-030", 0, "0.25", "历年转入与入学人数之比", per=("entrants",), allowed=10
        ),
    )
    transferred_out: Whole = count(
        "历年转出",
        unit="人",
        example=18,
        plausible=between(
            "BND-031", 0, "0.25", "历年转出与入学人数之比", per=("entrants",), allowed=10
        ),
    )


@form(
    "residents",
    number=105,
    title="常住人口",
    layout=Layout.TABLE,
    basis=stock,
    owed_by=_keeper,
    key=("township",),
)
class Residents(pa.DataFrameModel):
    """Residents of all ages by township, from the statistics bureau."""

    township: Words = code("乡镇街道", TOWNSHIPS)
    persons: Whole = count(
        "常住人口数",
        unit="人",
        example=31_800,
        plausible=between("BND-032", 3000, 800000, "一个乡镇、街道的常住人口"),
    )


@form(
    "registered_poor",
    number=106,
    title="建档立卡学龄儿童名单",
    layout=Layout.TABLE,
    basis=stock,
    owed_by=_keeper,
    key=("list_number",),
    notes=("已入学的填就读学校代码；未入学的留空，并另附说明。",),
    same_thing=SameThing("DUP-004", ("child_citizen_id",)),
)
class RegisteredPoor(pa.DataFrameModel):
    """Children of school age from registered poor households, and the school of each."""

    list_number: Words = identifier("登记号", example="JD20200001")
    child_name: Words = person("儿童姓名")
    child_citizen_id: Words = citizen_id("公民身份号码")
    school_code: Words = unit_code("就读学校代码", example="2134000101", blank=Blank.NOT_APPLICABLE)


@form(
    "school_age",
    number=107,
    title="适龄儿童入学",
    layout=Layout.TABLE,
    basis=stock,
    owed_by=_keeper,
    key=("age",),
)
class SchoolAge(pa.DataFrameModel):
    """Children of school age with local registration, by age, and how many are enrolled."""

    age: Whole = count("年龄", unit="岁", example=6)
    children: Whole = count(
        "户籍适龄儿童数",
        unit="人",
        example=4700,
        plausible=between("BND-033", 500, 20000, "全区一个年龄的儿童数"),
    )
    enrolled: Whole = count("已入学人数", unit="人", example=4700, bounded_by=("SAG-001",))
