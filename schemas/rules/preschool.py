"""学前: children by age, classes, the district's gross enrolment."""

from collections.abc import Mapping

import pandas as pd

from schemas.collections import Collection
from schemas.findings import Severity
from schemas.grouping import rows_of
from schemas.number_words import fixed
from schemas.rule import Frame, Rule, Stage, declare
from schemas.rule_patterns import parameter

_ENROLMENT = ("preschool_gross_enrolment",)
_AGES = ("under_3", "age_3", "age_4", "age_5", "over_5")
_PRESCHOOL_AGES = (3, 4, 5)

declare(
    Rule(
        id="PRE-001",
        stage=Stage.FORM,
        form="preschool",
        severity=Severity.ERROR,
        title="各年龄幼儿相加不等于在园幼儿数",
        says="各年龄幼儿相加为 {by_age} 人，在园幼儿数填了 {children} 人，请核对",
        says_en="the ages add up to {by_age}, not {children}",
        basis="分项相加等于总数",
        protects=(*_ENROLMENT, "各年龄幼儿数之和 = 在园幼儿数"),
        culprits=("children", *_AGES),
        given={"by_age": lambda f, _: f[list(_AGES)].sum(axis=1, skipna=False)},
        check=lambda f, _: f.by_age == f.children,
        passing=[
            {"children": 84, "under_3": 2, "age_3": 26, "age_4": 28, "age_5": 27, "over_5": 1}
        ],
        failing=[
            {"children": 85, "under_3": 2, "age_3": 26, "age_4": 28, "age_5": 27, "over_5": 1}
        ],
    )
)

declare(
    Rule(
        id="PRE-002",
        stage=Stage.FORM,
        form="preschool",
        severity=Severity.NOTE,
        title="平均班额偏大",
        says="平均每班 {average} 人，超过 {limit} 人，将列入班额台账，无需修改",
        says_en="{average} children a class, above {limit}",
        basis="kindergarten_class_size",
        protects=("幼儿园班额",),
        culprits=("classes", "children"),
        given={
            "average": lambda f, _: fixed(f.children / f.classes.mask(f.classes == 0), 1),
            "limit": parameter("kindergarten_class_size", "children"),
        },
        check=lambda f, _: (f.classes == 0) | (f.children <= f.limit * f.classes),
        passing=[{"children": 108, "classes": 3}, {"children": 20, "classes": 0}],
        failing=[{"children": 109, "classes": 3}],
    )
)

declare(
    Rule(
        id="PRE-003",
        stage=Stage.FORM,
        form="preschool",
        severity=Severity.QUERY,
        title="有幼儿没有班级，或有班级没有幼儿",
        says="在园幼儿数填了 {children} 人，班级数填了 {classes} 个，请核对",
        says_en="{children} children in {classes} classes",
        basis="有幼儿必有班级",
        protects=_ENROLMENT,
        culprits=("classes", "children"),
        check=lambda f, _: (f.children > 0) == (f.classes > 0),
        passing=[{"children": 84, "classes": 3}, {"children": 0, "classes": 0}],
        failing=[{"children": 84, "classes": 0}, {"children": 0, "classes": 3}],
    )
)


def _gross_enrolment(forms: Mapping[str, Frame], _: Collection) -> Frame:
    """One row: children in kindergartens, and the population of the ages; none without either."""
    population = rows_of(forms, "population")
    of_age = population.persons[population.age.isin(_PRESCHOOL_AGES)]
    counts = pd.DataFrame(
        {"children": [rows_of(forms, "preschool").children.sum()], "population": [of_age.sum()]},
        index=[-1],
        dtype="Int64",
    )
    return counts[(counts.children > 0) & (counts.population > 0)]


declare(
    Rule(
        id="PRE-004",
        stage=Stage.DISTRICT,
        severity=Severity.QUERY,
        title="全区学前毛入学率低于目标",
        says="全区在园幼儿 {children} 人，3—5 岁人口 {population} 人，毛入学率 {rate}%，"
        "低于目标 {goal}%，请核对是否有幼儿园漏报",
        says_en="gross enrolment {rate}%, below {goal}%",
        basis="preschool_enrolment_goal",
        protects=_ENROLMENT,
        culprits=("preschool.children", "population.persons"),
        needs=("preschool", "population"),
        frame=_gross_enrolment,
        given={
            "rate": lambda f, _: fixed(f.children * 100 / f.population, 1),
            "goal": parameter("preschool_enrolment_goal", "percent"),
        },
        check=lambda f, _: f.children * 100 >= f.goal * f.population,
        passing=[{"children": 13902, "population": 12993}, {"children": 85, "population": 100}],
        failing=[{"children": 84, "population": 100}],
    )
)
