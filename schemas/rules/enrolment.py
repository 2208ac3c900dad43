"""学籍变动, cohort by cohort: flows, stocks, classes."""

import pandas as pd

from schemas.codes import (
    COHORTS,
    EARLIER_COHORT,
    JUNIOR_LEAVERS,
    PRIMARY_LEAVERS,
    STAGE_OF_COHORT,
)
from schemas.collections import Collection
from schemas.findings import Severity
from schemas.grouping import first_within
from schemas.rule import Frame, Mask, Rule, Stage, declare
from schemas.rule_patterns import at_most

_GAINS = ("admitted", "returned", "transferred_in", "other_gains")
_LOSSES = (
    "graduated",
    "completed",
    "suspended",
    "withdrawn",
    "died",
    "transferred_out",
    "other_losses",
)
_LEAVERS = (PRIMARY_LEAVERS, JUNIOR_LEAVERS)
_ENTRY_GRADES = tuple(cohort for cohort in COHORTS if cohort not in EARLIER_COHORT)
_STILL: dict[str, object] = dict.fromkeys((*_GAINS, *_LOSSES), 0)  # a cohort without any change
_FLOWS = "教育统计学生变动平衡关系"


def _expected_closing(frame: Frame, _: Collection) -> "pd.Series[int]":
    gains, losses = frame[list(_GAINS)], frame[list(_LOSSES)]
    return frame.opening + gains.sum(axis=1, skipna=False) - losses.sum(axis=1, skipna=False)


declare(
    Rule(
        id="ENR-001",
        stage=Stage.FORM,
        form="enrolment",
        severity=Severity.ERROR,
        title="学生变动不平衡",
        says="{cohort}：期初加增加减减少应为 {expected} 人，期末在校生数填了 {closing} 人，"
        "请核对这一行的期初、增加、减少和期末",
        says_en="{cohort}: opening and flows give {expected}, closing is {closing}",
        basis=_FLOWS,
        protects=("public_funds_beneficiaries", "期初 + 增加 − 减少 = 期末"),
        culprits=("closing", "opening", *_GAINS, *_LOSSES),
        given={"expected": _expected_closing},
        check=lambda f, _: f.closing == f.expected,
        passing=[
            {**_STILL, "opening": 62, "transferred_in": 2, "transferred_out": 1, "closing": 63},
            {**_STILL, "opening": 60, "graduated": 60, "closing": 0},
        ],
        failing=[{**_STILL, "opening": 62, "transferred_in": 2, "closing": 63}],
    )
)

declare(
    Rule(
        id="ENR-002",
        stage=Stage.FORM,
        form="enrolment",
        severity=Severity.ERROR,
        title="毕业年级期末不为 0",
        says="“{cohort}”行期末在校生数填了 {closing} 人，这批学生已离校，期末应为 0，请核对",
        says_en="last year's leavers close at {closing}, not 0",
        basis=_FLOWS,
        protects=("public_funds_beneficiaries", "已离校的学生不计入在校生"),
        culprits=("closing",),
        check=lambda f, _: ~f.cohort.isin(_LEAVERS) | (f.closing == 0),
        passing=[{"cohort": "小学毕业", "closing": 0}, {"cohort": "三年级", "closing": 63}],
        failing=[{"cohort": "初中毕业", "closing": 1}],
    )
)

declare(
    Rule(
        id="ENR-003",
        stage=Stage.FORM,
        form="enrolment",
        severity=Severity.ERROR,
        title="起始年级期初不为 0",
        says="{cohort}期初在校生数填了 {opening} 人，新生应填入“招生”，期初为 0，请改正",
        says_en="{cohort} opens at {opening}, not 0",
        basis=_FLOWS,
        protects=("dropout_rate_primary", "dropout_rate_junior", "起始年级期初为 0"),
        culprits=("opening",),
        check=lambda f, _: ~f.cohort.isin(_ENTRY_GRADES) | (f.opening == 0),
        passing=[{"cohort": "一年级", "opening": 0}, {"cohort": "二年级", "opening": 60}],
        failing=[{"cohort": "七年级", "opening": 60}],
    )
)

