"""Rates that an office states beside its ledgers, held against the figures that they speak of.

An office's sheet is a check, never a source: each rate names the measure of which its 分子 and 分母
are the numerator and the denominator. It is checked once nobody is awaited: until then the two
would differ for want of returns.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from indicators.algebra import Measure
from indicators.computation import evaluate
from indicators.coverage import Filings
from indicators.definitions import INDICATORS
from indicators.expressions import field
from indicators.ratios import share
from schemas.units import PUBLIC

_INDICATORS = {
    "残疾儿童少年入籍率": "disabled_enrolment_rate",
    "建档立卡学生入学率": "registered_poor_enrolment_rate",
    "义务教育巩固率": "compulsory_retention_rate",
    "普惠园占比": "inclusive_kindergarten_share",
    "学前毛入学率": "preschool_gross_enrolment",
    "乡村智慧学校占比": "rural_smart_school_share",
    "培训机构督查覆盖率": "training_inspection_coverage",
}
# Of each rate that an office may state: what it is of.
MEASURES: Mapping[str, Measure] = {
    **{name: INDICATORS[indicator].measure for name, indicator in _INDICATORS.items()},
    # The summary does not quote it.
    "公办园占比": share("kindergarten_roster", field("nature").equals(PUBLIC)),
}


@dataclass(frozen=True)
class Computed:
    """Both parts of a rate as the returns give them; None where nothing can be computed.

    `awaited`: how many units have still to report what it rests on.
    """

    part: int | None
    whole: int | None
    awaited: int

    @property
    def is_final(self) -> bool:
        return self.part is not None and not self.awaited


def computed_rates(
    connection: Connection, filings: Filings, names: Iterable[str]
) -> dict[str, Computed]:
    """What the stated rates of these names are, by what is in force."""
    found = {}
    for name in sorted(set(names) & MEASURES.keys()):
        measure = MEASURES[name]
        coverage = filings.coverage(measure)
        evaluation = evaluate(connection, filings, measure, coverage)
        found[name] = Computed(
            evaluation.numerator, evaluation.denominator, coverage.expected - coverage.reported
        )
    return found
