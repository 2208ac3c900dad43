"""Kinds of rules that recur from form to form. Labels come from the forms' own declarations."""

import re

import pandas as pd

from schemas.columns import Kind
from schemas.findings import Severity
from schemas.forms import FORMS
from schemas.grouping import holds
from schemas.identifiers import has_pupil_prefix, is_citizen_number, is_pupil_record_number
from schemas.number_words import unscaled
from schemas.rule import Expression, Mask, Rule, Stage, declare
from schemas.standards import standard

# How such a number begins in a sample, and where a clerk can look it up.
_LAST_DIGITS = re.compile(r"([0-9]{10,18})$")
_NUMBERS_OF_PERSONS = {
    Kind.PUPIL_ID: ("G", "全国学籍系统"),
    Kind.CITIZEN_ID: ("", "户口簿或居民身份证"),
}


def parameter(name: str, key: str) -> Expression:
    """A dated standard's number beside every row, for a rule's `given`."""
    return lambda f, c: pd.Series(standard(name, c.stock_date)[key], index=f.index, dtype="Int64")


def at_most(
    id: str,
    form: str,
    part: str,
    whole: str,
    *,
    protects: tuple[str, ...] = (),
    severity: Severity = Severity.ERROR,
    basis: str = "部分不大于总体",
) -> Rule:
    """A count of some of the persons or things that another field of the same form counts."""
    few, all_ = FORMS[form].column(part), FORMS[form].column(whole)
    return declare(
        Rule(
            id=id,
            stage=Stage.FORM,
            form=form,
            severity=severity,
            title=f"{few.label}多于{all_.label}",
            says=f"{few.label}填了 {{{part}}}，多于{all_.label} {{{whole}}}，请核对这两栏",
            says_en=f"{part} {{{part}}} exceeds {whole} {{{whole}}}",
            basis=basis,
            protects=(*protects, f"{few.label} ≤ {all_.label}"),
            culprits=(part, whole),
            check=lambda f, _: f[part] <= f[whole],
            passing=[{part: 0, whole: 0}, {part: 2, whole: 2}, {part: 1, whole: 2}],
            failing=[{part: 3, whole: 2}],
        )
    )


def complete(
    id: str, form: str, part: str, whole: str, *, protects: tuple[str, ...], severity: Severity
) -> Rule:
    """A coverage that the bureau quotes as 100 %: some are still missing."""
    few, all_ = FORMS[form].column(part), FORMS[form].column(whole)
    return declare(
        Rule(
            id=id,
            stage=Stage.FORM,
            form=form,
            severity=severity,
            title=f"{few.label}少于{all_.label}",
            says=f"{few.label} {{{part}}}，少于{all_.label} {{{whole}}}，还差 {{missing}}。"
            "请核对；与实际一致的，请在“说明”栏写明原因和完成时间，按实际数填报",
            says_en=f"{part} {{{part}}} of {whole} {{{whole}}}",
            basis="全覆盖要求",
            protects=protects,
            culprits=(part, whole),
            given={"missing": lambda f, _: f[whole] - f[part]},
            check=lambda f, _: f.missing <= 0,
            passing=[{part: 0, whole: 0}, {part: 2, whole: 2}],
            failing=[{part: 1, whole: 2}],
        )
    )


def claimed_zero(
    id: str, form: str, field: str, *, protects: tuple[str, ...], if_true: str = ""
) -> Rule:
    """The bureau says that none happened in the district: a unit that reports some must be asked.

    `if_true`: what else it must do then.
    """
    column = FORMS[form].column(field)
    scale = 10**column.kind.scale
    return declare(
        Rule(
            id=id,
            stage=Stage.FORM,
            form=form,
            severity=Severity.QUERY,
            title=f"{column.label}不为 0",
            says=f"{column.label}填了 {{reported}} {column.unit}，"
            "请核实：误填的请改为实际数；属实的按实填报，并在“说明”栏写明情况"
            f"{if_true}",
            says_en=f"{field} is {{reported}} where the district claims 0",
            basis="全区报告为零的事项须逐校核实",
            protects=protects,
            culprits=(field,),
            given={"reported": lambda f, _: unscaled(f[field], column.kind.scale)},
            check=lambda f, _: f[field] == 0,
            passing=[{field: 0}],
            failing=[{field: scale}, {field: 30 * scale}],
        )
    )


def goal(id: str, form: str, field: str, *, basis: str, protects: tuple[str, ...]) -> Rule:
    """A yes/no question whose goal is that every unit answers 是."""
    label = FORMS[form].column(field).label
    return declare(
        Rule(
            id=id,
            stage=Stage.FORM,
            form=form,
            severity=Severity.QUERY,
            title=f"{label}：否",
            says=f"“{label}”填了“否”，请核对；确实尚未完成的，按实际填报，并在“说明”栏写明原因和完成时间",
            says_en=f"{field} is answered no",
            basis=basis,
            protects=protects,
            culprits=(field,),
            check=lambda f, _: f[field],
            passing=[{field: True}],
            failing=[{field: False}],
        )
    )