declare(
    Rule(
        id="ENR-004",
        stage=Stage.FORM,
        form="enrolment",
        # Across years, so a query: the fault may lie in last year's return.
        severity=Severity.QUERY,
        title="期初与上年期末不一致",
        says="{cohort}期初在校生数填了 {opening} 人，该批学生上学年末为 {last_closing} 人，"
        "请核对；上年数据有误的，请说明",
        says_en="{cohort} opens at {opening}, last year closed at {last_closing}",
        basis=_FLOWS,
        protects=("public_funds_beneficiaries", "本年期初 = 上年期末"),
        culprits=("opening",),
        check=lambda f, _: f.opening == f.last_closing,
        passing=[{"opening": 62, "last_closing": 62}, {"opening": 62, "last_closing": None}],
        failing=[{"opening": 62, "last_closing": 61}],
    )
)

at_most("ENR-005", "enrolment", "girls", "closing", protects=("public_funds_beneficiaries",))
at_most("ENR-006", "enrolment", "boarders", "closing", protects=("guard_standard_coverage",))

declare(
    Rule(
        id="ENR-008",
        stage=Stage.FORM,
        form="enrolment",
        severity=Severity.QUERY,
        title="义务教育阶段有退学",
        says="{cohort}退学填了 {withdrawn} 人，义务教育阶段不得开除学生。"
        "请核对，转学、休学的请改填相应栏目；确有退学的，请说明每人去向",
        says_en="{withdrawn} withdrawn from compulsory education in {cohort}",
        basis="《中华人民共和国义务教育法》第二十七条",
        protects=("compulsory_retention_rate", "dropout_rate_primary", "dropout_rate_junior"),
        culprits=("withdrawn",),
        check=lambda f, _: f.withdrawn == 0,
        passing=[{"withdrawn": 0}],
        failing=[{"withdrawn": 1}],
    )
)


def _taught(frame: Frame, _: Collection) -> Mask:
    stage = frame.cohort.map(STAGE_OF_COHORT)
    return ((stage == "小学") & frame.unit_primary) | ((stage == "初中") & frame.unit_junior)


declare(
    Rule(
        id="ENR-009",
        stage=Stage.FORM,
        form="enrolment",
        severity=Severity.ERROR,
        title="年级不属于本校学段",
        says="本校为{unit_type}，没有“{cohort}”，请删除这一行或改正年级；名册有误的，请与区局联系",
        says_en="a {unit_type} does not teach {cohort}",
        basis="单位名册登记的办学类型",
        protects=("dropout_rate_primary", "dropout_rate_junior"),
        culprits=("cohort",),
        check=lambda f, c: f.cohort.isna() | _taught(f, c),
        passing=[
            {"cohort": "三年级", "unit_primary": True, "unit_junior": False},
            {"cohort": "八年级", "unit_primary": True, "unit_junior": True},
        ],
        failing=[{"cohort": "小学毕业", "unit_primary": False, "unit_junior": True}],
    )
)


def _missing_cohorts(frame: Frame, _: Collection) -> "pd.Series[str]":
    """For each row, the cohorts that its return should hold and does not; NA when complete."""
    filled = frame.groupby("submission").cohort.agg(frozenset)

    def missing(submission: int, primary: bool, junior: bool) -> object:
        if pd.NA in filled[submission]:
            return pd.NA  # a grade that could not be read may be the one
        stages = {"小学": primary, "初中": junior}
        due = (cohort for cohort in COHORTS if stages[STAGE_OF_COHORT[cohort]])
        return "、".join(cohort for cohort in due if cohort not in filled[submission]) or pd.NA

    rows = zip(
        frame.submission,
        frame.unit_primary.fillna(False),
        frame.unit_junior.fillna(False),
        strict=True,
    )
    return pd.Series([missing(*row) for row in rows], index=frame.index, dtype="string")


_PRIMARY_ROWS = tuple(cohort for cohort, stage in STAGE_OF_COHORT.items() if stage == "小学")
_A_PRIMARY = {"unit_primary": True, "unit_junior": False}

