"""A workbook in which a 中心校 files for its schools, taken apart: decision 0016.

A sheet speaks for whom it names above its table, and a row for whom it names in a column beside the
form's own. Whoever sent the workbook must be a 中心校; whether
it may file for a school is seen when that school's part is identified.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from returns.judging.identity import row_claims, unit_claimed, unit_in_file_name, unit_named
from returns.reading.convert import show
from returns.reading.file_read import FileRead, SheetRead
from returns.reading.locate import Meta, Problem
from returns.reading.row_owners import repeats
from schemas.form import FORMS
from schemas.units import Register, Unit, fold_name

MAX_PARTS = 500  # more than a 中心校 has schools; beyond it a column of names is no list of units
_NOBODY = ""  # owner of what says nothing of whose it is
_IDENTITY = frozenset({"unit_code", "unit_name"})


@dataclass(frozen=True)
class _Sender:
    """Who sent a workbook. `inside`: it says so itself, and so speaks for sheets that name nobody."""

    unit: Unit
    inside: bool


class _TooManyOwners(Exception):
    """A table names more owners of its rows than there can be."""


def split(file: FileRead, register: Register) -> list[FileRead]:
    """The parts of a workbook of several units, then the whole: what its sender says for itself.

    A workbook that speaks for one unit, or whose sender is no 中心校, comes back as the only one.
    """
    sender = None if file.refused or file.broken else _sender(file, register)
    if sender is None or not register.is_central(sender.unit):
        return [file]
    owned: dict[str, list[SheetRead]] = {}
    try:
        for owner, sheet in _owned(file, register, sender):
            owned.setdefault(owner, []).append(sheet)
    except _TooManyOwners:
        return [file]
    if len(owned) > MAX_PARTS:
        return [file]
    named = owned.keys() - {_NOBODY}
    several = bool(named - {sender.unit.code}) if sender.inside else len(named) > 1
    if not several or _all_are_strangers(named, sender.unit, register):
        return [file]
    own = owned.pop(sender.unit.code, [])
    # What is written where nobody has that name may be a person's: it names no part.
    strangers = (owner for owner in owned if owner not in register)
    called = {owner: f"—{number}" for number, owner in enumerate(strangers, start=1)}
    parts = [
        _part(file, sheets, called.get(owner, owner), sender.unit)
        for owner, sheets in owned.items()
    ]
    held = {sheet.form for sheet in file.sheets}
    listed = {form: cell for form, cell in file.listed.items() if form not in held}
    return [*parts, replace(file, sheets=own, listed=listed, sent_by=sender.unit.code)]


def _part(file: FileRead, sheets: list[SheetRead], part: str, sender: Unit) -> FileRead:
    """What one unit says; of the cover only what holds for everybody."""
    cover = {key: value for key, value in file.cover.items() if key not in _IDENTITY}
    return FileRead(
        file.file_name,
        file.folder,
        cover=cover,
        cover_sheet=file.cover_sheet,
        sheets=sheets,
        sent_by=sender.code,
        part=part,
        persons=file.persons,
    )


def _all_are_strangers(owners: set[str], sender: Unit, register: Register) -> bool:
    """Nobody in the workbook has to do with its sender: it is not taken apart on its word."""
    known = [register[owner] for owner in owners if owner in register]
    return bool(known) and not any(sender.may_file_for(unit) for unit in known)


def _sender(file: FileRead, register: Register) -> _Sender | None:
    """What the cover says, or what stands above tables whose rows name the schools.

    Only where that says nothing, the folder, then the file's name.
    """
    if _IDENTITY & file.cover.keys():
        inside = unit_claimed(file.cover, register)
        return _Sender(inside, inside=True) if inside else None
    above = [sheet.meta for sheet in file.sheets if row_claims(sheet, register)]
    if claiming := [meta for meta in above if _IDENTITY & meta.keys()]:
        senders = {unit_claimed(meta, register) for meta in claiming}
        (only,) = senders if len(senders) == 1 else (None,)
        return _Sender(only, inside=True) if only else None
    outside = unit_named(register, file.folder) or unit_in_file_name(file.file_name, register)
    return _Sender(outside, inside=False) if outside else None


def _owned(file: FileRead, register: Register, sender: _Sender) -> Iterator[tuple[str, SheetRead]]:
    """Each sheet with its owner: a unit's code, or what is written where nobody has that name."""
    above: dict[str, SheetRead] = {}  # the claim on the same sheet, of the form above this one
    for sheet in file.sheets:
        if claims := row_claims(sheet, register):
            yield from _rows_owned(sheet, claims, register)
            continue
        claiming = _with_claim(sheet, above.get(sheet.sheet), register)
        if _IDENTITY & claiming.meta.keys():
            above[sheet.sheet] = claiming
            yield _owner(claiming.meta, register), claiming
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


