"""Relations between figures, and their verdicts."""

from collections.abc import Iterable

from indicators.computation import IndicatorValue
from indicators.relations import money, people, things
from indicators.relations.relation import (
    RELATIONS,
    Figures,
    NoValue,
    Relation,
    RelationOutcome,
    RelationVerdict,
)
from schemas.collections import Collection
from schemas.standards import NotInForce

__all__ = [
    "RELATIONS",
    "Relation",
    "RelationOutcome",
    "RelationVerdict",
    "judge_relations",
    "money",
    "people",
    "things",
]


def judge_relations(
    values: Iterable[IndicatorValue], collection: Collection
) -> list[RelationOutcome]:
    """Every relation judged on these figures, in the order of their ids."""
    figures = Figures(values, collection)
    outcomes = []
    for _, relation in sorted(RELATIONS.items()):
        try:
            outcome = relation.check(figures)
        except NoValue as missing:
            verdict, detail = RelationVerdict.NOT_COMPUTABLE, f"还没有“{missing}”的数据"
        except NotInForce as lapsed:
            verdict, detail = RelationVerdict.NOT_COMPUTABLE, f"{lapsed}，不作判断"
        else:
            verdict, detail = outcome.verdict, outcome.detail
            waiting = figures.provisional(relation.uses)
            if waiting:
                detail += f"（暂定：{'、'.join(waiting)}）"
        outcomes.append(RelationOutcome(relation, verdict, detail))
    return outcomes
