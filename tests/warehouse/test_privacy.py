from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from tests.warehouse.samples import form_rows, sent
from warehouse.archive import Archive, ArchiveDamaged, NotInArchive
from warehouse.engine import reading
from warehouse.facts import place_of
from warehouse.frames import rows_in_force
from warehouse.submissions import merge
from warehouse.tables import fact_table
from warehouse.vault import BadKeyFile, Place, Vault, WrongKey

NAME = "欧阳小例"
HERE = Place("a table.column/1/5")
PUPIL = "G340403201001010015"


def file_of_a_child(vault: Vault, engine: Engine) -> None:
    case = {"case_number": "KC20200001", "child_name": NAME, "child_id": PUPIL, "status": "复学"}
    merge(engine, vault, sent("A", form_rows("dropout_cases", case)))


def test_no_person_is_in_clear_in_the_database_file(
    district: Engine, vault: Vault, tmp_path: Path
) -> None:
    file_of_a_child(vault, district)

    if district.dialect.name == "sqlite":
        content = b"".join(path.read_bytes() for path in tmp_path.glob("warehouse.db*"))
    else:
        with district.connect() as connection:
            connection.execute(text("CHECKPOINT"))
            place = connection.scalar(text("SELECT pg_relation_filepath('fact_dropout_cases')"))
            folder = connection.scalar(text("SHOW data_directory"))
        content = (Path(str(folder)) / str(place)).read_bytes()

    assert b"KC20200001" in content, "the facts are in what was searched"
    assert NAME.encode() not in content
    assert PUPIL.encode() not in content
    assert sha256(PUPIL.encode()).hexdigest().encode() not in content


def test_a_name_can_be_unsealed_and_a_number_matched(district: Engine, vault: Vault) -> None:
    file_of_a_child(vault, district)

    table = fact_table("dropout_cases")
    with reading(district) as connection:
        row = connection.execute(select(table.c.child_name, table.c.child_id)).one()
        frame = rows_in_force(connection, "2020", ["dropout_cases"])["dropout_cases"]

    assert vault.unseal(row.child_name, place_of("dropout_cases", "child_name", 1, 5)) == NAME
    assert row.child_id == vault.fingerprint(PUPIL)
    assert frame.child_id.tolist() == [vault.fingerprint(PUPIL)]
    assert frame.child_name.isna().all()


def test_the_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "huizong.key"
    first = Vault.open(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]

    second = Vault.open(path)
    assert second.unseal(first.seal(NAME, HERE), HERE) == NAME
    assert second.fingerprint(PUPIL) == first.fingerprint(PUPIL)


@pytest.mark.parametrize("content", ["", "abc", "zz" * 32, "00" * 31])
def test_a_file_without_a_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "key"
    path.write_text(content)
    with pytest.raises(BadKeyFile):
        Vault.open(path)


def test_sealing_twice_differs_and_fingerprints_depend_on_the_key() -> None:
    one, other = Vault(bytes(32)), Vault(bytes([1]) * 32)
    assert one.seal(NAME, HERE) != one.seal(NAME, HERE)
    assert one.fingerprint(PUPIL) != other.fingerprint(PUPIL)
    assert len(one.fingerprint(PUPIL)) == 64


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\x01short",
        b"\x02short",
        b"\x03" + bytes(40),
        b"\x02" + bytes(40),
        b"\x01" + bytes(40),
    ],
)
def test_what_was_not_sealed_here_is_refused(vault: Vault, damage: bytes) -> None:
    with pytest.raises(WrongKey):
        vault.decrypt(damage, HERE)
    with pytest.raises(WrongKey):
        vault.decrypt(Vault(bytes(32)).encrypt(b"content", HERE), HERE)


def test_the_archive_keeps_a_content_once_and_encrypted(vault: Vault, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", vault)
    content = NAME.encode() * 100

    digest = archive.keep(content)
    (place,) = (tmp_path / "archive").rglob("*.*")
    written = place.stat().st_mtime_ns
    assert archive.keep(content) == digest == sha256(content).hexdigest()

    assert [place] == list((tmp_path / "archive").rglob("*.*"))
    assert place.stat().st_mtime_ns == written
    assert NAME.encode() not in place.read_bytes()
    assert digest in archive
    assert archive.fetch(digest) == content


def test_the_archive_notices_damage_and_exchanged_files(vault: Vault, tmp_path: Path) -> None:
    archive = Archive(tmp_path, vault)
    one, other = archive.keep(b"one"), archive.keep(b"other")
    places = {path.stem: path for path in tmp_path.rglob("*.bin")}

    with pytest.raises(NotInArchive):
        archive.fetch("0" * 64)
    places[one].write_bytes(places[other].read_bytes())
    with pytest.raises(ArchiveDamaged, match="for another place"):
        archive.fetch(one)
    places[other].write_bytes(places[other].read_bytes()[:-1] + b"\x00")
    with pytest.raises(ArchiveDamaged):
        archive.fetch(other)
    assert archive.keep(b"one") == one  # sent again
    assert archive.fetch(one) == b"one"
