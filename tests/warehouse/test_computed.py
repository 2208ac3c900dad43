from datetime import datetime

import pytest
from sqlalchemy import Engine, select

from tests.warehouse.kept import in_release
from tests.warehouse.samples import PRIMARY, at, form_rows, sent
from warehouse.engine import reading, writing
from warehouse.ledger import Outcome, Run, finish_run, runs, start_run
from warehouse.releases import NoSuchRelease, Release, freeze, read_release
from warehouse.status import in_force_digest
from warehouse.submissions import merge
from warehouse.values import StoredValue, load_values, store_values
from warehouse.vault import Vault

GUARDS = StoredValue("guards_total", 179, None, 91, 91, "final")
KITCHENS = StoredValue("open_kitchen_coverage", 60, 61, 90, 91, "provisional")


def test_a_release_stays_what_it_was(district: Engine, vault: Vault) -> None:
    first = merge(district, vault, sent("A", form_rows("safety", {"pupils": 1})))
    with writing(district) as connection:
        digest = in_force_digest(connection, "2020")
        number = freeze(connection, "2020", [KITCHENS, GUARDS], made_by="统计员", made_at=at(1))
    merge(district, vault, sent("B", form_rows("safety", {"pupils": 2}), hour=2))
    with writing(district) as connection:
        assert freeze(connection, "2020", [], made_by="统计员", made_at=at(3), note="更正") == 2
        assert freeze(connection, "2021", [], made_by="统计员", made_at=at(3)) == 1

    with reading(district) as connection:
        assert read_release(connection, "2020", number) == Release(
            collection="2020",
            number=1,
            made_at=at(1),
            made_by="统计员",
            note="",
            in_force_digest=digest,
            values=(GUARDS, KITCHENS),
            submissions={(PRIMARY, "safety"): first.submission_id},
        )
        assert connection.execute(select(in_release("2020", 2))).all() == [(PRIMARY, "safety", 2)]
        with pytest.raises(NoSuchRelease):
            read_release(connection, "2020", 3)


def test_values_are_kept_under_the_digest_they_were_computed_from(engine: Engine) -> None:
    one, other = "1" * 64, "2" * 64
    with writing(engine) as connection:
        store_values(connection, "2020", one, [GUARDS], at(0))
        store_values(connection, "2020", other, [GUARDS], at(1))
        store_values(connection, "2020", one, [KITCHENS], at(2))
    with reading(engine) as connection:
        assert load_values(connection, "2020", one) == [KITCHENS]
        assert load_values(connection, "2020", other) == [GUARDS]
        assert load_values(connection, "2020", "3" * 64) == []


def test_the_ledger_knows_runs_that_never_finished(engine: Engine) -> None:
    with writing(engine) as connection:
        killed = start_run(connection, "2020", at(0), {"rules": "1"})
        done = start_run(connection, "2020", at(1), {"rules": "1"})
        finish_run(connection, done, at(2), Outcome.COMPLETED, {"merged": 91})
    with reading(engine) as connection:
        assert runs(connection, "2020") == [
            Run(done, "2020", at(1), at(2), Outcome.COMPLETED, {"merged": 91}, {"rules": "1"}),
            Run(killed, "2020", at(0), None, None, {}, {"rules": "1"}),
        ]
    with pytest.raises(LookupError), writing(engine) as connection:
        finish_run(connection, 99, at(2), Outcome.COMPLETED, {})


def test_a_moment_without_timezone_is_refused(engine: Engine) -> None:
    with pytest.raises(Exception, match="needs its timezone"), writing(engine) as connection:
        start_run(connection, "2020", datetime(2020, 12, 1), {})
