"""The register of units as the bureau keeps it: a CSV that Excel opens and saves."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from returns.reading.convert import clean
from schemas.file_names import seen
from schemas.units import (
    AREAS,
    KINDERGARTEN,
    NATURES,
    OFFICE,
    SCHOOL,
    STAGES_BY_TYPE,
    Register,
    Unit,
    fold_name,
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
    "central_code": "所属中心校",  # by code or exact name
}
_OPTIONAL = frozenset({"所属中心校"})
_MAX_BYTES = 10 * 2**20
_LONGEST_NAME = 60
_CODE = re.compile(r"[0-9A-Za-z_-]{1,32}")
_YES_NO = {"是": True, "否": False}


class BadRegister(ValueError):
    """The register cannot be used; the message names the line and says what to do, in Chinese."""


def read_register(path: Path) -> Register:
    """Read a register CSV (UTF-8 with or without BOM, or GB18030).

    Raises BadRegister with the line at fault; FileNotFoundError when there is no such file.
    """
    with path.open("rb") as file:
        content = file.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        raise BadRegister(f"{path.name} 超过 {_MAX_BYTES // 2**20} MB，不是名册")
    reader = csv.DictReader(_text(path, content).splitlines())
    units: list[Unit] = []
    lines: dict[str, int] = {}
    line = 1
    try:
        missing = set(HEADERS.values()) - set(reader.fieldnames or ()) - _OPTIONAL
        if missing:
            raise BadRegister(f"{path.name}：名册缺少栏目 {'、'.join(sorted(missing))}")
        for line, row in enumerate(reader, start=2):
            unit = _unit({key: _field(row.get(head)) for key, head in HEADERS.items()})
            if unit.code in lines:
                raise ValueError(f"单位代码 {unit.code} 与第 {lines[unit.code]} 行重复")
            lines[unit.code] = line
            units.append(unit)
    except csv.Error as error:
        raise BadRegister(f"{path.name} 第 {line + 1} 行不是用逗号分隔的文字") from error
    except (KeyError, ValueError) as error:
        if isinstance(error, BadRegister):
            raise
        raise BadRegister(f"{path.name} 第 {line} 行：{error}") from error
    try:
        return Register(_with_centres(units))
    except ValueError as error:
        raise BadRegister(f"{path.name}：{error}") from error


def _text(path: Path, content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadRegister(f"{path.name} 的文字编码无法确定，请另存为 CSV UTF-8")


def _field(written: object) -> str:
    """What stands there, with the numbers of what cannot be seen: it goes on to lists and folders."""
    return seen(clean(written)) if isinstance(written, str) else ""


def _with_centres(units: Sequence[Unit]) -> list[Unit]:
    """Each 所属中心校 as the code of a school that belongs to no other. Raises ValueError."""
    by_name: dict[str, list[Unit]] = {}
    for unit in units:
        for said in {unit.code, fold_name(unit.name)}:
            by_name.setdefault(said, []).append(unit)
    return [
        replace(unit, central_code=_centre_of(unit, by_name)) if unit.central_code else unit
        for unit in units
    ]


def _centre_of(unit: Unit, by_name: Mapping[str, Sequence[Unit]]) -> str:
    said = unit.central_code
    meant = by_name.get(fold_name(said), ())
    if len(meant) != 1:
        wrong = "在名册中不止一个，请改填代码" if meant else "不在名册中，请填它的代码或全称"
    elif meant[0] == unit or meant[0].kind != SCHOOL or meant[0].central_code:
        wrong = "应为另一所学校，它自己不再属于别的中心校"
    else:
        return meant[0].code
    raise ValueError(f"{unit.name}（{unit.code}）的所属中心校“{said}”{wrong}")


def _unit(row: dict[str, str]) -> Unit:
    if not _CODE.fullmatch(row["code"]):
        raise ValueError(f"单位代码“{row['code'][:40]}”应为 1 至 32 位数字或字母")
    if not row["name"] or len(row["name"]) > _LONGEST_NAME:
        raise ValueError(f"单位名称应为 1 至 {_LONGEST_NAME} 个字")
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
        opened_on=_day("opened_on", row["opened_on"]),
        closed_on=_day("closed_on", row["closed_on"]) if row["closed_on"] else None,
        aliases=tuple(alias for alias in row["aliases"].replace(";", "；").split("；") if alias),
        central_code=row["central_code"],  # as it is written; see _with_centres
    )


def _day(key: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{HEADERS[key]}“{text[:40]}”应写成 2020-09-01") from None


def _yes_no(text: str) -> bool:
    if text not in _YES_NO:
        raise ValueError(f"“{text}”应填“是”或“否”")
    return _YES_NO[text]
