"""控辍保学核查台账 and 残疾儿童少年安置: what one row, and one school's list, must satisfy."""

import pandas as pd

from schemas.codes import (
    HOME_TAUGHT,
    NOT_ENROLLED,
    STILL_MISSING,
    STILL_OPEN,
)
from schemas.collections import Collection, calendar_year
from schemas.findings import Severity
from schemas.grouping import holds, within_period
from schemas.rule import Frame, Rule, Stage, declare
from schemas.rule_patterns import child_once, filled_down, pupil_check_digits, pupil_prefix

_CHECKED = ("dropout_cases_checked",)
_ENROLLED = ("disabled_enrolled",)
_CHILD = "G340403201001010017"


def _is_filled(text: str) -> bool:
    return bool(text.strip())


def _missing_proof(frame: Frame, _: Collection) -> "pd.Series[str]":
    """What a case still lacks: 佐证材料, 核查完成日期, both or (NA) nothing."""
    no_evidence = ~holds(frame.evidence, _is_filled).fillna(False)
    no_day = frame.cleared_on.isna()
    lacking = pd.Series(pd.NA, index=frame.index, dtype="string")
    lacking = lacking.mask(no_evidence, "佐证材料").mask(no_day, "核查完成日期")
    return lacking.mask(no_evidence & no_day, "佐证材料和核查完成日期")


declare(
    Rule(
        id="DRP-001",
        stage=Stage.FORM,
        form="dropout_cases",
        severity=Severity.ERROR,
        title="已有核查结果，但缺佐证材料或完成日期",
        says="核查结果填了“{status}”，但没有填{missing}，请补填；"
        "尚未查清的，核查结果请选“核查中”（下拉列表中没有的，请用{template}）",
        says_en="the case is closed as {status} without evidence or date",
        basis="控辍保学核查销号要求",
        protects=_CHECKED,
        culprits=("evidence", "cleared_on", "status"),
        asks_for=("evidence", "cleared_on"),
        given={"missing": _missing_proof},
        check=lambda f, _: (
            (f.status == STILL_MISSING) | (f.status == STILL_OPEN) | f.missing.isna()
        ),
        passing=[
            {"status": "劝返复学", "evidence": "返校点名表", "cleared_on": "2020-05-20"},
            {"status": "失联", "evidence": None, "cleared_on": None},
            {"status": "核查中", "evidence": None, "cleared_on": None},
        ],
        failing=[
            {"status": "休学", "evidence": None, "cleared_on": "2020-05-20"},
            {"status": "休学", "evidence": "休学证明", "cleared_on": None},
            {"status": "死亡", "evidence": " ", "cleared_on": None},
        ],
    )
)

declare(
    Rule(
        id="DRP-002",
        stage=Stage.FORM,
        form="dropout_cases",
        severity=Severity.QUERY,
        title="失联，尚未销号",
        says="核查结果为“失联”，不算核查完成。请继续查找并在查清后更新；暂时查不到的，请说明查找情况",
        says_en="the child has not been found: the case stays open",
        basis="控辍保学核查销号要求",
        protects=_CHECKED,
        culprits=("status",),
        check=lambda f, _: f.status != STILL_MISSING,
        passing=[{"status": "已毕业"}],
        failing=[{"status": STILL_MISSING}],
    )
)

declare(
    Rule(
        id="DRP-012",
        stage=Stage.FORM,
        form="dropout_cases",
        severity=Severity.QUERY,
        title="核查中，尚未销号",
        says="核查结果为“核查中”，不算核查完成。请查清后更新；暂时查不清的，请说明核查进展",
        says_en="nobody knows yet what became of the child: the case stays open",
        basis="控辍保学核查销号要求",
        protects=_CHECKED,
        culprits=("status",),
        check=lambda f, _: f.status != STILL_OPEN,
        passing=[{"status": "已毕业"}, {"status": STILL_MISSING}],
        failing=[{"status": STILL_OPEN}],
    )
)

declare(
    Rule(
        id="DRP-013",
        stage=Stage.FORM,
        form="dropout_cases",
        severity=Severity.QUERY,
        title="核查中，却有核查完成日期",
        says="核查结果为“核查中”，核查完成日期却填了 {cleared_on}，请核对这两栏："
        "已查清的请改选核查结果，未查清的请删去日期",
        says_en="the case is open, yet cleared on {cleared_on}",
        basis="控辍保学核查销号要求",
        protects=_CHECKED,
        culprits=("cleared_on", "status"),
        check=lambda f, _: (f.status != STILL_OPEN) | f.cleared_on.isna(),
        passing=[
            {"status": STILL_OPEN, "cleared_on": None},
            {"status": "劝返复学", "cleared_on": "2020-05-20"},
        ],
        failing=[{"status": STILL_OPEN, "cleared_on": "2020-05-20"}],
    )
)

