"""公用经费: what was received against the standard per pupil, and the pupils it was reckoned on."""

import pandas as pd

from schemas.collections import Collection
from schemas.findings import Severity
from schemas.number_words import unscaled
from schemas.rule import Frame, Rule, Stage, declare
from schemas.standards import standard

# The bureau quotes the money itself; schools confirm what arrived, pupil by pupil.
_FUNDS = ("public_funds_beneficiaries", "到账金额 = 定额 × 核定学生数")
_FEN = 100


def _due_yuan(frame: Frame, collection: Collection) -> "pd.Series[int]":
    """Base funding of a school in yuan.

    A school of one stage below the floor counts as the floor. Which stage's rate tops up a
    nine-year school is not settled, so such a school below the floor is not judged (NA); nor does
    a school without pupils count as a small one.
    """
    quota = standard("public_funding", collection.stock_date)
    floor = quota["small_school_floor"]
    primary, junior = frame.primary_pupils, frame.junior_pupils
    is_small = (primary + junior).between(1, floor - 1)
    counted_primary = primary.mask(is_small & (junior == 0), floor)
    counted_junior = junior.mask(is_small & (primary == 0), floor)
    due = (
        counted_primary * quota["primary_yuan"]
        + counted_junior * quota["junior_yuan"]
        + frame.boarders * quota["boarder_yuan"]
    )
    is_mixed = is_small & (primary > 0) & (junior > 0)
    return due.mask(is_mixed | primary.isna() | junior.isna())


declare(
    Rule(
        id="FND-001",
        stage=Stage.FORM,
        form="funding",
        severity=Severity.QUERY,
        title="基准定额到账金额与核定学生数不符",
        says="基准定额到账金额填了 {received} 元，按核定学生数应为 {due} 元，"
        "请核对学生数和金额（单位为元）；不足 100 人的学校按 100 人核定；确未足额到账的，请说明",
        says_en="{received} yuan received, {due} due",
        basis="public_funding",
        protects=_FUNDS,
        culprits=("base_received", "primary_pupils", "junior_pupils", "boarders"),
        given={"due": _due_yuan, "received": lambda f, _: unscaled(f.base_received, 2)},
        check=lambda f, _: f.base_received == f.due * _FEN,
        passing=[
            {"primary_pupils": 380, "junior_pupils": 0, "boarders": 0, "base_received": 24700000},
            {"primary_pupils": 72, "junior_pupils": 0, "boarders": 0, "base_received": 6500000},
            {"primary_pupils": 0, "junior_pupils": 99, "boarders": 10, "base_received": 8700000},
            {"primary_pupils": 700, "junior_pupils": 480, "boarders": 420, "base_received": 94700000},
            {"primary_pupils": 40, "junior_pupils": 40, "boarders": 0, "base_received": 6000000},
            {"primary_pupils": 0, "junior_pupils": 0, "boarders": 0, "base_received": 0},
        ],
        failing=[
            {"primary_pupils": 72, "junior_pupils": 0, "boarders": 0, "base_received": 4680000},
            {"primary_pupils": 380, "junior_pupils": 0, "boarders": 0, "base_received": 24699999},
        ],
    )
)  # fmt: skip

declare(
    Rule(
        id="FND-002",
        stage=Stage.UNIT,
        severity=Severity.QUERY,  # the budget counts last autumn's pupils
        title="核定学生数与期初在校生数不一致",
        says="核定小学生、初中生共 {funded} 人，《学籍变动》期初合计 {enrolment__opening} 人，"
        "请核对；下达文件按其他时点核定的，请说明",
        says_en="funded for {funded} pupils, {enrolment__opening} at the opening",
        basis="公用经费按上年秋季学籍人数核定",
        protects=_FUNDS,
        culprits=("funding.primary_pupils", "funding.junior_pupils"),
        given={"funded": lambda f, _: f.funding__primary_pupils + f.funding__junior_pupils},
        check=lambda f, _: f.funded == f.enrolment__opening,
        passing=[
            {
                "funding__primary_pupils": 700,
                "funding__junior_pupils": 480,
                "enrolment__opening": 1180,
            }
        ],
        failing=[
            {"funding__primary_pupils": 380, "funding__junior_pupils": 0, "enrolment__opening": 379}
        ],
    )
)

declare(
    Rule(
        id="FND-003",
        stage=Stage.FORM,
        form="funding",
        severity=Severity.ERROR,
        title="核定寄宿生多于核定学生",
        says="核定寄宿生填了 {boarders} 人，多于核定小学生、初中生共 {funded} 人，请核对",
        says_en="{boarders} boarders among {funded} funded pupils",
        basis="部分不大于总体",
        protects=_FUNDS,
        culprits=("boarders", "primary_pupils", "junior_pupils"),
        given={"funded": lambda f, _: f.primary_pupils + f.junior_pupils},
        check=lambda f, _: f.boarders <= f.funded,
        passing=[{"primary_pupils": 700, "junior_pupils": 480, "boarders": 420}],
        failing=[{"primary_pupils": 72, "junior_pupils": 0, "boarders": 73}],
    )
)

declare(
    Rule(
        id="FND-004",
        stage=Stage.FORM,
        form="funding",
        severity=Severity.QUERY,
        title="核定了不属于本校学段的学生",
        says="本校为{unit_type}，核定小学生填了 {primary_pupils} 人、核定初中生填了 {junior_pupils} 人，"
        "请核对是否填错了栏目",
        says_en="funded pupils of a stage that a {unit_type} does not teach",
        basis="单位名册登记的办学类型",
        protects=_FUNDS,
        culprits=("primary_pupils", "junior_pupils"),
        check=lambda f, _: (
            (f.unit_primary | (f.primary_pupils == 0)) & (f.unit_junior | (f.junior_pupils == 0))
        ),
        passing=[
            {"primary_pupils": 380, "junior_pupils": 0, "unit_primary": True, "unit_junior": False}
        ],
        failing=[
            {"primary_pupils": 0, "junior_pupils": 380, "unit_primary": True, "unit_junior": False}
        ],
    )
)

declare(
    Rule(
        id="FND-005",
        stage=Stage.FORM,
        form="funding",
        severity=Severity.QUERY,
        title="不寄宿的学校核定了寄宿生",
        says="核定寄宿生填了 {boarders} 人，单位名册登记为不寄宿，请核对；名册有误的，请与区局联系",
        says_en="funded for {boarders} boarders though registered as non-boarding",
        basis="单位名册",
        protects=_FUNDS,
        culprits=("boarders",),
        check=lambda f, _: f.unit_boarding | (f.boarders == 0),
        passing=[
            {"boarders": 0, "unit_boarding": False},
            {"boarders": 420, "unit_boarding": True},
        ],
        failing=[{"boarders": 4, "unit_boarding": False}],
    )
)
