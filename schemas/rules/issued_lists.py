"""Schools' answers against the lists that the bureau issued, and against one another."""

from collections.abc import Mapping

import pandas as pd

from schemas.codes import HOME_TAUGHT
from schemas.collections import Collection
from schemas.findings import Severity
from schemas.forms import FORMS
from schemas.grouping import elsewhere_within, rows_of
from schemas.number_words import fixed
from schemas.rule import Frame, FrameBuilder, Rule, Stage, declare
from schemas.rule_patterns import parameter

_CHECKED = ("dropout_cases_checked",)
_ENROLLED = ("disabled_enrolled",)


def _issued_and_unanswered(issued: str, answers: str, key: str) -> FrameBuilder:
    """One row a school that was issued numbers; `unanswered` lists those it left out, or is NA."""

    def build(forms: Mapping[str, Frame], _: Collection) -> Frame:
        listed = rows_of(forms, issued)
        given = rows_of(forms, answers)
        answered = set(zip(given.unit_code, given[key], strict=True))
        left_out: dict[str, list[str]] = {}
        for school, number in zip(listed.school_code, listed[key], strict=True):
            numbers = left_out.setdefault(school, [])
            if (school, number) not in answered:
                numbers.append(number)
        return pd.DataFrame(
            {
                "unit_code": pd.Series(list(left_out), dtype="string"),
                "unanswered": pd.Series(
                    ["、".join(numbers) or pd.NA for numbers in left_out.values()], dtype="string"
                ),
            },
        ).set_axis([-1] * len(left_out), axis="index")

    return build


def _answers_against_issued(issued: str, answers: str, key: str) -> FrameBuilder:
    """One row an answer; `listed` says whether the number was issued to this school, NA while the
    bureau's list is not in force."""

    def build(forms: Mapping[str, Frame], _: Collection) -> Frame:
        listed = rows_of(forms, issued)
        given = rows_of(forms, answers)
        asked = pd.MultiIndex.from_frame(listed[["school_code", key]])
        known = pd.MultiIndex.from_frame(given[["unit_code", key]]).isin(asked)
        return pd.DataFrame(
            {
                "unit_code": given.unit_code,
                key: given[key],
                "listed": pd.Series(known, index=given.index, dtype="boolean").mask(
                    given[key].isna() | listed.empty
                ),
            }
        )

    return build


def _children(answers: str) -> FrameBuilder:
    """One row a child of a known number (a keyed hash here), with the school that answered."""

    def build(forms: Mapping[str, Frame], _: Collection) -> Frame:
        given = rows_of(forms, answers)
        return given.loc[given.child_id.notna(), ["unit_code", "child_id"]]

    return build


def _judge_list(
    prefix: str, first: int, answers: str, issued: str, protects: tuple[str, ...]
) -> None:
    """The three rules that compare a school's answers with the issued list and other schools."""
    form = FORMS[answers]
    (key,) = form.key
    label = form.column(key).label
    declare(
        Rule(
            id=f"{prefix}-{first:03}",
            stage=Stage.DISTRICT,
            severity=Severity.QUERY,
            title=f"下发名单中有{label}没有填报",
            says=f"下发给本校的{label} {{unanswered}} 没有填报，请在《{form.title}》中逐条补填",
            says_en="issued to the school and not answered: {unanswered}",
            basis="区局下发名单须逐条核查填报",
            protects=protects,
            culprits=(f"{answers}.{key}",),
            needs=(answers, issued),
            frame=_issued_and_unanswered(issued, answers, key),
            check=lambda f, _: f.unanswered.isna(),
            passing=[{"unit_code": "2134000101", "unanswered": None}],
            failing=[{"unit_code": "2134000101", "unanswered": "1、2"}],
        )
    )
    declare(
        Rule(
            id=f"{prefix}-{first + 1:03}",
            stage=Stage.DISTRICT,
            severity=Severity.QUERY,
            title=f"{label}不在下发给本校的名单中",
            says=f"{label} {{{key}}} 不在下发给本校的名单中，请核对编号；确为新发现的，请说明",
            says_en=f"{{{key}}} was not issued to this school",
            basis="区局下发名单须逐条核查填报",
            protects=protects,
            culprits=(f"{answers}.{key}",),
            needs=(answers, issued),
            frame=_answers_against_issued(issued, answers, key),
            check=lambda f, _: f.listed,
            passing=[
                {"unit_code": "2134000101", key: "1", "listed": True},
                {"unit_code": "2134000101", key: "2", "listed": None},
            ],
            failing=[{"unit_code": "2134000101", key: "3", "listed": False}],
        )
    )
    declare(
        Rule(
            id=f"{prefix}-{first + 2:03}",
            stage=Stage.DISTRICT,
            severity=Severity.QUERY,
            title="同一学生在两所学校填报",
            says="这名学生（学籍号相同）另有学校（代码 {others}）也填报了，"
            "请与对方学校核对学生现在何处，由所在学校填报",
            says_en="the same child is reported by {others}",
            basis="按人统计，一人一行",
            protects=(*protects, "一人只计一次"),
            culprits=(f"{answers}.child_id",),
            needs=(answers,),
            frame=_children(answers),
            given={"others": lambda f, _: elsewhere_within(f, "child_id")},
            check=lambda f, _: f.others.isna(),
            passing=[
                {"unit_code": "2134000101", "child_id": "a"},
                {"unit_code": "2134000102", "child_id": "b"},
                {"unit_code": "2134000102", "child_id": "b"},
            ],
            failing=[
                {"unit_code": "2134000101", "child_id": "a"},
                {"unit_code": "2134000102", "child_id": "a"},
            ],
        )
    )


