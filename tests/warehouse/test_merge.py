from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError

from schemas.findings import Status
from tests.warehouse.kept import findings_of_submission
from tests.warehouse.samples import (
    JUNIOR,
    PRIMARY,
    at,
    form_rows,
    negative_guards,
    returned,
    sent,
)
from warehouse import tables
from warehouse.engine import reading, writing
from warehouse.frames import rows_in_force
from warehouse.submissions import Arrival, Judged, Merged, arrivals, merge
from warehouse.vault import Vault

RECORDED = (
    tables.submission,
    tables.submission_form,
    tables.finding,
    tables.in_force,
    tables.arrival,
    tables.fact_table("safety"),
    tables.fact_table("party"),
)


def guards(engine: Engine, hour: int | None = None) -> dict[str, int]:
    """Unit → full-time guards in force."""
    with reading(engine) as connection:
        frame = rows_in_force(
            connection, "2020", ["safety"], as_of=None if hour is None else at(hour)
        )["safety"]
    return dict(zip(frame.unit_code, frame.guards_full_time, strict=True))


def counts(engine: Engine) -> dict[str, int]:
    with reading(engine) as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in RECORDED
        }


def safety(number: int) -> Any:
    return form_rows("safety", {"guards_full_time": number})


def test_an_accepted_file_is_in_force_with_its_facts(district: Engine, vault: Vault) -> None:
    merged = merge(district, vault, sent("A", safety(2)))

    assert merged == Merged(1, merged_forms=("safety",))
    assert guards(district) == {PRIMARY: 2}
    assert counts(district) == {
        "submission": 1,
        "submission_form": 1,
        "finding": 0,
        "in_force": 1,
        "arrival": 1,
        "fact_safety": 1,
        "fact_party": 0,
    }


def test_the_same_file_again_changes_nothing(district: Engine, vault: Vault) -> None:
    first = merge(district, vault, sent("A", safety(2)))
    before = counts(district)

    again = merge(district, vault, sent("A", safety(2), hour=1))

    assert again == Merged(first.submission_id, unchanged=True)
    assert counts(district) == before
    assert guards(district, 0) == {PRIMARY: 2}


def test_a_then_b_then_a_leaves_a_in_force(district: Engine, vault: Vault) -> None:
    first = merge(district, vault, sent("A", safety(2), hour=0))
    second = merge(district, vault, sent("B", safety(3), hour=1))
    third = merge(district, vault, sent("A", safety(2), hour=2))

    assert third.unchanged is False
    assert second.superseded == {"safety": first.submission_id}
    assert third.superseded == {"safety": second.submission_id}
    assert [guards(district, hour)[PRIMARY] for hour in (0, 1, 2)] == [2, 3, 2]
    assert guards(district) == {PRIMARY: 2}
    assert counts(district)["submission"] == 3


def test_hazard_12_a_copy_at_another_path_is_no_new_submission(
    district: Engine, vault: Vault
) -> None:
    first = merge(district, vault, sent("A", safety(2), path="a.xlsx"))

    copy = merge(district, vault, sent("A", safety(2), path="b.xlsx", hour=1))

    assert copy == Merged(first.submission_id, unchanged=True)
    with reading(district) as connection:
        seen = arrivals(connection, vault, "2020")
    digest = sent("A").content_sha256
    assert seen == {"a.xlsx": Arrival(digest, "rules 1"), "b.xlsx": Arrival(digest, "rules 1")}


