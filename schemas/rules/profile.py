"""基本情况: codes, and the headcounts that other forms must agree with."""

from schemas.findings import Severity
from schemas.grouping import holds
from schemas.identifiers import SCHOOL_CLASSES, is_credit_code, is_school_identifier
from schemas.rule import Rule, Stage, declare
from schemas.rule_patterns import at_most, same_total

_CODE_RULES = "教育部 2011 年学校（机构）代码编码规则"

at_most("PRF-001", "profile", "boarders", "pupils", protects=("public_funds_beneficiaries",))
at_most("PRF-002", "profile", "teachers", "staff", severity=Severity.QUERY)

declare(
    Rule(
        id="PRF-003",
        stage=Stage.FORM,
        form="profile",
        severity=Severity.ERROR,
        title="学校（机构）标识码格式不对",
        says="学校（机构）标识码填了“{school_code}”，应为 10 位数字："
        "2 位类别（如 11 幼儿园、21 小学、31 初中）、安徽 34、6 位顺序号，请改正",
        says_en="{school_code} is not a school identifier",
        basis=_CODE_RULES,
        protects=("按标识码汇总，一校一码",),
        culprits=("school_code",),
        check=lambda f, _: holds(f.school_code, is_school_identifier),
        passing=[{"school_code": "2134000101"}, {"school_code": "1134000001"}],
        failing=[
            {"school_code": "213400010"},
            {"school_code": "2234000101"},
            {"school_code": "2132000101"},
        ],
    )
)

declare(
    Rule(
        id="PRF-004",
        stage=Stage.FORM,
        form="profile",
        # A query: a school whose class has changed cannot give itself the new code.
        severity=Severity.QUERY,
        title="标识码的类别与办学类型不符",
        says="学校（机构）标识码“{school_code}”以 {prefix} 开头，{unit_type}应以 {expected} 开头，"
        "请核对；已变更办学类型尚未换码的，请说明",
        says_en="the class of {school_code} does not fit a {unit_type}",
        basis=_CODE_RULES,
        protects=("按办学类型统计的学校数",),
        culprits=("school_code",),
        given={
            "prefix": lambda f, _: f.school_code.str[:2],
            "expected": lambda f, _: f.unit_type.map(SCHOOL_CLASSES).astype("string"),
        },
        check=lambda f, _: f.prefix == f.expected,
        passing=[
            {"school_code": "2134000101", "unit_type": "小学"},
            {"school_code": "3134000101", "unit_type": "九年一贯制学校"},
            {"school_code": "1134000001", "unit_type": "幼儿园"},
        ],
        failing=[{"school_code": "2134000101", "unit_type": "初级中学"}],
    )
)

declare(
    Rule(
        id="PRF-005",
        stage=Stage.FORM,
        form="profile",
        severity=Severity.QUERY,
        title="标识码与单位名册不一致",
        says="学校（机构）标识码填了“{school_code}”，单位名册中为“{unit_code}”，"
        "请核对；名册有误的，请与区局联系",
        says_en="{school_code} is not the register's {unit_code}",
        basis=_CODE_RULES,
        protects=("按标识码汇总，一校一码",),
        culprits=("school_code",),
        check=lambda f, _: f.school_code == f.unit_code,
        passing=[{"school_code": "2134000101", "unit_code": "2134000101"}],
        failing=[{"school_code": "2134000102", "unit_code": "2134000101"}],
    )
)

declare(
    Rule(
        id="PRF-006",
        stage=Stage.FORM,
        form="profile",
        severity=Severity.QUERY,  # some early codes fail legitimately
        title="统一社会信用代码校验不通过",
        says="统一社会信用代码“{credit_code}”的校验位不对，请对照证书核对；证书确为此码的，请说明",
        says_en="{credit_code} fails its check character",
        basis="GB 32100 校验码",
        protects=("单位身份唯一",),
        culprits=("credit_code",),
        check=lambda f, _: holds(f.credit_code, is_credit_code),
        passing=[{"credit_code": "12340403MB0000001M"}],
        failing=[{"credit_code": "12340403MB0000001U"}, {"credit_code": "12340403MB00001M"}],
    )
)

declare(
    Rule(
        id="PRF-007",
        stage=Stage.FORM,
        form="profile",
        severity=Severity.QUERY,
        title="名册中不寄宿的单位填了寄宿生",
        says="填了寄宿生 {boarders} 人，单位名册登记为不寄宿，请核对；确有寄宿生的，请与区局联系更新名册",
        says_en="{boarders} boarders in a unit registered as non-boarding",
        basis="单位名册",
        protects=("guard_standard_coverage",),
        culprits=("boarders",),
        check=lambda f, _: f.unit_boarding | (f.boarders == 0),
        passing=[
            {"boarders": 0, "unit_boarding": False},
            {"boarders": 420, "unit_boarding": True},
        ],
        failing=[{"boarders": 4, "unit_boarding": False}],
    )
)

same_total(
    "PRF-008", "profile", "pupils", "enrolment", "closing",
    severity=Severity.ERROR, protects=("public_funds_beneficiaries",),
)  # fmt: skip
same_total(
    "PRF-009", "profile", "pupils", "preschool", "children",
    severity=Severity.ERROR, protects=("preschool_gross_enrolment",),
)  # fmt: skip
same_total(
    "PRF-010", "profile", "boarders", "enrolment", "boarders",
    severity=Severity.ERROR, protects=("guard_standard_coverage",),
)  # fmt: skip
same_total("PRF-011", "profile", "classes", "enrolment", "classes", severity=Severity.QUERY)
same_total("PRF-012", "profile", "classes", "preschool", "classes", severity=Severity.QUERY)
