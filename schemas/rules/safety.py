"""平安校园 and 应急演练: guards, equipment, canteens, drills."""

from schemas.findings import Severity
from schemas.rule import Rule, Stage, declare
from schemas.standards import guards_required, standard

declare(
    Rule(
        id="SAF-001",
        stage=Stage.FORM,
        form="safety",
        severity=Severity.QUERY,
        title="单位没有保安",
        says="专职、兼职保安都填了 0，请核对；确实没有保安的，请说明原因和配备计划",
        says_en="no guard at all, full-time or part-time",
        basis="中小学幼儿园“三个 100%”目标",
        protects=("guard_coverage", "guards_total"),
        culprits=("guards_full_time",),
        check=lambda f, _: f.guards_full_time + f.guards_part_time > 0,
        passing=[{"guards_full_time": 0, "guards_part_time": 1}],
        failing=[{"guards_full_time": 0, "guards_part_time": 0}],
    )
)

declare(
    Rule(
        id="SAF-002",
        stage=Stage.FORM,
        form="safety",
        severity=Severity.QUERY,
        title="专职保安少于配备标准",
        says="专职保安 {guards_full_time} 人，按学生、教职工共 {headcount} 人应配 {required} 人，"
        "少 {shortfall} 人。请核对人数；数字无误的，请说明情况，不要改成达标数",
        says_en="{guards_full_time} full-time guards where the standard asks for {required}",
        basis="guard_staffing",
        protects=("guard_standard_coverage",),
        culprits=("guards_full_time",),
        given={
            "headcount": lambda f, _: f.pupils + f.staff,
            "required": lambda f, c: guards_required(
                f.headcount, f.boarders, standard("guard_staffing", c.stock_date)
            ),
            "shortfall": lambda f, _: f.required - f.guards_full_time,
        },
        check=lambda f, _: f.shortfall <= 0,
        passing=[{"pupils": 900, "staff": 99, "boarders": 0, "guards_full_time": 2}],
        failing=[{"pupils": 1400, "staff": 100, "boarders": 0, "guards_full_time": 2}],
    )
)
