"""The indicators of a collection, computed over what is in force.

SQL returns whole numbers; the one division of each figure happens here, in Decimal.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import Connection

from indicators.algebra import Measure, Quotient
from indicators.compiling import (
    DENOMINATOR,
    NUMERATOR,
    owing_parts,
    unit_query,
    value_query,
    without_quotient,
)
from indicators.coverage import Coverage, Filings
from indicators.definitions import INDICATORS
from indicators.indicator import FigureKind, Indicator
from indicators.quoted_file import quoted_figures
from indicators.quoting import (
    ALL,
    Figure,
    Judgement,
    Quoted,
    Verdict,
    judge,
    readable,
)
from indicators.ratios import LowestQuotient
from indicators.targets import TargetOutcome, judge_target
from schemas.collections import Collection
from schemas.labelled import Labelled
from schemas.scaled import in_units
from schemas.standards import NotInForce
from schemas.units import Register
from warehouse.values import StoredValue


class ValueStatus(Labelled):
    """Whether a figure may be called final."""

    FINAL = "final", "最终"
    PROVISIONAL = "provisional", "暂定"  # some unit is missing, or its correction is awaited
    NOT_COMPUTABLE = "not-computable", "无法计算"  # nothing reported, or nothing to divide by


@dataclass(frozen=True)
class Evaluation:
    """A measure's whole numbers, in storage units (persons, fen, hundredths of a m²).

    `ordinal` says which of its quotients is the lowest. `numerator` is None when there is nothing
    to compute from, `denominator` also when the measure is a plain total. `reason`: why there is
    nothing, where it is not that nothing was reported.
    """

    ordinal: int
    quotient: Quotient
    numerator: int | None
    denominator: int | None
    scale: int  # of the numerator
    reason: str = ""

    @property
    def exact(self) -> Decimal | None:
        """The value before any rounding, in the indicator's unit; None when not computable."""
        if self.numerator is None:
            return None
        if self.quotient.denominator is None:
            return in_units(self.numerator, self.scale)
        if self.denominator is None or self.denominator <= 0:
            return None
        factor = self.quotient.factor
        return Decimal(self.numerator * factor.numerator) / (self.denominator * factor.denominator)


@dataclass(frozen=True)
class IndicatorValue:
    """One figure with all that is needed to show and to judge it.

    `value` is in the indicator's unit, rounded half up (totals are exact); `exact` is not rounded.
    `numerator` and `denominator` are in storage units. `missing` holds the codes of the units still
    awaited. `target` and `underway` (what has begun) are those of a target. `by_construction`: what
    settled it, where no answer of a unit could make it differ from what was quoted.
    `excess`: how many units a claim of every unit is not borne out by: those in which a share is
    above all of it, or those without a quotient where the figure is the lowest of them.
    """

    indicator: Indicator
    value: Decimal | None
    exact: Decimal | None
    numerator: int | None
    denominator: int | None
    status: ValueStatus
    coverage: Coverage
    quoted: Quoted | None
    judgement: Judgement
    underway: int | None = None
    target: TargetOutcome | None = None
    by_construction: str = ""
    excess: int = 0

    @property
    def kind(self) -> FigureKind:
        return self.indicator.kind(self.quoted)

    @property
    def text(self) -> str:
        """The value as shown, e.g. 179人, 559125元, 100.0%; a dash when there is none."""
        if self.value is None:
            return "—"
        shown = f"{self.value:f}"
        if self.denominator is None and "." in shown:
            shown = shown.rstrip("0").rstrip(".")
        return f"{shown}{self.indicator.unit}"

    @property
    def reported_units(self) -> int:
        return self.coverage.reported

    @property
    def expected_units(self) -> int:
        return self.coverage.expected

    @property
    def missing(self) -> tuple[str, ...]:
        return self.coverage.missing

    @property
    def scope(self) -> str:
        """The units that it speaks of, with how many of all that owe the form they are."""
        return self.coverage.scope or self.indicator.scope

    @property
    def stored(self) -> StoredValue:
        """What the warehouse keeps of it."""
        return StoredValue(
            indicator=self.indicator.id,
            numerator=self.numerator,
            denominator=self.denominator,
            reported_units=self.reported_units,
            expected_units=self.expected_units,
            status=self.status.value,
            underway=self.underway,
            excess_units=self.excess,
            scope=self.coverage.scope,
        )


