"""Dropout and retention: rates by unit and stage, and of the district."""

from collections.abc import Mapping

import pandas as pd

from schemas.codes import (
    COHORTS,
    DROPOUT_GAINS,
    DROPOUT_LOSSES,
    EARLIER_COHORT,
    JUNIOR_LEAVERS,
    PRIMARY_LEAVERS,
    STAGE_OF_COHORT,
)
from schemas.collections import Collection
from schemas.findings import Severity
from schemas.grouping import first_within, rows_of, total_within
from schemas.number_words import fixed
from schemas.rule import Expression, Frame, Rule, Stage, declare
from schemas.rule_patterns import parameter
from schemas.standards import standard

_NONE: dict[str, object] = dict.fromkeys((*DROPOUT_LOSSES, *DROPOUT_GAINS), 0)
_BOTH_RATES = ("dropout_rate_primary", "dropout_rate_junior")


def _stage(frame: Frame, _: Collection) -> "pd.Series[str]":
    return frame.cohort.map(STAGE_OF_COHORT).astype("string")


def _net_loss(frame: Frame, _: Collection) -> "pd.Series[int]":
    lost = frame[list(DROPOUT_LOSSES)].sum(axis=1, skipna=False)
    return lost - frame[list(DROPOUT_GAINS)].sum(axis=1, skipna=False)


def _limit(frame: Frame, collection: Collection) -> "pd.Series[int]":
    limits = standard("dropout_limit", collection.stock_date)
    by_stage = {"小学": limits["primary_per_10000"], "初中": limits["junior_per_10000"]}
    return frame.stage.map(by_stage).astype("Int64")


def _stage_total(frame: Frame, values: "pd.Series[int]") -> "pd.Series[int]":
    """Of a return's rows of one stage; NA while any of its rows may belong to either."""
    has_doubt = frame.cohort.isna().groupby(frame.submission).transform("any")
    return total_within(frame, values, "submission", "stage").mask(has_doubt)


_UNIT_RATE: dict[str, Expression] = {
    "stage": _stage,
    "lost": lambda f, c: _stage_total(f, _net_loss(f, c)),
    "started": lambda f, _: _stage_total(f, f.opening),
    "limit": _limit,
    "rate": lambda f, _: fixed(f.lost * 100 / f.started.mask(f.started == 0), 2),
    "limit_percent": lambda f, _: fixed(f.limit / 100, 1),
}

declare(
    Rule(
        id="ENR-018",
        stage=Stage.FORM,
        form="enrolment",
        severity=Severity.QUERY,
        title="年辍学率高于上限",
        says="{stage}年辍学率 {rate}%（净减少 {lost} 人，期初 {started} 人），"
        "高于 {limit_percent}%。请核对各年级的减少和增加；数字无误的，请说明每人去向",
        says_en="dropout rate {rate}% ({stage}), above {limit_percent}%",
        basis="dropout_limit",
        protects=_BOTH_RATES,
        culprits=(
            "transferred_out",
            *DROPOUT_LOSSES[:3],
            "other_losses",
            *DROPOUT_GAINS,
            "opening",
            "cohort",
        ),
        given=_UNIT_RATE,
        check=lambda f, _: (
            ~first_within(f, "submission", "stage") | (f.lost * 10000 <= f.limit * f.started)
        ),
        passing=[
            {**_NONE, "submission": 1, "cohort": "二年级", "opening": 500, "transferred_out": 6},
            {**_NONE, "submission": 1, "cohort": "三年级", "opening": 500},
            {**_NONE, "submission": 1, "cohort": "八年级", "opening": 500, "suspended": 9},
        ],
        failing=[
            {**_NONE, "submission": 1, "cohort": "二年级", "opening": 500, "transferred_out": 7},
            {**_NONE, "submission": 1, "cohort": "三年级", "opening": 500},
        ],
    )
)

