"""教职工与师德."""

from schemas.findings import Severity
from schemas.number_words import fixed
from schemas.rule import Rule, Stage, declare
from schemas.rule_patterns import at_most, complete, parameter

at_most("STF-001", "staff", "wanshitong_registered", "in_post", protects=("wanshitong_coverage",))
at_most("STF-002", "staff", "excellent", "appraised", protects=("teachers_excellent_2019",))

declare(
    Rule(
        id="STF-003",
        stage=Stage.FORM,
        form="staff",
        severity=Severity.QUERY,
        title="考核优秀比例过高",
        says="考核优秀 {excellent} 人，占参加考核 {appraised} 人的 {share}%，超过 {percent}%，"
        "请核对；经批准提高比例的，请说明",
        says_en="{excellent} of {appraised} excellent, above {percent}%",
        basis="excellent_share",
        protects=("teachers_excellent_2019",),
        culprits=("excellent", "appraised"),
        given={
            "share": lambda f, _: fixed(f.excellent * 100 / f.appraised.mask(f.appraised == 0), 1),
            "percent": parameter("excellent_share", "percent"),
        },
        check=lambda f, _: f.excellent * 100 <= f.percent * f.appraised,
        passing=[{"excellent": 5, "appraised": 26}, {"excellent": 9, "appraised": 45}],
        failing=[{"excellent": 10, "appraised": 45}],
    )
)

at_most("STF-004", "staff", "failed_ethics", "in_post", protects=("teachers_failed_ethics",))

declare(
    Rule(
        id="STF-005",
        stage=Stage.UNIT,
        severity=Severity.QUERY,
        title="在职教师多于教职工",
        says="在职教师数填了 {staff__in_post}，多于《基本情况》教职工数 {profile__staff}，请核对",
        says_en="{staff__in_post} teachers in post, {profile__staff} staff in the profile",
        basis="部分不大于总体",
        protects=("wanshitong_coverage",),
        culprits=("staff.in_post",),
        check=lambda f, _: f.staff__in_post <= f.profile__staff,
        passing=[{"staff__in_post": 26, "profile__staff": 26}],
        failing=[{"staff__in_post": 27, "profile__staff": 26}],
    )
)

complete(
    "STF-006", "staff", "wanshitong_registered", "in_post",
    severity=Severity.NOTE, protects=("wanshitong_coverage",),
)  # fmt: skip
