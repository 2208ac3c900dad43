"""宣传 and 文明校园申报."""

from schemas.collections import calendar_year
from schemas.findings import Severity
from schemas.grouping import within_period
from schemas.rule import Rule, Stage, declare

_NO_LEVEL = "未申报"

declare(
    Rule(
        id="PUB-001",
        stage=Stage.FORM,
        form="publicity",
        severity=Severity.ERROR,
        title="发表日期不在本年度",
        says="发表日期填了 {published_on}，只统计本年度发表的作品，请改正日期或删除这一行",
        says_en="published on {published_on}, outside the year",
        basis="按填报任务的年度统计",
        protects=("xuexi_articles", "mainstream_media_works"),
        culprits=("published_on",),
        check=lambda f, c: within_period(f.published_on, calendar_year(c)),
        passing=[{"published_on": "2020-01-01"}, {"published_on": "2020-12-31"}],
        failing=[{"published_on": "2019-12-31"}, {"published_on": "2021-01-01"}],
    )
)

declare(
    Rule(
        id="CIV-001",
        stage=Stage.FORM,
        form="civilised_campus",
        severity=Severity.ERROR,
        title="是否申报与申报级别不一致",
        says="“是否申报市、区级文明校园”填了“{answer}”，申报级别填了“{level}”，"
        "申报的应填市级或区级，没有申报的应填“未申报”，请核对这两栏",
        says_en="applied: {answer}, level: {level}",
        basis="同一事项两栏应一致",
        protects=("civilised_campus_applicants",),
        culprits=("level", "applied"),
        given={"answer": lambda f, _: f.applied.map({True: "是", False: "否"})},
        check=lambda f, _: f.applied == (f.level != _NO_LEVEL),
        passing=[
            {"applied": True, "level": "市级"},
            {"applied": False, "level": _NO_LEVEL},
            {"applied": True, "level": None},
        ],
        failing=[
            {"applied": True, "level": _NO_LEVEL},
            {"applied": False, "level": "区级"},
        ],
    )
)
