"""One population a ratio: who has answered both sides, or all who owe, answered or not."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import Engine

from indicators.algebra import Owing, Population, Quotient, Ratio, Sum, share, share_of_owing
from indicators.computation import IndicatorValue, ValueStatus, by_unit, compute
from indicators.coverage import Filings
from indicators.definitions import INDICATORS
from indicators.expressions import field
from indicators.indicator import Indicator
from indicators.lineage import explain
from schemas import offices
from schemas.layers import SCHOOL_CARDS
from schemas.units import RURAL, SCHOOL, URBAN, Register, Unit