def compute(
    connection: Connection,
    collection: Collection,
    register: Register,
    as_of: datetime | None = None,
    indicators: Iterable[Indicator] | None = None,
) -> list[IndicatorValue]:
    """The indicators (all of them, in the order of the summary, unless told) as of a moment.

    `connection` should be in a read-only snapshot; `as_of` is timezone-aware.
    """
    filings = Filings.read(connection, collection, register, as_of)
    quoted = quoted_figures(collection.code)
    return with_targets(
        compute_one(connection, filings, indicator, quoted.get(indicator.id))
        for indicator in (INDICATORS.values() if indicators is None else indicators)
    )


def compute_one(
    connection: Connection, filings: Filings, indicator: Indicator, quoted: Quoted | None
) -> IndicatorValue:
    """One indicator over forms in force that were read already."""
    coverage = filings.coverage(indicator.measure)
    evaluation = evaluate(connection, filings, indicator.measure, coverage)
    status = (
        ValueStatus.NOT_COMPUTABLE
        if evaluation.exact is None
        else ValueStatus.FINAL
        if coverage.is_complete
        else ValueStatus.PROVISIONAL
    )
    # Only a claim of 100 %, and one of the lowest of all, asks about each unit.
    excess = 0
    if isinstance(indicator.measure, LowestQuotient) and evaluation.exact is not None:
        excess = connection.scalar(without_quotient(indicator.measure, filings)) or 0
    elif quoted is not None and quoted.claims_all and evaluation.exact == ALL:
        excess = len(units_in_excess(connection, filings, indicator.measure))
    valued = replace(
        _valued(indicator, evaluation, coverage, status, excess, quoted),
        by_construction=indicator.by_construction(filings.collection),
    )
    if indicator.target is None or indicator.target.underway is None:
        return valued
    begun = indicator.target.underway
    underway = evaluate(connection, filings, begun, filings.coverage(begun)).numerator
    return replace(valued, underway=underway)


def with_targets(values: Iterable[IndicatorValue]) -> list[IndicatorValue]:
    """The same figures, those of the plan held against their targets.

    A target may start from the value of another indicator, so all have to be there first.
    """
    computed = list(values)
    by_id = {one.indicator.id: one for one in computed}
    settled = []
    for one in computed:
        target = one.indicator.target
        if target is None:
            settled.append(one)
            continue
        start = by_id.get(target.baseline or one.indicator.id)
        outcome = judge_target(
            one.exact, one.underway, one.quoted, start.value if start is not None else None
        )
        said = Judgement(Verdict.NOT_QUOTED, f"计划目标：{outcome.state.label}")
        settled.append(replace(one, target=outcome, judgement=said))
    return settled


def _valued(
    indicator: Indicator,
    evaluation: "Evaluation",
    coverage: Coverage,
    status: ValueStatus,
    excess: int,
    quoted: Quoted | None,
) -> IndicatorValue:
    exact = evaluation.exact
    value = exact
    if exact is not None and evaluation.quotient.denominator is not None:
        value = readable(exact, indicator.unit, indicator.decimals)
    return IndicatorValue(
        indicator,
        value,
        exact,
        evaluation.numerator,
        evaluation.denominator,
        status,
        coverage,
        quoted,
        _judgement(
            quoted,
            evaluation,
            Figure(exact, indicator.unit, excess, coverage.is_complete, indicator.is_lowest),
        ),
        excess=excess,
    )


def _judgement(quoted: Quoted | None, evaluation: "Evaluation", figure: Figure) -> Judgement:
    judged = judge(quoted, figure)
    return replace(judged, reason=evaluation.reason) if evaluation.reason else judged


