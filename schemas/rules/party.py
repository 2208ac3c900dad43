"""党建."""

from schemas.findings import Severity
from schemas.rule import Rule, Stage, declare
from schemas.rule_patterns import at_most, complete, goal

_PLATFORMS = ("party_teacher_platform_registration_rate",)

at_most("PTY-001", "party", "xianfeng_registered", "party_teachers", protects=_PLATFORMS)
at_most("PTY-002", "party", "xuexi_registered", "party_teachers", protects=_PLATFORMS)

declare(
    Rule(
        id="PTY-003",
        stage=Stage.FORM,
        form="party",
        severity=Severity.ERROR,
        title="没有实践所却填了已注册",
        says="“是否建立群众网络文明实践所”填了“否”，“实践所是否完成注册”却填了“是”，请核对这两栏",
        says_en="a practice station registered that was never set up",
        basis="先建立后注册",
        protects=("xuexi_practice_stations", "xuexi_practice_coverage"),
        culprits=("practice_registered", "practice_station"),
        check=lambda f, _: f.practice_station | ~f.practice_registered,
        passing=[
            {"practice_station": True, "practice_registered": True},
            {"practice_station": True, "practice_registered": False},
            {"practice_station": False, "practice_registered": False},
        ],
        failing=[{"practice_station": False, "practice_registered": True}],
    )
)

declare(
    Rule(
        id="PTY-004",
        stage=Stage.UNIT,
        severity=Severity.QUERY,
        title="党员教师多于教职工",
        says="党员教师填了 {party__party_teachers}，多于《基本情况》教职工数 {profile__staff}，"
        "请核对；含退休党员的请改为在职党员教师",
        says_en="{party__party_teachers} party-member teachers, {profile__staff} staff",
        basis="部分不大于总体",
        protects=_PLATFORMS,
        culprits=("party.party_teachers",),
        check=lambda f, _: f.party__party_teachers <= f.profile__staff,
        passing=[{"party__party_teachers": 26, "profile__staff": 26}],
        failing=[{"party__party_teachers": 27, "profile__staff": 26}],
    )
)

complete(
    "PTY-005", "party", "xianfeng_registered", "party_teachers",
    severity=Severity.NOTE, protects=_PLATFORMS,
)  # fmt: skip
complete(
    "PTY-006", "party", "xuexi_registered", "party_teachers",
    severity=Severity.NOTE, protects=_PLATFORMS,
)  # fmt: skip
goal(
    "PTY-007", "party", "practice_station",
    basis="全覆盖要求", protects=("xuexi_practice_stations",),
)  # fmt: skip
goal(
    "PTY-008", "party", "practice_registered",
    basis="全覆盖要求", protects=("xuexi_practice_coverage",),
)  # fmt: skip
