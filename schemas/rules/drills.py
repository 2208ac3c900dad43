"""应急演练: dates, frequency, participants."""

from collections.abc import Mapping

import pandas as pd

from schemas.codes import EVACUATION
from schemas.collections import Collection, calendar_year
from schemas.findings import Severity
from schemas.grouping import rows_of, within_period
from schemas.rule import Frame, Rule, Stage, declare
from schemas.standards import standard
from schemas.units import KINDERGARTEN, SCHOOL

_DRILLS = ("evacuation_drills",)
_PARTICIPANTS = ("evacuation_participants",)


def _due(kinds: "pd.Series[str]", collection: Collection) -> "pd.Series[int]":
    """Evacuation drills due in the year for units of these kinds."""
    duty = standard("drill_frequency", collection.stock_date)
    by_kind = {
        SCHOOL: duty["school_per_month"] * collection.teaching_months,
        KINDERGARTEN: duty["kindergarten_per_quarter"] * collection.drill_quarters,
    }
    return kinds.map(by_kind).astype("Int64")


declare(
    Rule(
        id="DRL-001",
        stage=Stage.FORM,
        form="drills",
        severity=Severity.ERROR,
        title="演练日期不在本年度",
        says="演练日期填了 {held_on}，只统计本年度的演练，请改正日期或删除这一行",
        says_en="held on {held_on}, outside the year",
        basis="按填报任务的年度统计",
        protects=(*_DRILLS, *_PARTICIPANTS),
        culprits=("held_on",),
        check=lambda f, c: within_period(f.held_on, calendar_year(c)),
        passing=[{"held_on": "2020-01-01"}, {"held_on": "2020-12-31"}],
        failing=[{"held_on": "2019-12-31"}, {"held_on": "2021-01-01"}],
    )
)

declare(
    Rule(
        id="DRL-002",
        stage=Stage.UNIT,
        severity=Severity.QUERY,
        title="疏散演练次数少于要求",
        says="全年疏散演练 {drills__rows_evacuation} 次，按要求应有 {due} 次"
        "（中小学每月、幼儿园每季度至少一次）。如有漏填请补填；没有开展的，按实际次数填报",
        says_en="{drills__rows_evacuation} evacuation drills, {due} due",
        basis="drill_frequency",
        protects=_DRILLS,
        culprits=("drills.kind",),
        given={"due": lambda f, c: _due(f.unit_kind, c)},
        check=lambda f, _: f.drills__rows_evacuation >= f.due,
        passing=[
            {"unit_kind": SCHOOL, "drills__rows_evacuation": 9},
            {"unit_kind": KINDERGARTEN, "drills__rows_evacuation": 3},
            {"unit_kind": SCHOOL, "drills__rows_evacuation": None},
        ],
        failing=[
            {"unit_kind": SCHOOL, "drills__rows_evacuation": 8},
            {"unit_kind": KINDERGARTEN, "drills__rows_evacuation": 0},
        ],
    )
)

declare(
    Rule(
        id="DRL-003",
        stage=Stage.UNIT,
        severity=Severity.QUERY,
        title="一次演练的学生多于在校学生",
        says="一次演练最多填了学生 {drills__max_pupils} 人次，多于《基本情况》在校学生 {profile__pupils} 人，"
        "请核对；几次演练合填一行的，请分行填写",
        says_en="{drills__max_pupils} pupils in one drill, {profile__pupils} in the unit",
        basis="一次演练的参加人次不多于在校人数",
        protects=_PARTICIPANTS,
        culprits=("drills.pupils",),
        check=lambda f, _: f.drills__max_pupils <= f.profile__pupils,
        passing=[{"drills__max_pupils": 380, "profile__pupils": 380}],
        failing=[{"drills__max_pupils": 381, "profile__pupils": 380}],
    )
)


def _whole_duty(forms: Mapping[str, Frame], collection: Collection) -> Frame:
    """One row: evacuation drills held, and those due from the units whose 基本情况 is in force."""
    drills, units = rows_of(forms, "drills"), rows_of(forms, "profile")
    return pd.DataFrame(
        {
            "held": [(drills.kind == EVACUATION).sum()],
            "due": [_due(units.unit_kind, collection).sum()],
        },
        index=[-1],
        dtype="Int64",
    )


declare(
    Rule(
        id="DRL-004",
        stage=Stage.DISTRICT,
        severity=Severity.QUERY,
        title="全区疏散演练次数少于要求",
        says="全区疏散演练共 {held} 次，按中小学每月、幼儿园每季度至少一次应有 {due} 次，"
        "请说明原因（停课月份等）",
        says_en="{held} evacuation drills in the district, {due} due",
        basis="drill_frequency",
        protects=_DRILLS,
        culprits=("drills.kind",),
        needs=("drills", "profile"),
        frame=_whole_duty,
        check=lambda f, _: f.held >= f.due,
        passing=[{"held": 525, "due": 525}],
        failing=[{"held": 85, "due": 525}],
    )
)

declare(
    Rule(
        id="DRL-005",
        stage=Stage.FORM,
        form="drills",
        severity=Severity.QUERY,
        title="演练没有学生参加",
        says="参加学生人次填了 0，请核对；只有教职工参加的，请说明",
        says_en="a drill without pupils",
        basis="drill_frequency",
        protects=(*_DRILLS, *_PARTICIPANTS),
        culprits=("pupils",),
        # A table-top exercise is held among staff.
        check=lambda f, _: (f.kind != EVACUATION) | (f.pupils > 0),
        passing=[{"kind": EVACUATION, "pupils": 360}, {"kind": "疫情桌面", "pupils": 0}],
        failing=[{"kind": EVACUATION, "pupils": 0}],
    )
)

declare(
    Rule(
        id="DRL-006",
        stage=Stage.UNIT,
        severity=Severity.QUERY,
        title="一次演练的教职工多于本单位教职工",
        says="一次演练最多填了教职工 {drills__max_staff} 人次，多于《基本情况》教职工 {profile__staff} 人，"
        "请核对；几次演练合填一行的，请分行填写；含外单位人员的，请只填本单位教职工",
        says_en="{drills__max_staff} staff in one drill, {profile__staff} in the unit",
        basis="一次演练的参加人次不多于在职人数",
        protects=_PARTICIPANTS,
        culprits=("drills.staff",),
        check=lambda f, _: f.drills__max_staff <= f.profile__staff,
        passing=[{"drills__max_staff": 26, "profile__staff": 26}],
        failing=[{"drills__max_staff": 27, "profile__staff": 26}],
    )
)
