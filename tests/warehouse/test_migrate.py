import signal
import subprocess
import sys

import pytest
from alembic import command
from sqlalchemy import URL, Engine, inspect, text

from schemas.forms import FORMS
from tests.warehouse.samples import PRIMARY, form_rows, make_register, returned, sent
from warehouse.engine import connect, migrating, reading, writing
from warehouse.history import current
from warehouse.key_record import key_record
from warehouse.migrate import alembic_config, differences, known_revisions, migrate
from warehouse.register import store_register
from warehouse.sealed_places import path_key
from warehouse.submissions import merge
from warehouse.tables import metadata
from warehouse.vault import Vault
from warehouse.views import existing_views

BOTH = pytest.mark.parametrize("empty_database", ["sqlite", "postgresql"], indirect=True)


def test_the_migrations_make_exactly_the_declared_tables(engine: Engine) -> None:
    with reading(engine) as connection:
        assert differences(connection) == []


def test_constraints_are_named_as_declared(engine: Engine) -> None:
    found, declared = set(), set()
    for table in metadata.tables.values():
        found.add(inspect(engine).get_pk_constraint(table.name)["name"])
        found |= {key["name"] for key in inspect(engine).get_foreign_keys(table.name)}
        declared.add(table.primary_key.name)
        declared |= {key.name for key in table.foreign_key_constraints}
    assert found == declared


@BOTH
def test_migrating_twice_does_nothing_the_second_time(empty_database: URL) -> None:
    engine = connect(empty_database)
    assert migrate(engine) is True
    assert migrate(engine) is False
    engine.dispose()


