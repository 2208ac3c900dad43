"""The JSON of `huizong totals` and `huizong explain`: names that other people's scripts rely on.

Numbers are decimals as strings, in the unit in which the forms are filled in, or null.
"""

from decimal import Decimal
from typing import Any

from indicators.computation import IndicatorValue
from indicators.lineage import Contribution, Explanation
from indicators.moving import Move, SinceRelease
from indicators.relations import RelationOutcome
from schemas.scaled import in_units

_MOVED = ("released", "now")


def total_to_json(computed: IndicatorValue, moved: Move | None = None) -> dict[str, Any]:
    """One element of `huizong totals --format json`.

    `moved`: what became of the figure after the latest release, where it is not as it was signed.
    """
    measure = computed.indicator.measure
    return {
        "indicator": computed.indicator.id,
        "section": computed.indicator.section,
        "label": computed.indicator.label,
        "value": _decimal(computed.value),
        "unit": computed.indicator.unit,
        "text": computed.text,
        "numerator": _amount(computed.numerator, measure.scale),
        "denominator": _amount(computed.denominator, measure.denominator_scale),
        "reported_units": computed.reported_units,
        "expected_units": computed.expected_units,
        "status": computed.status.value,
        "quoted": computed.quoted.text if computed.quoted else None,
        "verdict": computed.judgement.verdict.value,
        "reason": computed.judgement.reason,
        "kind": computed.kind.value,
        "target": _target(computed),
        "coverage": computed.coverage.text,
        "scope": computed.scope,
        "by_construction": computed.by_construction,
        "since_release": None if moved is None else dict(zip(_MOVED, moved.texts, strict=True)),
    }


def since_release_to_json(since: SinceRelease | None) -> dict[str, Any] | None:
    """What `huizong run --format json` says of the figures that were signed; null before any were."""
    if since is None:
        return None
    return {
        "release": since.release,
        "moved": [
            {"indicator": name, "label": move.now.indicator.label}
            | dict(zip(_MOVED, move.texts, strict=True))
            for name, move in since.moved.items()
        ],
        "gone": list(since.gone),
    }


def _target(computed: IndicatorValue) -> dict[str, Any] | None:
    if computed.target is None:
        return None
    return {
        "baseline": _decimal(computed.target.baseline),
        "target": _decimal(computed.target.target),
        "comparison": computed.target.comparison,
        "underway": computed.underway,
        "state": computed.target.state.value,
    }


def relation_to_json(outcome: RelationOutcome) -> dict[str, Any]:
    """One element of `huizong relations --format json`."""
    return {
        "relation": outcome.relation.id,
        "title": outcome.relation.title,
        "kind": outcome.relation.kind,
        "verdict": outcome.verdict.value,
        "detail": outcome.detail,
        "figures": list(outcome.relation.uses),
    }


def explanation_to_json(explanation: Explanation) -> dict[str, Any]:
    """The document of `huizong explain --format json`."""
    return {
        "indicator": explanation.computed.indicator.id,
        "value": _decimal(explanation.computed.value),
        "contributions": [
            _contribution(contribution) for contribution in explanation.contributions
        ],
    }


def _contribution(contribution: Contribution) -> dict[str, Any]:
    """`raw` and `stated` are there only where they say another thing than the value."""
    value = _decimal(contribution.value)
    raw = {"raw": contribution.raw} if contribution.raw not in ("", value) else {}
    stated = {"stated": contribution.stated} if contribution.stated not in ("", value) else {}
    return {
        "unit": contribution.unit,
        "file": contribution.file,
        "sheet": contribution.sheet,
        "cell": contribution.cell,
        "value": value,
        "role": contribution.role,
        **raw,
        **stated,
    }


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _amount(amount: int | None, scale: int) -> str | None:
    return _decimal(None if amount is None else in_units(amount, scale))
