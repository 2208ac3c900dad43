"""疫情防控: stock days, organisation, health records."""

from schemas.findings import Severity
from schemas.number_words import fixed
from schemas.rule import Rule, Stage, declare
from schemas.rule_patterns import at_most, claimed_zero, complete, goal, near_profile, parameter

_RECORDS = ("health_record_coverage",)
_STOCK = ("epidemic_stock_weeks", "masks")
_PREVENTION = "学校疫情防控工作要求"

declare(
    Rule(
        id="EPI-001",
        stage=Stage.FORM,
        form="epidemic",
        severity=Severity.QUERY,
        title="口罩库存不足规定天数",
        says="口罩库存 {masks} 个，按计划日用量 {masks_daily} 个可用 {lasts} 天，不足 {days} 天，"
        "请核对库存和日用量；确实不足的请说明补充计划",
        says_en="masks last {lasts} days, {days} asked for",
        basis="epidemic_stock",
        protects=_STOCK,
        culprits=("masks", "masks_daily"),
        given={
            "lasts": lambda f, _: fixed(f.masks / f.masks_daily.mask(f.masks_daily == 0), 1),
            "days": parameter("epidemic_stock", "days"),
        },
        check=lambda f, _: (f.masks_daily == 0) | (f.masks >= f.days * f.masks_daily),
        passing=[{"masks": 2240, "masks_daily": 160}, {"masks": 0, "masks_daily": 0}],
        failing=[{"masks": 2239, "masks_daily": 160}],
    )
)

declare(
    Rule(
        id="EPI-002",
        stage=Stage.FORM,
        form="epidemic",
        severity=Severity.QUERY,
        title="有师生但口罩日用量为 0",
        says="口罩日用量填了 0，无法计算可用天数，请按在校师生数测算后填写",
        says_en="no planned daily use of masks",
        basis="epidemic_stock",
        protects=_STOCK,
        culprits=("masks_daily",),
        check=lambda f, _: (f.masks_daily > 0) | (f.pupils + f.staff == 0),
        passing=[
            {"masks_daily": 160, "pupils": 380, "staff": 26},
            {"masks_daily": 0, "pupils": 0, "staff": 0},
        ],
        failing=[{"masks_daily": 0, "pupils": 380, "staff": 26}],
    )
)

at_most("EPI-003", "epidemic", "health_records", "health_records_due", protects=_RECORDS)
complete(
    "EPI-004", "epidemic", "health_records", "health_records_due",
    severity=Severity.QUERY, protects=_RECORDS,
)  # fmt: skip
goal(
    "EPI-005", "epidemic", "task_force",
    basis=_PREVENTION, protects=("campus_taskforce_coverage",),
)  # fmt: skip
goal("EPI-006", "epidemic", "plan", basis=_PREVENTION, protects=("one_school_one_plan",))
goal("EPI-007", "epidemic", "trained", basis=_PREVENTION, protects=("skill_training_coverage",))
claimed_zero(
    "EPI-008", "epidemic", "cases",
    protects=("epidemic_cases",), if_true="；如未按规定专报，请立即补报",
)  # fmt: skip
near_profile("EPI-009", "epidemic", "pupils", "pupils", protects=_RECORDS)
near_profile("EPI-010", "epidemic", "staff", "staff", protects=_RECORDS)

declare(
    Rule(
        id="EPI-011",
        stage=Stage.FORM,
        form="epidemic",
        severity=Severity.QUERY,
        title="应建健康档案人数与师生数相差过大",
        says="应建健康档案人数填了 {health_records_due} 人，本表学生、教职工共 {everyone} 人，"
        "相差超过 {percent}%，应逐人建档，请核对",
        says_en="{health_records_due} health records due for {everyone} people",
        basis="headcount_tolerance",
        protects=_RECORDS,
        culprits=("health_records_due", "pupils", "staff"),
        given={
            "everyone": lambda f, _: f.pupils + f.staff,
            "percent": parameter("headcount_tolerance", "percent"),
        },
        check=lambda f, _: (
            (f.health_records_due - f.everyone).abs() * 100 <= f.percent * f.everyone
        ),
        passing=[
            {"health_records_due": 406, "pupils": 380, "staff": 26},
            {"health_records_due": 980, "pupils": 900, "staff": 100},
        ],
        failing=[{"health_records_due": 380, "pupils": 380, "staff": 26}],
    )
)

declare(
    Rule(
        id="EPI-012",
        stage=Stage.FORM,
        form="epidemic",
        severity=Severity.QUERY,
        title="返淮人员多于师生",
        says="中高风险地区返淮人员填了 {returnees} 人，多于本表学生、教职工共 {everyone} 人，"
        "请核对；含师生以外人员的请改为只填师生",
        says_en="{returnees} returnees among {everyone} people",
        basis="部分不大于总体",
        protects=("returnees_monitored",),
        culprits=("returnees", "pupils", "staff"),
        given={"everyone": lambda f, _: f.pupils + f.staff},
        check=lambda f, _: f.returnees <= f.everyone,
        passing=[{"returnees": 3, "pupils": 380, "staff": 26}],
        failing=[{"returnees": 407, "pupils": 380, "staff": 26}],
    )
)

declare(
    Rule(
        id="EPI-013",
        stage=Stage.FORM,
        form="epidemic",
        severity=Severity.QUERY,
        title="测温设备、隔离服多于师生",
        says="额温枪、红外线体温仪、隔离服共填了 {things}，多于本表学生、教职工共 {everyone} 人，"
        "请核对是否多填了位数",
        says_en="{things} thermometers and gowns for {everyone} people",
        basis="各地审核常用口径",
        protects=("forehead_thermometers", "infrared_thermometers", "isolation_gowns"),
        culprits=(
            "forehead_thermometers",
            "infrared_thermometers",
            "isolation_gowns",
            "pupils",
            "staff",
        ),
        given={
            "everyone": lambda f, _: f.pupils + f.staff,
            "things": lambda f, _: (
                f.forehead_thermometers + f.infrared_thermometers + f.isolation_gowns
            ),
        },
        check=lambda f, _: f.things <= f.everyone,
        passing=[
            {
                "forehead_thermometers": 12,
                "infrared_thermometers": 1,
                "isolation_gowns": 5,
                "pupils": 72,
                "staff": 8,
            }
        ],
        failing=[
            {
                "forehead_thermometers": 120,
                "infrared_thermometers": 1,
                "isolation_gowns": 5,
                "pupils": 72,
                "staff": 8,
            }
        ],
    )
)
