"""校舍."""

from schemas.findings import Severity
from schemas.forms import FORMS
from schemas.number_words import unscaled
from schemas.rule import Rule, Stage, declare
from schemas.rule_patterns import claimed_zero

_CLASS_D = ("class_d_buildings",)
_TOTAL, _DANGEROUS = (FORMS["premises"].column(n).label for n in ("floor_area", "class_d_area"))

declare(
    Rule(
        id="PRM-001",
        stage=Stage.FORM,
        form="premises",
        severity=Severity.ERROR,
        title=f"{_DANGEROUS}大于{_TOTAL}",
        says=f"{_DANGEROUS}填了 {{dangerous}} 平方米，大于{_TOTAL} {{total}} 平方米，请核对",
        says_en="class D {dangerous} m² of {total} m²",
        basis="部分不大于总体",
        protects=(*_CLASS_D, f"{_DANGEROUS} ≤ {_TOTAL}"),
        culprits=("class_d_area", "floor_area"),
        given={
            "dangerous": lambda f, _: unscaled(f.class_d_area, 2),
            "total": lambda f, _: unscaled(f.floor_area, 2),
        },
        check=lambda f, _: f.class_d_area <= f.floor_area,
        passing=[{"class_d_area": 0, "floor_area": 326050}],
        failing=[{"class_d_area": 326051, "floor_area": 326050}],
    )
)

claimed_zero("PRM-002", "premises", "class_d_area", protects=_CLASS_D)

declare(
    Rule(
        id="PRM-003",
        stage=Stage.FORM,
        form="premises",
        severity=Severity.QUERY,
        title=f"{_TOTAL}为 0",
        says=f"{_TOTAL}填了 0，请填写实际面积；借用校舍办学的，请说明",
        says_en="no floor area at all",
        basis="办学必有校舍",
        protects=_CLASS_D,
        culprits=("floor_area",),
        check=lambda f, _: f.floor_area > 0,
        passing=[{"floor_area": 326050}],
        failing=[{"floor_area": 0}],
    )
)
