"""Kinds of rules that recur in the offices' ledgers. Labels come from the forms' own declarations."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pandas as pd

from schemas.collections import COLLECTIONS, Collection
from schemas.columns import Blank
from schemas.findings import Severity
from schemas.forms import FORMS
from schemas.grouping import REGISTER, rows_of, within_period
from schemas.number_words import unscaled
from schemas.rule import Frame, Record, Rule, Stage, declare

_SHOWN = 10  # so many names in one sentence


def dated_within(id: str, form: str, field: str, *, protects: tuple[str, ...]) -> Rule:
    """A day outside the period that the ledger is for."""
    declared = FORMS[form]
    column = declared.column(field)
    label = column.label
    # A row that may stand without the day (a project, an institution) is not struck for its sake.
    otherwise = "请将日期留空" if column.blank is Blank.NOT_APPLICABLE else "请删除这一行"
    sample = declared.basis(COLLECTIONS["2020"])
    after = (sample.end + timedelta(days=1)).isoformat()
    return declare(
        Rule(
            id=id,
            stage=Stage.FORM,
            form=form,
            severity=Severity.ERROR,
            title=f"{label}不在统计范围内",
            says=f"{label}填了 {{{field}}}，本表统计{{period}}，请改正日期；确属其他年度的，{otherwise}",
            says_en=f"{field} {{{field}}} is outside the period of the ledger",
            basis="按填报任务的年度统计",
            protects=protects,
            culprits=(field,),
            given={
                "period": lambda f, c: pd.Series(
                    declared.basis(c).text, index=f.index, dtype="string"
                )
            },
            check=lambda f, c: within_period(f[field], declared.basis(c)),
            passing=[{field: sample.end.isoformat()}, {field: None}],
            failing=[{field: after}],
        )
    )


def own_kinds(
    id: str,
    form: str,
    field: str,
    by_office: Mapping[str, tuple[str, ...]],
    *,
    protects: tuple[str, ...],
) -> Rule:
    """A kind that another office answers for: the row would count in no figure."""
    label = FORMS[form].column(field).label
    office_of = {kind: office for office, kinds in by_office.items() for kind in kinds}
    (first, own), (second, others) = list(by_office.items())[:2]
    return declare(
        Rule(
            id=id,
            stage=Stage.FORM,
            form=form,
            severity=Severity.ERROR,
            title=f"{label}不属于本科室",
            says=f"{label}“{{{field}}}”由{{keeper}}填报，请改为本科室负责的类别，或转交{{keeper}}填报",
            says_en=f"{{{field}}} is kept by another office",
            basis="各科室填报职责",
            protects=protects,
            culprits=(field,),
            given={"keeper": lambda f, _: f[field].map(office_of).astype("string")},
            check=lambda f, _: f.keeper == f.unit_name,
            passing=[
                {field: own[0], "unit_name": first},
                {field: others[0], "unit_name": second},
                {field: None, "unit_name": first},
            ],
            failing=[{field: others[0], "unit_name": first}],
        )
    )


def not_before(id: str, form: str, later: str, earlier: str, *, protects: tuple[str, ...]) -> Rule:
    """A day that cannot come before another."""
    late, early = FORMS[form].column(later).label, FORMS[form].column(earlier).label
    return declare(
        Rule(
            id=id,
            stage=Stage.FORM,
            form=form,
            severity=Severity.ERROR,
            title=f"{late}早于{early}",
            says=f"{late}填了 {{{later}}}，早于{early} {{{earlier}}}，请核对这两栏",
            says_en=f"{later} {{{later}}} is before {earlier} {{{earlier}}}",
            basis="时间先后",
            protects=protects,
            culprits=(later, earlier),
            check=lambda f, _: f[later].isna() | f[earlier].isna() | (f[later] >= f[earlier]),
            passing=[
                {earlier: "2020-07-06", later: "2020-07-06"},
                {earlier: "2020-07-06", later: None},
                {earlier: None, later: "2020-07-06"},
            ],
            failing=[{earlier: "2020-07-06", later: "2020-07-05"}],
        )
    )


def in_yuan(id: str, form: str, *fields: str, least: int, protects: tuple[str, ...]) -> Rule:
    """An amount so small that it was probably filled in as 万元. Zero is an amount of its own."""
    first = FORMS[form].column(fields[0])
    labels = "、".join(FORMS[form].column(field).label for field in fields)
    scale = 10**first.kind.scale

    def smallest(frame: Frame, _: Collection) -> "pd.Series[int]":
        amounts = frame[list(fields)]
        return amounts.where(amounts > 0).min(axis=1).astype("Int64")

    return declare(
        Rule(
            id=id,
            stage=Stage.FORM,
            form=form,
            severity=Severity.QUERY,
            title=f"{labels}像是按万元填报",
            says=f"{labels}中填了 {{yuan}} 元，不足 {least} 元，像是按万元填的。"
            "请核对单位，本表一律以元为单位；确为此数的，请说明",
            says_en=f"{{yuan}} yuan is below {least}: probably 万元",
            basis="金额单位为元",
            protects=protects,
            culprits=fields,
            given={
                "smallest": smallest,
                "yuan": lambda f, _: unscaled(f.smallest, first.kind.scale),
            },
            check=lambda f, _: f.smallest.isna() | (f.smallest >= least * scale),
            passing=[
                dict.fromkeys(fields, 0),
                dict.fromkeys(fields, least * scale),
                dict.fromkeys(fields),
            ],
            failing=[dict.fromkeys(fields, 0) | {fields[0]: 86 * scale}],
        )
    )


def refers(
    id: str, form: str, field: str, other: str, *, anyone: bool = False, protects: tuple[str, ...]
) -> Rule:
    """A number that stands in no row of another ledger: the row counts in no figure.

    The other ledger is that of the same office, or `anyone`'s. While it is not in force there is
    nothing to compare with: an office whose events went back for correction is not asked again
    about every name on its sign-in lists.
    """
    label = FORMS[form].column(field).label
    title = FORMS[other].title

    def build(forms: Mapping[str, Frame], _: Collection) -> Frame:
        rows, listed = rows_of(forms, form), rows_of(forms, other)
        keys = [field] if anyone else ["unit_code", field]
        known = pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(listed[keys]))
        unanswered = listed.empty if anyone else ~rows.unit_code.isin(listed.unit_code)
        return pd.DataFrame(
            {
                "unit_code": rows.unit_code,
                field: rows[field],
                "listed": pd.Series(known, index=rows.index, dtype="boolean").mask(
                    rows[field].isna() | unanswered
                ),
            }
        )

    return declare(
        Rule(
            id=id,
            stage=Stage.DISTRICT,
            severity=Severity.QUERY,
            title=f"{label}在《{title}》中没有",
            says=f"{label} {{{field}}} 在《{title}》中没有，这一行不会计入任何数字，请核对编号或补填《{title}》",
            says_en=f"{field} {{{field}}} stands in no row of {other}",
            basis="两张台账的编号应一致",
            protects=protects,
            culprits=(f"{form}.{field}",),
            needs=(form, other),
            frame=build,
            check=lambda f, _: f.listed,
            passing=[
                {"unit_code": "KS02", field: "1", "listed": True},
                {"unit_code": "KS02", field: "2", "listed": None},
            ],
            failing=[{"unit_code": "KS02", field: "3", "listed": False}],
        )
    )


def names_known_unit(form: str, field: str) -> Rule:
    """A row about a unit that the register does not have: it counts in no share.

    One for each field declared with `schemas.fields.unit_code`, numbered as its form is. A number
    of another ledger is known too, where the field may hold one; while that ledger is not in force
    such a row cannot be judged.
    """
    declared = FORMS[form]
    spec = declared.specs[field]
    other, _, key = spec.also_names.partition(".")

    def build(forms: Mapping[str, Frame], collection: Collection) -> Frame:
        rows = rows_of(forms, form)
        register = forms.get(REGISTER)
        if register is None or rows.empty:
            return pd.DataFrame({"unit_code": [], field: [], "known": []}, dtype="string")
        period = declared.basis(collection)
        is_open = (register.opened_on <= pd.Timestamp(period.end)) & ~(
            register.closed_on < pd.Timestamp(period.start)
        )
        known = rows[field].isin(register.code[is_open]).astype("boolean")
        unknowable = rows[field].isna()
        if other:
            listed = rows_of(forms, other)
            known |= rows[field].isin(listed[key])
            unknowable |= listed.empty & ~known
        return pd.DataFrame(
            {"unit_code": rows.unit_code, field: rows[field], "known": known.mask(unknowable)}
        )

    label, title = spec.column.label, declared.title
    elsewhere = f"，也不在《{FORMS[other].title}》中" if other else ""
    return declare(
        Rule(
            id=f"COD-{declared.number:03}",
            stage=Stage.DISTRICT,
            severity=Severity.QUERY,
            title=f"《{title}》{label}不在单位名册中",
            says=f"{label} {{{field}}} 不在单位名册中，或在统计期间之前已停办{elsewhere}，"
            "这一行不计入任何比率，请核对代码；代码无误的，请说明是哪个单位",
            says_en=f"{field} {{{field}}} is no unit of the register",
            basis="单位名册",
            protects=("比率的分子与分母为同一批单位",),
            culprits=(f"{form}.{field}",),
            needs=(form, other) if other else (form,),
            frame=build,
            check=lambda f, _: f.known,
            passing=[
                {"unit_code": "KS16", field: "2134000101", "known": True},
                {"unit_code": "KS16", field: "PX001", "known": None},
            ],
            failing=[{"unit_code": "KS16", field: "2134009999", "known": False}],
        )
    )


def lists_all(
    id: str,
    form: str,
    field: str,
    whose: Callable[[Frame], Frame],
    noun: str,
    *,
    protects: tuple[str, ...],
) -> Rule:
    """Units that should stand in an office's list and do not. `whose` picks them from 基本情况."""

    def build(forms: Mapping[str, Frame], _: Collection) -> Frame:
        listed, profiles = rows_of(forms, form), whose(rows_of(forms, "profile"))
        if listed.empty:
            return pd.DataFrame({"unit_code": [], "left_out": []}, dtype="string")
        given = set(listed[field].dropna())
        names = [
            name
            for code, name in zip(profiles.unit_code, profiles.unit_name, strict=True)
            if code not in given
        ]
        shown = "、".join(names[:_SHOWN]) + (f"等 {len(names)} 家" if len(names) > _SHOWN else "")
        return pd.DataFrame(
            {"unit_code": [listed.unit_code.iloc[0]], "left_out": [shown or pd.NA]},
            index=[-1],
            dtype="string",
        )

    title = FORMS[form].title
    passing: list[Record] = [{"unit_code": "KS16", "left_out": None}]
    return declare(
        Rule(
            id=id,
            stage=Stage.DISTRICT,
            severity=Severity.QUERY,
            title=f"《{title}》没有列全{noun}",
            says=f"《{title}》没有列出 {{left_out}}，应包括全部{noun}，请补填；不应包括的，请说明",
            says_en=f"{form} leaves out {{left_out}}",
            basis="全覆盖的数字须逐家填报",
            protects=protects,
            culprits=(f"{form}.{field}",),
            needs=(form, "profile"),
            frame=build,
            check=lambda f, _: f.left_out.isna(),
            passing=passing,
            failing=[{"unit_code": "KS16", "left_out": "第一小学"}],
        )
    )


