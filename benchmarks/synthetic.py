"""Returns of a typical size (about ten sheets, six hundred rows), made on the spot."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from returns.register_file import HEADERS
from returns.writing import Record, write_workbook
from schemas.codes import DRILL_KINDS, OUTLETS, PRIMARY_GRADES, PRIMARY_LEAVERS
from schemas.collections import COLLECTIONS
from schemas.columns import Column, Kind, Layout
from schemas.form import Form
from schemas.forms import FORMS
from schemas.units import Unit

COLLECTION = COLLECTIONS["2020"]
ROWS = {"dropout_cases": 150, "disabled_children": 60, "drills": 180, "publicity": 200}
_CITIZEN_WEIGHTS = [2 ** (17 - place) % 11 for place in range(17)]


def units(count: int) -> list[Unit]:
    return [
        Unit(
            code=f"2134{number:06d}",
            name=f"第{number}小学",
            kind="学校",
            type="小学",
            nature="公办",
            area="城区",
            boarding=False,
            party_organisation=True,
            opened_on=date(1990, 9, 1),
        )
        for number in range(1, count + 1)
    ]


def make_returns(folder: Path, count: int) -> int:
    """Write register.csv and inbox/*.xlsx for `count` schools; the number of body rows written."""
    inbox = folder / "inbox"
    inbox.mkdir(parents=True)
    made = units(count)
    _write_register(folder / "register.csv", made)
    rows = 0
    for number, unit in enumerate(made):
        forms: dict[str, Any] = {}
        for code, form in FORMS.items():
            if form.owed_by_unit(unit, COLLECTION):
                forms[code] = _answer(form, unit, number)
                rows += len(forms[code]) if isinstance(forms[code], list) else 1
        write_workbook(inbox / f"{unit.name}_2020年报表.xlsx", unit, COLLECTION, forms)
    return rows


def _write_register(path: Path, made: list[Unit]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS.values())
        for unit in made:
            facts = [unit.code, unit.name, "", unit.kind, unit.type, unit.nature, unit.area]
            writer.writerow([*facts, "否", "是", unit.opened_on.isoformat(), ""])


def _answer(form: Form, unit: Unit, number: int) -> Record | list[Record]:
    if form.layout is Layout.CARD:
        record = {column.name: _example(column) for column in form.columns_owed_by(unit)}
        if form.code == "profile":
            record["school_code"] = unit.code
        return record
    if form.code == "enrolment":
        return [_cohort(form, cohort) for cohort in (*PRIMARY_GRADES, PRIMARY_LEAVERS)]
    count = ROWS.get(form.code, 1)
    return [_row(form, number * 1000 + position, position) for position in range(count)]


def _cohort(form: Form, cohort: str) -> Record:
    record = {column.name: 0 for column in form.columns if column.kind is Kind.COUNT}
    record |= {"opening": 60, "closing": 60, "girls": 30, "classes": 2, "classes_to_45": 2}
    if cohort == PRIMARY_GRADES[0]:
        record |= {"opening": 0, "admitted": 60}
    if cohort == PRIMARY_LEAVERS:
        record |= {"graduated": 60, "closing": 0, "girls": 0, "classes": 0, "classes_to_45": 0}
    return {**record, "cohort": cohort}


def _row(form: Form, serial: int, position: int) -> Record:
    record = {column.name: _example(column) for column in form.columns}
    day = date(2020, 1, 1) + timedelta(days=position % 360)
    for column in form.columns:
        if column.kind is Kind.IDENTIFIER:
            record[column.name] = f"{column.example[:2]}{serial:08d}"
        elif column.kind is Kind.PUPIL_ID:
            record[column.name] = f"G{_citizen_number(serial)}"
        elif column.kind is Kind.DATE:
            record[column.name] = day
        elif column.kind is Kind.TEXT and column.name in ("theme", "headline"):
            record[column.name] = f"{column.example}之{position}"
    if form.code == "drills":
        record["kind"] = DRILL_KINDS[position % len(DRILL_KINDS)]
    if form.code == "publicity":
        record["outlet"] = OUTLETS[position % len(OUTLETS)]
    return record


def _citizen_number(serial: int) -> str:
    body = f"34040320{serial % 10**9:09d}"
    checksum = sum(int(d) * w for d, w in zip(body, _CITIZEN_WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[checksum]


def _example(column: Column) -> Any:
    if column.kind is Kind.FLAG:
        return True
    if column.kind is Kind.DATE:
        return date.fromisoformat(column.example)
    if column.kind.is_number:
        return float(column.example)
    return column.example
