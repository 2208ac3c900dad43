"""Kinds of relations that recur. Labels come from the indicators' own declarations."""

from collections.abc import Sequence

from indicators.definitions import INDICATORS
from indicators.published_ratios import fit_ratio
from indicators.quoting import Quoted
from indicators.relations.relation import (
    Figures,
    Outcome,
    Relation,
    RelationVerdict,
    declare,
    fails,
    holds,
    percent,
    plain,
    to_be_explained,
)
from indicators.rounding import exponent, rounded


def adds_up(id: str, title: str, title_en: str, parts: Sequence[str], total: str) -> Relation:
    """Parts that make up a total."""

    def check(figures: Figures) -> Outcome:
        amounts, whole = figures.each(*parts), figures.exact(total)
        said = f"{'＋'.join(map(plain, amounts))}"
        if sum(amounts) == whole:
            return holds(f"{said}＝{plain(whole)}")
        return fails(
            f"{said}＝{plain(sum(amounts, start=whole * 0))}，不等于{plain(whole)}，请核对各项来源"
        )

    return declare(Relation(id, "identity", title, title_en, (*parts, total), check))


def within(id: str, parts: Sequence[str], whole: str, *, remark: str = "") -> Relation:
    """Things counted together that are some of the things counted by another figure."""
    few = "＋".join(INDICATORS[part].label for part in parts)
    all_ = INDICATORS[whole].label

    def check(figures: Figures) -> Outcome:
        amounts, limit = figures.each(*parts), figures.exact(whole)
        together = sum(amounts, start=limit * 0)
        said = "＋".join(map(plain, amounts))
        if len(amounts) > 1:
            said += f"＝{plain(together)}"
        if together <= limit:
            return holds(f"{said}≤{plain(limit)}{f'；{remark}' if remark else ''}")
        return fails(f"{said}，大于{plain(limit)}，部分不能大于总体，请核对")

    return declare(
        Relation(
            id,
            "subset",
            f"{few}不多于{all_}",
            f"{' + '.join(parts)} <= {whole}",
            (*parts, whole),
            check,
        )
    )


def published_ratio(
    id: str, title: str, title_en: str, *, rate: str, part: str, whole: str
) -> Relation:
    """A rate that is published beside the two numbers that it comes from.

    Held against the computed numbers, and against the published ones: those may be rounded, and then
    the rate agrees when whole numbers within their roundings can give it.
    """

    def check(figures: Figures) -> Outcome:
        share, counted, all_ = figures.each(rate, part, whole)
        quoted = figures.quoted(rate)
        if not all_:
            return to_be_explained("名单为空，没有比率")
        quotient = f"{plain(counted)}÷{plain(all_)}"
        if share != 100 * counted / all_:
            return fails(
                f"{quotient}＝{percent(100 * counted / all_)}，"
                f"{INDICATORS[rate].label}却是 {percent(share)}，请核对两个数的口径"
            )
        if quoted is None or quoted.value is None:
            return holds(f"{quotient}＝{percent(share)}")
        fitting = [
            count
            for count in (counted - 1, counted, counted + 1)
            if 100 * count / all_ in quoted.interval
        ]
        said = f"{quotient}＝{rounded(share, _decimals_of(quoted))}%"
        if counted not in fitting:
            return fails(f"{said}，引用为 {quoted.text}")
        rounding = _published(quoted, figures.quoted(part), figures.quoted(whole))
        if rounding is not None and rounding.verdict is not RelationVerdict.HOLDS:
            return fails(f"{said}；{rounding.detail}")
        only = "，且只有这个数能得出" if len(fitting) == 1 else "，相邻的数也能得出"
        said += f"，与引用的 {quoted.text} 一致{only}"
        return holds(said if rounding is None else f"{said}；{rounding.detail}")

    return declare(Relation(id, "ratio", title, title_en, (rate, part, whole), check))


def _published(rate: Quoted, part: Quoted | None, whole: Quoted | None) -> Outcome | None:
    """What the published numbers give; None where they are not both there, or nothing is to be said."""
    if part is None or whole is None or part.value is None or whole.value is None:
        return None
    fit = fit_ratio(rate, part, whole)
    quotient = f"引用的 {part.text}÷{whole.text}"
    if not fit.fits:
        within_rounding = "" if fit.is_exact else "在各自的舍入范围内"
        return fails(f"{quotient}{within_rounding}得不出 {rate.text}，请核对引用的数字")
    if fit.is_exact:
        return None
    return holds(
        f"{quotient}是约数，在各自的舍入范围内能得出 {rate.text}（如 {fit.part}÷{fit.whole}）"
    )


def _decimals_of(quoted: Quoted) -> int:
    return max(0, -exponent(quoted.number))
