"""The register of reporting units, in the warehouse."""

from datetime import UTC, datetime
from hashlib import sha256
from json import dumps
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from schemas.units import Register, Unit
from warehouse import tables
from warehouse.locks import lock


class UnitInUse(ValueError):
    """A unit that has filed cannot vanish from the register; it is closed with a date."""


def digest(register: Register) -> str:
    """SHA-256 of all that the register says, whatever the order of its units."""
    units = [_plain(unit) for unit in sorted(register, key=lambda unit: unit.code)]
    return sha256(_canonical(units).encode()).hexdigest()


def store_register(connection: Connection, register: Register) -> str:
    """Make `register` the register in use, and return its digest.

    Storing the same again changes nothing. Raises UnitInUse when a unit left it that has filed.
    """
    lock(connection, "register")
    wanted = {unit.code: _row(unit, position) for position, unit in enumerate(register)}
    stored = {row["code"]: dict(row) for row in connection.execute(select(tables.unit)).mappings()}
    new = [row for code, row in wanted.items() if code not in stored]
    if new:
        connection.execute(insert(tables.unit), new)
    for code, row in wanted.items():
        if code in stored and stored[code] != row:
            connection.execute(update(tables.unit).where(tables.unit.c.code == code).values(row))
    for code in stored.keys() - wanted.keys():
        _remove(connection, code)
    return _remember(connection, register)


def load_register(connection: Connection) -> Register:
    """The register in use, in its own order."""
    rows = connection.execute(select(tables.unit).order_by(tables.unit.c.position)).mappings()
    return Register(_unit(row) for row in rows)


def _remove(connection: Connection, code: str) -> None:
    try:
        with connection.begin_nested():
            connection.execute(delete(tables.unit).where(tables.unit.c.code == code))
    except IntegrityError as error:
        raise UnitInUse(f"unit {code} has filed: close it with a date, do not remove it") from error


def _remember(connection: Connection, register: Register) -> str:
    version = tables.register_version
    name = digest(register)
    if connection.scalar(select(version.c.digest).where(version.c.digest == name)) is None:
        connection.execute(
            insert(version).values(
                digest=name,
                stored_at=datetime.now(UTC),
                units=[_plain(unit) for unit in register],
            )
        )
    return name


def _row(unit: Unit, position: int) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "type": unit.type,
        "nature": unit.nature,
        "area": unit.area,
        "boarding": unit.boarding,
        "party_organisation": unit.party_organisation,
        "primary": "小学" in unit.stages,
        "junior": "初中" in unit.stages,
        "opened_on": unit.opened_on,
        "closed_on": unit.closed_on,
        "aliases": list(unit.aliases),
        "central_code": unit.central_code or None,
        "position": position,
    }


def _unit(row: RowMapping) -> Unit:
    return Unit(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        type=row["type"],
        nature=row["nature"],
        area=row["area"],
        boarding=row["boarding"],
        party_organisation=row["party_organisation"],
        opened_on=row["opened_on"],
        closed_on=row["closed_on"],
        aliases=tuple(row["aliases"]),
        central_code=row["central_code"] or "",
    )


def _plain(unit: Unit) -> dict[str, Any]:
    """The declared facts of a unit, JSON-ready."""
    plain = _row(unit, 0)
    for derived in ("primary", "junior", "position"):
        del plain[derived]
    closed = unit.closed_on
    return plain | {
        "opened_on": unit.opened_on.isoformat(),
        "closed_on": closed.isoformat() if closed else None,
    }


def _canonical(value: Any) -> str:
    return dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
