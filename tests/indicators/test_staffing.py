"""The staffing standard in SQL and in pandas say the same."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from sqlalchemy import Engine, insert, select

from indicators.staffing import GuardsRequired
from schemas.collections import Collection
from schemas.standards import guards_required, standard
from tests.indicators.district import COLLECTION, PRIMARY, rows, send
from warehouse.engine import reading, writing
from warehouse.tables import fact_table
from warehouse.vault import Vault

HEADCOUNTS = (0, 1, 99, 100, 999, 1000, 1001, 1499, 1500, 1501, 1999, 2000, 2848)
BOARDERS = (0, 1, 299, 300, 420, 600)


@pytest.mark.parametrize(
    "collection",
    [COLLECTION, replace(COLLECTION, stock_date=date(2023, 9, 1))],
    ids=["standard of 2015", "standard of 2022"],
)
def test_sql_and_pandas_ask_for_the_same_guards(
    district: Engine, vault: Vault, collection: Collection
) -> None:
    send(district, vault, PRIMARY, rows("safety", {}))
    table = fact_table("safety")
    cases = [
        {"submission_id": 1, "row": 10 + i, "pupils": headcount - staff, "staff": staff,
         "boarders": boarders}
        for i, (headcount, boarders) in enumerate(
            (headcount, boarders) for headcount in HEADCOUNTS for boarders in BOARDERS
        )
        for staff in (min(headcount, 8),)
    ]  # fmt: skip
    with writing(district) as connection:
        connection.execute(insert(table), cases)
    with reading(district) as connection:
        in_sql = connection.scalars(
            select(GuardsRequired().sql(table, collection))
            .where(table.c.row >= 10)
            .order_by(table.c.row)
        ).all()
    frame = pd.DataFrame(cases)
    in_pandas = guards_required(
        frame["pupils"] + frame["staff"],
        frame["boarders"],
        standard("guard_staffing", collection.stock_date),
    )
    assert in_sql == in_pandas.tolist()


def test_the_boundaries_of_2020(district: Engine, vault: Vault) -> None:
    send(district, vault, PRIMARY, rows("safety", {}))
    table = fact_table("safety")
    due = {99: 1, 100: 2, 999: 2, 1000: 2, 1001: 2, 1499: 2, 1500: 3, 1501: 3, 2000: 4}
    with writing(district) as connection:
        connection.execute(
            insert(table),
            [{"submission_id": 1, "row": n, "pupils": n, "staff": 0} for n in due],
        )
    with reading(district) as connection:
        asked = connection.execute(
            select(table.c.row, GuardsRequired().sql(table, COLLECTION)).where(table.c.row.in_(due))
        ).all()
    assert dict(map(tuple, asked)) == due
