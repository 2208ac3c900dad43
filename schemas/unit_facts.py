"""Register facts of units as columns, the way every rule sees them."""

from collections.abc import Sequence

import pandas as pd

from schemas.rule import Frame
from schemas.units import Unit

_DTYPES = dict.fromkeys(
    ("unit_code", "unit_name", "unit_kind", "unit_type", "unit_nature", "unit_area"), "string"
) | dict.fromkeys(("unit_boarding", "unit_party", "unit_primary", "unit_junior"), "boolean")


def unit_facts(units: Sequence[Unit | None]) -> Frame:
    """One row a unit in the order given, indexed 0, 1, …; all NA where the unit is not known."""
    records = [None if unit is None else _facts(unit) for unit in units]
    return pd.DataFrame(
        {
            name: pd.Series([None if r is None else r[name] for r in records], dtype=dtype)
            for name, dtype in _DTYPES.items()
        }
    )


def register_frame(units: Sequence[Unit]) -> Frame:
    """The register for rules across units: one row a unit ever open, and from when to when."""
    return pd.DataFrame(
        {
            "code": pd.Series([unit.code for unit in units], dtype="string"),
            "opened_on": pd.to_datetime(pd.Series([unit.opened_on for unit in units])),
            "closed_on": pd.to_datetime(pd.Series([unit.closed_on for unit in units])),
        }
    )


def _facts(unit: Unit) -> dict[str, str | bool]:
    return {
        "unit_code": unit.code,
        "unit_name": unit.name,
        "unit_kind": unit.kind,
        "unit_type": unit.type,
        "unit_nature": unit.nature,
        "unit_area": unit.area,
        "unit_boarding": unit.boarding,
        "unit_party": unit.party_organisation,
        "unit_primary": "小学" in unit.stages,
        "unit_junior": "初中" in unit.stages,
    }
