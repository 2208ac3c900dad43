"""Whose return is it, and for which collection: by code, then exact name, then alias; never a guess."""

from dataclasses import dataclass, field
from pathlib import PurePath

from returns.reading import FileRead
from schemas.collections import Collection
from schemas.units import AmbiguousUnit, Register, Unit, UnknownUnit, fold_name


@dataclass(frozen=True)
class Doubt:
    """An identity rule broken at a place."""

    rule: str
    sheet: str = ""
    cell: str = ""
    raw: str = ""
    facts: dict[str, str] = field(default_factory=dict)


def identify(file: FileRead, register: Register) -> tuple[Unit | None, list[Doubt]]:
    """The unit that a file speaks for, and what is doubtful about that."""
    codes = file.claims("unit_code")
    names = file.claims("unit_name")
    known = {code: place for code, *place in reversed(codes) if code in register}
    named: dict[str, tuple[str, str, str]] = {}
    for name, sheet, cell in names:
        unit = _named(register, name)
        if unit is not None:
            named.setdefault(unit.code, (name, sheet, cell))
    candidates = known or named
    if len(candidates) > 1:
        listed = "、".join(register[code].name for code in sorted(candidates))
        return None, [Doubt("UNT-002", raw=listed)]
    if not candidates:
        for name, sheet, cell in names:
            if units := _ambiguous(register, name):
                return None, [Doubt("UNT-005", sheet, cell, name, {"units": units})]
        name, sheet, cell = next(iter(names or codes), ("", "", ""))
        return None, [Doubt("UNT-001", sheet, cell, name)]
    unit = register[next(iter(candidates))]
    doubts: list[Doubt] = []
    strangers = [claim for claim in names if _named(register, claim[0]) != unit]
    if known and strangers:
        name, sheet, cell = strangers[0]
        doubts.append(Doubt("UNT-004", sheet, cell, name))
    if _another_in_name(file.file_name, unit, register) or _is_another(file.folder, unit, register):
        doubts.append(Doubt("UNT-003", raw=unit.name))
    return unit, doubts


def _named(register: Register, name: str) -> Unit | None:
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
    named = _named(register, folder)
    return named is not None and named != unit


def _another_in_name(file_name: str, unit: Unit, register: Register) -> bool:
    """The file's name holds another unit's full name and none of this unit's names."""
    stem = fold_name(PurePath(file_name).stem)
    if any(fold_name(name) in stem for name in (unit.name, *unit.aliases)):
        return False
    return any(fold_name(other.name) in stem for other in register if other.code != unit.code)


def wrong_collection(file: FileRead, collection: Collection) -> list[Doubt]:
    """Sheets (or the cover, for the whole file) that belong to another collection or edition."""
    doubts: list[Doubt] = []
    for key, rule, expected in (
        ("collection", "COL-001", collection.code),
        ("edition", "EDN-001", collection.edition.code),
    ):
        wrong = [claim for claim in file.claims(key) if claim[0] != expected]
        if wrong and wrong[0][1] == file.cover_sheet:
            wrong = wrong[:1]
        doubts.extend(
            Doubt(rule, sheet, cell, value, {"expected": expected}) for value, sheet, cell in wrong
        )
        if wrong:
            break
    return doubts


def unit_in_file_name(file_name: str, register: Register) -> Unit | None:
    """The one unit whose name or alias stands in a file's name.

    Only for files that cannot be read: so that they are listed as received from somebody. What a
    readable file says inside always decides.
    """
    stem = fold_name(PurePath(file_name).stem)
    lengths: dict[str, int] = {}
    for unit in register:
        fitting = [len(n) for n in (unit.name, *unit.aliases) if fold_name(n) in stem]
        if fitting:
            lengths[unit.code] = max(fitting)
    longest = [code for code, length in lengths.items() if length == max(lengths.values())]
    return register[longest[0]] if len(longest) == 1 else None