def test_two_units_that_send_the_same_bytes_stay_two(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", safety(2), unit=PRIMARY))
    merge(district, vault, sent("A", safety(2), unit=JUNIOR))

    assert guards(district) == {PRIMARY: 2, JUNIOR: 2}


def test_a_correction_of_one_form_supersedes_that_form_only(district: Engine, vault: Vault) -> None:
    party = form_rows("party", {"party_teachers": 9})
    full = merge(district, vault, sent("full", safety(2), party))

    correction = merge(district, vault, sent("one form", safety(3), hour=1, path="c.xlsx"))

    assert correction.superseded == {"safety": full.submission_id}
    with reading(district) as connection:
        frames = rows_in_force(connection, "2020", ["safety", "party"])
    assert frames["safety"].submission.tolist() == [correction.submission_id]
    assert frames["party"].submission.tolist() == [full.submission_id]


def test_a_returned_form_keeps_its_findings_and_the_one_before_in_force(
    district: Engine, vault: Vault
) -> None:
    first = merge(district, vault, sent("A", safety(2)))
    found = [negative_guards()]

    second = merge(district, vault, sent("B", returned("safety"), findings=found, hour=1))

    assert second.merged_forms == ()
    assert second.superseded == {}
    assert guards(district) == {PRIMARY: 2}
    with reading(district) as connection:
        assert findings_of_submission(connection, second.submission_id) == found
        assert findings_of_submission(connection, first.submission_id) == []


def test_the_accepted_forms_of_a_partly_returned_file_are_merged(
    district: Engine, vault: Vault
) -> None:
    party = form_rows("party", {"party_teachers": 9})
    merged = merge(district, vault, sent("A", returned("safety"), party))

    assert merged.merged_forms == ("party",)
    assert guards(district) == {}
    assert counts(district)["fact_party"] == 1


def test_a_nil_answer_is_in_force_without_rows(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", form_rows("student_aid", {"persons": 3})))
    merge(district, vault, sent("B", form_rows("student_aid"), hour=1))

    with reading(district) as connection:
        aid = rows_in_force(connection, "2020", ["student_aid"])["student_aid"]
        in_force = connection.execute(
            select(tables.in_force.c.submission_id).where(tables.in_force.c.until.is_(None))
        ).scalars()
        assert list(in_force) == [2]
    assert aid.empty


def test_a_failing_form_leaves_no_trace_of_the_file(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", safety(2)))
    before = counts(district)
    twice = form_rows("party", {"party_teachers": 9}, {"party_teachers": 9})
    broken = replace(twice, rows=[5, 5])

    with pytest.raises(IntegrityError):
        merge(district, vault, sent("B", safety(3), broken, findings=[negative_guards()], hour=1))

    assert counts(district) == before
    assert guards(district) == {PRIMARY: 2}


@pytest.mark.parametrize(
    ("judged", "complaint"),
    [
        (sent("A", safety(1), unit=None), "nobody's"),
        (sent("A", safety(1), safety(2)), "a form twice"),
        (sent("A", replace(safety(1), columns={})), "do not fit its declaration"),
        (sent("A", replace(safety(1), rows=[5, 6])), "1 values for 2 rows"),
    ],
)
def test_nonsense_is_refused(
    district: Engine, vault: Vault, judged: Judged, complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        merge(district, vault, judged)
    assert counts(district)["submission"] == 0


def test_what_is_in_force_does_not_depend_on_the_order_of_merging(
    district: Engine, vault: Vault
) -> None:
    merge(district, vault, sent("late", safety(3), hour=2))
    merge(district, vault, sent("early", safety(2), hour=1, path="early.xlsx"))

    assert guards(district) == {PRIMARY: 3}
    assert guards(district, 0) == {}
    assert guards(district, 1) == {PRIMARY: 2}


def test_of_two_files_of_one_moment_the_one_recorded_later_counts(
    district: Engine, vault: Vault
) -> None:
    merge(district, vault, sent("A", safety(2)))
    merge(district, vault, sent("B", safety(3), path="b.xlsx"))

    assert guards(district) == guards(district, 0) == {PRIMARY: 3}


def test_judged_again_and_returned_gives_way_to_the_one_before(
    district: Engine, vault: Vault
) -> None:
    first = merge(district, vault, sent("A", safety(2)))
    second = merge(district, vault, sent("B", safety(3), hour=1))

    again = merge(
        district,
        vault,
        sent("B", returned("safety"), hour=9, findings=[negative_guards()], judged_under="rules 2"),
    )

    assert again == Merged(
        second.submission_id, judged_again=True, superseded={"safety": second.submission_id}
    )
    assert guards(district) == guards(district, 1) == {PRIMARY: 2}
    assert counts(district) | {"finding": 1, "fact_safety": 1, "in_force": 1} == counts(district)
    assert first.submission_id == 1


def test_judged_again_and_accepted_keeps_its_moment(district: Engine, vault: Vault) -> None:
    early = {"path": "a.xlsx", "hour": 0}
    merge(district, vault, sent("A", returned("safety"), findings=[negative_guards()], **early))
    merge(district, vault, sent("B", safety(3), path="b.xlsx", hour=2))

    again = merge(district, vault, sent("A", safety(2), **early, judged_under="rules 2"))

    assert again == Merged(1, judged_again=True, merged_forms=("safety",))
    assert guards(district) == {PRIMARY: 3}
    assert guards(district, 1) == {PRIMARY: 2}
    assert counts(district)["finding"] == 0


def test_a_file_whose_unit_becomes_known_moves_to_it(district: Engine, vault: Vault) -> None:
    path = "whose.xlsx"
    stray = merge(district, vault, sent("A", unit=None, path=path))
    known = merge(
        district, vault, sent("A", safety(2), unit=PRIMARY, path=path, judged_under="register 2")
    )

    assert known == Merged(stray.submission_id, judged_again=True, merged_forms=("safety",))
    assert guards(district) == {PRIMARY: 2}

    merge(district, vault, sent("A", safety(2), unit=JUNIOR, path=path, judged_under="register 3"))
    assert guards(district) == {JUNIOR: 2}


def test_the_status_of_the_file_is_recorded(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", safety(2), status=Status.ACCEPTED_WITH_QUERIES))
    with reading(district) as connection:
        stored = connection.execute(select(tables.submission)).one()
    assert stored.status == "accepted-with-queries"
    assert stored.received_at == at(0)
    assert (stored.reader_version, stored.edition) == ("1", "2020.1")


def test_reading_refuses_to_write(district: Engine) -> None:
    with reading(district) as connection, pytest.raises(Exception, match=r"read-?only"):
        connection.execute(tables.run.insert().values(collection="2020", started_at=at(0)))
    with writing(district) as connection:
        connection.execute(
            tables.run.insert().values(collection="2020", started_at=at(0), counts={}, versions={})
        )