def restate(
    frozen: StoredValue, quoted: Quoted | None, collection: Collection | None = None
) -> IndicatorValue:
    """A figure of a release, from its frozen whole numbers; nothing is computed anew.

    `collection`: whose it is, where what settled the figure is to be shown.

    Follow with `with_targets` once all figures of the release are restated.

    Raises KeyError when the indicator is no longer defined.
    """
    indicator = INDICATORS[frozen.indicator]
    measure = indicator.measure
    # The quotients of one measure differ in what they divide, never in how it is scaled.
    evaluation = Evaluation(
        0, measure.quotients[0], frozen.numerator, frozen.denominator, measure.scale
    )
    coverage = Coverage(frozen.expected_units, frozen.reported_units, scope=frozen.scope)
    valued = _valued(
        indicator, evaluation, coverage, ValueStatus(frozen.status), frozen.excess_units, quoted
    )
    settled = indicator.by_construction(collection) if collection else ""
    return replace(valued, underway=frozen.underway, by_construction=settled)


def evaluate(
    connection: Connection, filings: Filings, measure: Measure, coverage: Coverage
) -> Evaluation:
    """The whole numbers of a measure; of several quotients the lowest that can be computed.

    None of a measure by a standard that is not in force on the collection's stock date.
    """
    nothing = Evaluation(0, measure.quotients[0], None, None, measure.scale)
    if coverage.is_empty:
        return nothing
    try:
        query = value_query(measure, filings)
    except NotInForce as lapsed:
        return replace(nothing, reason=f"{lapsed}，不作计算")
    evaluations = [
        Evaluation(
            row.ordinal,
            measure.quotients[row.ordinal],
            row.numerator,
            row.denominator,
            measure.scale,
        )
        for row in connection.execute(query)
    ]
    computable = [evaluation for evaluation in evaluations if evaluation.exact is not None]
    if len(computable) == len(evaluations) > 0:
        return min(computable, key=_exactly)
    return next((e for e in evaluations if e.exact is None), nothing)


def _exactly(evaluation: Evaluation) -> Fraction:
    numerator, denominator = evaluation.numerator or 0, evaluation.denominator or 1
    return Fraction(numerator, denominator) * evaluation.quotient.factor


def units_in_excess(connection: Connection, filings: Filings, measure: Measure) -> tuple[str, ...]:
    """Codes of the units in which the numerator of some quotient is above its denominator."""
    amounts = by_unit(connection, filings, measure)
    return tuple(
        sorted(
            {
                unit
                for (_, unit), (numerator, denominator) in amounts.items()
                if denominator is not None and numerator > denominator
            }
        )
    )


def by_unit(
    connection: Connection, filings: Filings, measure: Measure
) -> dict[tuple[int, str], tuple[int, int | None]]:
    """(ordinal of the quotient, unit code) → numerator and denominator (None for a plain total)."""
    sums: dict[tuple[int, str, str], int] = defaultdict(int)
    query = unit_query(measure, filings)
    for row in connection.execute(query) if query is not None else ():
        unit = row.about or filings.unit_of[row.submission_id]
        sums[row.ordinal, unit, row.role] += row.amount
    for ordinal, role, sign, term in owing_parts(measure):
        for unit in filings.owing(term):
            sums[ordinal, unit, role] += sign
    is_quotient = [quotient.denominator is not None for quotient in measure.quotients]
    return {
        (ordinal, unit): (
            sums.get((ordinal, unit, NUMERATOR), 0),
            sums.get((ordinal, unit, DENOMINATOR), 0) if is_quotient[ordinal] else None,
        )
        for ordinal, unit in _units_first_seen(sums)
    }


def _units_first_seen(keys: Iterable[tuple[int, str, str]]) -> Sequence[tuple[int, str]]:
    return list(dict.fromkeys((ordinal, unit) for ordinal, unit, _ in keys))