declare(
    Rule(
        id="ENR-010",
        stage=Stage.FORM,
        form="enrolment",
        severity=Severity.QUERY,  # a teaching point need not have every grade
        title="年级不全",
        says="表中没有这些年级：{missing}，请补填；本校确实没有的年级，请说明",
        says_en="no row for {missing}",
        basis="一行一个年级，毕业年级单列一行",
        protects=("public_funds_beneficiaries", "compulsory_retention_rate"),
        culprits=("cohort",),
        given={"missing": _missing_cohorts},
        check=lambda f, _: f.missing.isna() | ~first_within(f, "submission"),
        passing=[{"submission": 1, "cohort": cohort, **_A_PRIMARY} for cohort in _PRIMARY_ROWS],
        failing=[{"submission": 1, "cohort": cohort, **_A_PRIMARY} for cohort in _PRIMARY_ROWS[1:]],
    )
)

declare(
    Rule(
        id="ENR-011",
        stage=Stage.FORM,
        form="enrolment",
        severity=Severity.ERROR,
        title="毕业、结业人数多于该批学生",
        says="{cohort}毕业 {graduated} 人、结业 {completed} 人，多于期初加增加共 {cohort_size} 人，请核对",
        says_en="more finished in {cohort} than the {cohort_size} who were there",
        basis=_FLOWS,
        protects=("compulsory_retention_rate", "毕业 + 结业 ≤ 期初 + 增加"),
        culprits=("graduated", "completed"),
        given={
            "cohort_size": lambda f, _: f.opening + f[list(_GAINS)].sum(axis=1, skipna=False),
        },
        check=lambda f, _: f.graduated + f.completed <= f.cohort_size,
        passing=[{**_STILL, "opening": 60, "transferred_in": 2, "graduated": 61, "completed": 1}],
        failing=[{**_STILL, "opening": 60, "graduated": 61}],
    )
)

declare(
    Rule(
        id="ENR-012",
        stage=Stage.FORM,
        form="enrolment",
        severity=Severity.QUERY,
        title="非毕业年级填了毕业、结业",
        says="{cohort}填了毕业 {graduated} 人、结业 {completed} 人，"
        "上年毕业的学生应填在“小学毕业”或“初中毕业”行，请核对",
        says_en="graduates in {cohort}, which is not a row of leavers",
        basis="一行一个年级，毕业年级单列一行",
        protects=("compulsory_retention_rate",),
        culprits=("graduated", "completed"),
        check=lambda f, _: (
            f.cohort.isna() | f.cohort.isin(_LEAVERS) | (f.graduated + f.completed == 0)
        ),
        passing=[
            {"cohort": "小学毕业", "graduated": 60, "completed": 0},
            {"cohort": "五年级", "graduated": 0, "completed": 0},
        ],
        failing=[{"cohort": "九年级", "graduated": 60, "completed": 0}],
    )
)

declare(
    Rule(
        id="ENR-013",
        stage=Stage.FORM,
        form="enrolment",
        severity=Severity.QUERY,
        title="非起始年级填了招生",
        says="{cohort}招生填了 {admitted} 人，招生只填一年级、七年级新生，插班的请填“转入”",
        says_en="{admitted} admitted into {cohort}",
        basis=_FLOWS,
        protects=("dropout_rate_primary", "dropout_rate_junior"),
        culprits=("admitted",),
        check=lambda f, _: f.cohort.isna() | f.cohort.isin(_ENTRY_GRADES) | (f.admitted == 0),
        passing=[{"cohort": "七年级", "admitted": 480}, {"cohort": "八年级", "admitted": 0}],
        failing=[{"cohort": "二年级", "admitted": 3}],
    )
)

declare(
    Rule(
        id="ENR-017",
        stage=Stage.FORM,
        form="enrolment",
        severity=Severity.QUERY,
        title="初中毕业行没有入学时人数",
        says="“初中毕业”行没有填“入学时人数”，巩固率要用，请按区局下发的入学底数填写",
        says_en="the cohort that finished has no number of entrants",
        basis="retention_goal",
        protects=("compulsory_retention_rate",),
        culprits=("cohort_entrants",),
        check=lambda f, _: (f.cohort != JUNIOR_LEAVERS) | f.cohort_entrants.notna(),
        passing=[
            {"cohort": "初中毕业", "cohort_entrants": 480},
            {"cohort": "八年级", "cohort_entrants": None},
        ],
        failing=[{"cohort": "初中毕业", "cohort_entrants": None}],
    )
)
