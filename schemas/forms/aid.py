"""Form 6, 学生资助（幼儿资助）."""

import pandera.pandas as pa

from schemas.codes import AID_CATEGORIES, AID_STAGES, BOARDING
from schemas.collections import calendar_year
from schemas.columns import Layout
from schemas.fields import Whole, Words, code, count, money
from schemas.form import Copied, form
from schemas.obligations import schools_and_kindergartens
from schemas.plausible import between


@form(
    "student_aid",
    number=6,
    title="学生资助",
    aliases=("幼儿资助", "学生资助情况"),
    layout=Layout.TABLE,
    basis=calendar_year,
    owed_by=schools_and_kindergartens,
    key=("category", "stage", "boarding"),
    notes=("人数为全年受助人数，同一学生两学期只计一次；本单位无受助学生的，第一行填“无”。",),
    copied=Copied("EQL-004", digits=20),
)
class StudentAid(pa.DataFrameModel):
    """Living subsidies and preschool aid: persons of the year and yuan, by category × stage × boarding."""

    category: Words = code("资助类别", AID_CATEGORIES)
    stage: Words = code("学段", AID_STAGES)
    boarding: Words = code("寄宿情况", BOARDING)
    persons: Whole = count(
        "资助人数",
        unit="人",
        example=12,
        plausible=between(
            "BND-004",
            0,
            "0.3",
            "受助学生占在校学生的比例",
            per=("profile.pupils",),
            allowed=20,
            unsized=300,
        ),
    )
    amount: Whole = money(
        "资助金额",
        example="7500",
        plausible=between("BND-005", 200, 3000, "每生每年补助为几百元至一千多元", per=("persons",)),
    )
