"""Kinds of relations that recur. Labels come from the indicators' own declarations."""

from collections.abc import Sequence

from indicators.definitions import INDICATORS
from indicators.relations.relation import Figures, Outcome, Relation, declare, fails, holds, plain


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
