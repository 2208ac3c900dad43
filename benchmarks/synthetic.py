"""Returns of a typical size (about ten sheets, six hundred rows), made on the spot."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from returns.reading.register_file import HEADERS
from returns.workbooks.return_book import Record, write_workbook
from schemas.codes import DRILL_KINDS, OUTLETS, PRIMARY_GRADES, PRIMARY_LEAVERS
from schemas.collections import COLLECTIONS
from schemas.columns import Column, Kind, Layout
from schemas.form import Form
from schemas.forms import FORMS
from schemas.identifiers import citizen_check_character
from schemas.units import Unit

COLLECTION = COLLECTIONS["2020"]
ROWS = {"dropout_cases": 150, "disabled_children": 60, "drills": 180, "publicity": 200}
SHORT_OF_GUARDS = 5  # every fifth school gets a query, and so a slip
# Cards that hang together: six grades of 60 pupils in two classes each.
CARDS: dict[str, dict[str, float]] = {
    "profile": {"pupils": 360, "classes": 12},
    "safety": {"pupils": 360},
    "epidemic": {"pupils": 360, "health_records_due": 386, "health_records": 386},
    "funding": {"primary_pupils": 360, "base_received": 234000},
}


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
        if form.code == "safety" and number % SHORT_OF_GUARDS == 0:
            record["guards_full_time"] = 1
        return record | CARDS.get(form.code, {})
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
    if form.code == "student_aid":
        record |= {"stage": "小学", "boarding": "非寄宿", "amount": 6000}
    if form.code == "drills":
        record["kind"] = DRILL_KINDS[position % len(DRILL_KINDS)]
    if form.code == "publicity":
        record["outlet"] = OUTLETS[position % len(OUTLETS)]
    return record


def _citizen_number(serial: int) -> str:
    sequence, days = divmod(serial, 3000)
    born = date(2008, 1, 1) + timedelta(days=days)
    first_17 = f"340403{born:%Y%m%d}{sequence % 1000:03d}"
    return first_17 + citizen_check_character(first_17)


def _example(column: Column) -> Any:
    if column.kind is Kind.FLAG:
        return True
    if column.kind is Kind.DATE:
        return date.fromisoformat(column.example)
    if column.kind.is_number:
        return float(column.example)
    return column.example
