"""What is sealed opens where it was sealed, under the key that sealed it, and nowhere else."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Column, Engine, select, text, update

from schemas.raw_text import Change, RawText
from tests.warehouse.kept import raw_texts_of
from tests.warehouse.samples import PRIMARY, form_rows, sent
from warehouse.engine import reading, writing
from warehouse.explanations import Explanation, add_explanations, explanations
from warehouse.facts import place_of
from warehouse.key_record import Unbound, key_record, record_key, unbound
from warehouse.seals import broken_seals
from warehouse.submissions import merge
from warehouse.tables import explanation, fact_table, raw_text, warehouse_key
from warehouse.vault import Place, Vault, WrongKey

CASES = fact_table("dropout_cases")
NAMES = ("欧阳小例", "司马小例")


def two_children(engine: Engine, vault: Vault) -> None:
    form = form_rows("dropout_cases", *({"child_name": name, "status": "复学"} for name in NAMES))
    told = [
        RawText(row, "child_name", f" {name}", (Change.CHARACTERS,))
        for row, name in zip(form.rows, NAMES, strict=True)
    ]
    merge(engine, vault, sent("A", replace(form, raw_texts=told)))


def swap(engine: Engine, column: Column[Any]) -> None:
    """Two sealed values exchange their rows, as somebody with the database could have it."""
    table = column.table
    with writing(engine) as connection:
        rows = connection.execute(select(table.c.row, column).order_by(table.c.row)).all()
        for (row, _), (_, other) in zip(rows, reversed(rows), strict=True):
            statement = update(table).where(table.c.row == row).values({column.name: other})
            connection.execute(statement)


def test_a_name_does_not_open_in_the_row_of_another_child(district: Engine, vault: Vault) -> None:
    two_children(district, vault)
    with reading(district) as connection:
        assert broken_seals(connection, vault) == []
    swap(district, CASES.c.child_name)
    with reading(district) as connection:
        sealed = connection.scalars(select(CASES.c.child_name).order_by(CASES.c.row)).all()
        with pytest.raises(WrongKey):
            vault.unseal(sealed[0], place_of("dropout_cases", "child_name", 1, 5))
        assert broken_seals(connection, vault) == [
            "fact_dropout_cases.child_name/1/5",
            "fact_dropout_cases.child_name/1/6",
        ]


def test_a_raw_text_does_not_open_in_the_row_of_another_child(
    district: Engine, vault: Vault
) -> None:
    two_children(district, vault)
    with reading(district) as connection:
        kept = raw_texts_of(connection, vault, 1, "dropout_cases")
        assert [one.text for one in kept] == [f" {name}" for name in NAMES]
    swap(district, raw_text.c.sealed)
    with reading(district) as connection:
        with pytest.raises(WrongKey):
            raw_texts_of(connection, vault, 1, "dropout_cases")
        assert broken_seals(connection, vault) == [
            "raw_text/1/dropout_cases/5/child_name",
            "raw_text/1/dropout_cases/6/child_name",
        ]


def test_what_one_query_was_answered_is_no_answer_to_another(
    district: Engine, vault: Vault
) -> None:
    two_children(district, vault)
    with writing(district) as connection:
        for key, words in (("1" * 32, "已核实"), ("2" * 32, "填错了")):
            connection.execute(
                text(
                    "INSERT INTO finding (collection, unit_code, stage, rule, severity, form, sheet,"
                    " cell, field, value, message, key) VALUES ('2020', :unit, 'district', 'X-001',"
                    " 'query', '', '', '', '', '', '', :key)"
                ),
                {"unit": PRIMARY, "key": key},
            )
            given = [Explanation(key, words, "王主任")]
            moment = sent("A").received_at
            assert add_explanations(connection, vault, "2020", PRIMARY, given, moment) == 1
    with writing(district) as connection:
        first, second = connection.execute(select(explanation).order_by(explanation.c.id)).all()
        connection.execute(
            explanation.update().where(explanation.c.id == second.id).values(text=first.text)
        )
    with reading(district) as connection:
        with pytest.raises(WrongKey):
            explanations(connection, vault, "2020")
        assert broken_seals(connection, vault) == [
            f"explanation.text/2020/{PRIMARY}/{'2' * 32}/told"
        ]


def of_version_1(vault: Vault, name: str) -> bytes:
    """A name as it was sealed before there were places."""
    nonce = bytes(12)
    return b"\x01" + nonce + vault._cipher.encrypt(nonce, name.encode(), b"\x01")


def seal_as_before(engine: Engine, vault: Vault, submission_id: int) -> None:
    with writing(engine) as connection:
        connection.execute(
            CASES.update()
            .where(CASES.c.submission_id == submission_id)
            .values(child_name=of_version_1(vault, NAMES[0]))
        )


def test_what_was_sealed_before_is_read_in_the_rows_of_before_only(
    district: Engine, vault: Vault
) -> None:
    two_children(district, vault)
    seal_as_before(district, vault, 1)
    with writing(district) as connection:
        record_key(connection, vault)
    merge(district, vault, sent("B", form_rows("dropout_cases", {"child_name": NAMES[1]}), hour=1))
    with reading(district) as connection:
        assert unbound(connection) == Unbound(submissions=1)
        assert broken_seals(connection, vault) == []
    seal_as_before(district, vault, 2)
    with reading(district) as connection:
        assert broken_seals(connection, vault) == ["fact_dropout_cases.child_name/2/5"]


def test_the_record_of_the_key_tells_another_key(district: Engine, vault: Vault) -> None:
    with reading(district) as connection:
        assert key_record(connection) is None
    with writing(district) as connection:
        record_key(connection, vault)
    with reading(district) as connection:
        record = key_record(connection)
    assert record is not None
    assert record.is_of(vault)
    assert not record.is_of(Vault(bytes(32)))


def test_who_has_not_the_key_cannot_widen_what_may_be_unbound(
    district: Engine, vault: Vault
) -> None:
    with writing(district) as connection:
        record_key(connection, vault)
        connection.execute(warehouse_key.update().values(unbound_submissions=99))
    with reading(district) as connection:
        record = key_record(connection)
    assert record is not None
    assert not record.is_of(vault)


def test_the_archive_of_before_is_read_and_a_moved_file_is_not() -> None:
    vault = Vault(bytes(32))
    place = Place("archive/ab", may_be_unbound=True)
    assert vault.decrypt(of_version_1(vault, "旧"), place) == "旧".encode()
    with pytest.raises(WrongKey):
        vault.decrypt(vault.encrypt(b"content", Place("archive/cd")), place)


def test_all_the_changes_of_a_cell_open(district: Engine, vault: Vault) -> None:
    form = form_rows("dropout_cases", {"child_name": NAMES[0]})
    changes = tuple(Change)[:2]
    merge(
        district,
        vault,
        sent("A", replace(form, raw_texts=[RawText(5, "child_name", "欧阳 小例", changes)])),
    )
    with reading(district) as connection:
        assert len(connection.execute(select(raw_text)).all()) == 2
        assert broken_seals(connection, vault) == []
