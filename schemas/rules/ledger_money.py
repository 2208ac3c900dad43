"""Projects, payments, purchases, allotments, aid and loans: the ledgers of money."""

from collections.abc import Mapping

import pandas as pd

from schemas.collections import Collection
from schemas.findings import Severity
from schemas.grouping import first_within, rows_of, total_within
from schemas.ledger_patterns import (
    dated_within,
    in_yuan,
    not_before,
    own_kinds,
    refers,
    row_rule,
)
from schemas.number_words import unscaled
from schemas.office_codes import (
    FINISHED,
    GRADUATE,
    PROJECT_CLASSES_BY_OFFICE,
    STARTED,
    UNDERGRADUATE,
    YULU,
)
from schemas.rule import Frame, Rule, Stage, declare
from schemas.rule_patterns import parameter

_FUNDS = ("central_funds", "provincial_funds", "local_funds")
_PROJECTS = ("repair_fund_allocated", "repair_investment_done", "construction_funds")
_PAYMENTS = ("caolinghu_disbursed", "epidemic_period_funds")
_PURCHASES = ("it_equipment_spend", "panic_button_spend", "poverty_purchases")
_FEN = 2

declare(
    Rule(
        id="PRJ-001",
        stage=Stage.FORM,
        form="projects",
        severity=Severity.ERROR,
        title="已完工项目完成投资大于下达资金",
        says="项目已{status}，完成投资 {spent} 元，大于下达资金合计 {granted} 元，请核对金额和单位",
        says_en="invested {spent} of {granted} yuan granted, and the project is completed",
        basis="完工项目投资不超过下达资金",
        protects=_PROJECTS,
        culprits=("invested", *_FUNDS, "status"),
        given={
            "total": lambda f, _: f[list(_FUNDS)].sum(axis=1, skipna=False),
            "granted": lambda f, _: unscaled(f.total, _FEN),
            "spent": lambda f, _: unscaled(f.invested, _FEN),
        },
        check=lambda f, _: ~f.status.isin(FINISHED) | (f.invested <= f.total),
        passing=[
            {"invested": 86_000_00, "central_funds": 86_000_00, "provincial_funds": 0},
            {"invested": 186_000_00, "status": "在建"},
        ],
        failing=[
            {
                "invested": 86_000_01,
                "central_funds": 86_000_00,
                "provincial_funds": 0,
                "local_funds": 0,
                "status": "完工",
            }
        ],
    )
)
in_yuan("PRJ-002", "projects", "invested", *_FUNDS, least=1_000, protects=_PROJECTS)
own_kinds("PRJ-003", "projects", "kind", PROJECT_CLASSES_BY_OFFICE, protects=_PROJECTS)
not_before("PRJ-004", "projects", "completed_on", "started_on", protects=_PROJECTS)
dated_within("PRJ-005", "projects", "completed_on", protects=_PROJECTS)
dated_within(
    "PRJ-009",
    "projects",
    "started_on",
    protects=("t_new_primaries_started", "t_no16_west_building"),
)
row_rule(
    "PRJ-006",
    "projects",
    ("completed_on", "status"),
    "项目状态与完工日期不一致",
    "项目状态为“{status}”，与完工日期一栏不一致：完工、投用的要填完工日期，其余的留空",
    "status {status} does not go with the day of completion",
    lambda f: f.status.isna() | (f.status.isin(FINISHED) == f.completed_on.notna()),
    severity=Severity.ERROR,
    protects=("repair_projects_completed", "chaoyang_building_completed"),
    passing=[
        {"status": "完工", "completed_on": "2020-08-25"},
        {"status": "在建", "completed_on": None},
    ],
    failing=[
        {"status": "完工", "completed_on": None},
        {"status": "在建", "completed_on": "2020-08-25"},
    ],
)
row_rule(
    "PRJ-007",
    "projects",
    ("started_on", "status"),
    "项目已开工，没有填开工日期",
    "项目状态为“{status}”，没有填开工日期，请补填；还没有开工的，状态请填“计划”或“前期”",
    "status {status} without a day on which it began",
    lambda f: ~f.status.isin(STARTED) | f.started_on.notna(),
    severity=Severity.ERROR,
    protects=("t_new_primaries_started", "t_no16_west_building"),
    passing=[
        {"status": "在建", "started_on": "2020-08-25"},
        {"status": "计划", "started_on": None},
    ],
    failing=[{"status": "在建", "started_on": None}],
)
row_rule(
    "PRJ-008",
    "projects",
    ("school_code", "kind"),
    "村小维修项目没有填学校代码",
    "村小维修按学校计数，请填写学校代码",
    "a village repair without a school",
    lambda f: (f.kind != "村小维修") | f.school_code.notna(),
    severity=Severity.ERROR,
    protects=("village_schools_repaired",),
    passing=[{"kind": "村小维修"}, {"kind": "新建扩建", "school_code": None}],
    failing=[{"kind": "村小维修", "school_code": None}],
)

