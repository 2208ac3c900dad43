from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, func, select

from schemas.units import Register
from tests.warehouse.samples import JUNIOR, NURSERY, PRIMARY, form_rows, sent
from warehouse.engine import reading, writing
from warehouse.register import UnitInUse, digest, load_register, store_register
from warehouse.submissions import merge
from warehouse.tables import register_version, unit
from warehouse.vault import Vault


def test_the_register_comes_back_as_it_was_stored(engine: Engine, register: Register) -> None:
    with writing(engine) as connection:
        stored = store_register(connection, register)
    with reading(engine) as connection:
        loaded = load_register(connection)
    assert list(loaded) == list(register)
    assert stored == digest(register) == digest(loaded)


def test_the_stages_taught_are_columns(district: Engine) -> None:
    with reading(district) as connection:
        rows = connection.execute(select(unit.c.code, unit.c.primary, unit.c.junior)).all()
    taught = {code: (primary, junior) for code, primary, junior in rows}
    assert taught[PRIMARY] == (True, False)
    assert taught[JUNIOR] == (False, True)
    assert taught[NURSERY] == (False, False)


def test_a_changed_unit_makes_another_version(district: Engine, register: Register) -> None:
    closed = [replace(u, closed_on=date(2020, 8, 31)) if u.code == PRIMARY else u for u in register]
    with writing(district) as connection:
        before = digest(load_register(connection))
        assert store_register(connection, register) == before
        after = store_register(connection, Register(closed))
    with reading(district) as connection:
        assert load_register(connection)[PRIMARY].closed_on == date(2020, 8, 31)
        kept = set(connection.execute(select(register_version.c.digest)).scalars())
    assert kept == {before, after}
    assert before != after


def test_the_order_of_units_is_kept_but_is_no_other_register(register: Register) -> None:
    assert digest(Register(reversed(list(register)))) == digest(register)


def test_a_unit_that_has_filed_cannot_vanish(
    district: Engine, vault: Vault, register: Register
) -> None:
    merge(district, vault, sent("A", form_rows("ict", {"contest_entries": 1})))
    with writing(district) as connection:
        store_register(connection, Register(u for u in register if u.code != NURSERY))
    with pytest.raises(UnitInUse, match=PRIMARY), writing(district) as connection:
        store_register(connection, Register(u for u in register if u.code != PRIMARY))
    with reading(district) as connection:
        assert connection.scalar(select(func.count()).select_from(unit)) == 3
