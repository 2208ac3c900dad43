"""Rows that must not count because of who filed them.

Several offices keep a ledger of the same form, each with its own kinds of rows and its own numbers.
Here each such ledger also holds the rows of another office that keeps it, under other numbers; and
sign-ins and payments also stand under the number that an event or a project has at the wrong
office. A figure that forgot to say whose rows it means comes out too high.
"""

from datetime import timedelta
from typing import Any

from schemas import offices
from schemas.columns import Kind
from schemas.forms import FORMS

_LATER = timedelta(days=40)
Record = dict[str, Any]
Ledgers = dict[str, list[Record]]  # form → rows

# Form → field that refers to a row of another ledger, and whose ledger that is ("" for one's own).
_REFERENCES = {
    "attendance": ("event_number", ""),
    "turnout": ("event_number", ""),
    "agenda": ("event_number", ""),
    "payments": ("project_number", offices.PROJECTS),
}


def with_strays(filed: dict[str, Ledgers]) -> dict[str, Ledgers]:
    """The ledgers of each office, with the stray rows at their ends."""
    crowded = {
        office: {form: list(records) for form, records in ledgers.items()}
        for office, ledgers in filed.items()
    }
    for office, ledgers in filed.items():
        for form, records in ledgers.items():
            if form in _REFERENCES:
                crowded[office][form] += _under_foreign_numbers(office, form, records)
            other = _next_keeper(filed, office, form)
            if other is None:
                continue
            crowded[other][form] += [_elsewhere(office, form, record) for record in records]
            if form == "attendance":
                own = {event["event_number"] for event in filed[other]["events"]}
                crowded[other][form] += [
                    _elsewhere(office, form, record) | {"event_number": record["event_number"]}
                    for record in records
                    if record["event_number"] not in own
                ]
    return crowded


def _next_keeper(filed: dict[str, Ledgers], office: str, form: str) -> str | None:
    """Another office that keeps such a ledger, a different one for each."""
    keepers = [name for name, ledgers in filed.items() if form in ledgers]
    other = keepers[(keepers.index(office) + 1) % len(keepers)]
    return other if other != office else None


def _elsewhere(office: str, form: str, record: Record) -> Record:
    """A row of an office as it stands in another's ledger: other numbers, names and persons.

    Its events are on other days: a day that is covered twice would count once either way.
    """
    kinds = {column.name: column.kind for column in FORMS[form].columns}
    strange = {
        name: f"{office}{value}" if kinds[name] in (Kind.IDENTIFIER, Kind.TEXT) and value else value
        for name, value in record.items()
    }
    if form == "events":
        strange |= {name: strange[name] + _LATER for name in ("starts_on", "ends_on")}
    return strange


def _under_foreign_numbers(office: str, form: str, records: list[Record]) -> list[Record]:
    """An office's own rows once more, under the numbers that the events have at another office."""
    field, owner = _REFERENCES[form]
    return [
        _elsewhere(office, form, record) | {field: f"{owner or office}{record[field]}"}
        for record in records
        if record.get(field)
    ]
