"""What was received and corrected is known again, by its bytes and by its values, also of old folders."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import URL, Engine, select

from schemas.columns import Kind
from schemas.findings import Finding, Severity
from schemas.forms import FORMS
from schemas.masking import NUMBERS
from tests.warehouse.samples import PRIMARY, at, form_rows, make_register, sent
from tests.warehouse.test_migrate import BOTH, back_to
from warehouse.comebacks import Arrived, means_going_back, seen_before
from warehouse.current import in_force_at
from warehouse.engine import connect, reading, writing
from warehouse.explanations import Explanation
from warehouse.findings import open_findings
from warehouse.form_digests import form_digest, stored_digest
from warehouse.history import current
from warehouse.migrate import migrate
from warehouse.register import store_register
from warehouse.status import form_states, latest_files
from warehouse.submissions import FormRows, Judged, merge
from warehouse.vault import Vault

_VALUES: dict[Kind, Any] = {
    Kind.COUNT: 3, Kind.MONEY: 187_550, Kind.AREA: 1250, Kind.PERCENT: 9960, Kind.FLAG: True,
    Kind.DATE: date(2020, 9, 1), Kind.CODE: "小学", Kind.TEXT: "暖心行动", Kind.IDENTIFIER: "G-17",
    Kind.PERSON: "张三丰", Kind.PUPIL_ID: "G340403201001010017", Kind.CITIZEN_ID: "340403201001010017",
}  # fmt: skip


def digest(vault: Vault, form: FormRows) -> str:
    return form_digest(vault, NUMBERS, form.form, form.columns)


def safety(vault: Vault, guards: int) -> FormRows:
    form = form_rows("safety", {"guards_full_time": guards, "cctv": False})
    return replace(form, digest=digest(vault, form))


def question() -> Finding:
    return Finding("FIL-015", Severity.QUERY, "与……完全相同。", about="safety 1 2")


def held(vault: Vault, guards: int, hour: int, **more: Any) -> Judged:
    form = replace(safety(vault, guards), held=True)
    return sent(
        f"again {hour}", form, hour=hour, path=f"copy {hour}", findings=[question()], **more
    )


def arrived(digests: dict[str, str], content: str = "other bytes", path: str = "copy") -> Arrived:
    file = sent(content, path=path)
    return Arrived("2020", PRIMARY, path, file.content_sha256, digests)


@pytest.mark.parametrize("code", FORMS)
def test_a_digest_of_facts_is_that_of_the_values(district: Engine, vault: Vault, code: str) -> None:
    """So that forms of a time before there were digests are known again."""
    record = {column.name: _VALUES[column.kind] for column in FORMS[code].columns}
    form = form_rows(code, record, {}, {**record, FORMS[code].columns[0].name: None})
    merge(district, vault, sent("A", form))
    with reading(district) as connection:
        assert stored_digest(connection, vault, 1, code) == digest(vault, form)


def test_a_digest_tells_values_and_nothing_else_apart(vault: Vault) -> None:
    two, other = safety(vault, 2), safety(vault, 3)
    assert digest(vault, two) != digest(vault, other)
    lower = form_rows("safety", {"guards_full_time": 2, "cctv": False}, first_row=9)
    assert digest(vault, lower) == digest(vault, two)
    unread = form_digest(vault, NUMBERS, "safety", two.columns, [("pupils", "约300")])
    assert unread != digest(vault, two)
    assert digest(Vault(bytes(32)), two) != digest(vault, two)  # keyed


def test_what_comes_back_and_what_is_only_sent_again(district: Engine, vault: Vault) -> None:
    ict = form_rows("ict", {"contest_entries": 4})
    first = [safety(vault, 2), replace(ict, digest=digest(vault, ict))]
    merge(district, vault, sent("v1", *first))
    merge(district, vault, sent("v2", safety(vault, 5), hour=1, path="v2"))
    digests = {form.form: form.digest or "" for form in first}
    with reading(district) as connection:
        for content in ("other bytes", "v1"):
            seen = seen_before(connection, vault, arrived(digests, content))
            (one,) = seen.comebacks
            assert (one.form, one.first, one.over) == ("safety", 1, 2)
            assert (one.received_at, one.corrected_at) == (at(0), at(1))
            assert seen.echoes == {"ict"}
        new = arrived({"safety": safety(vault, 7).digest or ""})
        assert seen_before(connection, vault, new).comebacks == []
        # The first file is known where it lies, and is judged again as what it was.
        known = arrived(digests, "v1", f"{PRIMARY}/return.xlsx")
        assert seen_before(connection, vault, known).comebacks == []


def test_what_is_held_back_counts_for_nothing(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("v1", safety(vault, 2)))
    merge(district, vault, sent("v2", safety(vault, 5), hour=1, path="v2"))
    merged = merge(district, vault, held(vault, 2, hour=2))
    assert (merged.merged_forms, merged.superseded) == ((), {})
    with reading(district) as connection:
        assert current(connection, "2020", PRIMARY) == {"safety": 2}
        (state,) = form_states(connection, "2020")
        assert (state.submission_id, state.in_force) == (2, 2)
        assert latest_files(connection, "2020")[PRIMARY].submission_id == 2
        assert [one.finding.rule for one in open_findings(connection, "2020")] == ["FIL-015"]
    # A third number settles it: the question is not open any more, and no answer brings it back.
    (key,) = keys(district)
    merge(district, vault, sent("v3", safety(vault, 4), hour=3, path="v3"))
    assert keys(district) == []
    late = [Explanation(key, "改回：原数正确", "王老师")]
    merge(district, vault, replace(sent("slip", hour=4, path="slip"), explanations=late))
    with reading(district) as connection:
        assert current(connection, "2020", PRIMARY) == {"safety": 4}


def test_an_answer_lets_it_count_from_its_own_moment(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("v1", safety(vault, 2)))
    merge(district, vault, sent("v2", safety(vault, 5), hour=1, path="v2"))
    merge(district, vault, held(vault, 2, hour=2))
    merge(district, vault, held(vault, 2, hour=3))
    (key,) = set(keys(district))  # the same content over the same correction: one question
    no = [Explanation(key, "误发", "王老师")]
    merge(district, vault, replace(sent("no", hour=4, path="slip 1"), explanations=no))
    with reading(district) as connection:
        assert current(connection, "2020", PRIMARY) == {"safety": 2}
    yes = [Explanation(key, "改回：原数正确", "王老师")]
    merge(district, vault, replace(sent("yes", hour=5, path="slip 2"), explanations=yes))
    assert keys(district) == []
    again = replace(held(vault, 2, hour=3), judged_under="rules 2")
    judged_again = replace(again, forms=[safety(vault, 2)], findings=[])
    merge(district, vault, judged_again)
    with reading(district) as connection:
        assert current(connection, "2020", PRIMARY) == {"safety": 4}
        for hour, number in ((0, 1), (1, 2), (3, 2), (4, 2), (5, 4), (6, 4)):
            source = in_force_at("2020", at(hour))
            assert connection.scalars(select(source.c.submission_id)).all() == [number], hour
            (state,) = form_states(connection, "2020", at(hour))
            assert state.submission_id == number


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ("改回：原数正确", True), (" 改回 : 校长核实", True), ("改回:确为 2 人", True),
        ("误发", False), ("不要改回", False), ("改回", False), ("改回：", False),
        ("改回来是误操作", False), ("请不要改回：误发", False), ("", False),
    ],
)  # fmt: skip
def test_only_one_answer_brings_the_old_numbers_back(text: str, is_meant: bool) -> None:
    assert means_going_back(text) is is_meant


@BOTH
def test_a_folder_of_before_knows_what_was_corrected_in_it(empty_database: URL) -> None:
    engine, vault = connect(empty_database), Vault(bytes(32))
    migrate(engine)
    with writing(engine) as connection:
        store_register(connection, make_register())
    merge(engine, vault, sent("v1", safety(vault, 2)))
    merge(engine, vault, sent("v2", safety(vault, 5), hour=1, path="v2"))
    # It came back before anybody asked: what counts after the upgrade is what counted before it.
    merge(engine, vault, sent("v3", safety(vault, 2), hour=2, path="v3"))
    merge(engine, vault, sent("v4", safety(vault, 5), hour=3, path="v4"))
    back_to(engine, "0012")
    assert migrate(engine) is True
    two, five = safety(vault, 2).digest or "", safety(vault, 5).digest or ""
    with reading(engine) as connection:
        assert current(connection, "2020", PRIMARY) == {"safety": 4}
        (one,) = seen_before(connection, vault, arrived({"safety": two})).comebacks
        assert (one.first, one.over) == (1, 4)
        assert seen_before(connection, vault, arrived({"safety": five})).comebacks == []
        again = arrived({"safety": two}, "v3", "v3")
        assert seen_before(connection, vault, again).comebacks == []
    engine.dispose()


def keys(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        found = open_findings(connection, "2020", PRIMARY)
    return [one.key for one in found if one.finding.rule == "FIL-015"]
