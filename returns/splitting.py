"""A workbook in which a 中心校 files for its schools, taken apart: decision 0016.

A sheet speaks for whom it names above its table. Whoever sent the workbook must be a 中心校; whether
it may file for a school is seen when that school's part is identified.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from returns.identity import unit_claimed, unit_in_file_name, unit_named
from returns.reading import FileRead, SheetRead
from schemas.units import Register, Unit, fold_name

_NOBODY = ""  # owner of what says nothing of whose it is
_IDENTITY = frozenset({"unit_code", "unit_name"})


@dataclass(frozen=True)
class _Sender:
    """Who sent a workbook. `inside`: it says so itself, and so speaks for sheets that name nobody."""

    unit: Unit
    inside: bool


def split(file: FileRead, register: Register) -> list[FileRead]:
    """The parts of a workbook of several units, then the whole: what its sender says for itself.

    A workbook that speaks for one unit, or whose sender is no 中心校, comes back as the only one.
    """
    sender = None if file.refused or file.broken else _sender(file, register)
    if sender is None or not register.is_central(sender.unit):
        return [file]
    owned: dict[str, list[SheetRead]] = {}
    for owner, sheet in _owned(file, register, sender):
        owned.setdefault(owner, []).append(sheet)
    named = owned.keys() - {_NOBODY}
    several = bool(named - {sender.unit.code}) if sender.inside else len(named) > 1
    if not several or _all_are_strangers(named, sender.unit, register):
        return [file]
    own = owned.pop(sender.unit.code, [])
    parts = [_part(file, sheets, owner, sender.unit) for owner, sheets in owned.items()]
    held = {sheet.form for sheet in file.sheets}
    listed = {form: cell for form, cell in file.listed.items() if form not in held}
    return [*parts, replace(file, sheets=own, listed=listed, sent_by=sender.unit.code)]


def _part(file: FileRead, sheets: list[SheetRead], owner: str, sender: Unit) -> FileRead:
    """What one unit says; of the cover only what holds for everybody."""
    cover = {key: value for key, value in file.cover.items() if key not in _IDENTITY}
    return FileRead(
        file.file_name,
        file.folder,
        cover=cover,
        cover_sheet=file.cover_sheet,
        sheets=sheets,
        sent_by=sender.code,
        part=owner or "—",
    )


def _all_are_strangers(owners: set[str], sender: Unit, register: Register) -> bool:
    """Nobody in the workbook has to do with its sender: it is not taken apart on its word."""
    known = [register[owner] for owner in owners if owner in register]
    return bool(known) and not any(sender.may_file_for(unit) for unit in known)


def _sender(file: FileRead, register: Register) -> _Sender | None:
    """What the cover says; only where it says nothing, the folder, then the file's name."""
    if _IDENTITY & file.cover.keys():
        inside = unit_claimed(file.cover, register)
        return _Sender(inside, inside=True) if inside else None
    outside = unit_named(register, file.folder) or unit_in_file_name(file.file_name, register)
    return _Sender(outside, inside=False) if outside else None


def _owned(file: FileRead, register: Register, sender: _Sender) -> Iterator[tuple[str, SheetRead]]:
    """Each sheet with its owner: a unit's code, or what is written where nobody has that name."""
    above: dict[str, SheetRead] = {}  # the claim on the same sheet, of the form above this one
    for sheet in file.sheets:
        claiming = _with_claim(sheet, above.get(sheet.sheet), register)
        if _IDENTITY & claiming.meta.keys():
            above[sheet.sheet] = claiming
            yield _owner(claiming, register), claiming
        else:
            yield sender.unit.code if sender.inside else _NOBODY, sheet


def _with_claim(sheet: SheetRead, above: SheetRead | None, register: Register) -> SheetRead:
    """Where a sheet names nobody, what stands above it holds, else the name of the sheet itself."""
    if _IDENTITY & sheet.meta.keys():
        return sheet
    if above is not None:
        return replace(sheet, meta={**above.meta, **sheet.meta})
    named = unit_in_file_name(sheet.sheet, register)
    if named is None:
        return sheet
    return replace(sheet, meta={**sheet.meta, "unit_name": (named.name, sheet.header_cell)})


def _owner(sheet: SheetRead, register: Register) -> str:
    unit = unit_claimed(sheet.meta, register)
    if unit is not None:
        return unit.code
    written, _ = sheet.meta.get("unit_name") or sheet.meta["unit_code"]
    return fold_name(written)