_judge_list("DRP", 6, "dropout_cases", "suspected_dropouts", _CHECKED)
_judge_list("DIS", 7, "disabled_children", "disabled_list", _ENROLLED)


def _issued_child(forms: Mapping[str, Frame], _: Collection) -> Frame:
    """One row a dropout case; `same_child` says whether it names the child that was issued."""
    given = rows_of(forms, "dropout_cases")
    issued = rows_of(forms, "suspected_dropouts").drop_duplicates("case_number")
    expected = given.case_number.map(issued.set_index("case_number").child_id)
    return pd.DataFrame(
        {
            "unit_code": given.unit_code,
            "case_number": given.case_number,
            "same_child": given.child_id == expected.astype("string"),
        }
    )


declare(
    Rule(
        id="DRP-009",
        stage=Stage.DISTRICT,
        severity=Severity.QUERY,
        title="学籍号与下发名单不一致",
        says="核查编号 {case_number} 的学籍号与下发名单不一致，请核对是否填错了人；名单有误的请说明",
        says_en="case {case_number} names another child than the issued list",
        basis="区局下发名单须逐条核查填报",
        protects=_CHECKED,
        culprits=("dropout_cases.child_id",),
        needs=("dropout_cases", "suspected_dropouts"),
        frame=_issued_child,
        check=lambda f, _: f.same_child,
        passing=[
            {"unit_code": "2134000101", "case_number": "KC20200001", "same_child": True},
            {"unit_code": "2134000101", "case_number": "KC20200002", "same_child": None},
        ],
        failing=[{"unit_code": "2134000101", "case_number": "KC20200003", "same_child": False}],
    )
)


def _enrolment_of_listed(forms: Mapping[str, Frame], _: Collection) -> Frame:
    """One row: children on the issued list, and children with a 学籍号; none without a list."""
    listed = rows_of(forms, "disabled_list").list_number.nunique()
    on_record = rows_of(forms, "disabled_children").child_id.nunique()
    counts = pd.DataFrame({"listed": [listed], "on_record": [on_record]}, index=[-1], dtype="Int64")
    return counts[counts.listed > 0]


declare(
    Rule(
        id="DIS-010",
        stage=Stage.DISTRICT,
        severity=Severity.NOTE,
        title="全区残疾儿童少年入籍率低于目标",
        says="名单中适龄残疾儿童少年 {listed} 人，已入籍 {on_record} 人，占 {rate}%，"
        "低于目标 {goal}%，供参考",
        says_en="{on_record} of {listed} disabled children enrolled, below {goal}%",
        basis="disabled_enrolment_goal",
        protects=_ENROLLED,
        culprits=("disabled_children.enrolled",),
        needs=("disabled_children", "disabled_list"),
        frame=_enrolment_of_listed,
        given={
            "rate": lambda f, _: fixed(f.on_record * 100 / f.listed, 2),
            "goal": parameter("disabled_enrolment_goal", "percent"),
        },
        check=lambda f, _: f.on_record * 100 >= f.goal * f.listed,
        passing=[{"listed": 100, "on_record": 95}],
        failing=[{"listed": 251, "on_record": 200}],
    )
)


def _home_taught(forms: Mapping[str, Frame], _: Collection) -> Frame:
    """One row a 送教与结对 form, with the unit's children who are taught at home."""
    children = rows_of(forms, "disabled_children")
    children = children[children.placement == HOME_TAUGHT]
    pairing = rows_of(forms, "pairing")
    counted = pairing.unit_code.map(children.groupby("unit_code").size())
    return pd.DataFrame(
        {
            "unit_code": pairing.unit_code,
            "home_taught": counted.astype("Int64").fillna(0),
            "home_teaching_events": pairing.home_teaching_events,
        }
    )


declare(
    Rule(
        id="PAI-001",
        stage=Stage.DISTRICT,
        severity=Severity.QUERY,
        title="有送教上门儿童但没有送教",
        says="《残疾儿童少年安置》中有送教上门儿童 {home_taught} 人，送教（学）上门次数填了 0，请核对",
        says_en="{home_taught} children taught at home and no visit",
        basis="送教上门应有送教记录",
        protects=("home_teaching_and_pairing",),
        culprits=("pairing.home_teaching_events",),
        needs=("disabled_children", "pairing"),
        frame=_home_taught,
        check=lambda f, _: (f.home_taught == 0) | (f.home_teaching_events > 0),
        passing=[
            {"unit_code": "2134000101", "home_taught": 0, "home_teaching_events": 0},
            {"unit_code": "2134000102", "home_taught": 2, "home_teaching_events": 1},
        ],
        failing=[{"unit_code": "2134000101", "home_taught": 1, "home_teaching_events": 0}],
    )
)
