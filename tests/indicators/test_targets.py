"""How far a target has come."""

from decimal import Decimal

import pytest

from indicators.quoting import Qualifier, Quoted
from indicators.targets import TargetState, judge_target


@pytest.mark.parametrize(
    ("value", "underway", "wanted", "state"),
    [
        ("2", 0, "2", TargetState.MET),
        ("3", None, "2", TargetState.MET),  # more than was planned is no shortfall
        ("1", 0, "2", TargetState.ON_THE_WAY),
        ("0", 1, "1", TargetState.ON_THE_WAY),
        ("0", 0, "1", TargetState.NOT_STARTED),
        ("0", None, "1", TargetState.NOT_STARTED),
        ("99.99", None, "100", TargetState.ON_THE_WAY),
        ("100", None, "100", TargetState.MET),
        (None, None, "1", TargetState.NOT_MEASURABLE),
        ("7", 3, None, TargetState.NOT_MEASURABLE),
    ],
)
def test_the_state_of_a_target(
    value: str | None, underway: int | None, wanted: str | None, state: TargetState
) -> None:
    quoted = Quoted(Decimal(wanted) if wanted else None, "所", Qualifier.AT_LEAST)
    computed = Decimal(value) if value else None
    outcome = judge_target(computed, underway, quoted, Decimal("0.5"))
    assert outcome.state is state
    assert (outcome.baseline, outcome.target) == (Decimal("0.5"), quoted.value)


def test_a_target_that_nobody_quoted_cannot_be_measured() -> None:
    assert judge_target(Decimal(1), 1, None, None).state is TargetState.NOT_MEASURABLE


def test_a_target_with_a_size_before_its_unit() -> None:
    wanted = Quoted(Decimal(3), "千人", Qualifier.AT_LEAST)
    assert judge_target(Decimal(2999), 0, wanted, None).state is TargetState.ON_THE_WAY
    reached = judge_target(Decimal(3000), 0, wanted, None)
    assert (reached.state, reached.target) == (TargetState.MET, 3000)
