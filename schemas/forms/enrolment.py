"""Form 2, 学籍变动."""

import pandera.pandas as pa

from schemas.codes import COHORTS
from schemas.collections import school_year
from schemas.columns import Blank, Layout
from schemas.fields import Whole, Words, code, count
from schemas.form import Copied, form
from schemas.obligations import schools

_IN = "本学年增加"
_OUT = "本学年减少"
_BANDS = "按班额分的班级数"


@form(
    "enrolment",
    number=2,
    title="学籍变动",
    aliases=("学籍变动情况", "学生变动情况"),
    layout=Layout.TABLE,
    basis=school_year,
    owed_by=schools,
    key=("cohort",),
    notes=(
        "一行一个年级，按新学年年级填写；上年毕业年级单列一行，期末为 0。",
        "期初数应等于该批学生上学年末的在校生数；一年级、七年级新生填“招生”，期初为 0。",
    ),
    copied=Copied("EQL-002", digits=16),
)
class Enrolment(pa.DataFrameModel):
    """Pupils by cohort: opening stock, gains, losses, closing stock, classes by size band."""

    cohort: Words = code("年级", COHORTS)
    opening: Whole = count(
        "期初在校生数",
        unit="人",
        example=62,
        aliases=("学年初在校生数",),
        bounded_by=("ENR-001", "ENR-004"),
    )
    admitted: Whole = count("招生", group=_IN, unit="人", example=0, bounded_by=("ENR-001",))
    returned: Whole = count("复学", group=_IN, unit="人", example=0)
    transferred_in: Whole = count("转入", group=_IN, unit="人", example=2, bounded_by=("ENR-001",))
    other_gains: Whole = count(
        "其他", group=_IN, unit="人", example=0, aliases=("其他增加",), bounded_by=("ENR-001",)
    )
    graduated: Whole = count(
        "毕业", group=_OUT, unit="人", example=0, bounded_by=("ENR-001", "ENR-011")
    )
    completed: Whole = count("结业", group=_OUT, unit="人", example=0)
    suspended: Whole = count("休学", group=_OUT, unit="人", example=0, bounded_by=("ENR-001",))
    withdrawn: Whole = count(
        "退学", group=_OUT, unit="人", example=0, bounded_by=("ENR-001", "ENR-008")
    )
    died: Whole = count("死亡", group=_OUT, unit="人", example=0, bounded_by=("ENR-001",))
    transferred_out: Whole = count(
        "转出", group=_OUT, unit="人", example=1, bounded_by=("ENR-001",)
    )
    other_losses: Whole = count(
        "其他", group=_OUT, unit="人", example=0, aliases=("其他减少",), bounded_by=("ENR-001",)
    )
    closing: Whole = count(
        "期末在校生数",
        unit="人",
        example=63,
        aliases=("学年末在校生数",),
        bounded_by=("ENR-001", "ENR-014"),
    )
    girls: Whole = count("其中女生", unit="人", example=30, aliases=("女生",))
    boarders: Whole = count("其中寄宿生", unit="人", example=0, aliases=("寄宿生",))
    classes: Whole = count("班级数", unit="个", example=2)
    classes_to_45: Whole = count("45人及以下", group=_BANDS, unit="个", example=2)
    classes_46_55: Whole = count("46—55人", group=_BANDS, unit="个", example=0)
    classes_56_65: Whole = count("56—65人", group=_BANDS, unit="个", example=0)
    classes_over_65: Whole = count("66人及以上", group=_BANDS, unit="个", example=0)
    cohort_entrants: Whole = count(
        "入学时人数", unit="人", example=60, blank=Blank.NOT_APPLICABLE, aliases=("入小学时人数",)
    )
