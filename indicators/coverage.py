"""Who stands behind a figure: the units that it waits for, and the forms of theirs in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from indicators.algebra import Measure, Owing, Population, Quotient, Term
from schemas.collections import Collection
from schemas.obligations import Obligation
from schemas.units import OFFICE, Register
from warehouse.status import FormState, form_states


@dataclass(frozen=True)
class Coverage:
    """Of the units that owe what a figure reads, how many have reported all of it.

    `missing`: codes of the others, in the order of the register; a release keeps only how many.
    `is_empty`: some form that the figure needs has come from nobody at all. `scope`: the groups of
    units in words, with their numbers where they are not all that owe the form; a release has none.
    """

    expected: int
    reported: int
    missing: tuple[str, ...] = ()
    is_empty: bool = False
    scope: str = ""

    @property
    def is_complete(self) -> bool:
        return self.reported == self.expected and not self.is_empty

    @property
    def text(self) -> str:
        """已报 85/91; empty where nobody has to answer."""
        return f"已报 {self.reported}/{self.expected}" if self.expected else ""


@dataclass(frozen=True)
class Joined:
    """The units that stand on every side of a quotient.

    `units`: codes of those that have answered all that they owe it; None where no unit answers for
    itself. `ledgers`: terms whose rows, filed by an office, must name a unit too.
    """

    units: tuple[str, ...] | None
    ledgers: tuple[Term, ...]


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

    def in_force(self, form: str, unit: str) -> int | None:
        """The submission in force of a form of a unit."""
        return self._in_force.get(form, {}).get(unit)

    def codes(self, units: Owing | Obligation, term: Term) -> tuple[str, ...]:
        """Codes of the units that a row of the term may name."""
        if isinstance(units, Owing):
            return self.owing(units)
        day = term.form.basis(self.collection).end
        return tuple(
            unit.code for unit in self.register if units.holds_for(unit) and unit.is_open_on(day)
        )

    def speaks_of_units(self, term: Term) -> bool:
        """Whether its rows are about single units: filed by themselves, or naming them."""
        return bool(term.unit_field) or self._is_of_units(term)

    def joined(self, quotient: Quotient) -> Joined | None:
        """Whom a quotient of amounts may count; None where its population needs no joining.

        Where an office's numbers of the whole district stand on one side, e.g. the population by
        age, there is nothing to join by. A unit that owes only one of the sides (a kindergarten
        that is not inclusive, in a share of those that are) counts once it has answered that one.
        """
        if quotient.population is not Population.ANSWERED:
            return None
        own = [term for term in quotient.terms if not term.unit_field and self._is_of_units(term)]
        ledgers = tuple(term for term in quotient.terms if term.unit_field)
        if not ledgers and len({term.form.code for term in own}) < 2:
            return None  # one form is there or not, on both sides
        if not own:
            return Joined(None, ledgers)
        owing = dict.fromkeys(code for term in own for code in self.owing(term))
        unanswered = {
            code
            for term in own
            for code in self.owing(term)
            if self.in_force(term.form.code, code) is None
        }
        return Joined(tuple(code for code in owing if code not in unanswered), ledgers)

    def _is_of_units(self, term: Term) -> bool:
        return any(self.register[code].kind != OFFICE for code in self.owing(term))

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
        scope = "；".join(dict.fromkeys(self._scope(term) for term in measure.terms))
        return Coverage(len(owing), len(owing) - len(missing), missing, is_empty, scope)

    def _scope(self, term: Term) -> str:
        """公办单位（55 个，应报《平安校园》的共 91 个）: the numbers are the register's."""
        narrowed = self.owing(term)
        everyone = [u for u in self.register if term.form.owed_by_unit(u, self.collection)]
        if len(narrowed) == len(everyone) or not self._is_of_units(term):
            return term.scope
        return (
            f"{term.scope}（{len(narrowed)} 个，应报《{term.form.title}》的共 {len(everyone)} 个）"
        )
