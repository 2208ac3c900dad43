"""Whose return is it, and for which collection: by code, then exact name, then alias; never a guess."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath

from returns.reading.file_read import FileRead, SheetRead
from returns.reading.locate import Meta
from returns.reading.row_owners import UNSURE_HEAD, RowUnit
from schemas.cell_addresses import listed
from schemas.collections import Collection
from schemas.file_names import without_numbers
from schemas.units import OFFICE, AmbiguousUnit, Register, Unit, UnknownUnit, fold_name


@dataclass(frozen=True)
class IdentityProblem:
    """An identity rule broken at a place."""

    rule: str
    sheet: str = ""
    cell: str = ""
    raw: str = ""
    facts: dict[str, str] = field(default_factory=dict)


def identify(file: FileRead, register: Register) -> tuple[Unit | None, list[IdentityProblem]]:
    """The unit that a file speaks for, and what is doubtful about that."""
    if file.part:
        return _identify_part(file, register)
    codes = file.claims("unit_code")
    names = file.claims("unit_name")
    metas: list[Meta] = [file.cover, *(sheet.meta for sheet in file.speaking)]
    speaking = _speaking(metas, register)
    # An office keeps ledgers about schools; a school says whose its rows are.
    if not any(register[code].kind == OFFICE for code in speaking):
        metas += [meta for sheet in file.speaking for meta in row_claims(sheet, register)]
        speaking = _speaking(metas, register)
    if not (speaking or file.sent_by):  # the visible lines are lost
        speaking = _speaking([{key: (said, "") for key, said in file.stamp.items()}], register)
    if len(speaking) > 1:
        several = "、".join(register[code].name for code in sorted(speaking))
        return None, [IdentityProblem("UNT-002", raw=several)]
    if not speaking and not file.sent_by:
        for name, sheet, cell in names:
            if units := _ambiguous(register, name):
                return None, [IdentityProblem("UNT-005", sheet, cell, name, {"units": units})]
        name, sheet, cell = next(iter(names or codes), ("", "", ""))
        return None, [IdentityProblem("UNT-001", sheet, cell, name, {"places": ""})]
    unit = register[next(iter(speaking), file.sent_by)]
    doubts: list[IdentityProblem] = []
    if contradicted := _contradicted(file, register):
        return None, [contradicted]
    strangers = [claim for claim in names if unit_named(register, claim[0]) != unit]
    if strangers and any(code in register for code, _, _ in codes):
        name, sheet, cell = strangers[0]
        doubts.append(IdentityProblem("UNT-004", sheet, cell, name))
    if _another_in_name(file.file_name, unit, register) or _is_another(file.folder, unit, register):
        doubts.append(IdentityProblem("UNT-003", raw=unit.name))
    return unit, doubts


def _identify_part(file: FileRead, register: Register) -> tuple[Unit | None, list[IdentityProblem]]:
    """The unit of one part of a workbook, if the sender may file for it."""
    sender, first = register[file.sent_by], file.speaking[0]
    unit = unit_claimed(first.meta, register)
    if unit is not None and sender.may_file_for(unit):
        if contradicted := _contradicted(file, register):
            return None, [contradicted]
        strangers = [
            (name, sheet, cell)
            for name, sheet, cell in file.claims("unit_name")
            if unit_named(register, name) != unit
        ]
        return unit, [
            IdentityProblem("UNT-004", sheet, cell, name) for name, sheet, cell in strangers[:1]
        ]
    name, cell = first.meta.get("unit_name") or first.meta.get("unit_code") or ("", "A1")
    facts = {
        "sender": sender.name,
        "units": _ambiguous(register, name),
        "places": f"（{listed(sheet.place for sheet in file.sheets)}）",
    }
    rule = "UNT-006" if unit else "UNT-005" if facts["units"] else "UNT-001"
    return None, [IdentityProblem(rule, first.sheet, cell, name, facts)]


def _contradicted(file: FileRead, register: Register) -> IdentityProblem | None:
    """Where the code of one unit of the register stands beside the name of another.

    Whose the return is nobody knows: to take the code's word would let one school's numbers replace
    another's.
    """
    for sheet, meta in (
        (file.cover_sheet, file.cover),
        *((s.sheet, s.meta) for s in file.speaking),
    ):
        code, _ = meta.get("unit_code", ("", ""))
        name, cell = meta.get("unit_name", ("", ""))
        named = unit_named(register, name)
        if code in register and named is not None and named != register[code]:
            return IdentityProblem("UNT-008", sheet, cell, name, {"coded": register[code].name})
    return None


def _speaking(metas: Iterable[Meta], register: Register) -> set[str]:
    """The codes of the units that are named."""
    claimed = (unit_claimed(meta, register) for meta in metas)
    return {unit.code for unit in claimed if unit is not None}


def row_claims(sheet: SheetRead, register: Register) -> list[Meta]:
    """Whom each row of a table is for, as metadata, then who says 无 there; empty if no column says so."""
    claims = [_row_claim(unit, register) for unit in (*sheet.row_units, *sheet.nil_units)]
    is_sure = set(sheet.unit_heads.values()) != {UNSURE_HEAD} and any(
        name or code for name, code, _ in (*sheet.row_units, *sheet.nil_units)
    )
    return claims if is_sure or _speaking(claims, register) else []


def _row_claim(said: RowUnit, register: Register) -> Meta:
    """A code and a name that contradict each other are nobody's: codes are filled down by dragging."""
    name, code, cell = said
    if code in register and name and unit_named(register, name) != register[code]:
        return {"unit_name": (f"{name}（{code}）", cell)}
    claim = {"unit_name": (name, cell)} if name or not code else {}
    return claim | ({"unit_code": (code, cell)} if code else {})


