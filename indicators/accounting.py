"""The quoted figures accounted for, in words: what agrees, what differs and why, what is no measure."""

from collections import Counter
from collections.abc import Sequence

from indicators.computation import IndicatorValue
from indicators.indicator import FigureKind
from indicators.quoting import Verdict

SETTLED = "口径设定，必然相符"


def is_settled(one: IndicatorValue) -> bool:
    """Whether it agrees by construction: no answer of a unit could have made it differ."""
    return bool(one.by_construction) and one.judgement.verdict is Verdict.AGREES


def verdict_text(one: IndicatorValue) -> str:
    """相符, 不符（数值不符）, 固定数 · 相符, 计划目标：推进中 …"""
    said = one.judgement
    if one.value is None:
        return "暂无数据"  # a figure that is not there does not differ
    if one.kind is FigureKind.TARGET:
        return said.reason
    word = {Verdict.AGREES: "相符", Verdict.DIFFERS: "不符", Verdict.NOT_QUOTED: ""}[said.verdict]
    if is_settled(one):
        word = f"{word}（{SETTLED}）"
    elif said.reason:
        word = f"{word}（{said.reason}）" if word else said.reason
    return f"{one.kind.label} · {word}" if one.kind is FigureKind.CONSTANT else word


def account(computed: Sequence[IndicatorValue]) -> list[str]:
    """Every quoted figure accounted for: how many agree, and what becomes of the others."""
    quoted = [one for one in computed if one.quoted]
    by_kind = {kind: [one for one in quoted if one.kind is kind] for kind in FigureKind}
    measured = by_kind[FigureKind.MEASURED]
    differing = [
        one for one in quoted if one.judgement.verdict is Verdict.DIFFERS and one.value is not None
    ]
    missing = [one for one in quoted if one.value is None]
    lines = [
        f"已引用 {len(quoted)} 项：指标 {len(measured)} 项，其中相符 "
        f"{sum(one.judgement.verdict is Verdict.AGREES for one in measured)} 项；"
        + "；".join(
            f"{kind.label} {len(by_kind[kind])} 项"
            for kind in FigureKind
            if kind is not FigureKind.MEASURED
        )
        + f"；不符 {len(differing)} 项；暂无数据 {len(missing)} 项。"
        f"另有未引用指标 {len(computed) - len(quoted)} 项。"
    ]
    lines += [
        f"不符：{one.indicator.label}，引用“{one.quoted.text if one.quoted else ''}”，"
        f"计算 {one.text}，{one.judgement.reason}。"
        for one in differing
    ]
    settled = [one for one in quoted if is_settled(one)]
    if settled:
        each = "；".join(f"{one.indicator.label}（{one.by_construction}）" for one in settled)
        lines.append(f"{SETTLED} {len(settled)} 项，不能用来证明填报属实：{each}。")
    targets = Counter(one.target.state for one in by_kind[FigureKind.TARGET] if one.target)
    if targets:
        states = "，".join(f"{state.label} {count}" for state, count in targets.items())
        lines.append(f"计划目标：{states}。")
    return lines
