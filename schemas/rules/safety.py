"""平安校园: guards, equipment, canteens, safety education."""

from schemas.findings import Severity
from schemas.rule import Rule, Stage, declare
from schemas.rule_patterns import at_most, claimed_zero, complete, goal, near_profile, parameter
from schemas.standards import guards_required, standard

_GOALS = "中小学幼儿园“三个 100%”目标"

declare(
    Rule(
        id="SAF-001",
        stage=Stage.FORM,
        form="safety",
        severity=Severity.QUERY,
        title="单位没有保安",
        says="专职、兼职保安都填了 0，请核对；确实没有保安的，请说明原因和配备计划",
        says_en="no guard at all, full-time or part-time",
        basis=_GOALS,
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
        "少 {shortfall} 人。请核对人数；与实际一致的，请在“说明”栏写明原因，按实际数填报",
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

at_most("SAF-003", "safety", "open_kitchens", "canteens", protects=("open_kitchen_coverage",))
at_most("SAF-004", "safety", "boarders", "pupils", protects=("guard_standard_coverage",))
goal("SAF-005", "safety", "cctv", basis=_GOALS, protects=("cctv_coverage",))
goal("SAF-006", "safety", "fire_equipment", basis=_GOALS, protects=("fire_equipment_coverage",))
goal("SAF-007", "safety", "panic_button", basis=_GOALS, protects=("panic_button_coverage",))
goal("SAF-008", "safety", "closed_management", basis=_GOALS, protects=("封闭化管理率",))
claimed_zero(
    "SAF-009", "safety", "drowning_deaths",
    protects=("drowning_deaths",), if_true="；如未按规定专报，请立即补报",
)  # fmt: skip

declare(
    Rule(
        id="SAF-010",
        stage=Stage.FORM,
        form="safety",
        severity=Severity.QUERY,
        title="防溺水家长信份数与学生数相差过大",
        says="发放防溺水致家长信 {drowning_letters} 份，本表学生 {pupils} 人，"
        "应一生一份，请核对；发放多次的按一次填写，未发齐的请说明",
        says_en="{drowning_letters} letters for {pupils} pupils",
        basis="letters_share",
        protects=("drowning_letters",),
        culprits=("drowning_letters", "pupils"),
        given={
            "fewest": lambda f, c: (
                f.pupils * standard("letters_share", c.stock_date)["from_percent"]
            ),
            "most": lambda f, c: f.pupils * standard("letters_share", c.stock_date)["to_percent"],
        },
        check=lambda f, _: (f.drowning_letters * 100).between(f.fewest, f.most),
        passing=[
            {"drowning_letters": 380, "pupils": 380},
            {"drowning_letters": 342, "pupils": 380},
            {"drowning_letters": 418, "pupils": 380},
        ],
        failing=[
            {"drowning_letters": 341, "pupils": 380},
            {"drowning_letters": 3800, "pupils": 380},
        ],
    )
)

complete(
    "SAF-011", "safety", "open_kitchens", "canteens",
    severity=Severity.QUERY, protects=("open_kitchen_coverage",),
)  # fmt: skip
near_profile("SAF-012", "safety", "pupils", "pupils", protects=("guard_standard_coverage",))
near_profile("SAF-013", "safety", "staff", "staff", protects=("guard_standard_coverage",))
near_profile("SAF-014", "safety", "boarders", "boarders", protects=("guard_standard_coverage",))

declare(
    Rule(
        id="SAF-015",
        stage=Stage.FORM,
        form="safety",
        severity=Severity.QUERY,
        title="小规模单位保安过多",
        says="学生、教职工共 {headcount} 人，专职、兼职保安填了 {guards} 人，超过 {at_most} 人，"
        "请核对是否多填；数字无误的请说明",
        says_en="{guards} guards for {headcount} people",
        basis="small_unit_guards",
        protects=("guards_total",),
        culprits=("guards_full_time", "guards_part_time"),
        given={
            "headcount": lambda f, _: f.pupils + f.staff,
            "guards": lambda f, _: f.guards_full_time + f.guards_part_time,
            "at_most": parameter("small_unit_guards", "at_most"),
        },
        check=lambda f, c: (
            (f.headcount >= standard("small_unit_guards", c.stock_date)["small_below"])
            | (f.guards <= f.at_most)
        ),
        passing=[
            {"pupils": 72, "staff": 8, "guards_full_time": 3, "guards_part_time": 2},
            {"pupils": 2700, "staff": 148, "guards_full_time": 6, "guards_part_time": 0},
        ],
        failing=[{"pupils": 72, "staff": 8, "guards_full_time": 6, "guards_part_time": 0}],
    )
)
