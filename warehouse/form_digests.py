"""What a form of a file holds, as one keyed digest: equal contents, equal digests.

It rests on the typed values, row by row, and on nothing else: a workbook saved again by Excel has
other bytes and the same digest, and so has one with a blank row more. What a cell holds that could not
be taken for a value counts by its own text. The warehouse keeps of a form what the digest needs, so
that one can be had of forms received before there were digests.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from schemas.columns import Kind
from schemas.forms import FORMS
from schemas.masking import Masker
from warehouse.facts import place_of
from warehouse.key_record import unbound
from warehouse.open_texts import without_persons
from warehouse.tables import fact_table
from warehouse.vault import Vault

_KINDS = {
    form.code: {column.name: column.kind for column in form.columns} for form in FORMS.values()
}


def form_digest(
    vault: Vault,
    masker: Masker,
    form: str,
    columns: Mapping[str, list[Any]],
    not_taken: Iterable[tuple[str, str]] = (),
) -> str:
    """Of values as they were read, field → values; `not_taken`: (field, text) without a value."""
    kinds = _KINDS[form]
    kept = {
        name: [vault.fingerprint(value) if value is not None else None for value in values]
        if kinds[name].is_personal and kinds[name] is not Kind.PERSON
        else values
        for name, values in without_persons(vault, masker, form, columns).items()
    }
    return _digest(vault, form, kept, sorted(not_taken))


def stored_digest(connection: Connection, vault: Vault, submission_id: int, form: str) -> str:
    """The same of an accepted form, from its facts. Raises WrongKey."""
    table = fact_table(form)
    rows = connection.execute(
        select(table).where(table.c.submission_id == submission_id).order_by(table.c.row)
    ).mappings().all()  # fmt: skip
    old = unbound(connection).holds_submission(submission_id)
    columns: dict[str, list[Any]] = {}
    for name, kind in _KINDS[form].items():
        columns[name] = [row[name] for row in rows]
        if kind is Kind.PERSON:
            columns[name] = [
                None
                if row[name] is None
                else vault.unseal(row[name], place_of(form, name, submission_id, row["row"], old))
                for row in rows
            ]
    return _digest(vault, form, columns, [])


def _digest(
    vault: Vault, form: str, columns: Mapping[str, list[Any]], not_taken: Sequence[tuple[str, str]]
) -> str:
    # A field that nobody filled in is left out: one that is added later changes no older digest.
    names = sorted(columns)
    rows = [
        {name: _plain(value) for name, value in zip(names, row, strict=True) if value is not None}
        for row in zip(*(columns[name] for name in names), strict=True)
    ]
    content = json.dumps([form, rows, not_taken], ensure_ascii=False, sort_keys=True)
    return vault.fingerprint(f"form\n{content}")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
