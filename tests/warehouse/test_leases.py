"""Who may work alone: taking, renewing, losing and giving back a lease, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from warehouse.engine import writing
from warehouse.leases import TERM, Holder, give_back, renew, take
from warehouse.ledger import Outcome, Starter, finish_run, mark_dead_runs, runs, start_run

NOW = datetime(2020, 12, 1, 2, 0, tzinfo=UTC)
FIRST = Holder("first", "host-a", 100, 1.5)
SECOND = Holder("second", "host-b", 100, 2.5)


def alive(_: Holder) -> bool:
    return False


def gone(_: Holder) -> bool:
    return True


def taken(engine: Engine, holder: Holder, at: datetime = NOW, is_gone=alive) -> Holder | None:
    with writing(engine) as connection:
        return take(connection, "run:2020", holder, at, is_gone)


def test_the_second_is_told_who_has_it(engine: Engine) -> None:
    assert taken(engine, FIRST) is None
    assert taken(engine, SECOND) == FIRST
    assert taken(engine, FIRST) is None  # it is the holder's already


def test_leases_of_other_names_are_free(engine: Engine) -> None:
    assert taken(engine, FIRST) is None
    with writing(engine) as connection:
        assert take(connection, "run:2019", SECOND, NOW, alive) is None


def test_given_back_it_is_free_and_only_the_holder_can(engine: Engine) -> None:
    assert taken(engine, FIRST) is None
    with writing(engine) as connection:
        give_back(connection, "run:2020", SECOND)
    assert taken(engine, SECOND) == FIRST
    with writing(engine) as connection:
        give_back(connection, "run:2020", FIRST)
    assert taken(engine, SECOND) is None


def test_it_runs_out_unless_renewed(engine: Engine) -> None:
    assert taken(engine, FIRST) is None
    later = NOW + TERM / 2
    with writing(engine) as connection:
        assert renew(connection, "run:2020", FIRST, later)
    assert taken(engine, SECOND, NOW + TERM) == FIRST
    assert taken(engine, SECOND, later + TERM) is None
    with writing(engine) as connection:
        assert not renew(connection, "run:2020", FIRST, later + TERM)


def test_a_holder_that_is_gone_does_not_block(engine: Engine) -> None:
    assert taken(engine, FIRST) is None
    assert taken(engine, SECOND, is_gone=gone) is None


def test_the_same_process_with_another_token_waits(engine: Engine) -> None:
    assert taken(engine, FIRST) is None
    assert taken(engine, Holder("again", "host-a", 100, 1.5)) == FIRST


def test_the_ledger_buries_what_was_left_under_way(engine: Engine) -> None:
    with writing(engine) as connection:
        done = start_run(
            connection, "2020", NOW, {"code": "x"}, Starter("部署 nightly（定时）", "f", 1)
        )
        finish_run(connection, done, NOW, Outcome.COMPLETED, {"accepted": 3}, "d" * 64)
        killed = start_run(connection, "2020", NOW, {"code": "x"})
        other = start_run(connection, "2019", NOW, {"code": "x"})
        assert [one.id for one in mark_dead_runs(connection, "2020", NOW + timedelta(hours=1))] == [
            killed
        ]
        assert mark_dead_runs(connection, "2020", NOW + timedelta(hours=1)) == []
        entries = {run.id: run for run in runs(connection, "2020")}
        (untouched,) = runs(connection, "2019")
    assert entries[killed].outcome == "died"
    assert entries[killed].finished_at == NOW + timedelta(hours=1)
    assert (entries[done].outcome, entries[done].started_by) == (
        "completed",
        "部署 nightly（定时）",
    )
    assert (entries[done].attempt, entries[done].totals_digest) == (1, "d" * 64)
    assert (untouched.id, untouched.outcome) == (other, None)


@pytest.mark.parametrize("host", ["host-a"])
def test_a_holder_of_another_machine_is_never_taken_for_gone(host: str) -> None:
    from pipeline.run.lease import is_gone, this_process

    assert not is_gone(replace(this_process(), host=host, process=2**22 + 1))


def test_a_process_is_known_by_its_start_too() -> None:
    from pipeline.run.lease import is_gone, this_process

    me = this_process()
    assert not is_gone(me)
    assert is_gone(replace(me, process_started=me.process_started - 1000))
    assert is_gone(replace(me, process=2**22 + 1))