def unit_claimed(meta: Meta, register: Register) -> Unit | None:
    """The unit that a metadata line names: by its code, else by its name."""
    code, _ = meta.get("unit_code", ("", ""))
    name, _ = meta.get("unit_name", ("", ""))
    return register[code] if code in register else unit_named(register, name)


def unit_named(register: Register, name: str) -> Unit | None:
    """The one unit of this name or alias; None where nobody has it, or several."""
    try:
        return register.named(name)
    except (UnknownUnit, AmbiguousUnit):
        return None


def _ambiguous(register: Register, name: str) -> str:
    """The units that a name may mean, when it may mean several."""
    try:
        register.named(name)
    except AmbiguousUnit as several:
        return "、".join(f"{unit.name}（{unit.code}）" for unit in several.units)
    except UnknownUnit:
        pass
    return ""


def _is_another(folder: str, unit: Unit, register: Register) -> bool:
    """The folder bears the very name of another unit, as where each school has its own."""
    named = unit_named(register, folder)
    return named is not None and not named.may_file_for(unit)


def _another_in_name(file_name: str, unit: Unit, register: Register) -> bool:
    """The file's name holds another unit's full name and none of this unit's names."""
    stem = fold_name(PurePath(without_numbers(file_name)).stem)
    if any(fold_name(name) in stem for name in (unit.name, *unit.aliases)):
        return False
    others = (other for other in register if not other.may_file_for(unit))
    return any(fold_name(other.name) in stem for other in others)


def wrong_collection(file: FileRead, collection: Collection) -> list[IdentityProblem]:
    """Sheets (or the cover, for the whole file) that belong to another collection or edition."""
    doubts: list[IdentityProblem] = []
    for key, rule, expected in (
        ("collection", "COL-001", collection.code),
        ("edition", "EDN-001", collection.edition.code),
    ):
        wrong = [claim for claim in file.claims(key) if claim[0] != expected]
        if wrong and wrong[0][1] == file.cover_sheet:
            wrong = wrong[:1]
        doubts.extend(
            IdentityProblem(rule, sheet, cell, value, {"expected": expected})
            for value, sheet, cell in wrong
        )
        if wrong:
            break
    return doubts


def unit_from_outside(file_name: str, folder: str, register: Register) -> Unit | None:
    """Whose a file seems to be that cannot be read, so that it is listed as received and answered.

    By the name or alias that stands in its own name; else by the name of its folder, as where each
    school has its own. What a readable file says inside always decides.
    """
    if folder.lower().endswith(".zip"):  # an attached zip, which bears its sender's name
        return unit_in_file_name(file_name, register) or unit_in_file_name(folder, register)
    return unit_in_file_name(file_name, register) or unit_named(register, without_numbers(folder))


def unit_in_file_name(file_name: str, register: Register) -> Unit | None:
    """The one unit whose name or alias stands in a file's name."""
    stem = fold_name(PurePath(without_numbers(file_name)).stem)
    lengths: dict[str, int] = {}
    for unit in register:
        fitting = [len(n) for n in (unit.name, *unit.aliases) if fold_name(n) in stem]
        if fitting:
            lengths[unit.code] = max(fitting)
    longest = [code for code, length in lengths.items() if length == max(lengths.values())]
    return register[longest[0]] if len(longest) == 1 else None