def near_profile(
    id: str, form: str, field: str, reference: str, *, protects: tuple[str, ...]
) -> Rule:
    """A headcount repeated on another form may differ a little from the profile's."""
    column, own = FORMS[form].column(field), FORMS["profile"].column(reference)
    repeated, profile = f"{form}__{field}", f"profile__{reference}"
    return declare(
        Rule(
            id=id,
            stage=Stage.UNIT,
            severity=Severity.QUERY,
            title=f"《{FORMS[form].title}》{column.label}与《基本情况》相差过大",
            says=f"{column.label}填了 {{{repeated}}}，《基本情况》{own.label}为 {{{profile}}}，"
            "相差超过 {percent}%，请核对；时点不同的请说明",
            says_en=f"{form}.{field} {{{repeated}}} against {{{profile}}} in the profile",
            basis="headcount_tolerance",
            protects=protects,
            culprits=(f"{form}.{field}",),
            given={
                "difference": lambda f, _: (f[repeated] - f[profile]).abs(),
                "percent": parameter("headcount_tolerance", "percent"),
            },
            check=lambda f, _: f.difference * 100 <= f.percent * f[profile],
            passing=[{repeated: 380, profile: 380}, {repeated: 980, profile: 1000}],
            failing=[{repeated: 979, profile: 1000}, {repeated: 9, profile: 8}],
        )
    )


def same_total(
    id: str,
    form: str,
    field: str,
    other_form: str,
    other: str,
    *,
    severity: Severity,
    protects: tuple[str, ...] = (),
) -> Rule:
    """The same persons or things on the same day, told on two forms.

    Both are blamed, so that whichever form comes last is held to the other with one severity. Of
    two in one file, `form` is.
    """
    column, other_column = FORMS[form].column(field), FORMS[other_form].column(other)
    own, theirs = f"{form}__{field}", f"{other_form}__{other}"
    source = f"《{FORMS[other_form].title}》{other_column.label}"
    return declare(
        Rule(
            id=id,
            stage=Stage.UNIT,
            severity=severity,
            title=f"{column.label}与{source}不一致",
            says=f"{column.label}填了 {{{own}}}，{source}共 {{{theirs}}}，请核对后改为一致，"
            "两张表都要改的请放在同一份文件中报送",
            says_en=f"{form}.{field} is {{{own}}}, {other_form}.{other} adds up to {{{theirs}}}",
            basis="同一时点的同一数字，各表应一致",
            protects=(*protects, f"{column.label} = {source}"),
            culprits=(f"{form}.{field}", f"{other_form}.{other}"),
            check=lambda f, _: f[own] == f[theirs],
            passing=[{own: 380, theirs: 380}, {own: 380, theirs: None}],
            failing=[{own: 380, theirs: 381}],
        )
    )


def pupil_prefix(id: str, form: str, *, protects: tuple[str, ...]) -> Rule:
    """A 学籍号 that begins as none does: a bare citizen number, a school's own number."""
    return declare(
        Rule(
            id=id,
            stage=Stage.FORM,
            form=form,
            severity=Severity.ERROR,
            title="学籍号开头不对",
            says="学籍号应以 G、J 或 L 开头，现填的不是学籍号（可能填了身份证号或校内编号），"
            "请从全国学籍系统导出后填写",
            says_en="the pupil record number does not begin with G, J or L",
            basis="全国中小学生学籍信息管理系统编码规则",
            protects=protects,
            culprits=("child_id",),
            check=lambda f, _: holds(f.child_id, has_pupil_prefix),
            passing=[{"child_id": "G340403201001010017"}, {"child_id": None}],
            failing=[{"child_id": "34040320100101001X"}, {"child_id": "X340403201001010017"}],
        )
    )


def filled_down(id: str, form: str, field: str = "child_id", *, protects: tuple[str, ...]) -> Rule:
    """A person's number dragged down: a sheet adds 1 a row, which no two real numbers differ by.

    The last character is a check digit, so of two numbers in succession one is false.
    """
    column = FORMS[form].column(field)
    lead, source = _NUMBERS_OF_PERSONS[column.kind]
    first, next_, another = (
        f"{lead}340403201001010017",
        f"{lead}340403201001010018",
        f"{lead}340403201001020012",
    )
    return declare(
        Rule(
            id=id,
            stage=Stage.FORM,
            form=form,
            severity=Severity.ERROR,
            title=f"{column.label}是下拉填充出来的",
            says=f"{column.label}比上一行恰好大 1，像是下拉填充出来的，不是真实的{column.label}，"
            f"请对照{source}逐行填写",
            says_en="the person's number is the one above plus 1: dragged down",
            basis="GB 11643 校验码：相邻两人的号码不会恰好相差 1",
            protects=(*protects, "一人一号"),
            culprits=(field,),
            check=lambda f, _: f[field].isna() | ~_is_one_more(f[field], f.submission),
            passing=[
                {"submission": 1, field: first},
                {"submission": 1, field: another},
                {"submission": 2, field: f"{another[:-1]}3"},
                {"submission": 2, field: None},
            ],
            failing=[{"submission": 1, field: first}, {"submission": 1, field: next_}],
        )
    )