def _owner(meta: Meta, register: Register) -> str:
    unit = unit_claimed(meta, register)
    if unit is not None:
        return unit.code
    written, _ = meta.get("unit_name") or meta["unit_code"]
    return fold_name(written) or _NOBODY


def _rows_owned(
    sheet: SheetRead, claims: Sequence[Meta], register: Register
) -> Iterator[tuple[str, SheetRead]]:
    """The rows of a table by owner, each as a sheet of its own at the true addresses."""
    positions: dict[str, list[int]] = {}
    first: dict[str, Meta] = {}
    for position, claim in enumerate(claims):
        owner = _owner(claim, register)
        positions.setdefault(owner, []).append(position)
        first.setdefault(owner, claim)
    if len(positions) > MAX_PARTS:
        raise _TooManyOwners
    all_rows = frozenset(sheet.rows)
    for owner, of_owner in positions.items():
        at = [position for position in of_owner if position < len(sheet.rows)]
        yield owner, _only(sheet, at, first[owner], all_rows)


def _only(sheet: SheetRead, at: Sequence[int], claim: Meta, all_rows: frozenset[int]) -> SheetRead:
    """Some rows of a table, with what is wrong with them or with the table; none at all say 无."""
    rows = [sheet.rows[position] for position in at]
    columns = {name: [values[p] for p in at] for name, values in sheet.columns.items()}
    own_rows = set(rows)
    general = {key: value for key, value in sheet.meta.items() if key not in _IDENTITY}
    piece = replace(
        sheet,
        meta={**general, **claim},
        rows=rows,
        columns=columns,
        nil=not rows,
        problems=[one for one in sheet.problems if _concerns(one, sheet, own_rows, all_rows)],
        raw_texts=[one for one in sheet.raw_texts if one.row in own_rows],
        row_units=[sheet.row_units[position] for position in at],
        nil_units=[],
        left_out={
            name: own
            for name, problem_rows in sheet.left_out.items()
            if (own := [row for row in problem_rows if row in own_rows])
        },
    )
    key = FORMS[sheet.form].key
    for position, first_row in repeats(key, columns, rows):
        piece.problems.append(
            Problem(
                "ROW-001",
                piece.cell_of(key[0], rows[position]),
                key[0],
                rows[position],
                show(columns[key[0]][position]),
                {"first_row": str(first_row)},
            )
        )
    return piece


def _concerns(problem: Problem, sheet: SheetRead, rows: set[int], all_rows: frozenset[int]) -> bool:
    """Whether a problem of a table is one of these rows, or of the table as a whole.

    A 合计 that does not add up is everybody's over whose rows it stands. What is there twice is
    looked for anew: two schools may both have held a drill against fire.
    """
    if problem.rule == "ROW-001" or (problem.rule, problem.cell) in {
        ("HDR-001", cell) for cell in sheet.unit_heads
    }:
        return False
    if problem.over:
        return any(problem.over[0] <= row <= problem.over[1] for row in rows)
    return problem.row in rows or problem.row not in all_rows
