"""学籍变动: classes by size band."""

import pandas as pd

from schemas.collections import Collection
from schemas.findings import Severity
from schemas.forms import FORMS
from schemas.rule import Frame, Rule, Stage, declare
from schemas.standards import standard

_LARGE, _OVER_LARGE = (
    FORMS["enrolment"].column(name).label for name in ("classes_56_65", "classes_over_65")
)
_BAND_FIELDS = ("classes_to_45", "classes_46_55", "classes_56_65", "classes_over_65")

declare(
    Rule(
        id="ENR-007",
        stage=Stage.FORM,
        form="enrolment",
        severity=Severity.ERROR,
        title="各班额班级数相加不等于班级数",
        says="{cohort}按班额分的班级数相加为 {banded} 个，班级数填了 {classes} 个，请核对",
        says_en="{cohort}: the size bands add up to {banded} classes, not {classes}",
        basis="分项相加等于总数",
        protects=("各班额班级数之和 = 班级数",),
        culprits=("classes", *_BAND_FIELDS),
        given={"banded": lambda f, _: f[list(_BAND_FIELDS)].sum(axis=1, skipna=False)},
        check=lambda f, _: f.banded == f.classes,
        passing=[
            {
                "classes": 4,
                "classes_to_45": 1,
                "classes_46_55": 1,
                "classes_56_65": 1,
                "classes_over_65": 1,
            }
        ],
        failing=[
            {
                "classes": 2,
                "classes_to_45": 1,
                "classes_46_55": 0,
                "classes_56_65": 0,
                "classes_over_65": 0,
            }
        ],
    )
)


def _fewest(frame: Frame, collection: Collection) -> "pd.Series[int]":
    bands = standard("class_size", collection.stock_date)
    return (
        frame.classes_46_55 * bands["rather_large_from"]
        + frame.classes_56_65 * bands["large_from"]
        + frame.classes_over_65 * bands["over_large_from"]
    )


def _most(frame: Frame, collection: Collection) -> "pd.Series[int]":
    """NA when there are over-large classes, which have no upper bound."""
    bands = standard("class_size", collection.stock_date)
    most = (
        frame.classes_to_45 * (bands["rather_large_from"] - 1)
        + frame.classes_46_55 * (bands["large_from"] - 1)
        + frame.classes_56_65 * (bands["over_large_from"] - 1)
    )
    return most.mask(frame.classes_over_65 > 0)


declare(
    Rule(
        id="ENR-014",
        stage=Stage.FORM,
        form="enrolment",
        severity=Severity.QUERY,  # classes of several grades together
        title="在校生数与班额分档对不上",
        says="{cohort}期末在校生 {closing} 人，与按班额分的 {classes} 个班对不上"
        "（人数过多或过少），请核对班级数和班额；复式班请说明",
        says_en="{cohort}: {closing} pupils do not fit {classes} classes of these sizes",
        basis="class_size",
        protects=("大班额、超大班额班级数",),
        culprits=("classes", "closing", *_BAND_FIELDS),
        given={"fewest": _fewest, "most": _most},
        check=lambda f, _: (f.fewest <= f.closing) & (f.most.isna() | (f.closing <= f.most)),
        passing=[
            {"closing": 90, "classes_to_45": 2, "classes_46_55": 0, "classes_56_65": 0, "classes_over_65": 0},
            {"closing": 140, "classes_to_45": 0, "classes_46_55": 0, "classes_56_65": 0, "classes_over_65": 2},
            {"closing": 0, "classes_to_45": 0, "classes_46_55": 0, "classes_56_65": 0, "classes_over_65": 0},
        ],
        failing=[
            {"closing": 91, "classes_to_45": 2, "classes_46_55": 0, "classes_56_65": 0, "classes_over_65": 0},
            {"closing": 91, "classes_to_45": 0, "classes_46_55": 2, "classes_56_65": 0, "classes_over_65": 0},
        ],
    )
)  # fmt: skip

declare(
    Rule(
        id="ENR-015",
        stage=Stage.UNIT,
        severity=Severity.NOTE,
        title="有超大班额",
        says=f"有{_OVER_LARGE}的超大班额 {{enrolment__classes_over_65}} 个班，将列入化解台账，无需修改",
        says_en="{enrolment__classes_over_65} over-large classes",
        basis="class_size",
        protects=("超大班额班级数",),
        culprits=("enrolment.classes_over_65",),
        check=lambda f, _: f.enrolment__classes_over_65 == 0,
        passing=[{"enrolment__classes_over_65": 0}],
        failing=[{"enrolment__classes_over_65": 2}],
    )
)

declare(
    Rule(
        id="ENR-016",
        stage=Stage.UNIT,
        severity=Severity.NOTE,
        title="有大班额",
        says=f"有{_LARGE}的大班额 {{enrolment__classes_56_65}} 个班，将列入化解台账，无需修改",
        says_en="{enrolment__classes_56_65} large classes",
        basis="class_size",
        protects=("大班额班级数",),
        culprits=("enrolment.classes_56_65",),
        check=lambda f, _: f.enrolment__classes_56_65 == 0,
        passing=[{"enrolment__classes_56_65": 0}],
        failing=[{"enrolment__classes_56_65": 3}],
    )
)
