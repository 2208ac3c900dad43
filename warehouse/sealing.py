"""What an older version left in clear, sealed or masked when the warehouse is opened with its key.

Up to revision 0009 names of files, paths and what persons had been put into findings lay open. Names
are known from the facts of the same submission, as far as its forms were accepted; the findings of a
file that still lies in the inbox are written anew by the next night anyway.

The old words are wiped from the database's free pages as well. Backups made before stay what they
are until they are rotated out.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, exists, null, select, update

from schemas.columns import Kind
from schemas.forms import FORMS
from schemas.known_words import known_words
from schemas.masking import NUMBERS, Masker
from warehouse import facts, findings, raw_texts, tables
from warehouse.engine import is_wiped, reading, wipe, writing
from warehouse.key_record import unbound
from warehouse.locks import lock
from warehouse.open_texts import open_fields, without_persons
from warehouse.register import load_register
from warehouse.sealed_places import sealed_name, sealed_path
from warehouse.vault import Vault


def seal_what_lay_open(engine: Engine, vault: Vault) -> bool:
    """Seal and mask what an older version kept in clear; whether there was anything to do.

    One transaction: it is done as a whole or, by the next who opens the warehouse, again.
    """
    with reading(engine) as connection:
        lay_open = _lies_open(connection)
    if lay_open:
        with writing(engine) as connection:
            lock(connection, "seal")
            _seal(connection, vault)
    if lay_open or not is_wiped(engine):
        wipe(engine)
    return lay_open


def _seal(connection: Connection, vault: Vault) -> None:
    if not _lies_open(connection):  # another process was the first
        return
    maskers = _maskers(connection, vault)
    _seal_findings(connection, vault, maskers)
    _mask_texts(connection, vault, maskers)
    _seal_raw_texts(connection, vault)
    _mask_sheets(connection, maskers)
    _seal_places(connection, vault, maskers)


def _lies_open(connection: Connection) -> bool:
    places = (tables.submission, tables.arrival, tables.file_fault)
    found = (exists().where(table.c.place == null()).select() for table in places)
    return any(connection.scalar(one) for one in found)


def _maskers(connection: Connection, vault: Vault) -> dict[int, Masker]:
    """Submission → a masker of the persons in its facts."""
    known = known_words(load_register(connection))
    persons: dict[int, set[str]] = defaultdict(set)
    old = unbound(connection)
    for form in FORMS.values():
        table = tables.fact_table(form.code)
        for column in form.columns:
            if column.kind is Kind.PERSON:
                rows = connection.execute(
                    select(table.c.submission_id, table.c.row, table.c[column.name]).where(
                        table.c[column.name].is_not(None)
                    )
                )
                for submission, at, sealed in rows:
                    is_old = old.holds_submission(submission)
                    place = facts.place_of(form.code, column.name, submission, at, is_old)
                    persons[submission].add(vault.unseal(sealed, place))
    numbers = Masker((), known)
    every = connection.scalars(select(tables.submission.c.id))
    return {one: Masker(persons[one], known) if one in persons else numbers for one in every}


def _seal_findings(connection: Connection, vault: Vault, maskers: dict[int, Masker]) -> None:
    table = tables.finding
    changed = []
    for row in connection.execute(select(table).where(table.c.own.is_(None))):
        mask = maskers.get(row.submission_id, NUMBERS).mask
        own = findings.texts_of(row)
        shown = {name: mask(text) for name, text in own.items()}
        if shown != own:
            place = findings.place_of(row.submission_id, row.key)
            sealed = findings.seal_own(vault, own, place)
            changed.append({"key_id": row.id, **shown, "own": sealed})
    _update(connection, table, ("id",), changed)


def _mask_texts(connection: Connection, vault: Vault, maskers: dict[int, Masker]) -> None:
    """The fields of accepted forms that take any words."""
    for form in FORMS.values():
        names = open_fields(form.code)
        if not names:
            continue
        table = tables.fact_table(form.code)
        columns = (table.c.submission_id, table.c.row, *(table.c[name] for name in names))
        changed = []
        for row in connection.execute(select(*columns)).mappings():
            own = {name: [row[name]] for name in names}
            shown = without_persons(vault, maskers[row["submission_id"]], form.code, own)
            if shown != own:
                values = {name: value for name, (value,) in shown.items()}
                place = {"key_submission_id": row["submission_id"], "key_row": row["row"]}
                changed.append({**place, **values})
        _update(connection, table, ("submission_id", "row"), changed)


def _seal_raw_texts(connection: Connection, vault: Vault) -> None:
    table = tables.raw_text
    key = [column.name for column in table.primary_key]
    changed = [
        {
            **{f"key_{name}": getattr(row, name) for name in key},
            "text": None,
            "sealed": vault.seal(
                row.text,
                raw_texts.place_of(row.submission_id, row.form, row.row, row.field),
            ),
        }
        for row in connection.execute(select(table).where(table.c.text.is_not(None)))
        if NUMBERS.mask(row.text) != row.text
    ]
    _update(connection, table, key, changed)


def _mask_sheets(connection: Connection, maskers: dict[int, Masker]) -> None:
    table = tables.submission_form
    changed = [
        {"key_submission_id": row.submission_id, "key_form": row.form, "sheet": shown}
        for row in connection.execute(select(table))
        if (shown := maskers[row.submission_id].mask(row.sheet)) != row.sheet
    ]
    _update(connection, table, ("submission_id", "form"), changed)


def _seal_places(connection: Connection, vault: Vault, maskers: dict[int, Masker]) -> None:
    for table in (tables.submission, tables.arrival, tables.file_fault):
        key = [column.name for column in table.primary_key]
        changed = []
        for row in connection.execute(select(table).where(table.c.place.is_(None))).mappings():
            values: dict[str, Any] = {f"key_{name}": row[name] for name in key}
            values.update(sealed_path(vault, row["path_key"]))
            if "own_name" in table.c:
                masker = maskers[row["id"]] if table is tables.submission else NUMBERS
                values["own_name"] = sealed_name(vault, row["path_key"], row["file_name"])
                values["file_name"] = masker.mask(row["file_name"])
            changed.append(values)
        _update(connection, table, key, changed)


def _update(
    connection: Connection, table: Table, key: Iterable[str], rows: list[dict[str, Any]]
) -> None:
    """Change rows, each found by its key in `key_<column>`."""
    if rows:
        statement = update(table)
        for name in key:
            statement = statement.where(table.c[name] == bindparam(f"key_{name}"))
        values: dict[str, Any] = {
            name: bindparam(name) for name in rows[0] if not name.startswith("key_")
        }
        connection.execute(statement.values(values), rows)
