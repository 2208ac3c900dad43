"""信息化."""

from schemas.findings import Severity
from schemas.rule import Rule, Stage, declare
from schemas.rule_patterns import claimed_zero

claimed_zero(
    "ICT-001", "ict", "security_incidents",
    protects=("network_security_incidents",), if_true="；如未按规定专报，请立即补报",
)  # fmt: skip

declare(
    Rule(
        id="ICT-002",
        stage=Stage.UNIT,
        severity=Severity.QUERY,
        title="参赛作品多于师生",
        says="参赛作品填了 {ict__contest_entries} 篇，多于《基本情况》学生、教职工共 {everyone} 人，请核对",
        says_en="{ict__contest_entries} entries from {everyone} people",
        basis="各地审核常用口径",
        protects=("it_contest_entries",),
        culprits=("ict.contest_entries",),
        given={"everyone": lambda f, _: f.profile__pupils + f.profile__staff},
        check=lambda f, _: f.ict__contest_entries <= f.everyone,
        passing=[{"ict__contest_entries": 3, "profile__pupils": 72, "profile__staff": 8}],
        failing=[{"ict__contest_entries": 81, "profile__pupils": 72, "profile__staff": 8}],
    )
)
