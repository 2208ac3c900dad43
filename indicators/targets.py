"""Targets of the plan: what is wanted next year, where it starts, and how far it has come.

The number wanted and the word beside it are quoted data of the collection; a target's declaration
says what is counted and what counts as begun.
"""

from dataclasses import dataclass
from decimal import Decimal

from indicators.algebra import Measure
from indicators.quoting import Quoted, unit_size
from schemas.labelled import Labelled


class TargetState(Labelled):
    """How far a target has come."""

    MET = "met", "已达到"
    ON_THE_WAY = "on-the-way", "推进中"
    NOT_STARTED = "not-started", "未启动"
    NOT_MEASURABLE = "not-measurable", "无法衡量"


@dataclass(frozen=True)
class Target:
    """What makes an indicator a target.

    `underway` counts what has begun and does not count as done yet. `baseline` names the indicator
    that the target starts from; left out, it is the value of the collection in which it was set.
    """

    underway: Measure | None = None
    baseline: str = ""


@dataclass(frozen=True)
class TargetOutcome:
    """Baseline and target in the indicator's unit; None where there is no such number."""

    baseline: Decimal | None
    target: Decimal | None
    comparison: str  # ≥ throughout: more than was planned is no shortfall
    state: TargetState


def judge_target(
    value: Decimal | None, underway: int | None, quoted: Quoted | None, baseline: Decimal | None
) -> TargetOutcome:
    """How far a target has come, from its computed value and what is under way."""
    wanted = None
    if quoted is not None and quoted.value is not None:
        wanted = quoted.value * unit_size(quoted.unit).factor
    if wanted is None or value is None:
        state = TargetState.NOT_MEASURABLE
    elif value >= wanted:
        state = TargetState.MET
    elif value > 0 or underway:
        state = TargetState.ON_THE_WAY
    else:
        state = TargetState.NOT_STARTED
    return TargetOutcome(baseline, wanted, "≥", state)
