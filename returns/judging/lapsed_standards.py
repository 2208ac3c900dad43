"""Standards that are not in force in a round: told once to the bureau, with the rules that rest on them."""

from itertools import groupby

from returns.judging.finding_words import sentence
from schemas.checking import unjudged
from schemas.collections import Collection
from schemas.findings import Finding, UnitFinding, about
from schemas.rules import RULES, severity
from schemas.standards import editions

_TELLS = RULES["STD-001"]


def lapsed_standards(collection: Collection) -> list[UnitFinding]:
    """A note at the district itself for each of them: no school can do anything about it."""
    idle = sorted(unjudged(RULES.values(), collection), key=lambda rule: (rule.standard, rule.id))
    raised = []
    for name, rules in groupby(idle, key=lambda rule: rule.standard):
        facts = {
            "document": editions(name)[-1].document,
            "day": collection.stock_date.isoformat(),
            "rules": "、".join(f"{rule.id}（{rule.title}）" for rule in rules),
        }
        finding = Finding(
            rule=_TELLS.id,
            severity=severity(_TELLS, collection),
            message=sentence(_TELLS, "", "", facts),
            about=about(facts),
        )
        raised.append(UnitFinding(finding))
    return raised