def number_check(id: str, form: str, field: str, *, protects: tuple[str, ...]) -> Rule:
    """A person's number on a list of the bureau's own that cannot be such a number.

    A query: the list may come from elsewhere, with the mistakes of whoever issued the number.
    """
    column = FORMS[form].column(field)
    lead, source = _NUMBERS_OF_PERSONS[column.kind]
    is_right = is_citizen_number if column.kind is Kind.CITIZEN_ID else is_pupil_record_number
    return declare(
        Rule(
            id=id,
            stage=Stage.FORM,
            form=form,
            severity=Severity.QUERY,
            title=f"{column.label}校验不通过",
            says=f"{column.label}不符合编码规则，请对照{source}核对；确为此号的，请说明",
            says_en="the person's number fails its check",
            basis="GB 11643 校验码；全国中小学生学籍信息管理系统编码规则",
            protects=protects,
            culprits=(field,),
            check=lambda f, _: holds(f[field], is_right),
            passing=[{field: f"{lead}340403201001010017"}, {field: None}],
            failing=[
                {field: f"{lead}340403201001010027"},
                {field: f"{lead}34040320100101001"},
                {field: "X340403201001010017"},
            ],
        )
    )


def _is_one_more(numbers: "pd.Series[str]", submissions: "pd.Series[int]") -> Mask:
    """Whether a number is the one of the row above plus 1, in the same return."""
    digits = numbers.str.extract(_LAST_DIGITS.pattern, expand=False)
    before = digits.groupby(submissions).shift()
    steps = [
        not pd.isna(number) and not pd.isna(above) and int(number) - int(above) == 1
        for number, above in zip(digits, before, strict=True)
    ]
    return pd.Series(steps, index=numbers.index, dtype="boolean")


def pupil_check_digits(id: str, form: str, *, protects: tuple[str, ...]) -> Rule:
    """A 学籍号 whose digits cannot be right. A query: some were issued wrongly and are kept.

    `pupil_prefix` speaks of one that does not even begin as a 学籍号.
    """
    return declare(
        Rule(
            id=id,
            stage=Stage.FORM,
            form=form,
            severity=Severity.QUERY,
            title="学籍号校验不通过",
            says="学籍号不符合编码规则（19 位，G 开头的应为 G 加身份证号），"
            "请对照全国学籍系统核对；系统中确为此号的，请说明",
            says_en="the pupil record number fails its check",
            basis="GB 11643 校验码；全国中小学生学籍信息管理系统编码规则",
            protects=protects,
            culprits=("child_id",),
            check=lambda f, _: (
                ~holds(f.child_id, has_pupil_prefix) | holds(f.child_id, is_pupil_record_number)
            ),
            passing=[
                {"child_id": "G340403201001010017"},
                {"child_id": "34040320100101001X"},
                {"child_id": "L340403201001010010"},
                {"child_id": None},
            ],
            failing=[{"child_id": "G340403201001010027"}, {"child_id": "G34040320100101001"}],
        )
    )


def child_once(id: str, form: str, *, protects: tuple[str, ...]) -> Rule:
    """One child stands in one row of a school's list."""
    return declare(
        Rule(
            id=id,
            stage=Stage.FORM,
            form=form,
            severity=Severity.ERROR,
            title="同一学生重复填报",
            says="学籍号与第 {first_row} 行相同，同一学生只能填一行，请删除重复的一行或改正学籍号",
            says_en="the same child as in row {first_row}",
            basis="按人统计，一人一行",
            protects=(*protects, "一人只计一次"),
            culprits=("child_id",),
            given={
                "first_row": lambda f, _: (
                    f.groupby(["submission", "child_id"]).row.transform("min").astype("Int64")
                )
            },
            check=lambda f, _: f.child_id.isna() | ~f.duplicated(["submission", "child_id"]),
            passing=[
                {"submission": 1, "row": 4, "child_id": "G340403201001010017"},
                {"submission": 1, "row": 5, "child_id": None},
                {"submission": 1, "row": 6, "child_id": None},
                {"submission": 2, "row": 4, "child_id": "G340403201001010017"},
            ],
            failing=[
                {"submission": 1, "row": 4, "child_id": "G340403201001010017"},
                {"submission": 1, "row": 5, "child_id": "G340403201001010017"},
            ],
        )
    )
