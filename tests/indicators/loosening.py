"""A definition with one of its restrictions taken away, for each restriction that it has."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from typing import Any

from indicators.algebra import Combination, Count, CountDistinct, Measure, Owing, Term, Whole
from indicators.expressions import Both, Condition
from indicators.ratios import Lowest, PerHead, Ratio
from schemas.obligations import Obligation


def loosened(measure: Measure) -> Iterator[tuple[str, Measure]]:
    """(what was taken away, the rest): a condition, the units, the other ledger, the distinctness."""
    match measure:
        case Ratio() | PerHead():
            for what, whole in _wholes(measure.numerator):
                yield f"numerator: {what}", replace(measure, numerator=whole)
            for what, whole in _wholes(measure.denominator):
                yield f"denominator: {what}", replace(measure, denominator=whole)
        case Lowest(ratios=ratios):
            for at, ratio in enumerate(ratios):
                for what, rest in loosened(ratio):
                    assert isinstance(rest, Ratio)
                    yield what, Lowest(*ratios[:at], rest, *ratios[at + 1 :])
        case Whole():
            yield from _wholes(measure)


def _wholes(whole: Whole) -> Iterator[tuple[str, Whole]]:
    match whole:
        case Combination(signed=signed):
            for at, (sign, term) in enumerate(signed):
                for what, rest in _terms(term):
                    yield what, Combination((*signed[:at], (sign, rest), *signed[at + 1 :]))
        case Term():
            yield from _terms(whole)


def _terms(term: Term) -> Iterator[tuple[str, Term]]:
    if term.where is not None:
        for what, rest in _conditions(term.where):
            yield what, _with(term, where=rest)
    if term.units is not None:
        yield f"units {term.units.text}", _with(term, units=None)
    if term.among is not None:
        listed = term.among.rows
        if isinstance(listed, Obligation):
            yield f"among {listed.text}", _with(term, among=None)
            return
        yield f"among {listed.form.code}", _with(term, among=None)
        for what, rows in _terms(listed):
            assert isinstance(rows, Count | Owing)
            among = type(term.among)(term.among.field, rows, term.among.key)
            yield f"among {what}", _with(term, among=among)
    if isinstance(term, CountDistinct) and term.form.key != (term.distinct,):
        counted = Count(term.form.code, where=term.where, units=term.units, among=term.among)
        yield "distinct", counted


def _conditions(condition: Condition) -> Iterator[tuple[str, Condition | None]]:
    if not isinstance(condition, Both):
        yield f"where {'/'.join(condition.fields)}", None
        return
    for what, rest in _conditions(condition.left):
        yield what, condition.right if rest is None else Both(rest, condition.right)
    for what, rest in _conditions(condition.right):
        yield what, condition.left if rest is None else Both(condition.left, rest)


def _with(term: Term, **changed: Any) -> Term:
    other = copy(term)
    vars(other).update(changed)
    return other