dated_within("PAY-001", "payments", "paid_on", protects=_PAYMENTS)
in_yuan("PAY-002", "payments", "amount", least=500, protects=_PAYMENTS)
refers(
    "PAY-003",
    "payments",
    "project_number",
    "projects",
    anyone=True,
    protects=("caolinghu_disbursed",),
)
dated_within("PUR-002", "purchases", "signed_on", protects=_PURCHASES)
in_yuan("PUR-003", "purchases", "amount", least=500, protects=_PURCHASES)

declare(
    Rule(
        id="ALC-001",
        stage=Stage.FORM,
        form="allocations",
        severity=Severity.ERROR,
        title="下达金额与学生数、标准不一致",
        says="下达金额填了 {shown} 元，按“学生数×执行标准＋补助”应为 {expected} 元，请核对这几栏",
        says_en="allotted {shown}, but pupils × standard + supplements is {expected}",
        basis="下达金额＝学生数×执行标准＋寄宿及小规模补助",
        protects=("public_funds_2020",),
        culprits=("amount", "pupils", "standard", "supplements"),
        given={
            "due": lambda f, _: f.pupils * f.standard + f.supplements,
            "shown": lambda f, _: unscaled(f.amount, _FEN),
            "expected": lambda f, _: unscaled(f.due, _FEN),
        },
        check=lambda f, _: f.amount == f.due,
        passing=[{"pupils": 2, "standard": 703_00, "supplements": 1_00, "amount": 1407_00}],
        failing=[{"pupils": 2, "standard": 703_00, "supplements": 1_00, "amount": 1406_00}],
    )
)
row_rule(
    "ALC-002",
    "allocations",
    ("standard", "base_quota"),
    "执行标准低于基准定额",
    "生均执行标准低于生均基准定额，请核对这两栏",
    "the standard is below the base quota",
    lambda f: f.standard >= f.base_quota,
    severity=Severity.ERROR,
    basis="执行标准不低于基准定额",
    protects=("public_funds_above_base",),
    passing=[{"standard": 650_00, "base_quota": 650_00}],
    failing=[{"standard": 649_00, "base_quota": 650_00}],
)


def _allotted_and_received(forms: Mapping[str, Frame], _: Collection) -> Frame:
    """One row a school that confirmed its receipts, with what the finance office allotted it."""
    allotted, received = rows_of(forms, "allocations"), rows_of(forms, "funding")
    by_school = allotted.groupby("school_code").amount.sum()
    got = received.base_received + received.above_base_received
    due = received.unit_code.map(by_school).astype("Int64")
    return pd.DataFrame(
        {
            "unit_code": received.unit_code,
            "received": unscaled(got, _FEN),
            "allotted": unscaled(due, _FEN),
            "same": (got == due).astype("boolean").mask(due.isna()),
        }
    )


declare(
    Rule(
        id="ALC-003",
        stage=Stage.DISTRICT,
        severity=Severity.QUERY,
        title="学校到账金额与财务下达金额不一致",
        says="公用经费到账合计 {received} 元，财务科下达 {allotted} 元，请与财务科对账后改正，或说明原因",
        says_en="received {received}, allotted {allotted}",
        basis="下达与到账应一致",
        protects=("public_funds_2020",),
        culprits=("funding.base_received", "allocations.amount"),
        needs=("funding", "allocations"),
        frame=_allotted_and_received,
        check=lambda f, _: f.same,
        passing=[{"unit_code": "2134000101", "received": "1", "allotted": "1", "same": True}],
        failing=[{"unit_code": "2134000101", "received": "1", "allotted": "2", "same": False}],
    )
)

