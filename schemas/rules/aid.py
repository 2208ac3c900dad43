"""学生资助: amounts within the standard, rows that fit the unit."""

import pandas as pd

from schemas.codes import EPIDEMIC_POOR
from schemas.collections import Collection
from schemas.findings import Severity
from schemas.number_words import fixed, unscaled
from schemas.rule import Frame, Mask, Rule, Stage, declare
from schemas.standards import standard

_PUPILS = ("poor_pupils_declared", "poor_pupils_registered")
_CHILDREN = ("preschool_registered_poor", "preschool_other_poor")
_FEN = 100
# Non-boarders are entitled in four categories only: 建档立卡, 低保, 特困供养, 残疾学生.
_BOARDERS_ONLY = ("其他困难", EPIDEMIC_POOR)

declare(
    Rule(
        id="AID-001",
        stage=Stage.FORM,
        form="student_aid",
        severity=Severity.ERROR,
        title="资助人数和金额只填了一项",
        says="资助人数填了 {persons} 人，资助金额填了 {yuan} 元，两项应同时有数或同时为 0，请核对",
        says_en="{persons} persons with {yuan} yuan",
        basis="有受助人才有资助金额，有资助金额才有受助人",
        protects=("living_subsidy_paid", *_PUPILS, *_CHILDREN),
        culprits=("persons", "amount"),
        given={"yuan": lambda f, _: unscaled(f.amount, 2)},
        check=lambda f, _: (f.persons > 0) == (f.amount > 0),
        passing=[{"persons": 12, "amount": 750000}, {"persons": 0, "amount": 0}],
        failing=[{"persons": 0, "amount": 62500}, {"persons": 3, "amount": 0}],
    )
)


