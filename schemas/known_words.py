"""Words that are no person's even where a person has the same name: units, forms, fields, terms."""

from functools import lru_cache

from schemas.collections import COLLECTIONS
from schemas.form import forms_of
from schemas.forms import FORMS
from schemas.masking import squeeze
from schemas.units import Register

_SHORTEST = 2


@lru_cache(maxsize=4)
def known_words(register: Register) -> frozenset[str]:
    """What a file's texts may hold beside persons, as `schemas.masking.Masker` compares it."""
    units = {name for unit in register for name in (unit.name, *unit.aliases)}
    return frozenset(map(squeeze, units)) | _declared_words()


@lru_cache(maxsize=1)
def _declared_words() -> frozenset[str]:
    words: set[str] = set()
    editions = [form for one in COLLECTIONS.values() for form in forms_of(one).values()]
    for form in (*FORMS.values(), *editions):
        words |= {form.title, *form.aliases}
        for column in form.columns:
            words |= {column.label, column.group, *column.aliases, *column.codes}
    return frozenset(squeezed for word in words if len(squeezed := squeeze(word)) >= _SHORTEST)
