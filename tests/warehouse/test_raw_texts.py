"""The own text of cells beside the facts: merged, superseded, taken back and counted with them."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text

from schemas.raw_text import Change, RawText
from tests.warehouse.kept import raw_texts_of
from tests.warehouse.samples import JUNIOR, form_rows, returned, sent
from warehouse.engine import reading
from warehouse.raw_texts import clear_texts, count_changes
from warehouse.submissions import FormRows, merge
from warehouse.tables import raw_text
from warehouse.vault import Vault

NAME = "欧阳小例"
PUPIL = "G34040320100101001x"
WIDE = RawText(5, "guards_full_time", "１，２３４", (Change.CHARACTERS, Change.GROUPED))
NUMBER = RawText(5, "guards_part_time", "2", (Change.TEXT_NUMBER,))


def safety(*texts: RawText) -> FormRows:
    record = {"guards_full_time": 1234, "guards_part_time": 2}
    return replace(form_rows("safety", record), raw_texts=list(texts))


def cases() -> FormRows:
    """Of two children: what is personal in all its kinds, and a day that was said not to apply."""
    record = {"case_number": "KC1", "child_name": NAME, "child_id": PUPIL.upper()}
    texts = [
        RawText(5, "child_name", f" {NAME}　", (Change.CHARACTERS,)),
        RawText(5, "child_id", PUPIL, (Change.UPPER_CASE,)),
        RawText(5, "evidence", f"{NAME}（点名表）", (Change.CHARACTERS,)),
        RawText(5, "case_number", f"KC1 {NAME}", (Change.CHARACTERS,)),
        RawText(5, "cleared_on", "/", (Change.NOT_APPLICABLE,)),
    ]
    return replace(form_rows("dropout_cases", record, {"case_number": "KC2"}), raw_texts=texts)


def stored(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(raw_text)) or 0


def counted(engine: Engine) -> Counter[Change]:
    with reading(engine) as connection:
        return count_changes(connection, "2020")


def test_texts_come_back_as_they_went_in(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", safety(WIDE, NUMBER), cases()))

    with reading(district) as connection:
        assert raw_texts_of(connection, vault, 1, "safety") == [WIDE, NUMBER]
        back = raw_texts_of(connection, vault, 1, "dropout_cases")
        assert sorted(back, key=repr) == sorted(cases().raw_texts, key=repr)
        assert raw_texts_of(connection, vault, 2, "safety") == []
    assert stored(district) == 3 + 5


def test_each_change_is_counted_over_what_is_in_force(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", safety(WIDE, NUMBER)))
    merge(district, vault, sent("B", safety(WIDE), unit=JUNIOR))
    assert counted(district) == {
        Change.CHARACTERS: 2, Change.GROUPED: 2, Change.TEXT_NUMBER: 1
    }  # fmt: skip

    merge(district, vault, sent("C", safety(NUMBER), hour=1))

    assert counted(district) == {
        Change.CHARACTERS: 1, Change.GROUPED: 1, Change.TEXT_NUMBER: 1
    }  # fmt: skip
    assert stored(district) == 3 + 2 + 1  # what is superseded keeps its own


def test_the_same_file_again_keeps_them_once(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", safety(WIDE)))
    merge(district, vault, sent("A", safety(WIDE), hour=1))
    assert stored(district) == 2


def test_a_returned_form_leaves_none(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", replace(returned("safety"), raw_texts=[WIDE]), cases()))
    with reading(district) as connection:
        assert raw_texts_of(connection, vault, 1, "safety") == []
    assert stored(district) == 5


@pytest.mark.parametrize(
    ("again", "left"), [(safety(NUMBER), 1), (safety(), 0), (returned("safety"), 0)]
)
def test_they_are_taken_back_with_the_verdict(
    again: FormRows, left: int, district: Engine, vault: Vault
) -> None:
    merge(district, vault, sent("A", safety(WIDE, NUMBER)))
    merge(district, vault, sent("A", again, judged_under="rules 2"))
    assert stored(district) == left


def test_blank_and_not_applicable_are_told_apart(district: Engine, vault: Vault) -> None:
    """Both are NULL among the facts; one of them the school has said."""
    merge(district, vault, sent("A", cases()))
    query = """
        SELECT fact.row, fact.cleared_on, raw.change
        FROM fact_dropout_cases AS fact LEFT JOIN raw_text AS raw
        ON raw.submission_id = fact.submission_id AND raw.form = 'dropout_cases'
            AND raw.row = fact.row AND raw.field = 'cleared_on'
        ORDER BY fact.row
    """
    with reading(district) as connection:
        rows: list[Any] = [tuple(row) for row in connection.execute(text(query))]
    assert rows == [(5, None, "not-applicable"), (6, None, None)]


def test_only_what_can_name_nobody_is_given_out_in_clear(district: Engine, vault: Vault) -> None:
    merge(district, vault, sent("A", safety(WIDE, NUMBER), cases()))
    with reading(district) as connection:
        texts = clear_texts(connection, {(1, "safety"), (1, "dropout_cases")})
    assert texts == {
        (1, "safety", 5, "guards_full_time"): "１，２３４",
        (1, "safety", 5, "guards_part_time"): "2",
        (1, "dropout_cases", 5, "cleared_on"): "/",
    }


def test_nobody_is_named_in_the_database_file(
    district: Engine, vault: Vault, tmp_path: Path
) -> None:
    merge(district, vault, sent("A", safety(WIDE), cases()))

    if district.dialect.name == "sqlite":
        content = b"".join(path.read_bytes() for path in tmp_path.glob("warehouse.db*"))
    else:
        with district.connect() as connection:
            connection.execute(text("CHECKPOINT"))
            place = connection.scalar(text("SELECT pg_relation_filepath('raw_text')"))
            folder = connection.scalar(text("SHOW data_directory"))
        content = (Path(str(folder)) / str(place)).read_bytes()

    assert "１，２３４".encode() in content, "the raw texts are in what was searched"
    assert NAME.encode() not in content
    assert PUPIL.encode() not in content and PUPIL.upper().encode() not in content