dated_within("AIP-001", "aid_payments", "paid_on", protects=("yulu_amount", "preschool_aid_paid"))
in_yuan(
    "AIP-002",
    "aid_payments",
    "amount",
    least=100,
    protects=("yulu_amount", "preschool_aid_paid"),
)
declare(
    Rule(
        id="AIP-003",
        stage=Stage.FORM,
        form="aid_payments",
        severity=Severity.QUERY,
        title="雨露计划发放金额不是一学期的标准",
        says="雨露计划发放金额填了 {shown} 元，标准为每生每学期 {term_yuan} 元，请核对；补发或合并发放的请说明",
        says_en="{shown} yuan, where a term's grant is {term_yuan}",
        basis="yulu_grant",
        protects=("yulu_amount",),
        culprits=("amount", "kind"),
        given={
            "term_yuan": parameter("yulu_grant", "term_yuan"),
            "shown": lambda f, _: unscaled(f.amount, _FEN),
        },
        check=lambda f, _: (f.kind != YULU) | (f.amount == f.term_yuan * 10**_FEN),
        passing=[{"kind": YULU, "amount": 1500_00}, {"kind": "学前资助", "amount": 500_00}],
        failing=[{"kind": YULU, "amount": 3000_00}],
    )
)


def _yulu_of_recipient(frame: Frame, _: Collection) -> "pd.Series[int]":
    """Beside every 雨露计划 payment, all that its recipient was paid in the year; NA elsewhere."""
    total = total_within(frame, frame.amount, "submission", "recipient_id", "kind")
    return total.where((frame.kind == YULU) & frame.recipient_id.notna()).astype("Int64")


declare(
    Rule(
        id="AIP-004",
        stage=Stage.FORM,
        form="aid_payments",
        severity=Severity.QUERY,
        title="雨露计划全年发放金额高于标准",
        says="这名学生全年雨露计划共发放 {shown} 元，标准为每生每年 {year_yuan} 元，"
        "请核对是否重复发放；补发上年度的请说明",
        says_en="{shown} yuan in the year, where the grant of a year is {year_yuan}",
        basis="yulu_grant",
        protects=("yulu_amount",),
        culprits=("recipient_id", "kind"),
        given={
            "total": _yulu_of_recipient,
            "year_yuan": parameter("yulu_grant", "year_yuan"),
            "shown": lambda f, _: unscaled(f.total, _FEN),
        },
        check=lambda f, _: (
            ~first_within(f, "submission", "recipient_id", "kind")
            | (f.total <= f.year_yuan * 10**_FEN)
        ),
        passing=[
            {"submission": 1, "kind": YULU, "amount": 1500_00},
            {"submission": 1, "kind": YULU, "amount": 1500_00},
            {"submission": 1, "kind": "学前资助", "amount": 4000_00},
            {"submission": 2, "kind": YULU, "amount": 1500_00},
        ],
        failing=[{"submission": 1, "kind": YULU, "amount": 1500_00}] * 3,
    )
)

dated_within("LON-001", "loans", "signed_on", protects=("student_loans", "student_loan_amount"))
in_yuan("LON-002", "loans", "amount", least=1_000, protects=("student_loan_amount",))
declare(
    Rule(
        id="LON-003",
        stage=Stage.FORM,
        form="loans",
        severity=Severity.QUERY,
        title="贷款金额高于额度",
        says="{level}贷款 {shown} 元，额度为每人每年 {cap} 元，请核对金额和就读层次；确为此数的，请说明",
        says_en="{level}: {shown} yuan, the cap is {cap}",
        basis="student_loan",
        protects=("student_loan_amount",),
        culprits=("amount", "level"),
        given={
            "undergraduate": parameter("student_loan", "undergraduate_yuan"),
            "graduate": parameter("student_loan", "graduate_yuan"),
            "cap": lambda f, _: f.undergraduate.where(f.level != GRADUATE, f.graduate),
            "shown": lambda f, _: unscaled(f.amount, _FEN),
        },
        check=lambda f, _: f.level.isna() | (f.amount <= f.cap * 10**_FEN),
        passing=[
            {"level": UNDERGRADUATE, "amount": 8000_00},
            {"level": GRADUATE, "amount": 12000_00},
        ],
        failing=[
            {"level": UNDERGRADUATE, "amount": 8000_01},
            {"level": GRADUATE, "amount": 12000_01},
        ],
    )
)
dated_within(
    "CON-001", "consolation", "paid_on", protects=("teachers_consoled", "consolation_money")
)
in_yuan(
    "CON-002", "consolation", "amount", least=100, protects=("consolation_money", "ligeng_money")
)