def lists_only(
    id: str,
    form: str,
    field: str,
    whose: Callable[[Frame], Frame],
    noun: str,
    others: str,
    *,
    protects: tuple[str, ...],
) -> Rule:
    """A row of a unit that does not belong in an office's list: it would swell the denominator.

    The counterpart of `lists_all`. A unit that has not filed 基本情况 yet cannot be judged.
    """

    def build(forms: Mapping[str, Frame], _: Collection) -> Frame:
        rows, profiles = rows_of(forms, form), rows_of(forms, "profile")
        belongs = rows[field].isin(whose(profiles).unit_code).astype("boolean")
        return pd.DataFrame(
            {
                "unit_code": rows.unit_code,
                field: rows[field],
                "belongs": belongs.mask(~rows[field].isin(profiles.unit_code)),
            }
        )

    column, title = FORMS[form].column(field), FORMS[form].title
    return declare(
        Rule(
            id=id,
            stage=Stage.DISTRICT,
            severity=Severity.QUERY,
            title=f"《{title}》列入了{others}",
            says=f"{column.label} {{{field}}} 是{others}，《{title}》只列{noun}，"
            "请核对代码；误列的，请删除这一行",
            says_en=f"{field} {{{field}}} does not belong in {form}",
            basis="单位名册",
            protects=protects,
            culprits=(f"{form}.{field}",),
            needs=(form, "profile"),
            frame=build,
            check=lambda f, _: f.belongs,
            passing=[
                {"unit_code": "KS16", field: "2134000101", "belongs": True},
                {"unit_code": "KS16", field: "2134000102", "belongs": None},
            ],
            failing=[{"unit_code": "KS16", field: "2134000103", "belongs": False}],
        )
    )


def row_rule(
    id: str,
    form: str,
    fields: tuple[str, ...],
    title: str,
    says: str,
    says_en: str,
    check: Callable[[Frame], "pd.Series[bool]"],
    *,
    severity: Severity = Severity.QUERY,
    basis: str = "台账内容应前后一致",
    protects: tuple[str, ...],
    passing: list[Record],
    failing: list[Record],
) -> Rule:
    """A rule over the fields of one row, told in its own words."""
    return declare(
        Rule(
            id=id,
            stage=Stage.FORM,
            form=form,
            severity=severity,
            title=title,
            says=says,
            says_en=says_en,
            basis=basis,
            protects=protects,
            culprits=fields,
            check=lambda f, _: check(f),
            passing=passing,
            failing=failing,
        )
    )
