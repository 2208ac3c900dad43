"""The shares of the collection for the rules across units: parts, wholes, and who is in excess."""

import pandas as pd

from indicators.algebra import Measure
from indicators.computation import by_unit, compute_one, units_in_excess
from indicators.coverage import Filings
from indicators.definitions import INDICATORS
from pipeline.workspace import Workspace
from schemas.rule import Frame
from schemas.units import OFFICE
from warehouse.engine import Connection

_ALL = 100
_SHOWN = 10  # so many names in one sentence


def shares_in_force(workspace: Workspace, connection: Connection) -> Frame:
    """One row a share of a part in a whole; those of which nothing has come are left out."""
    filings = Filings.read(connection, workspace.collection, workspace.register)
    rows = []
    for indicator in INDICATORS.values():
        measure = indicator.measure
        if not measure.is_part_of_whole:
            continue
        computed = compute_one(connection, filings, indicator, None)
        if computed.exact is None:
            continue
        part = next(term for term in measure.summands)
        rows.append(
            {
                "label": indicator.label,
                "rate": computed.text,
                "part": computed.numerator,
                "whole": computed.denominator,
                "units": _in_excess(workspace, connection, filings, measure)
                if computed.exact > _ALL
                else "",
                "place": f"{part.form.code}.{part.fields[0]}",
            }
        )
    return pd.DataFrame(rows).convert_dtypes()


def _in_excess(
    workspace: Workspace, connection: Connection, filings: Filings, measure: Measure
) -> str:
    """超出的单位：第三中学、… ; a code that the register does not have stands for itself."""
    register = workspace.register
    compared = {unit for _, unit in by_unit(connection, filings, measure)}
    if any(code in register and register[code].kind == OFFICE for code in compared):
        return "总体由科室填报，不能逐个单位比较"
    codes = units_in_excess(connection, filings, measure)
    names = [register[code].name if code in register else code for code in codes]
    if not names:
        return "没有单个单位超出，可能有人在几处登记"
    shown = "、".join(names[:_SHOWN])
    return f"超出的单位：{shown}" + (f" 等 {len(names)} 家" if len(names) > _SHOWN else "")