def _full_rate(frame: Frame, collection: Collection) -> "pd.Series[int]":
    """Yuan a year at most for one pupil of the row; NA for kindergartens, which have no such limit."""
    subsidy = standard("living_subsidy", collection.stock_date)
    by_stage = {"小学": subsidy["primary_yuan"], "初中": subsidy["junior_yuan"]}
    boarder = frame.stage.map(by_stage).astype("Int64")
    rate = boarder.mask(frame.boarding == "非寄宿", boarder // subsidy["non_boarder_divisor"])
    return rate.mask(frame.boarding.isna())


declare(
    Rule(
        id="AID-002",
        stage=Stage.FORM,
        form="student_aid",
        severity=Severity.QUERY,
        title="人均资助金额高于标准",
        says="{stage}{boarding}生资助 {persons} 人共 {yuan} 元，人均 {each} 元，"
        "高于每生每年 {limit} 元，请核对人数和金额（单位为元，不是万元）；有其他补助的请说明",
        says_en="{each} yuan a person, above {limit}",
        basis="living_subsidy",
        protects=("living_subsidy_paid",),
        culprits=("amount", "persons", "stage", "boarding"),
        given={
            "limit": _full_rate,
            "yuan": lambda f, _: unscaled(f.amount, 2),
            "each": lambda f, _: fixed(f.amount / _FEN / f.persons.mask(f.persons == 0), 2),
        },
        check=lambda f, _: (f.persons == 0) | (f.amount <= f.limit * _FEN * f.persons),
        passing=[
            {"stage": "小学", "boarding": "寄宿", "persons": 2, "amount": 200000},
            {"stage": "初中", "boarding": "非寄宿", "persons": 2, "amount": 125000},
            {"stage": "学前", "boarding": "非寄宿", "persons": 1, "amount": 999900},
        ],
        failing=[
            {"stage": "小学", "boarding": "非寄宿", "persons": 2, "amount": 100001},
            {"stage": "初中", "boarding": "寄宿", "persons": 1, "amount": 125001},
        ],
    )
)

declare(
    Rule(
        id="AID-003",
        stage=Stage.FORM,
        form="student_aid",
        severity=Severity.QUERY,
        title="非寄宿生资助类别不在四类之内",
        says="非寄宿生的资助类别填了“{category}”，非寄宿生生活补助限建档立卡、低保、特困供养、"
        "残疾学生四类，请核对；有地方政策的请说明",
        says_en="a non-boarder in the category {category}",
        basis="living_subsidy",
        protects=("poor_pupils_declared", "living_subsidy_paid"),
        culprits=("category", "boarding"),
        check=lambda f, _: (
            (f.stage == "学前") | (f.boarding != "非寄宿") | ~f.category.isin(_BOARDERS_ONLY)
        ),
        passing=[
            {"stage": "小学", "boarding": "非寄宿", "category": "低保"},
            {"stage": "初中", "boarding": "寄宿", "category": "其他困难"},
            {"stage": "学前", "boarding": "非寄宿", "category": EPIDEMIC_POOR},
        ],
        failing=[{"stage": "小学", "boarding": "非寄宿", "category": "其他困难"}],
    )
)


def _has_stage(frame: Frame, _: Collection) -> Mask:
    kindergarten = frame.unit_kind == "幼儿园"
    return (
        ((frame.stage == "学前") & kindergarten)
        | ((frame.stage == "小学") & frame.unit_primary)
        | ((frame.stage == "初中") & frame.unit_junior)
    )


declare(
    Rule(
        id="AID-004",
        stage=Stage.FORM,
        form="student_aid",
        severity=Severity.ERROR,
        title="学段不属于本单位",
        says="学段填了“{stage}”，本单位为{unit_type}，没有这个学段，请改正；名册有误的，请与区局联系",
        says_en="a {unit_type} has no stage {stage}",
        basis="单位名册登记的办学类型",
        protects=(*_PUPILS, *_CHILDREN),
        culprits=("stage",),
        check=_has_stage,
        passing=[
            {"stage": "学前", "unit_kind": "幼儿园", "unit_primary": False, "unit_junior": False},
            {"stage": "初中", "unit_kind": "学校", "unit_primary": True, "unit_junior": True},
            {"stage": None, "unit_kind": "学校", "unit_primary": True, "unit_junior": False},
        ],
        failing=[
            {"stage": "学前", "unit_kind": "学校", "unit_primary": True, "unit_junior": False},
            {"stage": "初中", "unit_kind": "学校", "unit_primary": True, "unit_junior": False},
        ],
    )
)

declare(
    Rule(
        id="AID-005",
        stage=Stage.FORM,
        form="student_aid",
        severity=Severity.QUERY,
        title="不寄宿的单位资助了寄宿生",
        says="寄宿情况填了“寄宿”，单位名册登记为不寄宿，请核对寄宿情况；名册有误的，请与区局联系",
        says_en="aid to boarders in a unit registered as non-boarding",
        basis="单位名册",
        protects=("living_subsidy_paid",),
        culprits=("boarding",),
        check=lambda f, _: (f.boarding != "寄宿") | f.unit_boarding,
        passing=[
            {"boarding": "寄宿", "unit_boarding": True},
            {"boarding": "非寄宿", "unit_boarding": False},
        ],
        failing=[{"boarding": "寄宿", "unit_boarding": False}],
    )
)

declare(
    Rule(
        id="AID-006",
        stage=Stage.UNIT,
        severity=Severity.QUERY,  # persons of the year against pupils of one day
        title="资助人数多于在校学生",
        says="全年资助 {student_aid__persons} 人，多于《基本情况》在校学生 {profile__pupils} 人，"
        "请核对是否把两个学期的人数相加了",
        says_en="{student_aid__persons} aided, {profile__pupils} pupils",
        basis="全年受助人数不按学期相加",
        protects=(*_PUPILS, *_CHILDREN),
        culprits=("student_aid.persons",),
        check=lambda f, _: f.student_aid__persons <= f.profile__pupils,
        passing=[{"student_aid__persons": 72, "profile__pupils": 72}],
        failing=[{"student_aid__persons": 73, "profile__pupils": 72}],
    )
)
