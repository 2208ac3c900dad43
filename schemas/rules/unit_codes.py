"""Every row of a ledger that is about a unit: the register has that unit.

The rules follow the fields that are declared with `schemas.fields.unit_code`, so that a new ledger
has its rule from the first day.
"""

from schemas.forms import FORMS
from schemas.ledger_patterns import names_known_unit

for _form in FORMS.values():
    for _name, _spec in _form.specs.items():
        if _spec.names_unit:
            names_known_unit(_form.code, _name)