pupil_check_digits("DRP-003", "dropout_cases", protects=_CHECKED)
child_once("DRP-004", "dropout_cases", protects=_CHECKED)
pupil_prefix("DRP-010", "dropout_cases", protects=_CHECKED)
filled_down("DRP-011", "dropout_cases", protects=_CHECKED)

declare(
    Rule(
        id="DRP-005",
        stage=Stage.FORM,
        form="dropout_cases",
        severity=Severity.QUERY,
        title="核查完成日期不在本年度",
        says="核查完成日期填了 {cleared_on}，不在本年度之内，请核对；确为其他年度完成的，请说明",
        says_en="cleared on {cleared_on}, outside the year",
        basis="按填报任务的年度统计",
        protects=_CHECKED,
        culprits=("cleared_on",),
        check=lambda f, c: within_period(f.cleared_on, calendar_year(c)),
        passing=[{"cleared_on": "2020-01-01"}, {"cleared_on": "2020-12-31"}, {"cleared_on": None}],
        failing=[{"cleared_on": "2019-12-31"}, {"cleared_on": "2021-01-01"}],
    )
)

declare(
    Rule(
        id="DIS-001",
        stage=Stage.FORM,
        form="disabled_children",
        severity=Severity.QUERY,
        title="已入籍但没有学籍号",
        says="“是否入籍”填了“是”，但没有学籍号，请补填学籍号；尚未建立学籍的请改为“否”",
        says_en="enrolled without a pupil record number",
        basis="入籍的应有学籍号",
        protects=_ENROLLED,
        culprits=("child_id", "enrolled"),
        check=lambda f, _: ~f.enrolled | f.child_id.notna(),
        passing=[
            {"enrolled": True, "child_id": _CHILD},
            {"enrolled": False, "child_id": None},
        ],
        failing=[{"enrolled": True, "child_id": None}],
    )
)

declare(
    Rule(
        id="DIS-002",
        stage=Stage.FORM,
        form="disabled_children",
        severity=Severity.QUERY,
        title="填了学籍号但未入籍",
        says="填了学籍号，但“是否入籍”填了“否”，请核对这两栏",
        says_en="a pupil record number for a child who is not enrolled",
        basis="入籍的应有学籍号",
        protects=_ENROLLED,
        culprits=("enrolled", "child_id"),
        check=lambda f, _: f.enrolled | f.child_id.isna(),
        passing=[
            {"enrolled": True, "child_id": _CHILD},
            {"enrolled": False, "child_id": None},
        ],
        failing=[{"enrolled": False, "child_id": _CHILD}],
    )
)

declare(
    Rule(
        id="DIS-003",
        stage=Stage.FORM,
        form="disabled_children",
        severity=Severity.QUERY,
        title="送教上门的儿童没有学籍",
        says="安置方式为“送教上门”，但“是否入籍”填了“否”；送教上门的儿童也应建立学籍，"
        "请补办后填报，暂未办理的请说明",
        says_en="a child taught at home holds no pupil record",
        basis="disabled_enrolment_goal",
        protects=_ENROLLED,
        culprits=("enrolled", "placement"),
        check=lambda f, _: (f.placement != HOME_TAUGHT) | f.enrolled,
        passing=[
            {"placement": HOME_TAUGHT, "enrolled": True},
            {"placement": NOT_ENROLLED, "enrolled": False},
        ],
        failing=[{"placement": HOME_TAUGHT, "enrolled": False}],
    )
)

declare(
    Rule(
        id="DIS-004",
        stage=Stage.FORM,
        form="disabled_children",
        severity=Severity.QUERY,
        title="未安置却已入籍",
        says="安置方式为“未安置”，但“是否入籍”填了“是”，请核对这两栏",
        says_en="enrolled though not placed",
        basis="安置方式与学籍应一致",
        protects=_ENROLLED,
        culprits=("placement", "enrolled"),
        check=lambda f, _: (f.placement != NOT_ENROLLED) | ~f.enrolled,
        passing=[
            {"placement": NOT_ENROLLED, "enrolled": False},
            {"placement": "随班就读", "enrolled": True},
        ],
        failing=[{"placement": NOT_ENROLLED, "enrolled": True}],
    )
)

pupil_check_digits("DIS-005", "disabled_children", protects=_ENROLLED)
child_once("DIS-006", "disabled_children", protects=_ENROLLED)
pupil_prefix("DIS-011", "disabled_children", protects=_ENROLLED)
filled_down("DIS-012", "disabled_children", protects=_ENROLLED)
