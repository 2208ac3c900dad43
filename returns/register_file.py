"""The register of units as the bureau keeps it: a CSV that Excel opens and saves."""

import csv
from datetime import date
from pathlib import Path

from returns.convert import clean
from schemas.units import (
    AREAS,
    KINDERGARTEN,
    NATURES,
    OFFICE,
    SCHOOL,
    STAGES_BY_TYPE,
    Register,
    Unit,
)

HEADERS = {
    "code": "单位代码",
    "name": "单位名称",
    "aliases": "曾用名简称",
    "kind": "单位类别",
    "type": "办学类型",
    "nature": "办别",
    "area": "城乡",
    "boarding": "寄宿",
    "party_organisation": "党组织",
    "opened_on": "启用日期",
    "closed_on": "停办日期",
}
_YES_NO = {"是": True, "否": False}


class BadRegister(ValueError):
    """The register cannot be used; the message names the line and says what to do, in Chinese."""


def read_register(path: Path) -> Register:
    """Read a register CSV (UTF-8 with or without BOM, or GB18030).

    Raises BadRegister with the line at fault; FileNotFoundError when there is no such file.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    reader = csv.DictReader(text.splitlines())
    missing = set(HEADERS.values()) - set(reader.fieldnames or ())
    if missing:
        raise BadRegister(f"{path.name}：名册缺少栏目 {'、'.join(sorted(missing))}")
    units = []
    for line, row in enumerate(reader, start=2):
        try:
            units.append(_unit({key: clean(row[head] or "") for key, head in HEADERS.items()}))
        except (KeyError, ValueError) as error:
            raise BadRegister(f"{path.name} 第 {line} 行：{error}") from error
    try:
        return Register(units)
    except ValueError as error:
        raise BadRegister(f"{path.name}：{error}") from error


def _unit(row: dict[str, str]) -> Unit:
    if row["kind"] not in (SCHOOL, KINDERGARTEN, OFFICE):
        raise ValueError(f"单位类别“{row['kind']}”应为 {SCHOOL}、{KINDERGARTEN} 或 {OFFICE}")
    if row["type"] not in STAGES_BY_TYPE:
        raise ValueError(f"办学类型“{row['type']}”应为 {'、'.join(STAGES_BY_TYPE)} 之一")
    for head, known in (("nature", NATURES), ("area", AREAS)):
        if row[head] not in known:
            raise ValueError(f"{HEADERS[head]}“{row[head]}”应为 {'、'.join(known)} 之一")
    return Unit(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        type=row["type"],
        nature=row["nature"],
        area=row["area"],
        boarding=_yes_no(row["boarding"]),
        party_organisation=_yes_no(row["party_organisation"]),
        opened_on=date.fromisoformat(row["opened_on"]),
        closed_on=date.fromisoformat(row["closed_on"]) if row["closed_on"] else None,
        aliases=tuple(alias for alias in row["aliases"].replace(";", "；").split("；") if alias),
    )


def _yes_no(text: str) -> bool:
    if text not in _YES_NO:
        raise ValueError(f"“{text}”应填“是”或“否”")
    return _YES_NO[text]