declare(
    Rule(
        id="ENR-019",
        stage=Stage.FORM,
        form="enrolment",
        severity=Severity.NOTE,
        title="转入多于转出",
        says="{stage}转入多于转出等减少，净增 {gained} 人，不按辍学计算，无误的无需修改",
        says_en="net transfers in of {gained} ({stage}): no dropouts",
        basis="dropout_limit",
        protects=_BOTH_RATES,
        culprits=("transferred_in", "other_gains", *DROPOUT_LOSSES, "opening", "cohort"),
        given={**_UNIT_RATE, "gained": lambda f, _: -f.lost},
        # A school whose first pupils have just come has no rate.
        check=lambda f, _: (
            ~first_within(f, "submission", "stage") | (f.lost >= 0) | (f.started == 0)
        ),
        passing=[{**_NONE, "cohort": "二年级", "opening": 60}],
        failing=[{**_NONE, "cohort": "二年级", "opening": 60, "transferred_in": 2}],
    )
)


def _district_rates(forms: Mapping[str, Frame], collection: Collection) -> Frame:
    """One row a stage: net loss and opening stock of all schools."""
    rows = rows_of(forms, "enrolment")
    parts = pd.DataFrame(
        {
            "stage": _stage(rows, collection),
            "lost": _net_loss(rows, collection),
            "started": rows.opening,
        }
    )
    rates = parts.groupby("stage", as_index=False)[["lost", "started"]].sum()
    return rates.set_axis([-1] * len(rates), axis="index")


declare(
    Rule(
        id="ENR-020",
        stage=Stage.DISTRICT,
        severity=Severity.QUERY,
        title="全区年辍学率高于上限",
        says="全区{stage}年辍学率 {rate}%（净减少 {lost} 人，期初 {started} 人），"
        "高于 {limit_percent}%，请组织核查",
        says_en="the district's dropout rate is {rate}% ({stage}), above {limit_percent}%",
        basis="dropout_limit",
        protects=_BOTH_RATES,
        culprits=(
            "enrolment.opening",
            *(f"enrolment.{name}" for name in (*DROPOUT_LOSSES, *DROPOUT_GAINS)),
        ),
        needs=("enrolment",),
        frame=_district_rates,
        given={name: _UNIT_RATE[name] for name in ("limit", "rate", "limit_percent")},
        check=lambda f, _: f.lost * 10000 <= f.limit * f.started,
        passing=[
            {"stage": "小学", "lost": 60, "started": 10000},
            {"stage": "初中", "lost": -5, "started": 10000},
        ],
        failing=[{"stage": "初中", "lost": 181, "started": 10000}],
    )
)


def _leavers(forms: Mapping[str, Frame]) -> Frame:
    rows = rows_of(forms, "enrolment")
    return rows[rows.cohort == JUNIOR_LEAVERS]


def _district_retention(forms: Mapping[str, Frame], _: Collection) -> Frame:
    """One row, once both sides are known: this summer's graduates, the adjusted cohort."""
    leavers, entrants = _leavers(forms), rows_of(forms, "cohort_entrants")
    # Until all schools have reported, graduates are held against their own schools' entrants.
    entrants = entrants[entrants.school_code.isin(leavers.unit_code)]
    adjusted = entrants.entrants + entrants.transferred_in - entrants.transferred_out
    pooled = pd.DataFrame(
        {"graduated": [leavers.graduated.sum()], "adjusted": [adjusted.sum()]},
        index=[-1],
        dtype="Int64",
    )
    return pooled[(pooled.adjusted > 0) & (pooled.graduated > 0)]


_RETENTION_CULPRITS = (
    "enrolment.graduated",
    "cohort_entrants.entrants",
    "cohort_entrants.transferred_in",
    "cohort_entrants.transferred_out",
)

declare(
    Rule(
        id="ENR-021",
        stage=Stage.DISTRICT,
        severity=Severity.QUERY,
        title="全区初中毕业批次巩固率超过 100%",
        says="全区初中毕业 {graduated} 人，多于入学人数加历年转入减历年转出共 {adjusted} 人，"
        "巩固率超过 100%，请核对入学底数和转入转出",
        says_en="{graduated} graduates of an adjusted cohort of {adjusted}",
        basis="retention_goal",
        protects=("compulsory_retention_rate",),
        culprits=_RETENTION_CULPRITS,
        needs=("enrolment", "cohort_entrants"),
        frame=_district_retention,
        check=lambda f, _: f.graduated <= f.adjusted,
        passing=[{"graduated": 5400, "adjusted": 5400}],
        failing=[{"graduated": 5401, "adjusted": 5400}],
    )
)

