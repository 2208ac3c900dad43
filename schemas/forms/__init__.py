"""The forms, one module a subject. Importing this package declares them all in `FORMS`."""

from schemas.form import FORMS, Form
from schemas.forms import (
    aid,
    cases,
    enrolment,
    epidemic,
    funding,
    ict,
    party,
    premises,
    preschool,
    profile,
    publicity,
    reference,
    safety,
    staff,
)

__all__ = [
    "FORMS",
    "Form",
    "aid",
    "cases",
    "enrolment",
    "epidemic",
    "funding",
    "ict",
    "party",
    "premises",
    "preschool",
    "profile",
    "publicity",
    "reference",
    "safety",
    "staff",
]
