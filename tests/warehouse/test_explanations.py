"""An explanation stays with its query while the value does, and is asked for again when it changes."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from schemas.findings import Finding, Severity
from tests.warehouse.samples import NURSERY, PRIMARY, form_rows, sent
from warehouse.engine import reading, writing
from warehouse.explanations import Explanation, add_explanations, explanations, queries_of
from warehouse.findings import count_open, open_findings
from warehouse.submissions import merge
from warehouse.tables import explanation
from warehouse.vault import Vault

QUERY = Finding(
    "SAF-003", Severity.QUERY, "请核对", form="safety", sheet="平安校园", cell="D7", about="2"
)
MOMENT = datetime(2020, 12, 1, tzinfo=UTC)


def keys(engine: Engine) -> list[tuple[str, bool]]:
    with reading(engine) as connection:
        return [(one.key, one.explained) for one in open_findings(connection, "2020", PRIMARY)]


def explain(engine: Engine, vault: Vault, *given: Explanation, unit: str = PRIMARY) -> int:
    with writing(engine) as connection:
        return add_explanations(connection, vault, "2020", unit, given, MOMENT)


def test_it_stays_while_the_value_does_wherever_the_cell_moves(
    district: Engine, vault: Vault
) -> None:
    merge(district, vault, sent("A", form_rows("safety"), findings=[QUERY]))
    ((key, _),) = keys(district)
    assert explain(district, vault, Explanation(key, "配有民警一名", "王老师")) == 1
    assert keys(district) == [(key, True)]
    moved = replace(QUERY, cell="D9", message="moved")
    merge(district, vault, sent("B", form_rows("safety"), findings=[moved]))
    assert keys(district) == [(key, True)]
    with reading(district) as connection:
        assert count_open(connection, "2020") == {}
    changed = replace(QUERY, about="1")
    merge(district, vault, sent("C", form_rows("safety"), findings=[changed]))
    ((other, explained),) = keys(district)
    assert other != key and not explained
    with reading(district) as connection:
        assert count_open(connection, "2020") == {PRIMARY: {Severity.QUERY: 1}}


def test_two_rows_alike_are_two_queries(district: Engine, vault: Vault) -> None:
    merge(
        district, vault, sent("A", form_rows("safety"), findings=[QUERY, replace(QUERY, cell="D8")])
    )
    (first, _), (second, _) = keys(district)
    explain(district, vault, Explanation(second, "实情", "王老师"))
    assert keys(district) == [(first, False), (second, True)]


def test_an_error_cannot_be_explained_away(district: Engine, vault: Vault) -> None:
    wrong = replace(QUERY, severity=Severity.ERROR)
    merge(district, vault, sent("A", form_rows("safety"), findings=[wrong]))
    ((key, _),) = keys(district)
    assert explain(district, vault, Explanation(key, "就是这样", "王老师")) == 0
    assert keys(district) == [(key, False)]


def test_nobody_explains_for_another_unit(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", form_rows("safety"), findings=[QUERY]))
    ((key, _),) = keys(district)
    assert explain(district, vault, Explanation(key, "实情", "王老师"), unit=NURSERY) == 0
    with reading(district) as connection:
        assert queries_of(connection, "2020", PRIMARY, [key, "other"]) == {key: "SAF-003"}
        assert queries_of(connection, "2020", NURSERY, [key]) == {}


def test_it_comes_with_a_file_once_and_lies_sealed(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", form_rows("safety"), findings=[QUERY]))
    ((key, _),) = keys(district)
    words = Explanation(key, "张小明同学转学", "王老师")
    for content in ("B", "C"):
        judged = sent(content, form_rows("safety"), findings=[QUERY])
        merge(district, vault, replace(judged, explanations=[words]))
    with reading(district) as connection:
        (kept,) = explanations(connection, vault, "2020")
        (row,) = connection.execute(select(explanation)).all()
    assert (kept.explanation, kept.rule, kept.submission_id) == (words, "SAF-003", 2)
    assert "张小明".encode() not in row.text and "王老师".encode() not in row.author
