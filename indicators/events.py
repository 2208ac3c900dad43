"""Measures over the events ledger and its sign-in list, as the sections of the summary use them."""

from indicators.algebra import Among, Count, CountDistinct
from indicators.expressions import field
from schemas.obligations import Obligation


def events(kind: str, office: Obligation, theme: str = "") -> Count:
    """The events of a kind, and of a theme where one is named, that an office held."""
    where = field("kind").equals(kind)
    if theme:
        where = where & field("theme").equals(theme)
    return Count("events", where=where, units=office)


def at_events(kind: str, office: Obligation, theme: str = "") -> Among:
    """The rows of another ledger of the office that belong to such events."""
    return Among("event_number", events(kind, office, theme))


def signed_in(kind: str, office: Obligation, theme: str = "") -> CountDistinct:
    """The different persons who signed in at such events."""
    among = at_events(kind, office, theme)
    return CountDistinct("attendance", "person_number", units=office, among=among)


def sign_ins(kind: str, office: Obligation) -> Count:
    """The sign-ins at such events: person-times."""
    among = at_events(kind, office)
    return Count("attendance", units=office, cell="person_number", among=among)