declare(
    Rule(
        id="ENR-022",
        stage=Stage.DISTRICT,
        severity=Severity.QUERY,
        title="全区初中毕业批次巩固率低于目标",
        says="全区初中毕业批次巩固率 {rate}%（毕业 {graduated} 人，应毕业 {adjusted} 人），"
        "低于目标 {goal}%，请组织核查",
        says_en="retention {rate}%, below {goal}%",
        basis="retention_goal",
        protects=("compulsory_retention_rate",),
        culprits=_RETENTION_CULPRITS,
        needs=("enrolment", "cohort_entrants"),
        frame=_district_retention,
        given={
            "rate": lambda f, _: fixed(f.graduated * 100 / f.adjusted, 2),
            "goal": parameter("retention_goal", "percent"),
        },
        check=lambda f, _: f.graduated * 100 >= f.goal * f.adjusted,
        passing=[{"graduated": 950, "adjusted": 1000}],
        failing=[{"graduated": 949, "adjusted": 1000}],
    )
)


def _against_entrants(forms: Mapping[str, Frame], _: Collection) -> Frame:
    """One row a school's 初中毕业 row, with the entrants that the bureau's list gives it."""
    leavers = _leavers(forms)
    entrants = rows_of(forms, "cohort_entrants").groupby("school_code").entrants.sum()
    return pd.DataFrame(
        {
            "unit_code": leavers.unit_code,
            "cohort_entrants": leavers.cohort_entrants,
            "listed": leavers.unit_code.map(entrants).astype("Int64"),
        }
    )


declare(
    Rule(
        id="ENR-023",
        stage=Stage.DISTRICT,
        severity=Severity.QUERY,
        title="入学时人数与底数不一致",
        says="“初中毕业”行入学时人数填了 {cohort_entrants} 人，区局入学底数为 {listed} 人，"
        "请核对；底数有误的请说明",
        says_en="{cohort_entrants} entrants where the bureau's list says {listed}",
        basis="retention_goal",
        protects=("compulsory_retention_rate",),
        culprits=("enrolment.cohort_entrants",),
        needs=("enrolment", "cohort_entrants"),
        frame=_against_entrants,
        check=lambda f, _: f.cohort_entrants == f.listed,
        passing=[
            {"unit_code": "3134000101", "cohort_entrants": 480, "listed": 480},
            {"unit_code": "3134000102", "cohort_entrants": 480, "listed": None},
        ],
        failing=[{"unit_code": "3134000101", "cohort_entrants": 481, "listed": 480}],
    )
)


_JUNIOR_ENTRY = next(
    cohort
    for cohort in COHORTS
    if cohort not in EARLIER_COHORT and STAGE_OF_COHORT[cohort] == "初中"
)


def _primary_to_junior(forms: Mapping[str, Frame], _: Collection) -> Frame:
    """One row: the district's primary graduates and its junior admissions."""
    rows = rows_of(forms, "enrolment")
    return pd.DataFrame(
        {
            "graduated": [rows.graduated[rows.cohort == PRIMARY_LEAVERS].sum()],
            "admitted": [rows.admitted[rows.cohort == _JUNIOR_ENTRY].sum()],
        },
        index=[-1],
        dtype="Int64",
    )


declare(
    Rule(
        id="ENR-024",
        stage=Stage.DISTRICT,
        severity=Severity.NOTE,
        title="全区初中招生多于小学毕业",
        says="全区初中招生 {admitted} 人，多于小学毕业 {graduated} 人，可能有外来升学或漏报，供参考",
        says_en="{admitted} junior admissions, {graduated} primary graduates",
        basis="各地审核常用口径",
        protects=("public_funds_beneficiaries",),
        culprits=("enrolment.admitted", "enrolment.graduated"),
        needs=("enrolment",),
        frame=_primary_to_junior,
        check=lambda f, _: f.admitted <= f.graduated,
        passing=[{"graduated": 6000, "admitted": 6000}],
        failing=[{"graduated": 6000, "admitted": 6001}],
    )
)
