"""Forms 3 and 4: lists issued by the bureau and answered row by row, one row a child."""

import pandera.pandas as pa

from schemas.codes import CASE_STATUSES, PLACEMENTS
from schemas.collections import calendar_year, stock
from schemas.columns import Blank, Layout
from schemas.fields import Day, Words, YesNo, code, day, flag, identifier, person, pupil_id, text
from schemas.form import form
from schemas.obligations import schools


@form(
    "dropout_cases",
    number=3,
    title="控辍保学核查台账",
    aliases=("控辍保学台账", "疑似辍学核查台账"),
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=schools,
    key=("case_number",),
    notes=(
        "逐人核查填写，核查编号为区局下发的编号；本校无下发名单的，第一行填“无”。"
        "尚未查清的，核查结果选“核查中”；“失联”只填已经查找、确实联系不上的。",
    ),
)
class DropoutCases(pa.DataFrameModel):
    """Suspected dropouts on the issued list, and what became of each."""

    case_number: Words = identifier("核查编号", example="KC20200001")
    child_name: Words = person("学生姓名", aliases=("姓名",))
    child_id: Words = pupil_id("学籍号", aliases=("全国学籍号",))
    status: Words = code("核查结果", CASE_STATUSES, aliases=("核查状态",))
    evidence: Words = text("佐证材料", example="返校点名表", blank=Blank.NOT_APPLICABLE)
    cleared_on: Day = day("核查完成日期", example="2020-05-20", blank=Blank.NOT_APPLICABLE)


@form(
    "disabled_children",
    number=4,
    title="残疾儿童少年安置",
    aliases=("残疾儿童少年入学安置",),
    layout=Layout.TABLE,
    basis=stock,
    owed_by=schools,
    key=("list_number",),
    notes=("登记号为区局下发名单的编号；已入籍的必须填写学籍号，送教上门的也应建立学籍。",),
)
class DisabledChildren(pa.DataFrameModel):
    """Disabled children of school age on the issued list, and where each is taught."""

    list_number: Words = identifier("登记号", example="CJ2020001")
    child_name: Words = person("儿童姓名", aliases=("姓名",))
    placement: Words = code("安置方式", PLACEMENTS)
    enrolled: YesNo = flag("是否入籍")
    child_id: Words = pupil_id("学籍号", blank=Blank.NOT_APPLICABLE)
