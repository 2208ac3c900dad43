"""Standards that checks hold returns against, as dated data with their source.

Rule texts print the document and whether its numbers have been confirmed. Nothing else in the
project may hold one of these numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import pandas as pd


@dataclass(frozen=True)
class Standard:
    """One clause: where it stands, when it holds, its parameters."""

    name: str
    document: str
    title: str
    effective_from: date
    effective_to: date | None
    parameters: Mapping[str, int]
    confirmed: bool

    @property
    def citation(self) -> str:
        status = "" if self.confirmed else "（数值待核对原件）"
        return f"{self.document}《{self.title}》{status}"

    def holds_on(self, day: date) -> bool:
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )

    def __getitem__(self, parameter: str) -> int:
        return self.parameters[parameter]


def _standard(
    name: str,
    document: str,
    title: str,
    effective_from: date,
    *,
    effective_to: date | None = None,
    confirmed: bool,
    **parameters: int,
) -> Standard:
    return Standard(
        name,
        document,
        title,
        effective_from,
        effective_to,
        MappingProxyType(parameters),
        confirmed,
    )


STANDARDS: tuple[Standard, ...] = (
    _standard(
        "guard_staffing",
        "公治〔2015〕168号",
        "中小学幼儿园安全防范工作规范（试行）",
        date(2015, 3, 16),
        effective_to=date(2022, 5, 31),
        confirmed=False,
        small_below=100,
        small_guards=1,
        base_guards=2,
        further_beyond=1000,
        per_further=500,
        boarding_base=2,
        per_boarders=300,
    ),
    _standard(
        "guard_staffing",
        "GB/T 29315-2022",
        "中小学、幼儿园安全防范要求",
        date(2022, 6, 1),
        confirmed=False,
        small_below=100,
        small_guards=1,
        base_guards=2,
        further_beyond=500,
        per_further=500,
        boarding_base=2,
        per_boarders=300,
    ),
    _standard(
        "drill_frequency",
        "教基一厅〔2014〕2号",
        "中小学幼儿园应急疏散演练指南",
        date(2014, 2, 22),
        confirmed=True,
        school_per_month=1,
        kindergarten_per_quarter=1,
    ),
    _standard(
        "dropout_limit",
        "两基评估口径",
        "年辍学率上限（万分比）",
        date(1994, 1, 1),
        confirmed=False,
        primary_per_10000=60,
        junior_per_10000=180,
    ),
    _standard(
        "class_size",
        "2018/2020 年消除大班额目标",
        "班额分档",
        date(2018, 1, 1),
        confirmed=True,
        rather_large_from=46,
        large_from=56,
        over_large_from=66,
    ),
    _standard(
        "public_funding",
        "国发〔2015〕67号",
        "生均公用经费基准定额（元）",
        date(2016, 1, 1),
        confirmed=True,
        primary_yuan=650,
        junior_yuan=850,
        boarder_yuan=200,
        small_school_floor=100,
    ),
    _standard(
        "living_subsidy",
        "家庭经济困难学生生活补助标准",
        "寄宿生每生每年（元），非寄宿生减半",
        date(2019, 9, 1),
        confirmed=True,
        primary_yuan=1000,
        junior_yuan=1250,
        non_boarder_divisor=2,
    ),
    _standard(
        "epidemic_stock",
        "开学前物资储备要求",
        "可供使用天数",
        date(2020, 1, 1),
        confirmed=True,
        days=14,
    ),
    _standard(
        "excellent_share",
        "事业单位年度考核优秀比例",
        "优秀等次不超过参加考核人数的百分比",
        date(1995, 1, 1),
        confirmed=False,
        percent=20,
    ),
    _standard(
        "headcount_tolerance",
        "本系统约定",
        "不同时点人数允许相差的百分比",
        date(2020, 1, 1),
        confirmed=True,
        percent=2,
    ),
    _standard(
        "retention_goal",
        "国办发〔2017〕72号",
        "九年义务教育巩固率目标（百分比）",
        date(2017, 9, 5),
        confirmed=True,
        percent=95,
    ),
    _standard(
        "disabled_enrolment_goal",
        "特殊教育提升计划",
        "适龄残疾儿童少年义务教育入学率目标（百分比）",
        date(2017, 7, 17),
        confirmed=True,
        percent=95,
    ),
    _standard(
        "preschool_enrolment_goal",
        "县域学前教育普及普惠督导评估办法",
        "学前三年毛入园率目标（百分比）",
        date(2020, 2, 18),
        confirmed=True,
        percent=85,
    ),
    _standard(
        "kindergarten_class_size",
        "各地审核常用口径",
        "幼儿园平均班额上限",
        date(2016, 3, 1),
        confirmed=False,
        children=36,
    ),
    _standard(
        "small_unit_guards",
        "各地审核常用口径",
        "规模不足 100 人的单位，保安人数的合理上限",
        date(2015, 3, 16),
        confirmed=False,
        small_below=100,
        at_most=5,
    ),
    _standard(
        "letters_share",
        "本系统约定",
        "告家长书份数占学生数的合理范围（百分比）",
        date(2020, 1, 1),
        confirmed=True,
        from_percent=90,
        to_percent=110,
    ),
    _standard(
        "health_lookback",
        "学校疫情防控工作方案",
        "返校前健康状况排查",
        date(2020, 1, 24),
        confirmed=True,
        days=14,
    ),
    _standard(
        "yulu_grant",
        "雨露计划职业教育补助标准",
        "每生每学期、每生每年（元）",
        date(2015, 6, 1),
        confirmed=False,
        term_yuan=1500,
        year_yuan=3000,
    ),
    _standard(
        "student_loan",
        "国家助学贷款额度",
        "每人每年不超过（元）",
        date(2014, 7, 18),
        effective_to=date(2021, 8, 31),
        confirmed=False,
        undergraduate_yuan=8000,
        graduate_yuan=12000,
    ),
    _standard(
        "consolation",
        "困难教师慰问标准",
        "每人次（元）",
        date(2020, 1, 1),
        confirmed=False,
        person_yuan=10000,
    ),
)


def editions(name: str) -> tuple[Standard, ...]:
    """Every edition of a standard, the oldest first; none when nothing has this name."""
    found = (candidate for candidate in STANDARDS if candidate.name == name)
    return tuple(sorted(found, key=lambda candidate: candidate.effective_from))


class NotInForce(LookupError):
    """No edition of a known standard holds on a day: what rests on it is not judged then."""

    def __init__(self, name: str, on: date) -> None:
        document = editions(name)[-1].document
        super().__init__(f"{on} 没有施行中的标准（{document}）")
        self.name = name


def is_in_force(name: str, on: date) -> bool:
    """Whether some edition of a standard holds on a day."""
    return any(each.holds_on(on) for each in editions(name))


def standard(name: str, on: date) -> Standard:
    """The standard called `name` in force on a day.

    Raises NotInForce when no edition of it holds then, LookupError when nothing has this name.
    """
    known = editions(name)
    for candidate in known:
        if candidate.holds_on(on):
            return candidate
    raise NotInForce(name, on) if known else LookupError(f"no standard is called {name!r}")


def guards_required(
    headcount: "pd.Series[int]", boarders: "pd.Series[int]", staffing: Standard
) -> "pd.Series[int]":
    """Full-time guards due for pupils plus staff, and for boarders where there are any.

    "One more for each further 500" is taken as whole 500s; the boarding clause adds one for each
    whole 300 boarders on top of the headcount's own, and asks for at least `boarding_base`. Of a
    headcount that is not known nothing is due that could be named: NA, not the least number.
    """
    small = headcount < staffing["small_below"]
    further = (headcount - staffing["further_beyond"]).clip(lower=0)
    by_headcount = staffing["base_guards"] + further // staffing["per_further"]
    due = by_headcount.mask(small, staffing["small_guards"])
    boarding = due.clip(lower=staffing["boarding_base"]) + boarders // staffing["per_boarders"]
    return due.mask(boarders > 0, boarding).mask(headcount.isna() | boarders.isna())
