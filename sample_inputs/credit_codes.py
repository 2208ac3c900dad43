"""Unified social credit codes of the sample units, with the check characters of GB 32100."""

from schemas.units import Unit

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
_REGION = "340403"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_PUBLIC_INSTITUTION, _PRIVATE_INSTITUTION = "12", "52"


def credit_code(unit: Unit) -> str:
    """18 characters: registrar and kind, region, organisation code, check character."""
    serial = int(unit.code[:2]) * 10000 + int(unit.code[-4:])
    organisation = f"MB{serial:06d}"
    organisation += _organisation_check(organisation)
    kind = _PUBLIC_INSTITUTION if unit.is_public else _PRIVATE_INSTITUTION
    body = f"{kind}{_REGION}{organisation}"
    total = sum(_ALPHABET.index(c) * pow(3, at, 31) for at, c in enumerate(body))
    return body + _ALPHABET[-total % 31]


def _organisation_check(body: str) -> str:
    """The last character of an organisation code (GB 11714): digits, then letters from A as 10."""
    weighted = zip(body, _ORGANISATION_WEIGHTS, strict=True)
    check = 11 - sum(int(character, 36) * weight for character, weight in weighted) % 11
    return {10: "X", 11: "0"}.get(check, str(check))
