from datetime import date

import pandas as pd
from sqlalchemy import Engine, event

from schemas.fields import DTYPES
from schemas.forms import FORMS
from schemas.unit_facts import unit_facts
from tests.warehouse.samples import (
    JUNIOR,
    NURSERY,
    PRIMARY,
    at,
    form_rows,
    make_register,
    returned,
    sent,
)
from warehouse.engine import reading
from warehouse.frames import closings, rows_in_force
from warehouse.submissions import merge
from warehouse.vault import Vault


def drill(kind: str, day: date | None, pupils: int | None) -> dict[str, object]:
    return {"kind": kind, "held_on": day, "pupils": pupils}


def test_rows_come_typed_with_their_address_and_unit(district: Engine, vault: Vault) -> None:
    rows = form_rows("drills", drill("地震", date(2020, 5, 12), 300), drill("消防", None, None))
    merge(district, vault, sent("A", rows, unit=JUNIOR))

    with reading(district) as connection:
        frame = rows_in_force(connection, "2020", ["drills"])["drills"]

    register = make_register()
    facts = unit_facts([register[JUNIOR], register[JUNIOR]])
    expected = pd.DataFrame(
        {
            "held_on": pd.Series([pd.Timestamp("2020-05-12"), pd.NaT], dtype="datetime64[ns]"),
            "kind": pd.Series(["地震", "消防"], dtype="string"),
            "theme": pd.Series([pd.NA, pd.NA], dtype="string"),
            "pupils": pd.Series([300, pd.NA], dtype="Int64"),
            "staff": pd.Series([pd.NA, pd.NA], dtype="Int64"),
            "submission": [1, 1],
            "row": [5, 6],
        }
    )
    pd.testing.assert_frame_equal(frame, pd.concat([expected, facts], axis="columns"))


def test_every_form_has_its_dtypes_even_without_rows(district: Engine) -> None:
    with reading(district) as connection:
        frames = rows_in_force(connection, "2020", FORMS)
    for code, form in FORMS.items():
        dtypes = {column.name: DTYPES[column.kind] for column in form.columns}
        assert {name: str(frames[code].dtypes[name]) for name in dtypes} == dtypes
        assert str(frames[code].dtypes["unit_boarding"]) == "boolean"
        assert frames[code].empty


def test_records_are_numbered_across_forms(district: Engine, vault: Vault) -> None:
    drills = form_rows("drills", drill("地震", None, 1), drill("消防", None, 2))
    merge(district, vault, sent("A", drills, form_rows("ict", {"contest_entries": 1})))
    with reading(district) as connection:
        frames = rows_in_force(connection, "2020", ["drills", "ict"])
    assert frames["drills"].index.tolist() == [0, 1]
    assert frames["ict"].index.tolist() == [2]


def test_units_and_moments_can_be_chosen(district: Engine, vault: Vault) -> None:
    for hour, code in enumerate([PRIMARY, JUNIOR, NURSERY]):
        rows = form_rows("safety", {"pupils": hour})
        merge(district, vault, sent(code, rows, unit=code, hour=hour))
    merge(district, vault, sent("B", returned("safety"), unit=PRIMARY, hour=3))

    def units(**chosen: object) -> list[str]:
        with reading(district) as connection:
            frames = rows_in_force(connection, "2020", ["safety"], **chosen)  # type: ignore[arg-type]
        return sorted(frames["safety"].unit_code)

    assert units() == sorted([PRIMARY, JUNIOR, NURSERY])
    assert units(units=[JUNIOR, NURSERY]) == sorted([JUNIOR, NURSERY])
    assert units(units=[]) == []
    assert units(as_of=at(1)) == sorted([PRIMARY, JUNIOR])
    assert units(as_of=at(-1)) == []


def test_money_stays_an_exact_number_of_fen(district: Engine, vault: Vault) -> None:
    records = [{"amount": 10, "category": f"{i}"} for i in range(1_000)]
    large = {"amount": 9_007_199_254_740_993}  # no float holds it
    merge(district, vault, sent("A", form_rows("student_aid", *records, large)))
    with reading(district) as connection:
        amounts = rows_in_force(connection, "2020", ["student_aid"])["student_aid"].amount
    assert int(amounts.sum()) == 10_000 + 9_007_199_254_740_993


def test_closings_are_those_in_force(district: Engine, vault: Vault) -> None:
    cohorts = [{"cohort": "一年级", "closing": 60}, {"cohort": "二年级"}]
    merge(district, vault, sent("A", form_rows("enrolment", {"cohort": "一年级", "closing": 1})))
    merge(district, vault, sent("B", form_rows("enrolment", *cohorts), hour=1))
    with reading(district) as connection:
        assert closings(connection, "2020") == {(PRIMARY, "一年级"): 60, (PRIMARY, "二年级"): None}
        assert closings(connection, "2019") == {}


def test_frames_of_many_units_cost_one_query_a_form(district: Engine, vault: Vault) -> None:
    for code in (PRIMARY, JUNIOR, NURSERY):
        merge(district, vault, sent(code, form_rows("safety", {"pupils": 1}), unit=code))
    statements: list[str] = []
    event.listen(
        district,
        "before_cursor_execute",
        lambda conn, cursor, statement, *rest: statements.append(statement),
    )
    with reading(district) as connection:
        rows_in_force(connection, "2020", ["safety", "drills"])
    queries = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(queries) == 3  # the register, then one a form
