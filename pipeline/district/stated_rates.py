"""The rates that offices state, held against what the schools' returns and the ledgers give.

A finding stands at the part that the office stated. It clears by itself, as all across units do.
"""

from collections.abc import Hashable, Iterator
from functools import partial
from typing import Any

import pandas as pd

from indicators.coverage import Filings
from indicators.stated import Computed, computed_rates
from returns.judging.finding_words import sentence
from returns.judging.record_cells import cell_of_record
from schemas.collections import Collection
from schemas.findings import Finding, UnitFinding, about
from schemas.forms import FORMS
from schemas.rules import RULES, severity
from schemas.units import Register
from warehouse.engine import Connection
from warehouse.frames import rows_in_force, sheet_of

_FORM = "stated_rates"
_DIFFERS, _WAITS = RULES["RAT-008"], RULES["RAT-009"]


def judge_stated_rates(
    connection: Connection, collection: Collection, register: Register
) -> list[UnitFinding]:
    """A query for each part that is another than computed; a note while that is not final."""
    frame = rows_in_force(connection, collection.code, [_FORM])[_FORM]
    named = frame[frame.rate_name.notna() & frame.part.notna() & frame.whole.notna()]
    if named.empty:
        return []
    filings = Filings.read(connection, collection, register)
    computed = computed_rates(connection, filings, named.rate_name)
    return [
        raised
        for record, row in named.iterrows()
        if row.rate_name in computed
        for raised in _judge(
            collection, connection, frame, int(str(record)), computed[row.rate_name]
        )
    ]


def _judge(
    collection: Collection,
    connection: Connection,
    frame: pd.DataFrame,
    record: int,
    computed: Computed,
) -> Iterator[UnitFinding]:
    row: dict[Hashable, Any] = frame.loc[record].to_dict()
    facts = {"rate_name": str(row["rate_name"])}
    if not computed.is_final:
        waits = {**facts, "awaited": f"还有 {computed.awaited} 个单位未报齐或退回待改"}
        if not computed.awaited:
            waits["awaited"] = "有关报表还没有数据"
        yield _raised(collection, connection, frame, record, "part", waits)
        return
    for name, stated, right in (
        ("part", int(row["part"]), computed.part),
        ("whole", int(row["whole"]), computed.whole),
    ):
        if right is not None and stated != right:
            yield _raised(
                collection,
                connection,
                frame,
                record,
                name,
                {**facts, "stated": str(stated), "computed": str(right)},
            )


def _raised(
    collection: Collection,
    connection: Connection,
    frame: pd.DataFrame,
    record: int,
    name: str,
    facts: dict[str, str],
) -> UnitFinding:
    rule = _DIFFERS if "computed" in facts else _WAITS
    sheet, cell, submission = cell_of_record(
        partial(sheet_of, connection), _FORM, name, record, frame
    )
    facts = {**facts, "label": FORMS[_FORM].column(name).label}
    return UnitFinding(
        Finding(
            rule=rule.id,
            severity=severity(rule, collection),
            message=sentence(rule, sheet, cell, facts),
            form=_FORM,
            sheet=sheet,
            cell=cell,
            field=name,
            value=facts.get("stated", ""),
            about=about(facts),
        ),
        unit_code=str(frame.loc[record, "unit_code"]),
        submission_id=submission,
    )
