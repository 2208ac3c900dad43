"""Numbers of persons on the lists that the bureau keeps: check digits, and numbers dragged down.

What schools report of their children has its own rules in `cases`.
"""

from schemas.rule_patterns import filled_down, number_check

# form, field → what a false number would move
_KEPT: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("aid_payments", "recipient_id", ("yulu_students", "preschool_aid_paid")),
    ("contest_students", "child_id", ("computer_contest_students",)),
    ("suspected_dropouts", "child_id", ("dropout_cases_checked",)),
    ("disabled_list", "child_citizen_id", ("disabled_enrolment_rate",)),
    ("registered_poor", "child_citizen_id", ("registered_poor_enrolment_rate",)),
)

for _order, (_form, _field, _protects) in enumerate(_KEPT):
    number_check(f"IDN-{2 * _order + 1:03}", _form, _field, protects=_protects)
    filled_down(f"IDN-{2 * _order + 2:03}", _form, _field, protects=_protects)
