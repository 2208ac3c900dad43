"""Rates that an office states beside its ledgers: possible at all, and true of their two parts."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import pandas as pd

from schemas.fields import decimals_column
from schemas.findings import Severity
from schemas.ledger_patterns import own_kinds, row_rule
from schemas.office_codes import GROSS_RATES, STATED_RATES, STATED_RATES_BY_OFFICE
from schemas.rule import Frame, Mask, Rule, Stage, declare
from schemas.scaled import in_units

_PROTECTS = (
    "disabled_enrolment_rate",
    "inclusive_kindergarten_share",
    "compulsory_retention_rate",
    "rural_smart_school_share",
)
_DIGITS = 2  # decimals kept of a percentage
_WRITTEN = ("stated", decimals_column("stated"))
_SHARE = STATED_RATES[0]  # a rate that cannot be above 100 %


def rounded_rate(part: int, whole: int, decimals: int) -> int:
    """part ÷ whole in hundredths of a per cent, rounded half up to so many decimals."""
    percent = (Decimal(100 * part) / whole).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return int(percent.scaleb(_DIGITS))


def _is_above_whole(frame: Frame) -> Mask:
    """Whether a rate that is no gross one is stated above 100 %."""
    return ~frame.rate_name.isin(GROSS_RATES) & (frame.stated > 100_00)


def _is_true_of_its_parts(frame: Frame) -> Mask:
    """Rounded to the decimals as written; but a claim of all, or of none, leaves no room for it."""

    def true(part: int, whole: int, stated: int, decimals: int) -> bool:
        return rounded_rate(part, whole, decimals) == stated

    exact = (frame.part == frame.whole).mask(frame.rate_name.isna())
    all_of_it = exact.where(frame.stated == 100_00, True) | frame.rate_name.isin(GROSS_RATES)
    none_of_it = (frame.part == 0).where(frame.stated == 0, True)
    return _judged(frame, ("part", "whole", *_WRITTEN), true) & (
        (all_of_it & none_of_it) | (frame.whole == 0)
    )


def _is_possible(frame: Frame) -> Mask:
    """Whether some whole number of the denominator gives the percentage as written."""

    def possible(whole: int, stated: int, decimals: int) -> bool:
        return any(rounded_rate(near, whole, decimals) == stated for near in _near(whole, stated))

    return _judged(frame, ("whole", *_WRITTEN), possible)


def _near(whole: int, stated: int) -> range:
    """The whole numbers whose share of `whole` lies around the percentage."""
    middle = stated * whole // 10_000
    return range(max(middle - 1, 0), middle + 3)


def _judged(frame: Frame, names: tuple[str, ...], test: object) -> Mask:
    """`test` of the named numbers of each row; NA where one is missing or nothing is divided by."""
    verdicts = [
        pd.NA
        if any(pd.isna(value) for value in values) or values[names.index("whole")] == 0
        else test(*map(int, values))  # type: ignore[operator]
        for values in zip(*(frame[name] for name in names), strict=True)
    ]
    return pd.Series(verdicts, index=frame.index, dtype="boolean")


def _possible_rates(frame: Frame) -> "pd.Series[str]":
    """The nearest percentages that whole numbers do give, the lowest first, as they would be written.

    Above 100 % only where the rate is a gross one.
    """
    texts: list[object] = []
    for name, whole, stated, written in zip(
        frame.rate_name, frame.whole, *(frame[column] for column in _WRITTEN), strict=True
    ):
        if pd.isna(name) or pd.isna(whole) or pd.isna(stated) or whole == 0:
            texts.append(pd.NA)
            continue
        decimals = max(min(int(written), _DIGITS), 1)
        rates = [
            f"{near}÷{whole}＝{rounded_rate(near, int(whole), decimals) / 100:.{decimals}f}%"
            for near in _near(int(whole), int(stated))
            if near <= whole or name in GROSS_RATES
        ]
        texts.append("、".join(rates))
    return pd.Series(texts, index=frame.index, dtype="string")


def _as_written(frame: Frame) -> "pd.Series[str]":
    """The percentage with the decimals that it was written with: 81.60."""
    texts = [
        pd.NA
        if pd.isna(stated)
        else f"{in_units(int(stated), _DIGITS):.{min(int(decimals), _DIGITS)}f}"
        for stated, decimals in zip(*(frame[column] for column in _WRITTEN), strict=True)
    ]
    return pd.Series(texts, index=frame.index, dtype="string")


def _reckoned(frame: Frame) -> "pd.Series[str]":
    """part ÷ whole in per cent, never shown as all or as none where it is not."""
    texts: list[object] = []
    for part, whole in zip(frame.part, frame.whole, strict=True):
        if pd.isna(part) or pd.isna(whole) or whole == 0:
            texts.append(pd.NA)
            continue
        exact = Decimal(100 * int(part)) / int(whole)
        shown = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
        if shown in (0, 100) and shown != exact:
            shown = exact.quantize(Decimal("0.01"), ROUND_FLOOR if exact < shown else ROUND_CEILING)
        texts.append(f"{shown:f}")
    return pd.Series(texts, index=frame.index, dtype="string")


_GIVEN_STATED = {"percent": lambda f, _: _as_written(f)}

declare(
    Rule(
        id="RAT-001",
        stage=Stage.FORM,
        form="stated_rates",
        severity=Severity.ERROR,
        title="比率大于 100%",
        says="{rate_name}填了 {percent}%，不可能大于 100%（只有毛入学率可以），请核对",
        says_en="{rate_name} is stated as {percent} %",
        basis="部分不大于总体",
        protects=_PROTECTS,
        culprits=("stated", "rate_name"),
        given=_GIVEN_STATED,
        check=lambda f, _: f.rate_name.isna() | ~_is_above_whole(f),
        passing=[
            {"rate_name": _SHARE, "stated": 100_00},
            {"rate_name": GROSS_RATES[0], "stated": 107_00},
        ],
        failing=[{"rate_name": _SHARE, "stated": 100_01}],
    )
)
row_rule(
    "RAT-002",
    "stated_rates",
    ("part", "whole", "rate_name"),
    "分子大于分母",
    "{rate_name}分子 {part}，大于分母 {whole}，请核对这两栏",
    "{rate_name}: {part} of {whole}",
    lambda f: f.rate_name.isna() | f.rate_name.isin(GROSS_RATES) | (f.part <= f.whole),
    severity=Severity.ERROR,
    basis="部分不大于总体",
    protects=_PROTECTS,
    passing=[
        {"rate_name": _SHARE, "part": 251, "whole": 251},
        {"rate_name": GROSS_RATES[0], "part": 13_902, "whole": 12_993},
    ],
    failing=[{"rate_name": _SHARE, "part": 252, "whole": 251}],
)
declare(
    Rule(
        id="RAT-003",
        stage=Stage.FORM,
        form="stated_rates",
        severity=Severity.ERROR,
        title="百分比与分子、分母不一致",
        says="{rate_name}填了 {percent}%，{part}÷{whole}＝{reckoned}%，请核对三栏；"
        "没有达到全部的不能进位填 100，不是零的不能舍去填 0",
        says_en="{percent} % is stated, {part} ÷ {whole} is {reckoned} %",
        basis="百分比＝分子÷分母，按填写的小数位数四舍五入；填 100% 的，分子必须等于分母（毛入学率除外），"
        "填 0 的，分子必须为 0",
        protects=_PROTECTS,
        culprits=("stated", "part", "whole", "rate_name"),
        given={**_GIVEN_STATED, "reckoned": lambda f, _: _reckoned(f)},
        check=lambda f, _: _is_true_of_its_parts(f),
        passing=[
            {"part": 200, "whole": 251, "stated": 79_68},
            {"part": 40, "whole": 49, "stated": 81_60},
            {"part": 13_902, "whole": 12_993, "stated": 107_00},
            {"part": 13_902, "whole": 12_993, "stated": 107_00, "stated_decimals": 2},
            {"part": 5825, "whole": 5825, "stated": 100_00, "stated_decimals": 2},
            {"rate_name": GROSS_RATES[0], "part": 998, "whole": 1000, "stated": 100_00},
            {"part": 0, "whole": 0, "stated": 0},
        ],
        failing=[
            {"part": 201, "whole": 251, "stated": 79_68},
            {"part": 40, "whole": 49, "stated": 81_60, "stated_decimals": 2},
            {"part": 5802, "whole": 5825, "stated": 100_00},
            {"part": 1, "whole": 5825, "stated": 0},
        ],
    )
)
declare(
    Rule(
        id="RAT-004",
        stage=Stage.FORM,
        form="stated_rates",
        severity=Severity.ERROR,
        title="按分母计算得不出这个百分比",
        says="{rate_name}填了 {percent}%，按分母 {whole} 计算得不出这个百分比，相近的有 {possible}，请核对",
        says_en="no whole number of {whole} gives {percent} %; near are {possible}",
        basis="单位按整数计",
        protects=_PROTECTS,
        culprits=("stated", "whole", "rate_name"),
        given={**_GIVEN_STATED, "possible": lambda f, _: _possible_rates(f)},
        # RAT-001 speaks of a rate above 100 %; no neighbour of it would be possible either.
        check=lambda f, _: f.rate_name.isna() | _is_above_whole(f) | _is_possible(f),
        passing=[
            {"whole": 49, "stated": 81_60},
            {"whole": 251, "stated": 79_68},
            {"rate_name": _SHARE, "whole": 49, "stated": 150_05},
        ],
        failing=[{"whole": 49, "stated": 81_70}, {"whole": 251, "stated": 79_50}],
    )
)
row_rule(
    "RAT-005",
    "stated_rates",
    ("whole",),
    "分母为 0",
    "{rate_name}分母填了 0，无法计算，请核对；确实没有的，请删除这一行",
    "{rate_name}: nothing to divide by",
    lambda f: f.whole > 0,
    severity=Severity.ERROR,
    basis="分母为 0 的比率无法计算",
    protects=_PROTECTS,
    passing=[{"whole": 1}],
    failing=[{"whole": 0}],
)
own_kinds("RAT-006", "stated_rates", "rate_name", STATED_RATES_BY_OFFICE, protects=_PROTECTS)
declare(
    Rule(
        id="RAT-007",
        stage=Stage.FORM,
        form="stated_rates",
        severity=Severity.QUERY,
        title="百分比不大于 1",
        says="{rate_name}填了 {percent}，已按 {percent}% 读取。百分比应填 79.68 这样的数；"
        "填成 0.7968 这样的小数的，请乘以 100 后再填；确为此数的，请说明",
        says_en="{percent} was read as {percent} %: perhaps a fraction of 1 is meant",
        basis="百分比填写要求",
        protects=_PROTECTS,
        culprits=("stated", "rate_name"),
        given=_GIVEN_STATED,
        check=lambda f, _: (f.stated == 0) | (f.stated > 1_00),
        passing=[{"stated": 0}, {"stated": 79_68}],
        failing=[{"stated": 98}, {"stated": 1_00}],
    )
)
