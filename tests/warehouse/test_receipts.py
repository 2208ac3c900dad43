"""What counts is what came last, whatever the clock said."""

import pytest
from sqlalchemy import Engine, select

from tests.warehouse.samples import PRIMARY, at, form_rows, negative_guards, returned, sent
from warehouse.current import in_force_at
from warehouse.engine import reading
from warehouse.findings import open_findings
from warehouse.history import current
from warehouse.status import form_states, latest_files
from warehouse.submissions import last_received_at, merge, next_receipt
from warehouse.tables import in_force
from warehouse.vault import Vault


def test_a_correction_under_a_clock_that_was_set_back_is_in_force(
    district: Engine, vault: Vault
) -> None:
    merge(district, vault, sent("A", form_rows("ict"), hour=10))
    correction = merge(district, vault, sent("B", form_rows("ict"), hour=11, clock=3))
    assert correction.superseded == {"ict": 1}
    with reading(district) as connection:
        assert current(connection, "2020", PRIMARY) == {"ict": 2}
        assert latest_files(connection, "2020")[PRIMARY].submission_id == 2
        assert form_states(connection, "2020")[0].submission_id == 2
        assert next_receipt(connection, "2020") == 12
        assert last_received_at(connection, "2020") == at(10)


def test_what_it_corrects_is_no_longer_open(district: Engine, vault: Vault) -> None:
    wrong = sent("A", returned("safety"), hour=10, findings=[negative_guards()])
    merge(district, vault, wrong)
    merge(district, vault, sent("B", form_rows("safety"), hour=11, clock=3))
    with reading(district) as connection:
        assert open_findings(connection, "2020") == []


def test_the_same_content_again_is_still_known(district: Engine, vault: Vault) -> None:
    """The unit's latest file is the one that came last, so a copy of it is no new submission."""
    merge(district, vault, sent("A", form_rows("ict"), hour=10))
    merge(district, vault, sent("B", form_rows("ict"), hour=11, clock=3))
    assert merge(district, vault, sent("B", form_rows("ict"), hour=12, path="copy")).unchanged


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_the_intervals_follow_one_another_in_whatever_order_files_are_merged(
    district: Engine, vault: Vault, order: tuple[int, ...]
) -> None:
    files = [
        sent("A", form_rows("ict"), hour=10, path="a"),
        sent("B", form_rows("ict"), hour=11, clock=3, path="b"),
        sent("C", form_rows("ict"), hour=12, path="c"),
    ]
    ids = {}
    for number in order:
        ids[merge(district, vault, files[number]).submission_id] = "ABC"[number]
    with reading(district) as connection:
        rows = connection.execute(select(in_force).order_by(in_force.c.since, in_force.c.until))
        intervals = {ids[row.submission_id]: (row.since, row.until) for row in rows}
        then = connection.execute(select(in_force_at("2020", at(11)).c.submission_id)).scalars()
        assert [ids[number] for number in then] == ["B"]
    # A gave way at once, as far as the clock can tell: B cannot have come before it.
    assert intervals == {"A": (at(10), at(10)), "B": (at(10), at(12)), "C": (at(12), None)}


def test_judging_again_keeps_the_order_of_receipt(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", form_rows("ict"), hour=10))
    merge(district, vault, sent("B", form_rows("ict"), hour=11, path="other"))
    again = sent("A", form_rows("ict"), hour=20, judged_under="rules 2")
    assert merge(district, vault, again).judged_again
    with reading(district) as connection:
        assert current(connection, "2020", PRIMARY) == {"ict": 2}
