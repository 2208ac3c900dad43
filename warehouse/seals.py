"""Whether everything that is sealed in the warehouse still opens in its place.

A name that was copied into another row, or damaged there, does not: the database is damaged then,
even where it is a sound file to SQLite or PostgreSQL.
"""

import sys
from collections.abc import Iterator
from itertools import islice

from sqlalchemy import Connection, select

from schemas.columns import Kind
from schemas.forms import FORMS
from warehouse import explanations, facts, findings, raw_texts, sealed_places
from warehouse.key_record import Unbound, unbound
from warehouse.tables import (
    arrival,
    explanation,
    fact_table,
    file_fault,
    finding,
    raw_text,
    submission,
)
from warehouse.vault import Place, Vault, WrongKey


def broken_seals(connection: Connection, vault: Vault) -> list[str]:
    """Where something sealed does not open, as `table.column/row`; nothing of what it is."""
    old = unbound(connection)
    return [
        place.address
        for sealed, place in _sealed(connection, old)
        if not _opens(vault, sealed, place)
    ]


def is_under_another_key(connection: Connection, vault: Vault) -> bool:
    """Whether not one of some sealed values opens with this key.

    For a warehouse that does not remember its key: any value may be from before there were places.
    One may be damaged; three are not by chance.
    """
    some = list(islice(_sealed(connection, Unbound(sys.maxsize, sys.maxsize)), 3))
    return bool(some) and not any(_opens(vault, sealed, place) for sealed, place in some)


def _opens(vault: Vault, sealed: bytes, place: Place) -> bool:
    try:
        vault.decrypt(sealed, place)
    except WrongKey:
        return False
    return True


def _sealed(connection: Connection, old: Unbound) -> Iterator[tuple[bytes, Place]]:
    for form in FORMS.values():
        yield from _in_facts(connection, old, form.code)
    yield from _in_raw_texts(connection, old)
    yield from _in_explanations(connection, old)
    yield from _in_findings(connection)
    yield from _in_places(connection)


def _in_facts(connection: Connection, old: Unbound, form: str) -> Iterator[tuple[bytes, Place]]:
    table = fact_table(form)
    names = [column.name for column in FORMS[form].columns if column.kind is Kind.PERSON]
    if not names:
        return
    columns = (table.c.submission_id, table.c.row, *(table.c[name] for name in names))
    for submission_id, row, *values in connection.execute(select(*columns)):
        is_old = old.holds_submission(submission_id)
        for name, sealed in zip(names, values, strict=True):
            if sealed is not None:
                yield sealed, facts.place_of(form, name, submission_id, row, is_old)


def _in_raw_texts(connection: Connection, old: Unbound) -> Iterator[tuple[bytes, Place]]:
    table = raw_text
    for row in connection.execute(select(table).where(table.c.sealed.is_not(None))):
        where = (row.submission_id, row.form, row.row, row.field)
        yield row.sealed, raw_texts.place_of(*where, old.holds_submission(row.submission_id))


def _in_explanations(connection: Connection, old: Unbound) -> Iterator[tuple[bytes, Place]]:
    for row in connection.execute(select(explanation)):
        about = (row.collection, row.unit_code, row.key, row.submission_id)
        is_old = old.holds_explanation(row.id)
        yield row.author, explanations.place_of("author", *about, is_old)
        yield row.text, explanations.place_of("text", *about, is_old)


def _in_findings(connection: Connection) -> Iterator[tuple[bytes, Place]]:
    columns = (finding.c.submission_id, finding.c.key, finding.c.own)
    for submission_id, key, own in connection.execute(
        select(*columns).where(finding.c.own.is_not(None))
    ):
        yield own, findings.place_of(submission_id, key)


def _in_places(connection: Connection) -> Iterator[tuple[bytes, Place]]:
    for table in (submission, arrival, file_fault):
        for row in connection.execute(select(table).where(table.c.place.is_not(None))):
            yield row.place, sealed_places.place_of_path(row.path_key)
            if table is not arrival:
                yield row.own_name, sealed_places.place_of_name(row.path_key)
