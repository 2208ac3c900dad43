"""Who stands behind a figure: the units that it waits for, and the forms of theirs in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from indicators.algebra import Measure, Term
from schemas.collections import Collection
from schemas.obligations import Obligation
from schemas.units import Register
from warehouse.status import FormState, form_states


@dataclass(frozen=True)
class Coverage:
    """Of the units that owe what a figure reads, how many have reported all of it.

    `missing`: codes of the others, in the order of the register; a release keeps only how many.
    `is_empty`: some form that the figure needs has come from nobody at all.
    """

    expected: int
    reported: int
    missing: tuple[str, ...] = ()
    is_empty: bool = False

    @property
    def is_complete(self) -> bool:
        return self.reported == self.expected and not self.is_empty


class Filings:
    """The forms in force of one collection at one moment, read in one query.

    Everything computed from one `Filings` is computed from the same submissions.
    """

    def __init__(
        self, collection: Collection, register: Register, states: Sequence[FormState]
    ) -> None:
        self.collection = collection
        self.register = register
        self._in_force: dict[str, dict[str, int]] = {}
        self._settled: set[tuple[str, str]] = set()
        self.unit_of: dict[int, str] = {}
        for state in states:
            if state.in_force is None:
                continue
            self._in_force.setdefault(state.form, {})[state.unit_code] = state.in_force
            self.unit_of[state.in_force] = state.unit_code
            # While a correction is awaited the last accepted form counts, but is not the last word.
            if state.status.is_accepted:
                self._settled.add((state.unit_code, state.form))
        self._owing: dict[tuple[str, tuple[str, ...], Obligation | None], tuple[str, ...]] = {}

    @classmethod
    def read(
        cls,
        connection: Connection,
        collection: Collection,
        register: Register,
        as_of: datetime | None = None,
    ) -> "Filings":
        """What is in force now, or was at the moment `as_of` (timezone-aware)."""
        return cls(collection, register, form_states(connection, collection.code, as_of))

    def owing(self, term: Term) -> tuple[str, ...]:
        """Codes of the units whose form the term waits for, in the order of the register."""
        key = (term.form.code, term.fields, term.units)
        if key not in self._owing:
            self._owing[key] = tuple(
                unit.code for unit in self.register if term.is_owed_by(unit, self.collection)
            )
        return self._owing[key]

    def submissions(self, term: Term) -> list[int]:
        """The submissions in force behind a term. A form that its unit does not owe counts nowhere."""
        in_force = self._in_force.get(term.form.code, {})
        return [in_force[code] for code in self.owing(term) if code in in_force]

    def coverage(self, measure: Measure) -> Coverage:
        """A unit has reported when each form that it owes the measure is in force and settled."""
        owing: set[str] = set()
        unsettled: set[str] = set()
        is_empty = False
        for term in measure.terms:
            codes = self.owing(term)
            owing.update(codes)
            unsettled.update(code for code in codes if (code, term.form.code) not in self._settled)
            is_empty = is_empty or not self.submissions(term)
        missing = tuple(unit.code for unit in self.register if unit.code in unsettled)
        return Coverage(len(owing), len(owing) - len(missing), missing, is_empty)
