"""Writers at the same time: threads of one process, and another process's lock."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest
from sqlalchemy import Engine, func, select

from tests.warehouse.samples import JUNIOR, NURSERY, PRIMARY, form_rows, sent
from warehouse import tables
from warehouse.engine import UnsupportedWarehouse, connect, reading, writing
from warehouse.frames import rows_in_force
from warehouse.submissions import merge
from warehouse.vault import Vault

WRITERS = 4


def test_many_writers_of_many_units_lose_nothing(district: Engine, vault: Vault) -> None:
    units = (PRIMARY, JUNIOR, NURSERY)
    start = Barrier(WRITERS)

    def work(writer: int) -> None:
        start.wait()
        for hour in range(5):
            content = f"{writer}/{hour}"
            rows = form_rows("safety", {"pupils": hour})
            unit = units[writer % len(units)]
            merge(district, vault, sent(content, rows, unit=unit, hour=hour, path=content))

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))

    with reading(district) as connection:
        frame = rows_in_force(connection, "2020", ["safety"])["safety"]
        assert dict(zip(frame.unit_code, frame.pupils, strict=True)) == dict.fromkeys(units, 4)
        assert connection.scalar(select(func.count()).select_from(tables.submission)) == 20


def test_the_same_file_from_two_workers_is_one_submission(district: Engine, vault: Vault) -> None:
    start = Barrier(WRITERS)

    def work(_: int) -> bool:
        start.wait()
        return merge(district, vault, sent("A", form_rows("safety", {"pupils": 1}))).unchanged

    with ThreadPoolExecutor(WRITERS) as pool:
        unchanged = sorted(pool.map(work, range(WRITERS)))

    assert unchanged == [False, True, True, True]


def test_a_reader_does_not_wait_for_a_writer_and_sees_one_state(
    district: Engine, vault: Vault
) -> None:
    written, seen = Event(), Event()

    def write() -> None:
        with writing(district) as connection:
            connection.execute(tables.unit.update().values(name="改名"))
            written.set()
            assert seen.wait(10)

    names = select(tables.unit.c.name).where(tables.unit.c.code == PRIMARY)
    with ThreadPoolExecutor(1) as pool, reading(district) as connection:
        writer = pool.submit(write)
        assert written.wait(10)
        assert connection.scalar(names) == "曹庵镇第二小学"
        seen.set()
        writer.result()
        assert connection.scalar(names) == "曹庵镇第二小学", "still the state of its beginning"
    with reading(district) as connection:
        assert connection.scalar(names) == "改名"


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'deep' / 'down' / 'warehouse.db'}")
    with writing(engine) as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()
    assert (tmp_path / "deep" / "down" / "warehouse.db").exists()


def test_other_databases_are_refused() -> None:
    with pytest.raises(UnsupportedWarehouse, match="mysql"):
        connect("mysql://localhost/warehouse")
