"""A warehouse of before revision 0012 that holds persons in clear, opened with its key."""

from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import URL, Connection, Engine, text

from schemas.findings import Finding, Severity
from schemas.masking import Masker
from tests.warehouse.samples import PRIMARY, form_rows, make_register, returned, sent
from warehouse.engine import connect, migrating, reading, writing
from warehouse.file_faults import file_faults
from warehouse.findings import open_findings, open_findings_for_schools
from warehouse.migrate import alembic_config, migrate
from warehouse.register import store_register
from warehouse.sealed_places import name_of
from warehouse.sealing import seal_what_lay_open
from warehouse.submissions import arrivals, merge
from warehouse.vault import Vault
from warehouse.views import existing_views

BOTH = pytest.mark.parametrize("empty_database", ["sqlite", "postgresql"], indirect=True)
NAME, CITIZEN, PHONE = "欧阳小例", "340403201001010015", "13800138000"
PATH = f"/inbox/{NAME}/{CITIZEN}.xlsx"
SECRETS = (NAME, CITIZEN, PHONE)
WHO = {"name": NAME, "number": CITIZEN, "phone": PHONE, "path": PATH, "file": f"{CITIZEN}.xlsx"}
OLD_ROWS = (
    "UPDATE submission SET path = :path, file_name = :file WHERE id = 1",
    "UPDATE arrival SET path = :path",
    "UPDATE finding SET message = '「' || :name || '」D7：填了 ' || :number, value = :number, "
    "sheet = :name",
    "UPDATE submission_form SET sheet = :name WHERE submission_id = 1",
    "UPDATE fact_dropout_cases SET evidence = :name || '的证明，电话' || :phone",
    "INSERT INTO raw_text (submission_id, form, row, field, change, text) "
    "VALUES (1, 'dropout_cases', 5, 'status', 'text-number', :phone)",
    "INSERT INTO file_fault (collection, path, sha256, part, file_name, is_folder, kind, detail, "
    "first_seen_at, last_seen_at, runs) VALUES ('2020', :path, '', '', :file, FALSE, "
    "'FILE_BUSY', '', '2020-12-01 00:00:00', '2020-12-01 00:00:00', 2)",
)


def rows_of(connection: Connection, table: str) -> str:
    return str(connection.execute(text(f'SELECT * FROM "{table}"')).all())  # noqa: S608 - ours


@pytest.fixture
def old_warehouse(empty_database: URL, vault: Vault) -> Engine:
    """Made by the present code, taken down to revision 0009, with persons all over it."""
    engine = connect(empty_database)
    migrate(engine)
    with writing(engine) as connection:
        store_register(connection, make_register())
    case = {"case_number": "KC1", "child_name": NAME, "status": "复学"}
    finding = Finding("VAL-001", Severity.ERROR, "m", form="ict", sheet="s", cell="D7", value="v")
    merge(
        engine,
        vault,
        sent("A", form_rows("dropout_cases", case), returned("ict"), findings=[finding]),
    )
    with migrating(engine) as connection:
        for view in existing_views(connection):
            connection.execute(text(f"DROP VIEW {view}"))
        command.downgrade(alembic_config(connection), "0009")
        for statement in OLD_ROWS:
            connection.execute(text(statement), WHO)
    return engine


def content(engine: Engine, folder: Path) -> bytes:
    """All that the database holds: SQLite's own files, PostgreSQL's rows as text."""
    if engine.dialect.name == "sqlite":
        return b"".join(path.read_bytes() for path in folder.glob("empty.db*"))
    with reading(engine) as connection:
        names = connection.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).all()
        return "\n".join(rows_of(connection, one) for one in names).encode()


@BOTH
def test_what_an_older_version_left_in_clear_is_sealed_when_it_is_opened(
    old_warehouse: Engine, vault: Vault, tmp_path: Path
) -> None:
    engine = old_warehouse
    before = content(engine, tmp_path)
    assert [one for one in SECRETS if one.encode() not in before] == []

    migrate(engine)
    assert seal_what_lay_open(engine, vault) is True
    assert seal_what_lay_open(engine, vault) is False

    after = content(engine, tmp_path)
    assert [one for one in SECRETS if one.encode() in after] == []
    with reading(engine) as connection:
        assert list(arrivals(connection, vault, "2020")) == [PATH]
        assert [f.path for f in file_faults(connection, vault, "2020")] == [PATH]
        (shown,) = open_findings(connection, "2020")
        (own,) = open_findings_for_schools(connection, vault, "2020")
        row = connection.execute(text("SELECT evidence FROM fact_dropout_cases")).scalar_one()
        names = connection.execute(text("SELECT * FROM submission")).one()
        sheets = connection.scalars(text("SELECT sheet FROM submission_form ORDER BY form")).all()
    assert shown.finding.message == "「欧***」D7：填了 340*************15"
    assert own.finding.for_its_school.message == f"「{NAME}」D7：填了 {CITIZEN}"
    assert own.finding.for_its_school.sheet == NAME
    assert row.startswith("欧***的证明，电话138******00#")
    assert names.file_name == "340*************15.xlsx"
    assert name_of(vault, names) == f"{CITIZEN}.xlsx"
    assert sheets == ["欧***", "欧***"]

    again = merge(engine, vault, sent("A", form_rows("dropout_cases"), path=PATH))
    assert again.submission_id == 1, "what lay there is known by its path still"
    engine.dispose()


@BOTH
def test_a_fresh_warehouse_needs_no_sealing(empty_database: URL, vault: Vault) -> None:
    engine = connect(empty_database)
    migrate(engine)
    assert seal_what_lay_open(engine, vault) is False
    engine.dispose()


def test_a_file_leaves_no_person_in_clear(district: Engine, vault: Vault) -> None:
    own = Finding("SHT-002", Severity.QUERY, f"工作表“{NAME}”", sheet=NAME, value=CITIZEN)
    shown = Finding(
        "SHT-002", Severity.QUERY, "工作表“欧***”", sheet="欧***", value="340***", own=own
    )
    case = {"case_number": CITIZEN, "child_name": NAME, "evidence": f"{NAME}，{PHONE}"}
    judged = sent("A", form_rows("dropout_cases", case), path=PATH, findings=[shown])
    merge(district, vault, replace(judged, masker=Masker([NAME])))
    with reading(district) as connection:
        tables = ("submission", "arrival", "finding", "fact_dropout_cases", "submission_form")
        rows = "".join(rows_of(connection, table) for table in tables)
        assert list(arrivals(connection, vault, "2020")) == [PATH]
        (found,) = open_findings_for_schools(connection, vault, "2020")
    assert [one for one in SECRETS if one in rows] == []
    assert (found.unit_code, found.finding.for_its_school) == (PRIMARY, own)


def test_texts_that_look_alike_when_masked_stay_apart(district: Engine, vault: Vault) -> None:
    cases = [{"case_number": f"KC{n}", "evidence": f"138{n}0000"} for n in (8001, 8002)]
    merge(district, vault, sent("A", form_rows("dropout_cases", *cases)))
    with reading(district) as connection:
        shown = connection.scalars(text("SELECT evidence FROM fact_dropout_cases")).all()
    assert {one.partition("#")[0] for one in shown} == {"138******00"}
    assert len(set(shown)) == 2
