"""What a person passed is passed as long as it is what was passed."""

from sqlalchemy import URL, Engine, text

from tests.warehouse.samples import JUNIOR, PRIMARY, at, form_rows, make_register, sent
from tests.warehouse.test_migrate import BOTH, back_to
from warehouse.engine import connect, reading, writing
from warehouse.migrate import differences, migrate
from warehouse.passing import digests, note_passed, passed_digests
from warehouse.register import store_register
from warehouse.submissions import merge
from warehouse.vault import Vault


def digest(engine: Engine, explained: tuple[str, ...] = ()) -> str:
    with reading(engine) as connection:
        return digests(connection, "2020", {PRIMARY: explained})[PRIMARY]


def test_what_was_passed_last_counts(district: Engine) -> None:
    with writing(district) as connection:
        for number, who in enumerate(("李科长", "王科长")):
            passed = {PRIMARY: str(number) * 64, JUNIOR: "a" * 64}
            note_passed(connection, "2020", passed, who, at(number), "")
        note_passed(connection, "2020", {}, "无", at(3), "")
    with reading(district) as connection:
        assert passed_digests(connection, "2020") == {PRIMARY: "1" * 64, JUNIOR: "a" * 64}
        assert passed_digests(connection, "2021") == {}


def test_the_digest_changes_with_what_is_in_force_and_what_was_explained(
    district: Engine, vault: Vault
) -> None:
    merge(district, vault, sent("A", form_rows("safety")))
    before = digest(district)
    merge(district, vault, sent("other", form_rows("safety"), unit=JUNIOR, hour=1))
    assert digest(district) == before
    assert digest(district, ("key",)) != before
    merge(district, vault, sent("B", form_rows("ict"), hour=2))
    assert digest(district) != before


@BOTH
def test_an_older_warehouse_goes_on(empty_database: URL) -> None:
    engine = connect(empty_database)
    migrate(engine)
    with writing(engine) as connection:
        store_register(connection, make_register())
    merge(engine, Vault(bytes(32)), sent("A", form_rows("ict", {"contest_entries": 4})))
    back_to(engine, "0012")
    assert migrate(engine) is True
    with writing(engine) as connection:
        assert differences(connection) == []
        assert connection.scalar(text("SELECT contest_entries FROM current_ict")) == 4
        note_passed(connection, "2020", {PRIMARY: "0" * 64}, "李科长", at(0), "")
        assert passed_digests(connection, "2020") == {PRIMARY: "0" * 64}
    engine.dispose()