@BOTH
def test_down_and_up_again(empty_database: URL) -> None:
    engine = connect(empty_database)
    migrate(engine)
    with migrating(engine) as connection:
        for view in existing_views(connection):
            connection.execute(text(f"DROP VIEW {view}"))
        command.downgrade(alembic_config(connection), "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]

    assert migrate(engine) is True
    with reading(engine) as connection:
        assert differences(connection) == []
    engine.dispose()


@BOTH
def test_a_migration_keeps_the_rows_and_renews_the_views(empty_database: URL) -> None:
    engine = connect(empty_database)
    migrate(engine)
    with writing(engine) as connection:
        store_register(connection, make_register())
        connection.execute(text("CREATE VIEW current_of_last_year AS SELECT 1 AS one"))
    merge(engine, Vault(bytes(32)), sent("A", form_rows("ict", {"contest_entries": 4})))

    assert migrate(engine) is True

    with reading(engine) as connection:
        assert existing_views(connection) == sorted(f"current_{code}" for code in FORMS)
        assert connection.scalar(text("SELECT contest_entries FROM current_ict")) == 4
    engine.dispose()


def test_the_views_show_what_is_in_force(district: Engine, vault: Vault) -> None:
    aid = form_rows("student_aid", {"category": "建档立卡", "persons": 3, "amount": 187_550})
    merge(district, vault, sent("A", form_rows("student_aid", {"persons": 9})))
    merge(district, vault, sent("B", aid, hour=1))
    merge(district, vault, sent("C", returned("student_aid"), hour=2))

    with reading(district) as connection:
        rows = connection.execute(text("SELECT * FROM current_student_aid")).mappings().all()

    assert [dict(row) for row in rows] == [
        {
            "collection": "2020",
            "unit_code": PRIMARY,
            "unit_name": "曹庵镇第二小学",
            "submission_id": 2,
            "row": 5,
            "category": "建档立卡",
            "stage": None,
            "boarding": None,
            "persons": 3,
            "amount": 187_550,
        }
    ]


def test_the_views_hold_no_names_of_persons(engine: Engine) -> None:
    columns = {column["name"] for column in inspect(engine).get_columns("current_disabled_list")}
    assert "child_name" not in columns
    assert "child_citizen_id" in columns


def back_to(engine: Engine, revision: str) -> None:
    with migrating(engine) as connection:
        for view in existing_views(connection):
            connection.execute(text(f"DROP VIEW {view}"))
        command.downgrade(alembic_config(connection), revision)


@BOTH
def test_what_was_in_force_before_receipts_were_numbered_still_is(empty_database: URL) -> None:
    engine = connect(empty_database)
    migrate(engine)
    vault = Vault(bytes(32))
    with writing(engine) as connection:
        store_register(connection, make_register())
    for content, hour in (("later", 5), ("earlier", 1), ("last", 9)):
        merge(engine, vault, sent(content, form_rows("ict"), hour=hour, path=content))
    back_to(engine, "0009")
    assert migrate(engine) is True
    with reading(engine) as connection:
        rows = connection.execute(text("SELECT path_key, receipt FROM submission ORDER BY receipt"))
        in_order = [
            (path_key(vault, one), at) for at, one in enumerate(("earlier", "later", "last"), 1)
        ]
        assert [tuple(row) for row in rows] == in_order
        assert current(connection, "2020", PRIMARY) == {"ict": 3}
        assert key_record(connection) is None  # a migration has no key
    engine.dispose()


# A migration that is killed when it has done the work of one revision, before it says so.
KILLED_AT = """
import os, signal, sys
from alembic.runtime.migration import RevisionStep
from warehouse.engine import connect
from warehouse.migrate import migrate

url, fatal = sys.argv[1:]
begin = RevisionStep.__init__

def with_a_killer(step, revisions, revision, is_upgrade):
    begin(step, revisions, revision, is_upgrade)
    work = step.migration_fn
    def killed(**context):
        work(**context)
        if revision.revision == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
    step.migration_fn = killed

RevisionStep.__init__ = with_a_killer
migrate(connect(url))
"""


@BOTH
def test_figures_signed_before_excess_was_kept_are_still_read(empty_database: URL) -> None:
    engine = connect(empty_database)
    migrate(engine)
    back_to(engine, "0012")
    with writing(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO release (id, collection, number, made_at, made_by, note, "
                "in_force_digest) VALUES (1, '2020', 1, '2020-12-01', '统计员', '', :digest)"
            ),
            {"digest": "0" * 64},
        )
        connection.execute(
            text(
                "INSERT INTO release_value (release_id, indicator, numerator, reported_units, "
                "expected_units, status) "
                "VALUES (1, 'guards_total', 179, 91, 91, 'final')"
            )
        )
    assert migrate(engine) is True
    with reading(engine) as connection:
        assert differences(connection) == []
        read = connection.execute(
            text(
                "SELECT indicator, numerator, reported_units, expected_units, status, excess_units "
                "FROM release_value"
            )
        ).one()
    assert tuple(read) == ("guards_total", 179, 91, 91, "final", 0)
    engine.dispose()


@BOTH
@pytest.mark.parametrize(
    "fatal",
    [
        pytest.param(one, marks=[] if one in ("0001", "0011") else pytest.mark.slow)
        for one in sorted(known_revisions())
    ],
)
def test_a_migration_that_is_killed_leaves_everything_as_it_was(
    empty_database: URL, fatal: str
) -> None:
    """One transaction for all revisions: none of them is done, and the next start does them all."""
    url = empty_database.render_as_string(hide_password=False)
    died = subprocess.run([sys.executable, "-c", KILLED_AT, url, fatal], check=False)
    assert died.returncode == -signal.SIGKILL
    engine = connect(empty_database)
    assert inspect(engine).get_table_names() == []
    assert migrate(engine) is True
    with reading(engine) as connection:
        assert differences(connection) == []
    engine.dispose()


@BOTH
def test_an_upgrade_that_is_killed_keeps_the_data(empty_database: URL) -> None:
    engine = connect(empty_database)
    migrate(engine)
    with writing(engine) as connection:
        store_register(connection, make_register())
    merge(engine, Vault(bytes(32)), sent("A", form_rows("ict", {"contest_entries": 4})))
    back_to(engine, "0009")
    url = empty_database.render_as_string(hide_password=False)
    died = subprocess.run([sys.executable, "-c", KILLED_AT, url, "0011"], check=False)
    assert died.returncode == -signal.SIGKILL
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0009"
    assert migrate(engine) is True
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT contest_entries FROM current_ict")) == 4
    engine.dispose()
